"""What an act read before the lock holds under it, unless something happened in between."""

from datetime import datetime

import pytest
from django.db import transaction

from aceite.core.customers.models import Customer, PanelUser
from aceite.core.customers.people import deactivate_panel_user
from aceite.core.people.models import Member
from aceite.core.proposals.locking import Sighted, read_for_act
from aceite.core.proposals.models import Proposal
from aceite.core.proposals.questions import ask
from tests.walk import fresh, sent_for


@pytest.fixture
def sale(padaria: Customer, bruno: Member, carla: PanelUser, now: datetime) -> Proposal:
    return sent_for(padaria, bruno, now)


@pytest.fixture
def times() -> list[str]:
    """Each reading."""
    return []


@pytest.fixture
def seen(sale: Proposal, times: list[str]) -> Sighted[Proposal]:
    def read() -> Proposal:
        found = read_for_act(sale.pk)
        times.append(found.waiting_for)
        return found

    return Sighted(sale.company_id, sale.pk, read)


def test_where_nothing_happened_it_is_read_once(seen: Sighted[Proposal], times: list[str]) -> None:
    with transaction.atomic():
        assert seen.under_lock().waiting_for == "customer"
    assert times == ["customer"]


def test_what_happened_to_the_sale_is_read(
    seen: Sighted[Proposal], sale: Proposal, carla: PanelUser, now: datetime
) -> None:
    ask(fresh(sale), "Entrega no sábado?", by=carla, at=now)
    with transaction.atomic():
        assert seen.under_lock().waiting_for == "vendor"


def test_what_happened_to_a_person_is_read(
    seen: Sighted[Proposal], carla: PanelUser, ana: Member, now: datetime, times: list[str]
) -> None:
    deactivate_panel_user(carla, by=ana, at=now)
    with transaction.atomic():
        seen.under_lock()
    assert len(times) == 2
