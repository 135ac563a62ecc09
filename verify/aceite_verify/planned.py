"""The signing plan that M binds, against the acts: each came in its turn, and together they fulfil it."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Final

from aceite_verify.acts import name_of, named_file
from aceite_verify.evidence import Act, Evidence
from aceite_verify.findings import Finding, bad, good
from aceite_verify.shape import Value
from aceite_verify.signing_plan import CUSTOMER, REPRESENTATIVE, VENDOR, Place, Plan, Power, Who, WhyNot

# In M's plan: whether a signer may put a colleague in her own place. Absent where she may not.
HAND_OVER: Final = "hand_over"
_SAID: Final = {
    WhyNot.NOT_NAMED: "plan.not_named",
    WhyNot.ACTED: "plan.twice",
    WhyNot.NOT_YET: "plan.too_early",
    WhyNot.ENOUGH: "plan.not_needed",
    WhyNot.PROXY_ENDED: "plan.proxy_ended",
}


def check_plan(evidence: Evidence) -> Iterator[Finding]:
    """Whether the acts follow the plan; nothing where M is from before plans, or of an approval."""
    entry = Value(named_file(evidence) or {}, "$.contract")
    if evidence.kind != "contract" or entry.maybe("plan") is None:
        return
    rows, quorums = _rows(entry), _quorums(entry)
    # A power once bound stays asked for, whoever comes into her place.
    asks = any(place.power for place in rows.values() if place.counts)
    acts = {act.event: act for act in evidence.acts}
    acted: set[Who] = set()
    for event in evidence.trail:
        if _own_choice(event, entry):
            yield bad("plan.handed_over")
        _replace(rows, event, contract=entry["id"].number())
        if (act := acts.get(event["hash"])) is None:
            continue
        who = _who(act)
        why = Plan(list(rows.values()), quorums, asks).why_not(who, acted, at=_when(act))
        if why is not None:
            yield bad(_SAID[why], name=name_of(act))
        acted.add(who)
    whole = Plan(list(rows.values()), quorums, asks).complete(acted)
    yield good("plan.fulfilled", count=len(acted)) if whole else bad("plan.unfulfilled", count=len(acted))


def _rows(entry: Value) -> dict[tuple[str, int], Place]:
    """The places by the ids of their rows, which replacements name."""
    rows = {}
    for signer in entry["signers"].items():
        who = (CUSTOMER, signer["panel_user"].number())
        place = Place(who, signer["role"].text(), signer["step"].number(), _power(signer.maybe("power")))
        rows["signer", signer["id"].number()] = place
    for each in entry["plan"]["countersigners"].items():
        rows["countersigner", each["id"].number()] = Place((VENDOR, each["member"].number()), REPRESENTATIVE)
    return rows


def _quorums(entry: Value) -> dict[int, int]:
    return {int(step): needed.number() for step, needed in entry["plan"]["quorums"].entries()}


def _power(value: Value | None) -> Power | None:
    if value is None:
        return None
    until = value.maybe("until")
    jointly = frozenset(each.number() for each in value["jointly"].items())
    return Power(value["kind"].text(), jointly, until.moment() if until else None)


def _own_choice(event: Mapping[str, Any], entry: Value) -> bool:
    """Whether a signer passed her place on, or a stranger's, where M does not let her."""
    data = Value(event["data"], "$.trail")
    if event["kind"] != "signer.replaced" or data["contract"].number() != entry["id"].number():
        return False
    actor = Value(event, "$.trail").maybe("actor")
    if actor is None or actor["kind"].text() != CUSTOMER:
        return False
    allowed, left = entry["plan"].maybe(HAND_OVER) is not None, data.maybe("panel_user")
    return not allowed or left is None or actor["id"].number() != left.number()


def _replace(rows: dict[tuple[str, int], Place], event: Mapping[str, Any], *, contract: int) -> None:
    """Puts a successor in the place of whoever left it, with the powers noted of the successor."""
    data = Value(event["data"], "$.trail")
    if event["kind"] not in ("signer.replaced", "countersigner.replaced") or data["contract"].number() != contract:
        return
    if event["kind"] == "signer.replaced":
        left = rows.pop(("signer", data["signer"].number()))
        who = (CUSTOMER, data["new_panel_user"].number())
        rows["signer", data["new_signer"].number()] = Place(who, left.role, left.step, _power(data.maybe("power")))
    else:
        left = rows.pop(("countersigner", data["countersigner"].number()))
        who = (VENDOR, data["new_member"].number())
        rows["countersigner", data["new_countersigner"].number()] = Place(who, left.role)


def _who(act: Act) -> Who:
    signer = act.statement["signer"]
    return (str(signer["kind"]), int(signer["id"]))


def _when(act: Act) -> datetime:
    """When she did it: what was signed outside counts from the moment it was sent, as nobody could know it before."""
    outside = Value(act.statement).maybe("external")
    return outside["uploaded_at"].moment() if outside else act.confirmed_at
