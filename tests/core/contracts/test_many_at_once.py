"""Fifty people sign one contract in the same instant: one valid chain, each of them once."""

from datetime import datetime

import pytest

from aceite.core.contracts.models import Contract, Signer
from aceite.core.contracts.refusing import EnoughSigned
from aceite.core.customers.models import Customer, PanelUser
from aceite.core.proposals.models import ProposalVersion
from aceite.core.signatures.models import Statement
from aceite.core.signatures.verification import faults
from aceite.core.trail.models import Event
from aceite.core.trail.verifying import verify_chains
from tests.cast import panel_user
from tests.core.contracts.sent import add_contract, code_of, confirm, freeze, name, opened, planned, prepare
from tests.threads import at_once

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
MANY = 50
ENOUGH = 20


def _cpf(number: int) -> str:
    """A CPF that exists, one for each number."""
    digits = [int(digit) for digit in f"{700_000_000 + number}"]
    for first in (10, 11):
        rest = sum(digit * weight for digit, weight in zip(digits, range(first, 1, -1), strict=True)) * 10 % 11
        digits.append(rest % 10)
    return "".join(map(str, digits))


@pytest.fixture
def signers(padaria: Customer) -> list[PanelUser]:
    """Numbered people of Padaria Central, who all may sign."""
    return [
        panel_user(padaria, f"Sócio {number}", f"socio{number}@padaria.example", _cpf(number), sign=True)
        for number in range(MANY)
    ]


@pytest.fixture
def big(version: ProposalVersion, signers: list[PanelUser], now: datetime) -> Contract:
    """Sent to all of them, and read by all of them."""
    made = add_contract(version)
    name(made, *signers)
    freeze(version, now)
    big = Contract.objects.get(pk=made.pk)
    opened([big], *signers, at=now)
    return big


def test_fifty_signatures_in_the_same_instant(big: Contract, signers: list[PanelUser], now: datetime) -> None:
    begun = [prepare([big], person, now) for person in signers]
    digits = [code_of(ceremony) for ceremony in begun]
    acts = [
        lambda ceremony=ceremony, person=person, code=code: confirm(ceremony, person, now, code)
        for ceremony, person, code in zip(begun, signers, digits, strict=True)
    ]
    results = at_once(big.company_id, *acts)
    assert [result for result in results if not isinstance(result, list)] == []
    signed = Event.objects.filter(kind="contract.signed")
    assert sorted(event.data["panel_user"] for event in signed) == sorted(person.pk for person in signers)
    assert Statement.objects.confirmed().count() == Signer.objects.filter(statement__isnull=False).count() == MANY
    assert Event.objects.filter(kind="contract.completed").count() == 1
    assert list(verify_chains()) == []
    assert [found for statement in Statement.objects.confirmed()[:5] for found in faults(statement)] == []


def test_of_fifty_at_once_the_quorum_completes_it_once(
    version: ProposalVersion, signers: list[PanelUser], now: datetime
) -> None:
    made = add_contract(version)
    name(made, *signers)
    planned(made, {}, {1: ENOUGH})
    freeze(version, now)
    big = Contract.objects.get(pk=made.pk)
    opened([big], *signers, at=now)
    begun = [prepare([big], person, now) for person in signers]
    digits = [code_of(ceremony) for ceremony in begun]
    acts = [
        lambda ceremony=ceremony, person=person, code=code: confirm(ceremony, person, now, code)
        for ceremony, person, code in zip(begun, signers, digits, strict=True)
    ]
    results = at_once(big.company_id, *acts)
    assert sum(isinstance(result, list) for result in results) == ENOUGH
    assert {type(result) for result in results if not isinstance(result, list)} == {EnoughSigned}
    [told] = Event.objects.filter(kind="contract.completed")
    assert len(told.data["statements"]) == ENOUGH == Signer.objects.filter(statement__isnull=False).count()
    assert not Signer.objects.awaited().exists() and list(verify_chains()) == []
