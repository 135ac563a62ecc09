"""The level a contract asks for: told of each act when M names one, and never asked of evidence from before levels."""

import pytest

from aceite_verify.canonical import canonical
from aceite_verify.evidence import read_evidence
from aceite_verify.findings import Verdict
from aceite_verify.levels import check_levels, fulfils, level_of, strictest
from tests.verify.sale import evidence


def told(level: object, *factors: str) -> list[str]:
    """What is said of a contract that asks for this level, signed with these factors."""
    proof = evidence()
    contract = proof["bundle"]["manifest"]["contracts"][1]
    contract.update({} if level is None else {"level": level})
    for act in proof["statements"]:
        act["statement"]["factors"] = list(factors)
    found = check_levels(read_evidence(canonical(proof)))
    return sorted({f"{'' if one.verdict is Verdict.GOOD else '!'}{one.code}" for one in found})


@pytest.mark.parametrize(
    ("level", "factors", "said"),
    [
        (None, ["email_code"], []),
        ("simple", ["session_code", "email_code"], ["level.simple"]),
        ("simple", ["passkey"], ["level.simple"]),
        ("simple", ["session_passkey", "recent_passkey"], ["!level.below_simple"]),
        ("advanced", ["session_passkey", "passkey"], ["level.advanced"]),
        ("advanced", ["session_passkey", "email_code"], ["!level.below_advanced"]),
        ("qualified", ["passkey", "email_code"], ["!level.below_qualified"]),
        ("highest", ["passkey"], ["!level.unknown"]),
        (3, ["passkey"], ["!level.unknown"]),
    ],
)
def test_each_act_has_to_reach_what_the_contract_asks_for(level: object, factors: list[str], said: list[str]) -> None:
    assert told(level, *factors) == said


def test_an_approval_is_asked_for_no_level() -> None:
    assert list(check_levels(read_evidence(canonical(evidence("approval"))))) == []


def test_factors_that_are_no_words_reach_nothing() -> None:
    proof = evidence()
    proof["bundle"]["manifest"]["contracts"][1]["level"] = "simple"
    for act, factors in zip(proof["statements"], ({"email_code": 1}, [["email_code"]]), strict=True):
        act["statement"]["factors"] = factors
    assert {one.code for one in check_levels(read_evidence(canonical(proof)))} == {"level.below_simple"}


def test_the_strictest_and_the_highest() -> None:
    assert (strictest([]), strictest(["simple", "qualified", "advanced"])) == ("simple", "qualified")
    assert (level_of(["session_code"]), level_of(["email_code", "passkey"])) == (None, "advanced")
    assert not fulfils(["passkey"], "none such")
