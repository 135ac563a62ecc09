"""The plan that M binds against the acts: order, number, powers, representatives; older evidence says none."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from aceite_verify.acts import check_acts
from aceite_verify.canonical import canonical, rfc3339
from aceite_verify.evidence import read_evidence
from aceite_verify.findings import Verdict
from aceite_verify.planned import check_plan
from tests.verify.sale import AT, CARLA, GIL, evidence, record

HELENA, ANA = 5, 9
Entry = dict[str, Any]
Change = Callable[[dict[str, Any], Entry], None]


def proof(*changes: Change) -> dict[str, Any]:
    """Carla signs, then Gil, under a plan of both together, with something changed."""
    made = evidence()
    entry = made["bundle"]["manifest"]["contracts"][1]
    for signer in entry["signers"]:
        signer |= {"step": 1, "power": None}
    entry["plan"] = {"quorums": {}, "countersigners": []}
    for change in changes:
        change(made, entry)
    return made


def told(*changes: Change) -> list[str]:
    """What is said of the plan; a fault has an exclamation mark."""
    found = check_plan(read_evidence(canonical(proof(*changes))))
    return [f"{'' if one.verdict is Verdict.GOOD else '!'}{one.code}" for one in found]


def signer(entry: Entry, person: int) -> Entry:
    """The entry of one of the signers."""
    return next(one for one in entry["signers"] if one["panel_user"] == person)


def third(made: dict[str, Any], entry: Entry) -> None:
    """Helena is named too."""
    entry["signers"].append({"id": 15, "panel_user": HELENA, "role": "party", "step": 1, "power": None})


def quorum(needed: int) -> Change:
    """So many of them suffice."""
    return lambda made, entry: entry["plan"]["quorums"].update({"1": needed})


def step(person: int, number: int) -> Change:
    """She signs in this step."""
    return lambda made, entry: signer(entry, person).update(step=number)


def power(person: int, kind: str, *, jointly: tuple[int, ...] = (), until: str | None = None) -> Change:
    """By what right she signs."""
    said = {"kind": kind, "jointly": list(jointly), "until": until, "proxy": None}
    return lambda made, entry: signer(entry, person).update(power=said)


def representative(made: dict[str, Any], entry: Entry) -> None:
    """Ana signs for the vendor."""
    entry["plan"]["countersigners"].append({"id": 3, "member": ANA, "level": "simple", "name": None})


def by_ana(made: dict[str, Any], entry: Entry) -> None:
    """What Gil signed was Ana's act, for the vendor."""
    made["statements"][1]["statement"]["signer"] |= {"kind": "member", "id": ANA}
    entry["signers"] = [one for one in entry["signers"] if one["panel_user"] != GIL]


def replaced(by: Entry | None = None, **successor: object) -> Change:
    """Before anybody signed, this signer of the contract was replaced: by the vendor, or by whoever is said."""

    def change(made: dict[str, Any], entry: Entry) -> None:
        rest = made["trail"][1:]
        del made["trail"][1:]
        record(made["trail"], "signer.replaced", AT, {"contract": 5, **successor})
        made["trail"][-1]["actor"] = by or {"kind": "member", "id": ANA}
        made["trail"] += rest

    return change


SOON, LATER = (rfc3339(AT + timedelta(minutes=minutes)) for minutes in (1, 60))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ([], ["plan.fulfilled"]),
        ([third], ["!plan.unfulfilled"]),
        ([third, quorum(2)], ["plan.fulfilled"]),
        ([quorum(1)], ["!plan.not_needed", "plan.fulfilled"]),
        ([step(GIL, 2)], ["plan.fulfilled"]),
        ([step(CARLA, 2)], ["!plan.too_early", "plan.fulfilled"]),
        ([representative], ["!plan.unfulfilled"]),
        ([representative, by_ana], ["plan.fulfilled"]),
        ([by_ana], ["!plan.not_named", "plan.fulfilled"]),
        ([power(CARLA, "alone")], ["plan.fulfilled"]),
        ([power(CARLA, "joint", jointly=(GIL,))], ["plan.fulfilled"]),
        ([power(CARLA, "joint", jointly=(HELENA,))], ["!plan.unfulfilled"]),
        ([power(GIL, "proxy", until=LATER)], ["plan.fulfilled"]),
        ([power(GIL, "proxy", until=SOON)], ["!plan.proxy_ended", "plan.fulfilled"]),
        ([replaced(signer=15, new_signer=16, new_panel_user=HELENA), third], ["!plan.unfulfilled"]),
    ],
)
def test_the_acts_follow_the_plan(changes: list[Change], said: list[str]) -> None:
    assert told(*changes) == said


def test_a_successor_takes_the_place_with_her_own_powers() -> None:
    ended: Entry = {"kind": "proxy", "jointly": [], "until": SOON, "proxy": None}

    def was_helenas(made: dict[str, Any], entry: Entry) -> None:
        signer(entry, GIL).update(id=15, panel_user=HELENA)

    gave_way = replaced(signer=15, new_signer=14, new_panel_user=GIL, power=ended)
    assert told(was_helenas, gave_way) == ["!plan.proxy_ended", "plan.fulfilled"]


def test_a_power_that_was_bound_is_asked_of_whoever_took_her_place() -> None:
    def was_helenas(made: dict[str, Any], entry: Entry) -> None:
        signer(entry, GIL).update(id=15, panel_user=HELENA)

    gave_way = replaced(signer=15, new_signer=14, new_panel_user=GIL, power=None)
    assert told(was_helenas, power(HELENA, "alone"), gave_way) == ["!plan.unfulfilled"]


def lets_hand_over(made: dict[str, Any], entry: Entry) -> None:
    """M lets signers pass their places on."""
    entry["plan"]["hand_over"] = True


@pytest.mark.parametrize(
    ("lets", "by", "said"),
    [
        (True, HELENA, ["plan.fulfilled"]),
        (False, HELENA, ["!plan.handed_over", "plan.fulfilled"]),
        (True, CARLA, ["!plan.handed_over", "plan.fulfilled"]),
    ],
)
def test_a_signer_passes_on_her_own_place_where_the_manifest_lets_her(lets: bool, by: int, said: list[str]) -> None:
    def was_helenas(made: dict[str, Any], entry: Entry) -> None:
        signer(entry, GIL).update(id=15, panel_user=HELENA)

    who: Entry = {"kind": "panel_user", "id": by}
    gave_way = replaced(who, signer=15, panel_user=HELENA, new_signer=14, new_panel_user=GIL, power=None)
    changes: list[Change] = [was_helenas, gave_way, *([lets_hand_over] if lets else [])]
    assert told(*changes) == said


def test_evidence_from_before_plans_says_nothing_of_one() -> None:
    assert told(lambda made, entry: entry.pop("plan")) == []
    assert list(check_plan(read_evidence(canonical(evidence("approval"))))) == []


def test_a_member_whom_the_manifest_does_not_name_signs_for_nobody() -> None:
    found = check_acts(read_evidence(canonical(proof(by_ana))))
    assert "statement.not_named" in {one.code for one in found}
    named = check_acts(read_evidence(canonical(proof(representative, by_ana))))
    assert "statement.not_named" not in {one.code for one in named}
