"""A passkey counts when it signed exactly this statement, on this site, with the person verified."""

import base64
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from aceite_verify.assertions import check_assertion
from aceite_verify.evidence import Act
from aceite_verify.findings import Verdict
from aceite_verify.shape import Malformed, Value
from tests.verify import sale


def told(act: dict[str, Any]) -> list[str]:
    return [finding.code for finding in check_assertion(Act.of(Value(act)))]


def signed(kind: str = "ES256", **changes: Any) -> dict[str, Any]:
    act: dict[str, Any] = sale.evidence()["statements"][0]
    sale.asserted(act, kind, **changes)
    return act


@pytest.mark.parametrize("kind", sale.PASSKEYS)
def test_each_kind_of_passkey_is_understood(kind: str) -> None:
    (finding,) = check_assertion(Act.of(Value(signed(kind))))
    assert (finding.code, finding.verdict) == ("assertion.sound", Verdict.GOOD)


def test_one_touch_signs_several_statements() -> None:
    act, other = sale.evidence()["statements"]
    together = {"files": ["d" * 64], "statements": sorted([act["sha256"], other["sha256"]])}
    sale.asserted(act, ceremony=together)
    assert told(act) == ["assertion.sound"]
    act["assertion"]["ceremony"] = {**together, "files": ["e" * 64]}
    assert told(act) == ["assertion.other_challenge"]
    # A ceremony of others, rightly signed, says nothing about this statement.
    sale.asserted(act, ceremony={**together, "statements": [other["sha256"]]})
    assert told(act) == ["assertion.other_challenge"]


def test_a_ceremony_of_another_form_is_malformed() -> None:
    act = signed()
    act["assertion"]["ceremony"] = {"files": [], "statements": ["x"]}
    with pytest.raises(Malformed):
        told(act)


def test_an_act_without_passkey_says_nothing_of_it() -> None:
    assert told(sale.evidence()["statements"][0]) == []


OTHER = base64.urlsafe_b64encode(bytes(32)).decode()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"type": "webauthn.create"}, "assertion.other_type"),
        ({"challenge": OTHER}, "assertion.other_challenge"),
        ({"challenge": "*"}, "assertion.other_challenge"),
        ({"origin": "https://aceite.example.evil.example"}, "assertion.other_origin"),
        ({"crossOrigin": True}, "assertion.other_origin"),
        ({"flags": 1}, "assertion.not_verified"),
        ({"flags": 4}, "assertion.not_verified"),
    ],
)
def test_a_passkey_used_for_something_else_does_not_count(changes: dict[str, Any], said: str) -> None:
    assert told(signed(**changes)) == [said]


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("rp_id", "example", "assertion.other_site"),
        ("rp_id", "boreal.example", "assertion.other_origin"),
        ("rp_id", "", "assertion.other_origin"),
        ("sign_count", 8, "assertion.other_count"),
        ("public_key", sale.pem(sale.KEY), "assertion.false"),
        ("public_key", sale.pem(ec.generate_private_key(ec.SECP384R1())), "assertion.malformed"),
        ("public_key", "☺", "assertion.malformed"),
        ("signature", "AAAA", "assertion.false"),
        ("client_data", "AAAA", "assertion.malformed"),
        ("authenticator_data", "AAAA", "assertion.malformed"),
    ],
)
def test_an_assertion_changed_afterwards_does_not_count(name: str, value: Any, said: str) -> None:
    act = signed()
    act["assertion"][name] = value
    assert told(act) == [said]


@pytest.mark.parametrize(
    ("origin", "rp_id", "said"),
    [
        ("http://localhost:8000", "localhost", "assertion.other_site"),
        ("http://aceite.example", "aceite.example", "assertion.other_origin"),
    ],
)
def test_only_a_secure_page_counts(origin: str, rp_id: str, said: str) -> None:
    act = signed(origin=origin)
    act["assertion"] |= {"origin": origin, "rp_id": rp_id}
    assert told(act) == [said]


def test_the_same_passkey_over_another_statement_does_not_count() -> None:
    act, other = signed(), sale.evidence()["statements"][1]
    other["assertion"] = act["assertion"]
    assert told(other) == ["assertion.other_challenge"]
