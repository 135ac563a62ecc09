"""Letters about what a customer asks before answering: another offer, more time; and what was answered."""

from django.utils.translation import gettext as _

from aceite.core.companies.moments import day_words
from aceite.core.proposals.states import State
from aceite.core.sales.more_time import time_asked
from aceite.core.sales.point_words import outcome_words, tell_points
from aceite.outbound.mail.happening import Happening
from aceite.outbound.mail.letter import Facts, Letter, Quote, Text
from aceite.outbound.mail.readers import Reader
from aceite.outbound.mail.saying import (
    names,
    points_for,
    to_the_proposal,
    to_the_sale,
    total_alone,
    total_and_deadline,
    total_and_end,
)


def seller_points(h: Happening, reader: Reader) -> Letter | None:
    """The customer asks for something else before saying yes."""
    said, offer = names(h), h.counter_offer
    rows = [(one.place, one.asking) for one in tell_points(offer.points.all(), offer.version)]
    return Letter(
        subject=_("Contraproposta de %(customer)s à proposta %(number)s") % said,
        title=_("%(who)s enviou uma contraproposta") % said,
        first_line=total_and_end(h),
        blocks=[
            Text(_("%(who)s, de %(customer)s, pede antes de aprovar:") % said),
            Facts(rows),
            *([Quote(offer.note, offer.author.name)] if offer.note else []),
            Text(_("Responda ponto por ponto: o que for aceito vai à próxima versão com um clique.")),
        ],
        button=to_the_sale(h, _("Ver os pontos")),
        reply_to=offer.author.email,
    )


def seller_more_time(h: Happening, reader: Reader) -> Letter | None:
    """The customer asks for more time; nothing is said once that was answered, or the day is past."""
    asked = time_asked(h.proposal, at=h.now)
    if asked is None:
        return None
    said, words = {**names(h), "day": day_words(asked.until)}, h.personal("text")
    return Letter(
        subject=_("%(customer)s pede mais prazo para a proposta %(number)s") % said,
        title=_("%(who)s pede mais prazo") % said,
        first_line=total_and_end(h),
        blocks=[
            Text(_("%(who)s, de %(customer)s, pede até %(day)s para responder.") % said),
            *([Quote(words, h.who)] if words else []),
        ],
        button=to_the_sale(h, _("Ver a venda")),
        reply_to=h.actor.email if h.actor else h.company.email,
    )


def time_refused(h: Happening, reader: Reader) -> Letter:
    """What the vendor says to her request for more time, where it is no."""
    said, words = {**names(h), "name": reader.first_name}, h.personal("text")
    stands = h.proposal.state_at(h.now) is State.SENT
    after = _("Ela vale como está até o fim do prazo.") if stands else _("O prazo dela já terminou.")
    return Letter(
        subject=_("Sobre o seu pedido de mais prazo: proposta %(number)s") % said,
        title=_("A validade continua a mesma"),
        first_line=total_and_deadline(h) if stands else total_alone(h),
        blocks=[
            Text(_("Olá, %(name)s. %(company)s não vai prorrogar a proposta %(number)s, %(title)s.") % said),
            Text(after),
            *([Quote(words, h.who)] if words else []),
        ],
        button=to_the_proposal(h, reader, _("Ver a proposta")),
        reply_to=h.proposal.seller.email,
    )


def points_answered(h: Happening, reader: Reader) -> Letter | None:
    """What the vendor says to her points."""
    said, offer = {**names(h), "name": reader.first_name}, h.counter_offer
    new = {row.get("point") for row in h.event.data.get("points", [])}
    answered = [one for one in tell_points(offer.points.all(), offer.version) if one.point.pk in new]
    told = points_for(reader, answered)
    if not told:
        # She asked while she saw prices, and sees them no more.
        return None
    after = (
        _("Quando houver uma nova versão com o que foi combinado, avisamos.")
        if any(one.point.granted for one in told)
        else _("A proposta continua como está, e pode ser aprovada.")
    )
    return Letter(
        subject=_("Resposta à sua contraproposta: proposta %(number)s") % said,
        title=_("%(who)s respondeu à sua contraproposta") % said,
        first_line=total_alone(h),
        blocks=[
            Text(_("Olá, %(name)s. Sobre a proposta %(number)s, %(title)s:") % said),
            Facts(outcome_words(told)),
            Text(after),
        ],
        button=to_the_proposal(h, reader, _("Ver a proposta")),
        reply_to=h.proposal.seller.email,
    )
