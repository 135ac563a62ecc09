"""Where one instalment stands; *late* follows from the day alone, no job has to say so."""

from datetime import date
from enum import StrEnum


class Due(StrEnum):
    """What an instalment waits for."""

    TO_PAY = "to_pay"
    LATE = "late"
    PAID = "paid"


def due_state(due_on: date, settled_on: date | None, today: date) -> Due:
    """Paid once all of it has arrived; late from the day after the one it fell due on, in the company's zone."""
    if settled_on is not None:
        return Due.PAID
    return Due.LATE if due_on < today else Due.TO_PAY
