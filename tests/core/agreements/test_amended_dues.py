"""What recurs of an order and of its amendments: nothing is billed twice, nothing is left out, and an end ends it."""

from datetime import datetime

from aceite.core.customers.models import Customer, PanelUser
from aceite.core.people.models import Member
from aceite.core.proposals.changes import REPLACES, Change
from aceite.core.proposals.locking import current_of
from aceite.core.sales.amending import amend, set_change
from tests.core.receivables.test_recurring import CARE, closed
from tests.walk import fresh


def test_an_amendment_begun_with_what_recurs_replaces_it_and_bills_nothing_again(
    padaria: Customer, bruno: Member, carla: PanelUser, now: datetime
) -> None:
    order = closed(padaria, bruno, carla, now)
    made = amend(order, Change(), with_lines=True, seller=bruno, by=bruno, at=now)
    version = current_of(fresh(made))
    assert [line.name for line in version.lines.all()] == [CARE.name]
    assert version.change.recurring == REPLACES
    assert version.change_words == ["Os valores recorrentes deste aditivo substituem os anteriores."]
    added = set_change(made, Change(), by=bruno, at=now)
    assert current_of(added).change_words == ["Os valores recorrentes deste aditivo somam-se ao que já se paga."]
