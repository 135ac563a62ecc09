"""A restored backup explains what is missing from the trail, as far as it says the truth about its own place."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from aceite_verify.restored import explained, gaps

START = datetime(2026, 11, 24, 12, tzinfo=UTC)


def event(seq: int, kind: str, minutes: int, **data: Any) -> dict[str, Any]:
    """An event as evidence carries it."""
    return {"seq": seq, "kind": kind, "at": moment(minutes).isoformat(), "data": data, "hash": f"hash of {seq}"}


def moment(minutes: int) -> datetime:
    return START + timedelta(minutes=minutes)


def chain(**claim: Any) -> list[dict[str, Any]]:
    """Sent, viewed after ten minutes, restored an hour later, ordered."""
    said = {"until_seq": 2, "until_head": "hash of 2"} | claim
    return [
        event(1, "proposal.sent", 0),
        event(2, "proposal.viewed", 10),
        event(3, "trail.restored", 70, **said),
        event(4, "order.made", 80),
    ]


@pytest.mark.parametrize(
    ("minutes", "known"), [(5, False), (10, False), (11, True), (70, True), (71, False), (90, False)]
)
def test_only_what_came_between_the_copy_and_its_restoring_is_explained(minutes: int, known: bool) -> None:
    assert (explained(chain(), moment(minutes)) is not None) is known


def test_a_gap_says_up_to_where_the_copy_went() -> None:
    (gap,) = gaps(chain())
    assert (gap.seq, gap.since, gap.until) == (2, moment(10), moment(70))


@pytest.mark.parametrize("claim", [{"until_seq": 1}, {"until_head": "hash of 1"}, {"until_seq": None}])
def test_a_claim_that_does_not_fit_its_place_explains_nothing(claim: dict[str, Any]) -> None:
    assert gaps(chain(**claim)) == []


def test_a_chain_that_was_never_restored_explains_nothing() -> None:
    assert gaps(chain()[:2]) == gaps([]) == []
