"""Giving money back to a customer who withdrew from the sale (CDC art. 49, sole paragraph: at once, all of it)."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aceite.core.proposals.locking import lock_sale
from aceite.core.proposals.models import Proposal
from aceite.core.proposals.permitting import require_member
from aceite.core.receivables.expecting import expect, settle, today_of
from aceite.core.receivables.models import Receivable, Refund
from aceite.core.receivables.receiving import LONGEST_NOTE
from aceite.core.trail.actors import Actor
from aceite.core.trail.recording import record
from aceite.core.trail.refusals import Refusal, Unfit, fit_text


class NothingToReturn(Refusal):
    """The payment was given back already, or is none of a sale that was withdrawn from."""

    sentence = gettext_lazy("Não há mais nada a devolver deste pagamento. Nada foi registrado.")


@dataclass(frozen=True)
class Returned:
    """That all of a payment went back: on which day, and from where it is known (for the team alone)."""

    returned_on: date
    note: str = ""


def note_refund(proposal: Proposal, number: int, given: Returned, *, by: Actor, at: datetime) -> Refund:
    """Writes down that what arrived for a payment of the plan (0 is the down payment) went back to the customer.

    The same form twice is the one refund. Raises NotAllowed, Unfit, NothingToReturn.
    """
    member = require_member("payment.confirm", proposal, by)
    fit = _fit(given, proposal, at)
    with transaction.atomic():
        locked = lock_sale(proposal)
        # The worker may not have come by since the customer withdrew.
        expect(locked, today_of(locked, at))
        row = Receivable.objects.of_sale(locked).select_for_update().filter(number=number).first()
        if row is None or row.called_off_at is None:
            raise NothingToReturn
        amount = row.flow.to_return
        if not amount:
            if same := row.refunds.standing().filter(returned_on=fit.returned_on, note=fit.note).last():
                return same
            raise NothingToReturn
        made = Refund.objects.create(
            company_id=locked.company_id, receivable=row, returned_on=fit.returned_on, amount=amount, note=fit.note,
            noted_by=member, noted_at=at,
        )  # fmt: skip
        settle(row)
        personal = {"office_note": fit.note} if fit.note else {}
        record("payment.returned", sale=locked.pk, by=by, at=at, data=made.facts, personal=personal)
        return made


def _fit(given: Returned, proposal: Proposal, at: datetime) -> Returned:
    if given.returned_on > today_of(proposal, at):
        raise Unfit("returned_on", _("O dia da devolução ainda não chegou."))
    return Returned(given.returned_on, fit_text("note", given.note, longest=LONGEST_NOTE, multiline=False))
