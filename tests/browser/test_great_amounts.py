"""Great amounts, on a phone and in windows of any width: whole, in one line, over nothing else."""

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal

import pytest
from playwright.sync_api import Page

from aceite.core.customers.models import Customer
from aceite.core.people.models import Member
from aceite.core.proposals.drafts import DraftLine
from tests.browser.conftest import PHONE
from tests.walk import draft_for, sent_for

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

HUGE = DraftLine("Usina", unit_price=Decimal("9999999999.99"), section="Equipamentos")
TENS_OF_MILLIONS = DraftLine(
    "Usina", Decimal(2), Decimal("12345678.90"), discount_kind="percent", discount_value=Decimal(10)
)
WIDTHS = (720, 880, 960, 1000, 1100, 1220, 1280, 1366, 1920)
# What of a line is cut, beyond its card, or over its neighbour.
CROWDED = """() => {
  const [line, card] = [document.querySelector(".offer-line"), document.querySelector(".offer-line").closest(".card")];
  const fields = "label, input:not([type=hidden]), select, output, .offer-acts :is(a, button)";
  const parts = [...line.querySelectorAll(fields)];
  const seen = parts.filter((one) => one.checkVisibility() && !one.closest("details"));
  const boxes = seen.map((one) => [one.name || one.innerText, one.getBoundingClientRect(), one]);
  const told = "[name$=unit_price], output, label";
  const whole = boxes.filter(([, at, one]) => at.width > 2 && one.matches(told));
  const cut = whole.filter(([, , one]) => one.scrollWidth > one.clientWidth + 1);
  const off = boxes.filter(([, at]) => at.right > card.getBoundingClientRect().right);
  const over = boxes.filter(([, a], at) => boxes.some(([, b], other) =>
    other > at && a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1));
  return boxes.length > 7 ? [...cut, ...off, ...over].map(([name]) => name) : ["nothing was found"];
}"""
# What is off the window, in two lines, or over its neighbour.
BROKEN = """(selector) => {
  const found = [...document.querySelectorAll(selector)].map((one) => {
    const text = document.createRange();
    text.selectNodeContents(one);
    return [one.innerText, text.getBoundingClientRect(), parseFloat(getComputedStyle(one).lineHeight)];
  });
  const off = found.filter(([, at, line]) => at.left < 0 || at.right > innerWidth || at.height > line * 1.5);
  const over = found.filter(([, a], at) => found.some(([, b], other) =>
    other > at && a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom));
  return found.length ? [...off, ...over].map(([text]) => text) : ["nothing was found"];
}"""


def test_ten_thousand_million_stay_readable_on_a_phone(
    window_of: Callable[..., Page], padaria: Customer, bruno: Member, carla: object, at: datetime
) -> None:
    sale = draft_for(padaria, bruno, at, lines=(HUGE,))
    sent_for(padaria, bruno, at)
    page, office = window_of(bruno, viewport=PHONE), "/aurora/gestao/"
    for place, selector in (
        (f"vendas/{sale.number}/", ".sale-head .amount"),
        (f"vendas/{sale.number}/editar/", ".offer-subtotal output, .offer-total output"),
        (f"clientes/{padaria.pk}/", ".customer-sums .num"),
    ):
        page.goto(f"{office}{place}")
        assert page.evaluate(BROKEN, selector) == []


def test_tens_of_millions_fit_the_line_of_the_editor_in_any_window(
    window_of: Callable[..., Page], padaria: Customer, bruno: Member, at: datetime
) -> None:
    sale = draft_for(padaria, bruno, at, lines=(TENS_OF_MILLIONS,))
    page, crowded = window_of(bruno), dict[int, list[str]]()
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(f"/aurora/gestao/vendas/{sale.number}/editar/")
        if found := page.evaluate(CROWDED):
            crowded[width] = found
    assert crowded == {}
