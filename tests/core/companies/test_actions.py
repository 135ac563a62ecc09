"""A company's data are the owner's to change, and are judged before they are kept."""

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from aceite.core.companies.actions import CompanyData, change_company, change_logo
from aceite.core.companies.models import Company
from aceite.core.people.models import Member
from aceite.core.trail.models import Event
from aceite.core.trail.refusals import NotAllowed, Unfit


def test_the_owner_changes_the_data_and_one_event_names_the_fields(aurora: Company, ana: Member, now: datetime) -> None:
    data = replace(CompanyData.of(aurora), cnpj="12.ABC.345/01DE-35", uses_contracts=False, colour="#ABCDEF")
    changed = change_company(aurora, data, by=ana, at=now)
    assert (changed.cnpj, changed.uses_contracts, changed.colour) == ("12ABC34501DE35", False, "#abcdef")
    assert Event.objects.get(kind="company.changed").data == {"fields": ["cnpj", "colour", "uses_contracts"]}


def test_the_same_data_again_are_no_event(aurora: Company, ana: Member, now: datetime) -> None:
    change_company(aurora, CompanyData.of(aurora), by=ana, at=now)
    assert not Event.objects.exists()


@pytest.mark.parametrize("who", ["marcos", "bruno", "iris", "carla", "eva"])
def test_nobody_but_the_owner_changes_them(who: str, aurora: Company, now: datetime, request: Any) -> None:
    actor = request.getfixturevalue(who)
    with pytest.raises(NotAllowed):
        change_company(aurora, replace(CompanyData.of(aurora), city="Santos"), by=actor, at=now)
    with pytest.raises(NotAllowed):
        change_logo(aurora, "a" * 64, by=actor, at=now)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("slug", "Padaria Central"),
        ("slug", "entrar"),
        ("slug", "a--b"),
        ("cnpj", "11222333000182"),
        ("legal_name", " "),
        ("email", "sem-arroba"),
        ("website", "javascript:alert(1)"),
        ("zone", "America/Campinas"),
        ("language", "fr"),
        ("colour", "red"),
        ("number_prefix", "A/B"),
        ("state", "XX"),
        ("default_validity_days", 0),
        ("copies_policy", "never"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(
    field: str, value: Any, aurora: Company, ana: Member, now: datetime
) -> None:
    with pytest.raises(Unfit) as refusal:
        change_company(aurora, replace(CompanyData.of(aurora), **{field: value}), by=ana, at=now)
    assert refusal.value.field == field


@pytest.mark.parametrize(("field", "value"), [("slug", "boreal"), ("cnpj", "45723174000110")])
def test_what_another_company_has_is_taken(
    field: str, value: Any, aurora: Company, boreal: Company, ana: Member, now: datetime
) -> None:
    with pytest.raises(Unfit) as refusal:
        change_company(aurora, replace(CompanyData.of(aurora), **{field: value}), by=ana, at=now)
    assert refusal.value.field == field
    aurora.refresh_from_db()
    assert aurora.slug == "aurora"


def test_logo_is_changed_and_taken_away(aurora: Company, ana: Member, now: datetime) -> None:
    assert change_logo(aurora, "a" * 64, by=ana, at=now).logo_sha256 == "a" * 64
    assert change_logo(aurora, "", by=ana, at=now).logo_sha256 == ""
