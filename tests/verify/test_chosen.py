"""Of a version that the customer chose the checker asks whether it was offered so."""

from copy import deepcopy
from decimal import Decimal
from typing import Any

import pytest

from aceite.core.proposals.pricing import Discount, PricedLine, price
from aceite.core.proposals.recurring import as_data
from aceite.kit.money import split_evenly
from aceite_verify.chosen import within

LIMITS = {"quantity_least": "1.0000", "quantity_most": "4.0000", "quantity_step": "0.5000"}
OVEN = {"name": "Forno", "choice": "", "quantity": "1.0000", "unit_price": "38900"}
FITTING = {"name": "Instalação", "choice": "out", "quantity": "1.5000", "unit_price": "300"}
TRAYS = {"name": "Assadeira", "choice": "", "quantity": "2.0000", "unit_price": "90.333", **LIMITS}
CARE = {
    "name": "Manutenção",
    "choice": "in",
    "quantity": "1.0000",
    "unit_price": "90",
    "recurs": "month",
    "periods": 12,
}
OFF = {"discount_kind": "percent", "discount_value": "10.0000"}
PLAN = [
    {"number": 0, "due_on": "2026-03-01", "method": "pix"},
    {"number": 1, "due_on": "2026-04-01", "method": "boleto"},
]


def summed(offer: dict[str, Any]) -> dict[str, Any]:
    """The offer with the sums the server makes of its lines."""
    lines = [
        PricedLine(
            Decimal(line["quantity"]), Decimal(line["unit_price"]), _off(line), line["choice"] != "out",
            line.get("recurs", ""), line.get("periods", 0),
        )
        for line in offer["lines"]
    ]  # fmt: skip
    sums = price(lines, _off(offer), Decimal(offer["freight"]), Decimal(offer["adjustment_rate"]))
    told = {name: str(getattr(sums, name)) for name in ("freight", "subtotal", "discount", "adjustment", "total")}
    parts = split_evenly(sums.total, len(offer["plan"]))
    return offer | {
        "lines": [line | {"total": str(one.total)} for line, one in zip(offer["lines"], sums.lines, strict=True)],
        "plan": [row | {"amount": str(part)} for row, part in zip(offer["plan"], parts, strict=True)],
        "totals": told | ({"recurring": as_data(sums.recurring)} if sums.recurring else {}),
    }


def _off(part: dict[str, Any]) -> Discount:
    return Discount(part.get("discount_kind", ""), Decimal(part.get("discount_value", 0)))


OFFER: dict[str, Any] = summed(
    {
        "number": "2026-0007",
        "version": 1,
        "freight": "80.00",
        "adjustment_rate": "-2.5000",
        **OFF,
        "lines": [OVEN, FITTING, TRAYS | OFF, CARE],
        "plan": PLAN,
    }
)


def after(line: int, **said: str) -> dict[str, Any]:
    made = deepcopy(OFFER) | {"version": 2, "valid_until": "2099-01-01"}
    made["lines"][line] |= said
    return summed(made)


@pytest.mark.parametrize(
    ("line", "said"),
    [(1, {"choice": "in"}), (2, {"quantity": "4.0000"}), (2, {"quantity": "1.5"}), (2, {"quantity": "2"}),
     (3, {"choice": "out"})],
)  # fmt: skip
def test_what_was_left_open_can_be_chosen(line: int, said: dict[str, str]) -> None:
    assert within(OFFER, after(line, **said))


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (0, {"choice": "out"}),
        (0, {"quantity": "2.0000"}),
        (1, {"choice": ""}),
        (1, {"quantity": "2.0000"}),
        (1, {"unit_price": "1"}),
        (2, {"quantity": "4.5000"}),
        (2, {"quantity": "0.5000"}),
        (2, {"quantity": "2.2500"}),
        (2, {"quantity_most": "9.0000", "quantity": "9.0000"}),
        (2, {"name": "Outra"}),
    ],
)
def test_anything_else_cannot(line: int, said: dict[str, str]) -> None:
    assert not within(OFFER, after(line, **said))


def forged(*path: str | int, to: object) -> dict[str, Any]:
    """A sound choice of which one value says something else."""
    made = after(2, quantity="4.0000")
    *way, last = path
    part: Any = made
    for step in way:
        part = part[step]
    part[last] = to
    return made


@pytest.mark.parametrize(
    "made",
    [
        forged("lines", 0, "total", to="10.00"),
        forged("lines", 2, "total", to="99.99"),
        forged("lines", 2, "quantity", to="muitas"),
        forged("lines", 2, "quantity", to="NaN"),
        forged("lines", 2, to="tudo"),
        forged("totals", "freight", to="800.00"),
        forged("totals", "subtotal", to="1.00"),
        forged("totals", "discount", to="0.00"),
        forged("totals", "adjustment", to="0.00"),
        forged("totals", "total", to="1.00"),
        forged("totals", "recurring", 0, "amount", to="900.00"),
        forged("totals", "recurring", 0, "periods", to=24),
        forged("totals", "recurring", to=[]),
        forged("totals", to=None),
        forged("plan", 0, "due_on", to="2026-02-01"),
        forged("plan", 0, "number", to=2),
        forged("plan", 1, "method", to="card"),
        forged("plan", 1, "amount", to="1.00"),
        forged("plan", 1, to=PLAN[0]),
    ],
)
def test_no_sum_and_no_payment_may_say_something_else(made: dict[str, Any]) -> None:
    assert not within(OFFER, made)


def test_a_freight_that_adds_up_is_still_another_one() -> None:
    dearer = summed(after(1, choice="in") | {"freight": "800.00"})
    assert not within(OFFER, dearer)
    assert not within(OFFER, dearer | {"freight": "80.00"})


def test_payments_come_back_only_where_the_vendor_offered_them() -> None:
    bare = OFFER | {"plan": []}
    assert not within(bare, after(1, choice="in"))
    assert within(bare, after(1, choice="in"), OFFER)


def test_no_line_comes_or_goes_and_no_rule_changes() -> None:
    assert not within(OFFER, summed(OFFER | {"lines": OFFER["lines"][:2]}))
    assert not within(OFFER, summed(OFFER | {"discount_value": "6.0000"}))
    assert not within(OFFER, OFFER | {"lines": "none"})
