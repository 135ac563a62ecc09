"""The greatest amounts a proposal holds, on a phone: whole, in one line, over nothing else."""

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
