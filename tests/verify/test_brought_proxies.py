"""Powers of attorney that M asks of signers, as the checker reads them."""

from collections.abc import Callable
from typing import Any

import pytest

from aceite_verify.brought_proxies import check_brought
from aceite_verify.canonical import canonical
from aceite_verify.evidence import read_evidence
from aceite_verify.findings import Verdict
from tests.verify.sale import CARLA, GIL
from tests.verify.test_planned import Entry, proof, replaced, signer

Change = Callable[[dict[str, Any], Entry], None]


def told(*changes: Change) -> list[str]:
    """What is said of them; a fault has an exclamation mark."""
    found = check_brought(read_evidence(canonical(proof(*changes))))
    return [f"{'' if one.verdict is Verdict.GOOD else '!'}{one.code}" for one in found]


def asked(person: int) -> Change:
    """M asks her for it."""
    return lambda made, entry: signer(entry, person).update(asks_proxy=True)


def names(act: int, sha256: object) -> Change:
    """Her statement names this file."""
    return lambda made, entry: made["statements"][act]["statement"]["signer"].update(proxy=sha256)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ([], []),
        ([names(0, "a" * 64)], []),
        ([asked(CARLA), names(0, "a" * 64)], ["plan.proxy_brought"]),
        ([asked(CARLA)], ["!plan.proxy_missing"]),
        ([asked(CARLA), names(0, "nenhuma")], ["!plan.proxy_missing"]),
        ([asked(CARLA), asked(GIL), names(1, "a" * 64)], ["!plan.proxy_missing", "plan.proxy_brought"]),
    ],
)
def test_whoever_was_asked_names_the_file(changes: list[Change], said: list[str]) -> None:
    assert told(*changes) == said


def test_whoever_takes_the_place_is_asked_too() -> None:
    def was_helenas(made: dict[str, Any], entry: Entry) -> None:
        signer(entry, GIL).update(id=15, panel_user=5)

    gave_way = replaced(signer=15, new_signer=14, new_panel_user=GIL)
    assert told(was_helenas, asked(5), gave_way) == ["!plan.proxy_missing"]
