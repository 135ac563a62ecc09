"""What points to a row: asked of all tables at once."""

from datetime import datetime
from typing import Any

from aceite.core.customers.models import Customer, PanelUser
from aceite.core.people.models import Member
from aceite.core.rows.in_use import is_in_use
from tests.walk import draft_for


def test_every_table_is_asked_in_one_question(
    padaria: Customer, joana: Customer, carla: PanelUser, bruno: Member, now: datetime, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(3):
        assert not is_in_use(joana) and is_in_use(padaria) and not is_in_use(padaria, but=[PanelUser])
    draft_for(padaria, bruno, now)
    assert is_in_use(padaria, but=[PanelUser])
