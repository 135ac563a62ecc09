"""The rule of who signs when: whatever the order of the acts, a contract is complete exactly when the plan says so."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aceite_verify.signing_plan import (
    ALONE,
    CUSTOMER,
    JOINT,
    PROXY,
    REPRESENTATIVE,
    VENDOR,
    WITNESS,
    Place,
    Plan,
    Power,
    Who,
    WhyNot,
)

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
CARLA, GIL, HELENA, DAVI = ((CUSTOMER, number) for number in (1, 2, 3, 4))
ANA = (VENDOR, 9)


def parties(*people: Who, step: int = 1) -> list[Place]:
    """So many parties of one step."""
    return [Place(who, step=step) for who in people]


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    """Any plan of up to five people and two representatives, with quorums and powers."""
    count = draw(st.integers(1, 5))
    powers = st.none() | st.builds(
        Power, st.sampled_from([ALONE, JOINT, PROXY]), st.frozensets(st.integers(1, count), max_size=2)
    )
    places = [
        Place((CUSTOMER, number), draw(st.sampled_from(["party", "party", WITNESS])), draw(st.integers(1, 3)), power)
        for number, power in ((number, draw(powers)) for number in range(1, count + 1))
    ]
    vendors = [Place((VENDOR, number), REPRESENTATIVE) for number in range(1, draw(st.integers(0, 2)) + 1)]
    quorums = draw(st.dictionaries(st.integers(1, 3), st.integers(1, 4), max_size=3))
    return Plan([*places, *vendors], quorums)


def bound(plan: Plan, acted: set[Who]) -> bool:
    """Whether the customer is bound by those who acted: said once more, in other words than the rule."""
    parties = {place.who[1]: place.power for place in plan.places if place.counts}
    if set(parties.values()) <= {None}:
        return True
    signed = {number: parties[number] for kind, number in acted if kind == CUSTOMER and number in parties}
    singly = any(power and power.kind in (ALONE, PROXY) for power in signed.values())
    pairs = [(n, m) for n, power in signed.items() if power and power.kind == JOINT for m in power.jointly]
    return singly or any(m in signed for _n, m in pairs)


def customers_part(plan: Plan, acted: set[Who]) -> bool:
    """Whether quorums, witnesses and powers are met."""
    for step in {place.step for place in plan.places if not place.is_vendor}:
        mine = [place for place in plan.places if place.step == step and not place.is_vendor]
        counted = [place.who for place in mine if place.role == "party"]
        wanted = min(plan.quorums.get(step, len(counted)), len(counted))
        if len(acted.intersection(counted)) < wanted:
            return False
        if not acted.issuperset(place.who for place in mine if place.role == WITNESS):
            return False
    return bound(plan, acted)


@given(plans(), st.randoms(use_true_random=False))
def test_any_order_of_acts_ends_exactly_when_the_rule_says_so(plan: Plan, chance: object) -> None:
    acted: set[Who] = set()
    steps: list[int] = []
    while awaited := plan.awaited(acted):
        assert not plan.complete(acted) and plan.missing(acted)
        place = chance.choice(awaited)  # type: ignore[attr-defined]
        assert place.is_vendor == customers_part(plan, acted)
        assert plan.why_not(place.who, acted, at=NOW) is None
        acted.add(place.who)
        if not place.is_vendor:
            steps.append(place.step)
        assert plan.customer_complete(acted) == customers_part(plan, acted)
    everybody = {place.who for place in plan.places}
    assert plan.complete(acted) == plan.fulfillable == customers_part(plan, everybody)
    assert (plan.missing(acted) == 0) == plan.complete(acted)
    if plan.complete(acted):
        assert {place.who for place in plan.places if place.is_vendor} <= acted
    # Nobody of a step signs before the steps below it are met; only for the sake of powers somebody comes later.
    assert steps == sorted(steps) or any(place.power for place in plan.places)


@given(plans(), st.sets(st.tuples(st.just(CUSTOMER), st.integers(1, 5))))
def test_whoever_is_not_awaited_is_told_why(plan: Plan, acted: set[Who]) -> None:
    awaited = {place.who for place in plan.awaited(acted)}
    for place in plan.places:
        assert (plan.why_not(place.who, acted, at=NOW) is None) == (place.who in awaited)
    assert plan.why_not((VENDOR, 99), acted, at=NOW) is WhyNot.NOT_NAMED


def test_two_of_three_are_enough_and_the_third_is_told_so() -> None:
    plan = Plan(parties(CARLA, GIL, HELENA), {1: 2})
    assert not plan.complete({GIL}) and plan.missing({GIL}) == 1
    assert plan.complete({GIL, CARLA})
    assert plan.why_not(HELENA, {GIL, CARLA}, at=NOW) is WhyNot.ENOUGH
    assert plan.why_not(GIL, {GIL}, at=NOW) is WhyNot.ACTED


def test_a_witness_is_waited_for_when_the_quorum_is_met() -> None:
    plan = Plan([*parties(CARLA, GIL), Place(HELENA, WITNESS)], {1: 1})
    assert [place.who for place in plan.awaited({CARLA})] == [HELENA]
    assert plan.why_not(GIL, {CARLA}, at=NOW) is WhyNot.ENOUGH


def test_the_second_step_waits_for_the_first() -> None:
    plan = Plan([*parties(CARLA), *parties(GIL, step=2)])
    assert plan.why_not(GIL, set(), at=NOW) is WhyNot.NOT_YET
    assert [place.who for place in plan.awaited({CARLA})] == [GIL]


def test_the_vendor_comes_last_and_the_customer_does_not_wait_for_him() -> None:
    plan = Plan([*parties(CARLA), Place(ANA, REPRESENTATIVE)])
    assert plan.why_not(ANA, set(), at=NOW) is WhyNot.NOT_YET
    assert plan.customer_complete({CARLA})
    assert not plan.complete({CARLA})
    assert plan.complete({CARLA, ANA})


@pytest.mark.parametrize(("partner", "complete"), [(GIL, True), (DAVI, False)])
def test_who_signs_jointly_binds_with_her_partner_alone(partner: Who, complete: bool) -> None:
    joint = Place(CARLA, power=Power(JOINT, frozenset({GIL[1]})))
    plan = Plan([joint, *parties(GIL, DAVI)], {1: 2})
    assert plan.complete({CARLA, partner}) is complete


def test_enough_signatures_without_the_power_to_bind_wait_for_whoever_has_it() -> None:
    plan = Plan([Place(CARLA, power=Power(ALONE)), *parties(GIL, DAVI)], {1: 2})
    assert [place.who for place in plan.awaited({GIL, DAVI})] == [CARLA]


def test_a_proxy_that_is_over_signs_no_more() -> None:
    plan = Plan([Place(CARLA, power=Power(PROXY, until=NOW))])
    assert plan.why_not(CARLA, set(), at=NOW - timedelta(microseconds=1)) is None
    assert plan.why_not(CARLA, set(), at=NOW) is WhyNot.PROXY_ENDED


def test_a_witness_needs_no_power() -> None:
    plan = Plan([*parties(CARLA), Place(GIL, WITNESS, power=Power(PROXY, until=NOW))])
    assert plan.why_not(GIL, {CARLA}, at=NOW) is None


def test_a_plan_in_which_nobody_can_bind_the_customer_cannot_be_fulfilled() -> None:
    alone_in_joint = Place(CARLA, power=Power(JOINT, frozenset({GIL[1]})))
    assert not Plan([alone_in_joint]).fulfillable
    assert Plan([alone_in_joint, *parties(GIL)]).fulfillable
