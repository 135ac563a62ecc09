"""Signing a rogo, as the checker reads it: M names it, S says it, and two witnesses with a CPF signed."""

from collections.abc import Callable
from typing import Any

import pytest

from aceite_verify.at_request import check_requests
from aceite_verify.canonical import canonical
from aceite_verify.evidence import read_evidence
from aceite_verify.findings import Verdict
from tests.verify.sale import CARLA, GIL
from tests.verify.test_planned import Entry, proof, replaced, signer

Change = Callable[[dict[str, Any], Entry], None]


def told(*changes: Change) -> list[str]:
    """What is said of it; a fault has an exclamation mark."""
    found = check_requests(read_evidence(canonical(proof(*changes))))
    return [f"{'' if one.verdict is Verdict.GOOD else '!'}{one.code}" for one in found]


def asked(person: int) -> Change:
    """M says that she signs at another's request."""
    return lambda made, entry: signer(entry, person).update(at_request_of={"name": "a" * 64, "cpf": "b" * 64})


def says(act: int) -> Change:
    """So does her statement."""
    return lambda made, entry: made["statements"][act]["statement"]["signer"].update(at_request_of="c" * 64)


def witnessed(made: dict[str, Any], entry: Entry) -> None:
    """Two more have signed as witnesses, each with a CPF."""
    for cpf in ("d" * 64, "e" * 64):
        other = {**made["statements"][1], "event": cpf}
        said = other["statement"]
        other["statement"] = {**said, "signer": {**said["signer"], "id": 40, "role": "witness", "cpf": cpf}}
        made["statements"].append(other)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ([], []),
        ([asked(CARLA), says(0), witnessed], ["plan.requested"]),
        ([asked(CARLA), says(0)], ["!plan.request_unwitnessed"]),
        ([asked(CARLA), witnessed], ["!plan.request_unsaid"]),
        ([says(0), witnessed], ["!plan.request_unasked"]),
        ([asked(CARLA), says(1), witnessed], ["!plan.request_unsaid", "!plan.request_unasked"]),
    ],
)
def test_manifest_statement_and_witnesses_agree(changes: list[Change], said: list[str]) -> None:
    assert told(*changes) == said


def test_whoever_takes_the_place_signs_at_the_request_too() -> None:
    def was_helenas(made: dict[str, Any], entry: Entry) -> None:
        signer(entry, GIL).update(id=15, panel_user=5)

    gave_way = replaced(signer=15, new_signer=14, new_panel_user=GIL)
    assert told(was_helenas, asked(5), gave_way, says(1), witnessed) == ["plan.requested"]
