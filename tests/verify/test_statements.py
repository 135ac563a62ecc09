"""s is the statement's alone, and only the true values open its commitments."""

import hashlib
from typing import Any

import pytest

from aceite.core.signatures.consent import CONSENTS, Consent
from aceite_verify.canonical import canonical, commit
from aceite_verify.statements import commitments_of, consent_hash, false_openings, statement_hash

SALT = bytes(range(16))
STATEMENT: dict[str, Any] = {
    "act": "sign",
    "signer": {"kind": "panel_user", "id": 3, "name": commit("Carla", SALT), "cpf": None},
    "mark": {"kind": "typed", "commitment": commit("Carla", SALT[::-1])},
}
OPENINGS = {
    "name": {"value": "Carla", "salt": SALT.hex()},
    "mark": {"value": "Carla", "salt": SALT[::-1].hex()},
}


def test_s_is_the_tagged_hash_of_the_canonical_statement() -> None:
    by_hand = hashlib.sha256(b"aceite.statement.v1\n" + canonical(STATEMENT)).hexdigest()
    assert statement_hash(dict(reversed(STATEMENT.items()))) == by_hand
    assert statement_hash({**STATEMENT, "act": "decline"}) != by_hand


def test_the_true_values_open_the_commitments() -> None:
    assert list(false_openings(STATEMENT, OPENINGS)) == []
    assert set(commitments_of(STATEMENT)) == {"name", "mark"}


@pytest.mark.parametrize(
    ("name", "opening"),
    [
        ("name", {"value": "Gil", "salt": SALT.hex()}),
        ("name", {"value": "Carla", "salt": SALT[::-1].hex()}),
        ("name", {"value": "Carla", "salt": "00"}),
        ("name", {"value": "Carla", "salt": "not hexadecimal"}),
        ("name", {"value": "Carla"}),
        ("cpf", {"value": "529.982.247-25", "salt": SALT.hex()}),
        ("kind", {"value": "panel_user", "salt": SALT.hex()}),
    ],
)
def test_a_false_value_is_named(name: str, opening: dict[str, str]) -> None:
    assert list(false_openings(STATEMENT, {**OPENINGS, name: opening})) == [name]


def test_a_statement_of_another_shape_opens_nothing() -> None:
    assert list(false_openings({"signer": "Carla", "mark": None}, OPENINGS)) == ["name", "mark"]


@pytest.mark.parametrize("consent", CONSENTS, ids=lambda consent: f"{consent.act}-{consent.language}")
def test_the_server_hashes_consents_in_the_same_way(consent: Consent) -> None:
    assert consent_hash(consent.content()) == consent.sha256
