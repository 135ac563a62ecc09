"""A price that follows the quantity is the same to the cent in the editor's script, the server, P, M, JSON and CSV."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Page

from aceite.core.catalog.actions import ItemData, save_item
from aceite.core.catalog.models import Item
from aceite.core.customers.models import Customer, PanelUser
from aceite.core.documents.reading import read
from aceite.core.people.models import Member
from aceite.core.prices.actions import ListData, save_list
from aceite.core.prices.finding import ladders
from aceite.core.prices.models import PriceList
from aceite.core.prices.rungs import Rung, Step, on_rung
from aceite.core.prices.setting import set_price
from aceite.core.proposals.drafts import DraftLine
from aceite.core.proposals.locking import current_of
from aceite.core.sales.exporting import order_csv, order_json
from aceite.faces.office.editor_prices import told
from aceite.kit.money import format_brl, format_decimal_br, parse_decimal_br
from tests.kit.outside_judges import pdftotext
from tests.walk import approved, draft_for, ordered, sent

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

# A line begins with one piece, as the editor makes it; then the seller types how many.
TYPED = """async (lines) => {
  const prices = await import("http://editor.test/office/editor/prices.js");
  const { sums } = await import("http://editor.test/ui/js/pricing.js");
  const made = lines.map(({ id, rungs, quantity }) => {
    const row = document.createElement("div");
    for (const [name, value] of [["item", id], ["quantity", "1"], ["unit_price", ""]]) {
      row.append(Object.assign(document.createElement("input"), { name: `lines-0-${name}`, value }));
    }
    const [, many, price] = row.children;
    prices.learn([{ id, prices: rungs }]);
    price.value = prices.priceOf({ id, prices: rungs }, row);
    prices.note(row);
    many.value = quantity;
    prices.follow(row);
    return { quantity, unit_price: price.value };
  });
  const worked = sums(made, { freight: "", adjustment_rate: "" });
  return { prices: made.map((line) => line.unit_price), lines: worked.lines.map(String), total: String(worked.total) };
}"""
PRICES = st.decimals(Decimal("0.01"), Decimal(9999), places=10) | st.decimals(Decimal("0.01"), Decimal(999), places=2)
STEPS = st.sampled_from([Decimal(text) for text in ("0", "0.5", "2", "10", "12.5", "100")])
NUMBERS = count(1)


@dataclass(frozen=True)
class Sold:
    """An item by its price in the catalogue and in a list, and how many of it."""

    catalogue: Decimal
    steps: dict[Decimal, Decimal]
    quantity: Decimal


@st.composite
def sold(draw: st.DrawFn) -> Sold:
    """Quantities lie about the steps: on one, just below it, anywhere."""
    steps = draw(st.dictionaries(STEPS, PRICES, min_size=1, max_size=4))
    on = draw(st.sampled_from(sorted(steps)))
    near = [on, on - Decimal("0.0001"), on + 1, draw(st.decimals(Decimal("0.0001"), Decimal(150), places=4))]
    quantity = draw(st.sampled_from([each for each in near if each > 0]))
    return Sold(draw(PRICES), steps, quantity)


def in_the_catalogue(one: Sold, listed: PriceList, by: Member, at: datetime) -> Item:
    code = f"Q-{next(NUMBERS)}"
    item = save_item(None, ItemData(code, f"Coifa {code}", one.catalogue), company=by.company, by=by, at=at)
    for quantity, price in one.steps.items():
        set_price(listed, item, Step(quantity, price), by=by, at=at)
    return item


def in_the_editor(counter: Page, items: Sequence[Item], rungs: Sequence[Sequence[Rung]], lines: list[Sold]) -> Any:
    asked = [
        {"id": item.pk, "rungs": told(steps), "quantity": format_decimal_br(one.quantity, 4)}
        for item, steps, one in zip(items, rungs, lines, strict=True)
    ]
    return counter.evaluate(TYPED, asked)


@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lines=st.lists(sold(), min_size=1, max_size=4))
def test_the_step_that_is_reached_is_one_price_everywhere(
    counter: Page, padaria: Customer, bruno: Member, marcos: Member, carla: PanelUser, now: datetime, lines: list[Sold]
) -> None:
    listed = save_list(None, ListData(f"Atacado {next(NUMBERS)}", for_everybody=True), company=bruno.company,
                       by=marcos, at=now)  # fmt: skip
    items = [in_the_catalogue(one, listed, marcos, now) for one in lines]
    known = ladders(items, padaria, now.date())
    rungs = [known[item.pk] for item in items]
    mine = in_the_editor(counter, items, rungs, lines)
    prices = [on_rung(steps, one.quantity).price for steps, one in zip(rungs, lines, strict=True)]
    assert [parse_decimal_br(price) for price in mine["prices"]] == prices
    drafted = [
        DraftLine(item.name, one.quantity, price, code=item.code, item_id=item.pk)
        for item, one, price in zip(items, lines, prices, strict=True)
    ]
    sale = sent(draft_for(padaria, bruno, now, lines=drafted), bruno, now)
    version = current_of(sale)
    rows = list(version.lines.all())
    assert [row.list_price for row in rows] == prices
    assert (mine["lines"], mine["total"]) == ([cents(row.total) for row in rows], cents(version.total))
    bundle = json.loads(version.manifest)["proposal"]
    assert [line["total"] for line in bundle["lines"]] == [str(row.total) for row in rows]
    assert [Decimal(line["unit_price"]) for line in bundle["lines"]] == prices
    assert bundle["totals"]["total"] == str(version.total)
    assert version.paper is not None
    shown = pdftotext(read(version.paper)).replace("\xa0", " ")
    for words in (format_brl(version.total).replace("\xa0", " "), *(format_decimal_br(row.total, 2) for row in rows)):
        assert words in shown
    approved(sale, carla, now)
    order = ordered(sale, bruno, now)
    assert [line["total"] for line in order_json(order)["lines"]] == [str(row.total) for row in rows]
    written = b"".join(order_csv(order)).decode("utf-8-sig")
    for row in rows:
        assert f";{row.total:f}".replace(".", ",") in written
    assert f"{version.total:f}".replace(".", ",") in written


def cents(amount: Decimal) -> str:
    """As the page's script counts it."""
    return str(int(amount * 100))
