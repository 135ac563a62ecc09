"""Where one instalment stands; *late* follows from the day alone, no job has to say so."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum


class Due(StrEnum):
    """What an instalment waits for."""

    TO_PAY = "to_pay"
    LATE = "late"
    PAID = "paid"
    # Of a sale the customer withdrew from: asked for no more; arrived and still to be given back; given back.
    CALLED_OFF = "called_off"
    TO_RETURN = "to_return"
    RETURNED = "returned"


@dataclass(frozen=True, slots=True)
class Flow:
    """What came of one payment, and what of that went back."""

    received: Decimal
    returned: Decimal = Decimal(0)

    @property
    def to_return(self) -> Decimal:
        """What is still to be given back, once nothing is owed any more."""
        return max(self.received - self.returned, Decimal(0))


def due_state(due_on: date, settled_on: date | None, today: date) -> Due:
    """Paid once all of it has arrived; late from the day after the one it fell due on, in the company's zone."""
    if settled_on is not None:
        return Due.PAID
    return Due.LATE if due_on < today else Due.TO_PAY


def called_off_state(flow: Flow) -> Due:
    """Where a payment stands that nobody owes any more: given back whole, in part, or never made."""
    if flow.to_return:
        return Due.TO_RETURN
    return Due.RETURNED if flow.received else Due.CALLED_OFF
