"""The register of customers: judged, unique, found as people type, and kept by those who may."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from aceite.core.companies.models import Company
from aceite.core.customers.actions import (
    AlreadyRegistered,
    CustomerData,
    archive_customer,
    restore_customer,
    save_customer,
)
from aceite.core.customers.models import Customer, CustomerKind
from aceite.core.people.models import Member
from aceite.core.trail.models import Event, PersonalValue
from aceite.core.trail.refusals import NotAllowed, Unfit

BAKERY = CustomerData(
    CustomerKind.COMPANY,
    "Pães São João Ltda.",
    "12.ABC.345/01DE-35",
    trade_name="Padaria São João",
    city="Maringá",
    state="PR",
)


@pytest.fixture
def bakery(aurora: Company, bruno: Member, now: datetime) -> Customer:
    return save_customer(None, BAKERY, company=aurora, by=bruno, at=now)


@pytest.mark.parametrize("typed", ["são joão", "SAO JOAO", "12.abc.345/01", "12ABC345", "maringa", " Pães "])
def test_a_customer_is_found_as_people_type(typed: str, bakery: Customer, joana: Customer) -> None:
    assert list(Customer.objects.matching(typed)) == [bakery]


def test_whose_name_begins_so_comes_first(aurora: Company, joana: Customer, bruno: Member, now: datetime) -> None:
    for name, taxid in (("Casa São João", "45723174000110"), ("São João Pães", "19131243000197")):
        data = CustomerData(CustomerKind.COMPANY, name, taxid)
        save_customer(None, data, company=aurora, by=bruno, at=now)
    found = Customer.objects.matching("sao joao").best_first("sao joao")
    assert [customer.name for customer in found] == ["São João Pães", "Casa São João"]


def test_events_hold_ids_and_field_names_and_the_values_stand_beside(
    bakery: Customer, aurora: Company, bruno: Member, now: datetime
) -> None:
    save_customer(bakery, replace(BAKERY, email="Compras@Joao.example"), company=aurora, by=bruno, at=now)
    save_customer(bakery, replace(BAKERY, email="compras@joao.example"), company=aurora, by=bruno, at=now)
    events = list(Event.objects.order_by("seq").values_list("kind", "data"))
    assert events == [
        ("customer.created", {"customer": bakery.pk}),
        ("customer.changed", {"customer": bakery.pk, "fields": ["email"]}),
    ]
    assert PersonalValue.objects.get(field="email").value == "compras@joao.example"


def test_the_same_cnpj_twice_names_the_one_that_is_there(
    bakery: Customer, aurora: Company, ana: Member, now: datetime
) -> None:
    with pytest.raises(AlreadyRegistered, match="Pães São João") as refusal:
        save_customer(None, replace(BAKERY, name="Outra"), company=aurora, by=ana, at=now)
    assert refusal.value.existing == bakery


def test_two_companies_may_sell_to_the_same_customer(
    bakery: Customer, boreal: Company, eva: Member, now: datetime
) -> None:
    assert save_customer(None, BAKERY, company=boreal, by=eva, at=now).company == boreal


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("name", {"name": "  "}),
        ("taxid", {"taxid": "11222333000182"}),
        ("taxid", {"taxid": "168.995.350-09"}),
        ("taxid", {"kind": CustomerKind.PERSON}),
        ("email", {"email": "sem-arroba"}),
        ("state", {"state": "XX"}),
        ("state_registration", {"state_exempt": True, "state_registration": "110.042.490.114"}),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(
    field: str, changes: dict[str, Any], aurora: Company, bruno: Member, now: datetime
) -> None:
    with pytest.raises(Unfit) as refusal:
        save_customer(None, replace(BAKERY, **changes), company=aurora, by=bruno, at=now)
    assert refusal.value.field == field


def test_an_archived_customer_leaves_the_choices_and_comes_back(bakery: Customer, bruno: Member, now: datetime) -> None:
    for _ in range(2):
        archive_customer(bakery, by=bruno, at=now)
    assert not Customer.objects.active().exists()
    restore_customer(bakery, by=bruno, at=now)
    assert Customer.objects.active().get() == bakery
    assert Event.objects.filter(kind="customer.archived").count() == 1


@pytest.mark.parametrize("who", ["iris", "eva", "carla"])
def test_readers_strangers_and_customers_keep_no_register(
    who: str, aurora: Company, joana: Customer, now: datetime, request: Any
) -> None:
    actor = request.getfixturevalue(who)
    verbs: list[Callable[[], object]] = [
        lambda: save_customer(None, BAKERY, company=aurora, by=actor, at=now),
        lambda: save_customer(joana, BAKERY, company=aurora, by=actor, at=now),
        lambda: archive_customer(joana, by=actor, at=now),
    ]
    for verb in verbs:
        with pytest.raises(NotAllowed):
            verb()
