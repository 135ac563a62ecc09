"""Letters to the customer about a proposal: sent, changed, about to end, taken back."""

from django.utils.translation import gettext as _

from aceite.core.contracts.models import Contract, Requirement, Signer
from aceite.core.proposals.states import State, VersionState
from aceite.core.sales.change_telling import first_words, priceless
from aceite.core.sales.changes_reading import last_sent
from aceite.core.sales.comparing import compare
from aceite.core.sales.point_words import outcome_words, tell_offers
from aceite.outbound.mail.happening import Happening
from aceite.outbound.mail.letter import Block, Facts, Letter, Quote, Text
from aceite.outbound.mail.readers import Reader
from aceite.outbound.mail.saying import (
    names,
    plan_text,
    points_for,
    proposal_facts,
    to_the_proposal,
    total_alone,
    total_and_deadline,
)
from aceite.outbound.mail.words import deadline


def proposal_sent(h: Happening, reader: Reader) -> Letter | None:
    """The first version a customer gets to see."""
    said = {**names(h), "name": reader.first_name}
    if h.version.version > 1 or not _still_offered(h):
        return None
    return Letter(
        subject=_("Proposta %(number)s de %(company)s: %(title)s") % said,
        title=_("%(title)s") % said,
        first_line=total_and_deadline(h),
        blocks=[
            Text(_("Olá, %(name)s. %(seller)s preparou para %(customer)s a proposta %(number)s.") % said),
            *_to_sign(h, reader),
            proposal_facts(h),
            *plan_text(h, reader),
        ],
        button=to_the_proposal(h, reader, _call(h, reader)),
        reply_to=h.proposal.seller.email,
    )


def new_version(h: Happening, reader: Reader) -> Letter | None:
    """A later version: it takes the place of the one before."""
    said = {**names(h), "version": h.version.version, "name": reader.first_name}
    if h.version.version == 1 or not _still_offered(h):
        return None
    return Letter(
        subject=_("Nova versão da proposta %(number)s: %(title)s") % said,
        title=_("%(title)s") % said,
        first_line=total_and_deadline(h),
        blocks=[
            Text(_("Olá, %(name)s. %(seller)s enviou a versão %(version)s da proposta %(number)s.") % said),
            Text(_("Ela substitui a anterior, que não pode mais ser aprovada."), fixed=True),
            *_changed(h, reader),
            *_agreed(h, reader),
            *_left_behind(h, reader),
            *_to_sign(h, reader),
            proposal_facts(h),
            *plan_text(h, reader),
        ],
        button=to_the_proposal(h, reader, _call(h, reader)),
        reply_to=h.proposal.seller.email,
    )


def reminder(h: Happening, reader: Reader) -> Letter | None:
    """Once, before the validity ends; not when something has happened since."""
    said = {**names(h), "name": reader.first_name}
    if h.proposal.state_at(h.now) is not State.SENT or h.last_minute is None:
        return None
    return Letter(
        subject=_("A proposta %(number)s termina em breve: %(title)s") % said,
        title=_("A proposta termina em breve"),
        first_line=total_and_deadline(h),
        blocks=[
            Text(_("Olá, %(name)s. A proposta %(number)s, %(title)s, ainda espera a sua resposta.") % said),
            *_to_sign(h, reader),
            Text(_("Se precisar de mais prazo ou de um ajuste, responda a este e-mail.")),
        ],
        button=to_the_proposal(h, reader, _call(h, reader)),
        reply_to=h.proposal.seller.email,
    )


def withdrawn(h: Happening, reader: Reader) -> Letter | None:
    """The vendor takes a sent version back."""
    said = {**names(h), "name": reader.first_name}
    return Letter(
        subject=_("Proposta %(number)s retirada: %(title)s") % said,
        title=_("A proposta foi retirada"),
        first_line=total_alone(h),
        blocks=[
            Text(_("Olá, %(name)s. %(company)s retirou a proposta %(number)s, %(title)s.") % said),
            *_reason(h),
            Text(_("Ela não pode mais ser aprovada. Se houver uma nova versão, você recebe um aviso.")),
        ],
        button=to_the_proposal(h, reader, _("Ver a proposta")),
        reply_to=h.proposal.seller.email,
    )


def cancelled(h: Happening, reader: Reader) -> Letter | None:
    """The vendor gives the sale up; a draft nobody saw is cancelled silently."""
    said = {**names(h), "name": reader.first_name}
    if h.proposal.first_sent_at is None:
        return None
    return Letter(
        subject=_("Proposta %(number)s cancelada: %(title)s") % said,
        title=_("A proposta foi cancelada"),
        first_line=total_alone(h),
        blocks=[
            Text(_("Olá, %(name)s. %(company)s cancelou a proposta %(number)s, %(title)s.") % said),
            *_reason(h),
            Text(_("O que já foi assinado continua guardado e à vista no painel.")),
        ],
        button=to_the_proposal(h, reader, _("Ver a proposta")),
        reply_to=h.proposal.seller.email,
    )


def extended(h: Happening, reader: Reader) -> Letter | None:
    """More time to answer."""
    said = {**names(h), "name": reader.first_name}
    if h.last_minute is None or h.proposal.state_at(h.now) is not State.SENT:
        return None
    said["deadline"] = deadline(h.last_minute, h.company)
    return Letter(
        subject=_("Mais prazo para a proposta %(number)s: %(title)s") % said,
        title=_("Você tem mais prazo"),
        first_line=total_and_deadline(h),
        blocks=[Text(_("Olá, %(name)s. %(company)s prorrogou a proposta %(number)s até %(deadline)s.") % said)],
        button=to_the_proposal(h, reader, _call(h, reader)),
        reply_to=h.proposal.seller.email,
    )


def _changed(h: Happening, reader: Reader) -> list[Block]:
    """The few changes that matter first, since the version sent before; of a sending without any nothing is said."""
    older = last_sent(h.version)
    if older is None:
        return []
    comparison = compare(older, h.version, at=h.now)
    first = first_words(comparison if reader.sees_prices else priceless(comparison))
    said = {"version": older.version, "changes": "; ".join(first)}
    return [Text(_("O que mudou desde a versão %(version)s: %(changes)s.") % said, fixed=True)] if first else []


def _agreed(h: Happening, reader: Reader) -> list[Block]:
    """What was asked of the version before, and what became of it, where this one was made of a counter-offer."""
    told = points_for(reader, *tell_offers(h.version.made_of.with_points()).values())
    if not told:
        return []
    return [Text(_("Esta versão vem da contraproposta:"), fixed=True), Facts(outcome_words(told))]


def _left_behind(h: Happening, reader: Reader) -> list[Block]:
    """What was asked of the version before and ended with this one, for it was not made of it."""
    left = h.proposal.counter_offers.open().filter(version=last_sent(h.version)).with_points()
    told = points_for(reader, *tell_offers(left).values())
    if not told:
        return []
    words = _("Estes pontos da contraproposta ficaram na versão anterior. O que ainda quiser, peça sobre esta:")
    return [Text(words, fixed=True), Facts(outcome_words(told))]


def _still_offered(h: Happening) -> bool:
    return h.version.state == VersionState.SENT


def _reason(h: Happening) -> list[Block]:
    reason = h.personal("reason")
    return [Quote(reason, h.who)] if reason else []


def _pending(h: Happening, reader: Reader) -> list[str]:
    mine = Signer.objects.awaited().filter(contract__version=h.version, panel_user_id=reader.id)
    return list(mine.values_list("contract__title", flat=True)) if reader.panel_user else []


def _to_sign(h: Happening, reader: Reader) -> list[Block]:
    titles, printed = _pending(h, reader), _on_paper(h, reader)
    said = [_("Você assina: %(contracts)s.") % {"contracts": "; ".join(titles)}] if titles else []
    if printed:
        words = _("Para assinar no papel: %(contracts)s. Você imprime, assina e manda uma foto ou um PDF pelo painel.")
        said.append(words % {"contracts": "; ".join(printed)})
    return [Text(words, fixed=True) for words in said]


def _on_paper(h: Happening, reader: Reader) -> list[str]:
    """What is signed by hand, for whoever sends it back: she learns before she opens it that a printer is needed."""
    if reader.panel_user is None or not reader.panel_user.may("copy.upload"):
        return []
    waiting = Contract.objects.filter(version=h.version, requirement=Requirement.MANUAL, copies=None)
    return list(waiting.values_list("title", flat=True))


def _call(h: Happening, reader: Reader) -> str:
    person = reader.panel_user
    if _pending(h, reader) or _on_paper(h, reader):
        return _("Ler e assinar")
    return _("Ler e aprovar") if person is not None and person.can_approve else _("Ver a proposta")
