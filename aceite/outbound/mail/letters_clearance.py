"""Letters between colleagues: a draft needs a yes, and the answer."""

from django.utils.translation import gettext as _

from aceite.core.clearances.states import ClearanceState
from aceite.core.clearances.words import caught_words
from aceite.core.people.models import Member
from aceite.outbound.mail import addresses
from aceite.outbound.mail.happening import Happening
from aceite.outbound.mail.letter import Button, Letter, Quote, Text
from aceite.outbound.mail.readers import Reader
from aceite.outbound.mail.saying import names, to_the_sale
from aceite.outbound.mail.words import price


def clearance_asked(h: Happening, reader: Reader) -> Letter | None:
    """To whoever may say yes; nothing once somebody answered or the draft moved on."""
    if h.clearance.state != ClearanceState.ASKED:
        return None
    said = {**names(h), "asker": h.clearance.asked_by.name}
    sees_cost = isinstance(reader.person, Member) and reader.person.may("cost.set")
    reasons = [Text(caught_words(one, with_cost=sees_cost) + ".") for one in h.clearance.findings]
    note = [Quote(h.clearance.note, h.clearance.asked_by.name)] if h.clearance.note else []
    return Letter(
        subject=_("Para aprovar: proposta %(number)s de %(asker)s para %(customer)s") % said,
        title=_("%(asker)s precisa do seu sim") % said,
        first_line=_total(h),
        blocks=[
            Text(_("A proposta %(number)s, %(title)s, só vai ao cliente com a sua aprovação.") % said),
            *reasons,
            *note,
        ],
        button=Button(_("Ver e responder"), addresses.office_clearance(h.company, h.clearance.pk)),
        reply_to=h.clearance.asked_by.email,
    )


def clearance_answered(h: Happening, reader: Reader) -> Letter | None:
    """To the seller: send it, or change it first."""
    given = h.clearance.state == ClearanceState.GIVEN
    if h.clearance.decided_by is None:
        return None
    said = {**names(h), "decider": h.clearance.decided_by.name}
    answer = [Quote(h.clearance.answer, h.clearance.decided_by.name)] if h.clearance.answer else []
    if given:
        told = _(
            "%(decider)s aprovou a proposta %(number)s, %(title)s. Você já pode enviá-la; se mudar preços, itens ou "
            "condições, peça de novo."
        )
    else:
        told = _("%(decider)s não aprovou a proposta %(number)s, %(title)s, como está. Mude-a e peça de novo.")
    subject = _("Pode enviar: proposta %(number)s") if given else _("Não aprovada: proposta %(number)s")
    return Letter(
        subject=subject % said,
        title=(_("%(decider)s aprovou") if given else _("%(decider)s não aprovou")) % said,
        first_line=_total(h),
        blocks=[Text(told % said), *answer],
        button=to_the_sale(h, _("Ver a venda")),
        reply_to=h.clearance.decided_by.email,
    )


def _total(h: Happening) -> str:
    return _("Total: %(total)s") % {"total": price(h.clearance.version)}
