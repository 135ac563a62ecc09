"""What is worded once gives the same rows as Django's own way, whatever stands in its blanks."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.db.models import Q
from django.test.utils import CaptureQueriesContext

from aceite.core.customers.models import Customer, PanelUser
from aceite.core.people.models import CodePurpose, Member, OneTimeCode
from aceite.core.proposals.models import Proposal
from aceite.core.rows.worded import Blank, Change, Worded
from tests.walk import sent_for

pytestmark = pytest.mark.django_db

PEOPLE = PanelUser.objects.select_related("customer", "company").defer("company__terms")
BY_NAME = Worded(PEOPLE.filter(customer=Blank("customer"), name=Blank("name")))
SALE = Worded(Proposal.objects.filter(pk=Blank("pk")).select_related("current__paper", "order"))
OPEN_AT = Worded(Proposal.objects.filter(expires_at__gt=Blank("at")).order_by("pk"))
SHUT = Change(
    OneTimeCode.objects.filter(Q(used_at=None), subject=Blank("subject"), expires_at__gt=Blank("at")),
    used_at=Blank("at"),
    tries_left=0,
)


@pytest.fixture
def sale(padaria: Customer, carla: PanelUser, bruno: Member, now: datetime) -> Proposal:
    return sent_for(padaria, bruno, now)


def test_each_asking_has_its_own_values(padaria: Customer, carla: PanelUser, gil: PanelUser) -> None:
    assert BY_NAME.all(customer=padaria, name=carla.name) == [carla]
    assert BY_NAME.first(customer=padaria.pk, name=gil.name) == gil
    assert BY_NAME.all(customer=padaria, name="Fábio") == []


def test_a_row_is_whole_and_joined_without_another_question(padaria: Customer, carla: PanelUser) -> None:
    BY_NAME.all(customer=padaria, name=carla.name)
    with CaptureQueriesContext(connection) as asked:
        found = BY_NAME.get(customer=padaria, name=carla.name)
        told = (found.email, found.customer.name, found.company.trade_name, found.created_at)
    assert told == (carla.email, padaria.name, padaria.company.trade_name, carla.created_at)
    assert len(asked) == 1 and "terms" in found.company.get_deferred_fields()


def test_values_are_those_of_the_model(sale: Proposal) -> None:
    found, usual = SALE.get(pk=sale.pk), Proposal.objects.select_related("current__paper", "order").get(pk=sale.pk)
    assert found.current is not None and usual.current is not None
    assert vars(found.current) | {"_state": 0} == vars(usual.current) | {"_state": 0}
    assert isinstance(found.total, Decimal) and found.expires_at == usual.expires_at
    assert isinstance(found.current.openings, dict) and not hasattr(found, "order")


def test_a_time_is_compared_as_a_time(sale: Proposal) -> None:
    assert sale.expires_at is not None
    assert OPEN_AT.all(at=sale.expires_at - timedelta(microseconds=1)) == [sale]
    assert OPEN_AT.all(at=sale.expires_at) == []


def test_who_is_not_there_is_told_as_django_tells_it() -> None:
    with pytest.raises(Proposal.DoesNotExist):
        SALE.get(pk=0)


def test_a_change_touches_what_it_finds_and_counts_it(now: datetime) -> None:
    for subject in ("panel_user/1", "panel_user/1", "panel_user/2"):
        OneTimeCode.objects.create(
            purpose=CodePurpose.SIGNATURE, subject=subject, nonce="n", asked_at=now, expires_at=now + timedelta(hours=1)
        )
    assert SHUT.make(subject="panel_user/1", at=now) == 2
    assert SHUT.make(subject="panel_user/1", at=now) == 0
    assert SHUT.make(subject="panel_user/2", at=now + timedelta(hours=1)) == 0
    used = OneTimeCode.objects.filter(used_at=now, tries_left=0)
    assert set(used.values_list("subject", flat=True)) == {"panel_user/1"}
