"""Codes for signatures: for one person, act and documents alone, and not to be found in the whole database."""

from datetime import datetime

import pytest
from django.apps import apps

from aceite.core.contracts.models import Contract
from aceite.core.customers.models import PanelUser
from aceite.core.people.codes import CodeNotYours, ask_for_code, digits_of
from aceite.core.people.models import CodePurpose, OneTimeCode
from aceite.core.proposals.models import ProposalVersion
from aceite.core.signatures.ceremonies import Ceremony, digest
from aceite.core.signatures.models import Statement
from aceite.kit.codes import derive_digits
from tests.core.contracts.sent import add_contract, code_of, confirm, freeze, name, opened, prepare


@pytest.fixture
def two(version: ProposalVersion, carla: PanelUser, gil: PanelUser, now: datetime) -> list[Contract]:
    """Two contracts, both signed by Carla and Gil."""
    for title in ("Fornecimento", "Sigilo"):
        name(add_contract(version, title=title), carla, gil)
    freeze(version, now)
    contracts = list(Contract.objects.all())
    opened(contracts, carla, gil, at=now)
    return contracts


def everything() -> set[str]:
    """Every value of every row of every table, as text."""
    rows = (row for model in apps.get_models() for row in model._base_manager.values_list())
    return {str(value) for row in rows for value in row}


def borrowed(ceremony: Ceremony, code: OneTimeCode) -> None:
    """Somebody who can write into the database hangs another code on what Carla prepared."""
    Statement.objects.filter(ceremony=ceremony.id).update(code=code)


def test_a_code_for_another_document_is_not_taken(two: list[Contract], carla: PanelUser, now: datetime) -> None:
    other = prepare(two[1:], carla, now)
    digits, code = code_of(other), other.code
    hers = prepare(two[:1], carla, now)
    assert code is not None
    borrowed(hers, code)
    with pytest.raises(CodeNotYours):
        confirm(hers, carla, now, digits)


def test_a_code_for_another_act_is_not_taken(two: list[Contract], carla: PanelUser, now: datetime) -> None:
    hers = prepare(two, carla, now)
    code = ask_for_code(
        purpose=CodePurpose.APPROVAL, subject=f"panel_user/{carla.pk}", company_id=carla.company_id,
        bound_to=digest(hers.statements), by=carla, at=now,
    )  # fmt: skip
    borrowed(hers, code)
    with pytest.raises(CodeNotYours):
        confirm(hers, carla, now, digits_of(code))


def test_a_colleagues_code_is_not_taken(two: list[Contract], carla: PanelUser, gil: PanelUser, now: datetime) -> None:
    his, hers = prepare(two, gil, now), prepare(two, carla, now)
    assert his.code is not None
    borrowed(hers, his.code)
    with pytest.raises(CodeNotYours):
        confirm(hers, carla, now, code_of(his))


def test_the_whole_database_in_hand_does_not_give_the_digits(
    two: list[Contract], carla: PanelUser, gil: PanelUser, now: datetime, settings: object
) -> None:
    codes = [prepare(two, person, now).code for person in (carla, gil)]
    held = [OneTimeCode.objects.get(pk=code.pk) for code in codes if code is not None]
    digits = [digits_of(code) for code in held]
    stolen = everything()
    # Neither a code nor the pepper stands anywhere, and nothing that stands there serves as the pepper of both.
    assert stolen.isdisjoint({*digits, settings.PEPPER})  # type: ignore[attr-defined]

    def derived(pepper: str, code: OneTimeCode) -> str:
        parts = (code.purpose, code.subject, code.bound_to, code.nonce)
        return derive_digits(pepper.encode(), "one-time code", *parts)

    keys = [key for key in stolen | {""} if [derived(key, code) for code in held] == digits]
    assert len(held) == 2 and keys == []
    # The same thief with the pepper would have them: it is the pepper alone that keeps them.
    assert [derived(settings.PEPPER, code) for code in held] == digits  # type: ignore[attr-defined]
