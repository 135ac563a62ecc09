"""The editor's own JavaScript counts as the server does, to the cent, and refuses to count what the server refuses."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Page

from aceite.core.proposals.pricing import BadPrice, Payment, price
from aceite.core.proposals.replanning import replan
from aceite.faces.office.editor_forms import Forms, Typed
from aceite.faces.office.forms.rows import Rows
from aceite.kit.money import format_decimal_br, percent_of, split_evenly

pytestmark = pytest.mark.browser

COUNT = """async (cases) => {
  const { sums } = await import("http://editor.test/ui/js/pricing.js");
  return cases.map(({ lines: typed, head }) => {
    const lines = typed.filter((line) => line.unit_price !== "");
    const worked = sums(lines, head);
    return { lines: worked.lines.map((total) => total?.toString() ?? null), total: worked.total?.toString() ?? null,
             recurring: worked.recurring.map(({ every, periods, amount }) => [every, periods, amount.toString()]) };
  });
}"""

Case = dict[str, Any]


def typed_as(value: Decimal, way: str) -> str:
    """One number in the ways people and spreadsheets write it."""
    brazilian = format_decimal_br(value, max(-int(value.as_tuple().exponent), 0))
    return {
        "brazilian": brazilian,
        "bare": brazilian.replace(".", ""),
        "point": f"{value:f}",
        "reais": f"R$ {brazilian}",
        "padded": f" {brazilian} ",
    }[way]


def numbers(most: str, places: int) -> st.SearchStrategy[str]:
    """A number with up to so many places, typed in any way; now and then none, or none that can be read."""
    found = st.decimals(0, Decimal(most), places=places)
    near = st.sampled_from([Decimal("0.005"), Decimal("0.0049"), Decimal("1.005"), Decimal("2.675"), Decimal(0)])
    exact = st.one_of(found, near.map(lambda value: round(value, places)), st.integers(0, 999).map(Decimal))
    ways = st.sampled_from(["brazilian", "bare", "point", "reais", "padded"])
    odd = st.sampled_from(
        ["", " ", "abc", "-1", "1,2,3", "1.23,4", "12.5", "1.234", "0.500", "9" * 16, "1,12345678901"]
    )
    return st.one_of(*[st.builds(typed_as, exact, ways)] * 14, odd)


KINDS = st.sampled_from(["", "", "percent", "amount"])
LINES = st.fixed_dictionaries(
    {
        "quantity": numbers("5000", 4),
        "unit_price": numbers("99999", 10),
        "discount_kind": KINDS,
        "discount_value": numbers("100", 4),
        "choice": st.sampled_from(["", "", "in", "out"]),
        "recurs": st.sampled_from(["", "", "", "month", "quarter", "year"]),
        "periods": st.sampled_from(["", "", "1", "12", "360", "0", "361", "abc"]),
    }
)
HEADS = st.fixed_dictionaries(
    {
        "discount_kind": KINDS,
        "discount_value": numbers("100", 4),
        "freight": numbers("900", 2),
        "adjustment_rate": st.one_of(numbers("30", 4), numbers("30", 4).map(lambda text: f"-{text}")),
    }
)
CASES = st.fixed_dictionaries({"lines": st.lists(LINES, min_size=1, max_size=4), "head": HEADS})


@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
@given(cases=st.lists(CASES, min_size=60, max_size=60))
def test_totals_are_the_servers_to_the_cent(counter: Page, cases: list[Case]) -> None:
    told = counter.evaluate(COUNT, cases)
    for case, mine in zip(cases, told, strict=True):
        lines, total, recurring = as_the_server_counts(case)
        assert (mine["total"], case) == (total, case)
        if total is not None:
            assert (mine["lines"], mine["recurring"]) == (lines, recurring)


def test_a_known_sum_is_counted(counter: Page) -> None:
    line = {"quantity": "7,0001", "unit_price": "33,3333333333", "discount_kind": "", "discount_value": ""}
    head = {"discount_kind": "percent", "discount_value": "3,33", "freight": "10,01", "adjustment_rate": "-5"}
    assert counter.evaluate(COUNT, [{"lines": [line], "head": head}]) == [
        {"lines": ["23334"], "total": "22380", "recurring": []}
    ]


def as_the_server_counts(case: Case) -> tuple[list[str] | None, str | None, list[list[Any]]]:
    """What the form's fields read and `pricing` adds up, in cents; None where it refuses."""
    rows = [{"name": "Item", **line} for line in case["lines"] if line["unit_price"] != ""]
    typed = Typed(case["head"], Rows(rows), Rows([]), {}, "0")
    forms = Forms(typed, bound=False)
    lines = [line for _row, line in forms.priced_lines()]
    try:
        known = [line for line in lines if line is not None]
        if not lines or len(known) < len(lines):
            return None, None, []
        totals = price(known, forms.discount(), forms.freight(), forms.rate())
    except (BadPrice, ValidationError):
        return None, None, []
    recurring = [[part.every, part.periods, str(int(part.amount * 100))] for part in totals.recurring]
    return [str(int(line.total * 100)) for line in totals.lines], str(int(totals.total * 100)), recurring


REPLAN = """async (cases) => {
  const { replan } = await import("http://editor.test/ui/js/replanning.js");
  return cases.map(({ payments, total, percent }) =>
    replan(payments, BigInt(total), percent)?.map(({ number, amount }) => [number, amount.toString()]) ?? null);
}"""
CENTS = st.integers(1, 9_999_999).map(lambda value: Decimal(value).scaleb(-2))


@st.composite
def replanned(draw: st.DrawFn) -> tuple[list[Payment], Decimal, Decimal]:
    """A plan as it was made (equal, or typed by hand; with a part of the total ahead, an amount, or nothing) and
    another total."""
    before, percent = (
        draw(CENTS),
        draw(st.sampled_from([Decimal(0), Decimal(30), Decimal("33.3333"), Decimal("0.0001")])),
    )
    ahead = percent_of(before, percent) if percent else min(draw(st.sampled_from([Decimal(0), Decimal(100)])), before)
    count = draw(st.integers(0, 7))
    rest = before - ahead
    parts = split_evenly(rest, count) if count and draw(st.booleans()) else draw(st.lists(CENTS, max_size=count))
    day = date(2026, 12, 1)
    down = [Payment(0, day, ahead, "pix")] if ahead else []
    plan = [*down, *(Payment(at + 1, day, part, "boleto") for at, part in enumerate(parts) if part > 0)]
    return plan, draw(CENTS | st.just(Decimal(0))), percent


@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
@given(cases=st.lists(replanned(), min_size=60, max_size=60))
def test_payments_after_a_choice_are_the_servers(counter: Page, cases: list[Any]) -> None:
    asked = [
        {
            "payments": [{"number": one.number, "amount": format_decimal_br(one.amount, 2)} for one in plan],
            "total": str(int(total * 100)),
            "percent": format_decimal_br(percent, 4),
        }
        for plan, total, percent in cases
    ]
    for (plan, total, percent), mine in zip(cases, counter.evaluate(REPLAN, asked), strict=True):
        try:
            made = replan(plan, total, percent)
        except BadPrice:
            assert mine is None, (plan, total, percent)
            continue
        assert mine == [[one.number, str(int(one.amount * 100))] for one in made], (plan, total, percent)
        assert not made or sum(one.amount for one in made) == total
