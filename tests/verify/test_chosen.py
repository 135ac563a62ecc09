"""Of a version that the customer chose the checker asks whether it was offered so."""

from copy import deepcopy
from typing import Any

import pytest

from aceite_verify.chosen import within

LIMITS = {"quantity_least": "1.0000", "quantity_most": "4.0000", "quantity_step": "0.5000"}
OFFER: dict[str, Any] = {
    "number": "2026-0007",
    "version": 1,
    "discount_value": "5.0000",
    "lines": [
        {"name": "Forno", "choice": "", "quantity": "1.0000", "unit_price": "38900", "total": "38900.00"},
        {"name": "Instalação", "choice": "out", "quantity": "1.5000", "unit_price": "300", "total": "450.00"},
        {"name": "Assadeira", "choice": "", "quantity": "2.0000", "unit_price": "90", "total": "180.00", **LIMITS},
    ],
    "totals": {"total": "37126.00"},
}


def after(line: int, **said: str) -> dict[str, Any]:
    made = deepcopy(OFFER) | {"version": 2, "totals": {"total": "1.00"}, "valid_until": "2099-01-01"}
    made["lines"][line] |= said
    return made


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (1, {"choice": "in"}),
        (2, {"quantity": "4.0000", "total": "360.00"}),
        (2, {"quantity": "1.5", "total": "135.00"}),
        (2, {"quantity": "2"}),
    ],
)
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
        (2, {"quantity": "muitas"}),
        (2, {"quantity_most": "9.0000", "quantity": "9.0000"}),
        (2, {"name": "Outra"}),
    ],
)
def test_anything_else_cannot(line: int, said: dict[str, str]) -> None:
    assert not within(OFFER, after(line, **said))


def test_no_line_comes_or_goes_and_no_rule_changes() -> None:
    assert not within(OFFER, OFFER | {"lines": OFFER["lines"][:2]})
    assert not within(OFFER, OFFER | {"discount_value": "6.0000"})
    assert not within(OFFER, OFFER | {"lines": "none"})
