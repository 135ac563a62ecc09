"""What the customers of the stories pay: nearly all of it on its day, and the newest payments late, as in life."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from typing import Final

from aceite.core.receivables.expecting import owed_by
from aceite.core.receivables.receiving import Received, confirm_payment
from aceite.project.demo.calendar import ZONE
from aceite.project.demo.story import Telling

BANK_STATEMENT: Final = time(10, 30)
# Of what fell due in the last days nothing has come yet: the list of receivables has something to say.
BEHIND: Final = timedelta(days=7)


def payments_after(telling: Telling, at: datetime) -> Iterator[tuple[datetime, int]]:
    """When each payment of an order just made comes in, with its number; an act that makes no order brings none."""
    if telling.proposal.ordered_at != at:
        return
    now = telling.stage.now
    for owed in owed_by(telling.proposal, now.astimezone(ZONE).date()):
        came = max(datetime.combine(owed.due_on, BANK_STATEMENT, tzinfo=ZONE), at + timedelta(hours=3))
        if came < now - BEHIND:
            yield came, owed.number


def pay(telling: Telling, number: int, at: datetime) -> None:
    """The seller finds the whole payment on the bank's statement of that day."""
    amount = next(owed.amount for owed in owed_by(telling.proposal, at.date()) if owed.number == number)
    received = Received(at.astimezone(ZONE).date(), amount)
    confirm_payment(telling.proposal, number, received, by=telling.seller, at=at)
