"""What a sale is owed and what of it has arrived; the rows of it kept in line with what is expected."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from aceite.core.proposals.models import Proposal
from aceite.core.proposals.states import State
from aceite.core.receivables.expected import Part, expected_of
from aceite.core.receivables.models import Receivable
from aceite.core.receivables.states import Due, Flow, called_off_state, due_state
from aceite.core.sales.models import Rescission


@dataclass(frozen=True)
class Owed:
    """One payment as pages show it, whether its row stands already or the worker has not come by yet."""

    number: int
    due_on: date
    amount: Decimal
    method: str
    received: Decimal
    settled_on: date | None
    state: Due
    pk: int | None
    returned: Decimal = Decimal(0)

    @property
    def is_called_off(self) -> bool:
        """Whether nobody owes it any more, for the customer withdrew from the sale."""
        return self.state in (Due.CALLED_OFF, Due.TO_RETURN, Due.RETURNED)

    @property
    def unpaid(self) -> Decimal:
        """What of its amount has not arrived, be it owed still or not: a boleto may be paid after a withdrawal."""
        return max(self.amount - self.received, Decimal(0))

    @property
    def rest(self) -> Decimal:
        """What is still to come of it."""
        return Decimal(0) if self.is_called_off else self.unpaid

    @property
    def to_return(self) -> Decimal:
        """What of it is still to be given back."""
        return Flow(self.received, self.returned).to_return if self.is_called_off else Decimal(0)


def owed_by(proposal: Proposal, today: date) -> list[Owed]:
    """What the sale is owed and what of it has arrived, in the order of the plan; nothing before the approval.

    Money that arrived for a payment which a later plan no longer has stays in sight, as paid. Of a sale the customer
    withdrew from, what was asked for stays in sight too, whether the worker has come by or not.
    """
    rows = {row.number: row for row in Receivable.objects.of_sale(proposal)}
    if proposal.state == State.RESCINDED:
        return [_called_off(row) for row in rows.values()]
    plan = [_owed(part, rows.pop(part.number, None), today) for part in expected_of(proposal, today)]
    return plan + [_arrived(row) for row in rows.values() if row.received]


def today_of(proposal: Proposal, at: datetime) -> date:
    """The day it is for the company."""
    return at.astimezone(proposal.company.tz).date()


def made_on_of(proposal: Proposal) -> date:
    """The day on which the sale was begun, for the company: no money for it came before."""
    return today_of(proposal, proposal.created_at)


def expect(proposal: Proposal, today: date) -> set[int]:
    """Brings the rows in line with what stands: a plan that changed with a new version changes what is open of it.

    Runs under the caller's lock on the sale, twice is harmless. What has arrived stays with its number; of what is
    expected no more, rows without payments go, and the others ask for no more than they got. Returns the
    numbers that are expected.
    """
    rows = {row.number: row for row in Receivable.objects.of_sale(proposal).select_for_update()}
    if proposal.state == State.RESCINDED:
        _call_off(proposal)
        # Money that comes all the same is still taken down: it is to be given back.
        return set(rows)
    parts = {part.number: part for part in expected_of(proposal, today)}
    gone = [row.pk for number, row in rows.items() if number not in parts]
    Receivable.objects.filter(pk__in=gone, payments=None).delete()
    for row in Receivable.objects.filter(pk__in=gone):
        row.amount = sum((payment.amount for payment in row.payments.standing()), Decimal(0))
        settle(row)
    for number, part in parts.items():
        row = rows.get(number) or Receivable(company_id=proposal.company_id, proposal=proposal, number=number)
        if (row.due_on, row.amount, row.method) != (part.due_on, part.amount, part.method):
            row.due_on, row.amount, row.method = part.due_on, part.amount, part.method
            settle(row)
    note_down_payment(proposal)
    return set(parts)


def _call_off(proposal: Proposal) -> None:
    """Nothing of the sale is owed any more, since the act that ended it; what has arrived is to be given back."""
    if (withdrawn := Rescission.objects.that_ended(proposal)) is not None:
        open_still = Receivable.objects.of_sale(proposal).filter(called_off_at=None)
        open_still.update(called_off_at=withdrawn.rescinded_at)
    note_down_payment(proposal)


def note_down_payment(proposal: Proposal) -> None:
    """Writes beside the sale's state whether its down payment is still to come, for lists. Under the sale's lock."""
    row = Receivable.objects.of_sale(proposal).open().filter(number=0).first()
    due = row.due_on if row else None
    if proposal.down_payment_due != due:
        proposal.down_payment_due = due
        proposal.save(update_fields=["down_payment_due"])


def settle(row: Receivable) -> None:
    """Counts anew what arrived, since when it is enough, and what went back; saves the row."""
    payments = list(row.payments.standing().order_by("paid_on", "pk")) if row.pk else []
    row.received, row.settled_on = Decimal(0), None
    for payment in payments:
        row.received += payment.amount
        if row.settled_on is None and row.received >= row.amount:
            row.settled_on = payment.paid_on
    refunds = list(row.refunds.standing()) if row.pk else []
    row.returned = sum((refund.amount for refund in refunds), Decimal(0))
    row.save()


def _called_off(row: Receivable) -> Owed:
    state = called_off_state(row.flow)
    return Owed(
        row.number, row.due_on, row.amount, row.method, row.received, row.settled_on, state, row.pk, row.returned
    )


def _arrived(row: Receivable) -> Owed:
    settled_on = row.settled_on or row.due_on
    return Owed(row.number, row.due_on, row.received, row.method, row.received, settled_on, Due.PAID, row.pk)


def _owed(part: Part, row: Receivable | None, today: date) -> Owed:
    received, settled_on = (row.received, row.settled_on) if row else (Decimal(0), None)
    state = due_state(part.due_on, settled_on, today)
    pk = row.pk if row else None
    return Owed(part.number, part.due_on, part.amount, part.method, received, settled_on, state, pk)
