"""Letters that follow when the customer hands a proposal on to who decides, or asks that somebody be let in."""

from django.utils.translation import gettext as _

from aceite.core.proposals.states import State
from aceite.outbound.mail import addresses
from aceite.outbound.mail.happening import Happening
from aceite.outbound.mail.letter import Block, Button, Facts, Letter, Quote, Text
from aceite.outbound.mail.readers import Reader
from aceite.outbound.mail.saying import (
    names,
    to_the_proposal,
    to_the_sale,
    total_alone,
    total_and_deadline,
    total_and_end,
)


def forwarded(h: Happening, reader: Reader) -> Letter | None:
    """A colleague says that the decision is hers; nothing is said once there is nothing to decide."""
    if h.proposal.state_at(h.now) is not State.SENT:
        return None
    said, words = {**names(h), "name": reader.first_name}, h.personal("text")
    return Letter(
        subject=_("%(who)s encaminhou a você a proposta %(number)s: %(title)s") % said,
        title=_("A decisão é sua"),
        first_line=total_and_deadline(h),
        blocks=[
            Text(_("Olá, %(name)s. %(who)s pede que você veja e decida a proposta %(number)s, de %(company)s.") % said),
            *_quoted(words, h.who),
        ],
        button=to_the_proposal(h, reader, _("Ver a proposta")),
        reply_to=h.actor.email if h.actor else h.proposal.seller.email,
    )


def seller_forwarded(h: Happening, reader: Reader) -> Letter | None:
    """The customer's people hand it on among themselves; the seller need do nothing."""
    said = {**names(h), "new": h.panel_user().name}
    return Letter(
        subject=_("%(who)s encaminhou a proposta %(number)s a quem decide") % said,
        title=_("A proposta foi a quem decide"),
        first_line=total_and_end(h),
        blocks=[
            Text(_("%(who)s, de %(customer)s, encaminhou a proposta a %(new)s, que pode aprovar.") % said),
            *_quoted(h.personal("text"), h.who),
        ],
        button=to_the_sale(h, _("Ver a venda")),
        reply_to=h.actor.email if h.actor else h.company.email,
    )


def seller_access_asked(h: Happening, reader: Reader) -> Letter | None:
    """Whoever decides has no access yet; nothing is said once a colleague has answered."""
    asked = h.access_request
    if asked.decided_at is not None:
        return None
    said = names(h)
    where = addresses.office_access_request(h.company, h.proposal.number, asked.pk)
    return Letter(
        subject=_("%(customer)s pede acesso para quem decide (proposta %(number)s)") % said,
        title=_("%(who)s pede acesso para quem decide") % said,
        first_line=total_and_end(h),
        blocks=[
            Text(_("%(who)s, de %(customer)s, pede que esta pessoa veja e possa aprovar a proposta:") % said),
            Facts([(_("Nome"), asked.name), (_("E-mail"), asked.email)]),
            *_quoted(asked.text, asked.asked_by.name),
            Text(_("Confira com o cliente se é mesmo quem decide. Nada muda enquanto você não der o acesso.")),
        ],
        button=Button(_("Dar acesso ou recusar"), where),
        reply_to=asked.asked_by.email,
    )


def let_in(h: Happening, reader: Reader) -> Letter | None:
    """To whoever was let in: what awaits her, in the words of who asked, with the way in."""
    asked = h.access_request
    said = {**names(h), "name": reader.first_name, "asker": asked.asked_by.name}
    hers = asked.asked_by_id == reader.id
    greeting = (
        _("Olá, %(name)s. %(company)s deu a você o acesso que pediu para a proposta %(number)s.")
        if hers
        else _("Olá, %(name)s. A pedido de %(asker)s, %(company)s deu a você acesso à proposta %(number)s.")
    )
    is_open = h.proposal.state_at(h.now) is State.SENT
    return Letter(
        subject=_("Proposta %(number)s de %(company)s: %(title)s") % said,
        title=_("Você já pode ver a proposta"),
        first_line=total_and_deadline(h) if is_open else total_alone(h),
        blocks=[Text(greeting % said)],
        button=to_the_proposal(h, reader, _("Ver a proposta")),
        reply_to=h.proposal.seller.email,
        closing=_("Se você não esperava esta mensagem, ignore-a: nada acontece."),
    )


def access_granted(h: Happening, reader: Reader) -> Letter | None:
    """To whoever asked: it is done."""
    said = {**names(h), "name": reader.first_name, "new": h.panel_user().name}
    return Letter(
        subject=_("%(new)s já tem acesso à proposta %(number)s") % said,
        title=_("Acesso dado"),
        first_line=h.offered.title,
        blocks=[
            Text(_("Olá, %(name)s. %(company)s deu a %(new)s acesso à proposta %(number)s e avisou por e-mail.") % said)
        ],
        button=to_the_proposal(h, reader, _("Ver a proposta")),
        reply_to=h.proposal.seller.email,
    )


def access_refused(h: Happening, reader: Reader) -> Letter | None:
    """To whoever asked: it was refused, and why."""
    asked = h.access_request
    said = {**names(h), "name": reader.first_name, "new": asked.name}
    return Letter(
        subject=_("Sobre o acesso que você pediu (proposta %(number)s)") % said,
        title=_("O acesso não foi dado"),
        first_line=h.offered.title,
        blocks=[
            Text(_("Olá, %(name)s. %(company)s não deu a %(new)s acesso à proposta %(number)s. O motivo:") % said),
            *_quoted(asked.reason, h.who),
            Text(_("Se precisar, pergunte na página da proposta ou responda a este e-mail.")),
        ],
        button=to_the_proposal(h, reader, _("Ver a proposta")),
        reply_to=h.proposal.seller.email,
    )


def _quoted(words: str, who: str) -> list[Block]:
    return [Quote(words, who)] if words else []
