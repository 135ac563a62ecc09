"""When a clause enters: each condition, joined by all or any; typed, told and kept."""

from dataclasses import replace
from decimal import Decimal

import pytest

from aceite.core.contracts.rule_words import clean_rule, told, typed
from aceite.core.contracts.rules import KINDS, Ask, Facts, Rule, as_data, holds, judge, rule_of
from aceite.core.trail.refusals import Unfit

JOANA = Facts(
    total=Decimal("1500.00"), person=True, consumer=True, state="SP", parts=3, down_payment=True, products=True,
    services=False,
)  # fmt: skip
PADARIA = replace(
    JOANA, person=False, consumer=False, state="RJ", parts=1, down_payment=False, services=True, recurring=True
)
HOLDS = [
    (Ask("total_min", "1500.00"), True, True),
    (Ask("total_below", "1500.00"), False, False),
    (Ask("person"), True, False),
    (Ask("company"), False, True),
    (Ask("consumer"), True, False),
    (Ask("no_consumer"), False, True),
    (Ask("parts_over", "1"), True, False),
    (Ask("down_payment"), True, False),
    (Ask("products"), True, True),
    (Ask("services"), False, True),
    (Ask("recurring"), False, True),
    (Ask("not_recurring"), True, False),
    (Ask("state_in", "MG SP"), True, False),
    (Ask("state_not_in", "MG SP"), False, True),
]


def test_every_condition_is_asked_here() -> None:
    assert [test.kind for test, _joana, _padaria in HOLDS] == list(KINDS)


@pytest.mark.parametrize(("test", "joana", "padaria"), HOLDS, ids=[test.kind for test, _j, _p in HOLDS])
def test_a_condition_asks_the_proposal(test: Ask, joana: bool, padaria: bool) -> None:
    assert (holds(test, JOANA), holds(test, PADARIA)) == (joana, padaria)


def test_all_or_any() -> None:
    tests = (Ask("person"), Ask("services"))
    assert not judge(Rule(tests), JOANA).enters
    assert judge(Rule(tests, "any"), JOANA).enters
    assert judge(Rule(), JOANA).enters
    assert judge(Rule(tests), JOANA).held == ((tests[0], True), (tests[1], False))


def test_a_rule_is_told_as_it_was_chosen() -> None:
    rule = clean_rule("any", [("total_min", "1.500,00"), ("", "x"), ("state_in", "sp, rj"), ("person", "junk")])
    assert rule.tests == (Ask("total_min", "1500.00"), Ask("state_in", "RJ SP"), Ask("person"))
    assert told(rule).replace("\xa0", " ") == (
        "o total da proposta é de pelo menos R$ 1.500,00 ou a UF do cliente é uma de RJ, SP "
        "ou o cliente é pessoa física"
    )
    assert [typed(test) for test in rule.tests] == ["1.500,00", "RJ, SP", ""]
    assert rule_of(as_data(rule)) == rule and as_data(Rule()) == {}


@pytest.mark.parametrize(
    "row",
    [
        ("total_min", ""), ("total_min", "-1"), ("total_min", "1e99"), ("parts_over", "²"), ("parts_over", "99999"),
        ("state_in", "XX"), ("state_in", ""), ("__class__", "1"),
    ],
)  # fmt: skip
def test_what_is_no_condition_is_refused(row: tuple[str, str]) -> None:
    with pytest.raises(Unfit):
        clean_rule("all", [row])
