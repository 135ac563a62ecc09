"""Options, a condition, a down payment by Pix and an alternative: one total to the cent in the editor's own script, on
the server, in P, M, the Pix code, JSON and CSV."""

import json
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Page

from aceite.core.conditions.terms import Terms
from aceite.core.customers.models import Customer, PanelUser
from aceite.core.documents.reading import read
from aceite.core.people.models import Member
from aceite.core.proposals.drafts import DraftInstalment, DraftLine
from aceite.core.proposals.locking import current_of
from aceite.core.proposals.models import Proposal, ProposalVersion
from aceite.core.proposals.options import Pick
from aceite.core.proposals.pricing import Discount, plan_by, price
from aceite.core.receivables.charging import charge_for
from aceite.core.receivables.expecting import owed_by
from aceite.core.sales.alternatives import make_alternative
from aceite.core.sales.exporting import order_csv, order_json
from aceite.kit.money import format_brl, format_decimal_br
from aceite.kit.pix import br_code
from tests.core.sales.choosing_walk import SOON, chosen
from tests.kit.br_codes import read as read_code
from tests.kit.outside_judges import pdftotext
from tests.walk import approved, draft_for, fresh, ordered, sent

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

COUNTED = """async ({ lines, head, payments, percent }) => {
  const { sums } = await import("http://editor.test/ui/js/pricing.js");
  const { replan } = await import("http://editor.test/ui/js/replanning.js");
  const worked = sums(lines, head);
  const planned = replan(payments, worked.total, percent);
  const amounts = planned.map((one) => String(one.amount));
  return { lines: worked.lines.map(String), total: String(worked.total), payments: amounts };
}"""
FREIGHT = Decimal("12.34")


@dataclass(frozen=True)
class Offer:
    """What a seller writes, and which of its options the customer turns around."""

    lines: list[DraftLine]
    turned: list[bool]
    discount: Decimal
    terms: Terms

    def picks(self) -> dict[str, Pick]:
        """What she chooses, by the keys of the lines; nothing where it is all as it was offered."""
        turned = [line for line, turns in zip(self.lines, self.turned, strict=True) if turns and line.choice]
        return {line.key: Pick(line.choice == "out", line.quantity) for line in turned}

    @property
    def head(self) -> dict[str, Any]:
        """As the draft takes it."""
        return {"discount_kind": "percent", "discount_value": self.discount, "adjustment_rate": self.terms.rate,
                "freight_kind": "cif", "freight": FREIGHT, "down_percent": self.terms.down_value}  # fmt: skip


@st.composite
def offers(draw: st.DrawFn) -> Offer:
    """A fixed line, dear enough for every instalment, and up to three that may be optional."""
    quantities = st.decimals(Decimal("0.0001"), Decimal(99), places=4)
    prices = st.decimals(Decimal("0.01"), Decimal(999), places=draw(st.sampled_from([2, 3, 10])))
    lines = [DraftLine("Forno", Decimal(1), draw(st.decimals(Decimal(900), Decimal(9999), places=2)), key="oven")]
    for at in range(draw(st.integers(1, 3))):
        discount = draw(st.decimals(Decimal(0), Decimal(60), places=2))
        lines.append(
            DraftLine(
                f"Assadeira {at}", draw(quantities), draw(prices), key=f"tray{at}", discount_kind="percent",
                discount_value=discount, choice=draw(st.sampled_from(["", "in", "out"])),
            )
        )  # fmt: skip
    terms = Terms(
        parts=draw(st.integers(1, 4)), first_after=draw(st.integers(0, 40)), down_kind="percent",
        down_value=draw(st.decimals(Decimal(1), Decimal(60), places=2)), down_method="pix",
        rate=Decimal(draw(st.sampled_from(["-5", "0", "3.2"]))),
    )  # fmt: skip
    turned = draw(st.lists(st.booleans(), min_size=len(lines), max_size=len(lines)))
    return Offer(lines, turned, draw(st.decimals(Decimal("0.5"), Decimal(40), places=2)), terms)


def written(offer: Offer, customer: Customer, seller: Member, now: datetime) -> Proposal:
    """The draft with the payments of its condition."""
    rules = Discount("percent", offer.discount), FREIGHT, offer.terms.rate
    total = price([line.priced() for line in offer.lines], *rules).total
    payments = plan_by(offer.terms, total, now.date())
    plan = tuple(DraftInstalment(p.due_on, p.amount, p.method, down_payment=p.number == 0) for p in payments)
    return draft_for(customer, seller, now, lines=offer.lines, instalments=plan, **offer.head)


def typed(version: ProposalVersion, offered: ProposalVersion) -> dict[str, Any]:
    """The version as its fields hold it in the editor, with the payments as they were before the choice."""
    names = {"quantity": 4, "unit_price": 10, "discount_value": 4}
    lines = [
        {name: format_decimal_br(getattr(row, name), places) for name, places in names.items()}
        | {"discount_kind": row.discount_kind, "choice": row.choice, "recurs": "", "periods": ""}
        for row in version.lines.all()
    ]
    head = {"discount_kind": version.discount_kind, "discount_value": format_decimal_br(version.discount_value, 4),
            "freight": format_decimal_br(version.freight, 2),
            "adjustment_rate": format_decimal_br(version.adjustment_rate, 4)}  # fmt: skip
    payments = [{"number": p.number, "amount": format_decimal_br(p.amount, 2)} for p in offered.instalments.all()]
    return {"lines": lines, "head": head, "payments": payments, "percent": format_decimal_br(version.down_percent, 4)}


# A whole sale for each example: what fails is shown as it was drawn, made no smaller.
@settings(
    max_examples=5,
    deadline=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(offer=offers())
def test_one_total_everywhere(
    counter: Page, padaria: Customer, bruno: Member, carla: PanelUser, now: datetime, offer: Offer
) -> None:
    sale = sent(written(offer, padaria, bruno, now), bruno, now)
    offered = current_of(sale)
    other = sent(make_alternative(sale, seller=bruno, by=bruno, at=now), bruno, now)
    assert current_of(other).total == offered.total == totals_of(current_of(other))
    picks = offer.picks()
    version = chosen(sale, carla, now + SOON, **picks) if picks else offered
    rows, payments = list(version.lines.all()), list(version.instalments.all())
    mine = counter.evaluate(COUNTED, typed(version, offered))
    assert mine == {
        "lines": [cents(row.total) for row in rows],
        "total": cents(version.total),
        "payments": [cents(payment.amount) for payment in payments],
    }
    assert totals_of(version) == version.total == sum(payment.amount for payment in payments)
    assert version.paper is not None
    shown = pdftotext(read(version.paper)).replace("\xa0", " ")
    for amount in (version.total, *(payment.amount for payment in payments)):
        assert format_brl(amount).replace("\xa0", " ") in shown
    approved(sale, carla, now + 3 * SOON)
    assert fresh(other).state == "superseded"
    bruno.company.pix_key, bruno.company.city = "11222333000181", "São Paulo"
    [entry] = [owed for owed in owed_by(fresh(sale), now.date()) if owed.number == 0]
    charge = charge_for(fresh(sale), entry, bruno.company)
    assert charge is not None and read_code(br_code(charge)).amount == str(payments[0].amount)
    order = ordered(sale, bruno, now + 4 * SOON)
    data = order_json(order)
    assert (data["totals"]["total"], [Decimal(one["amount"]) for one in data["instalments"]]) == (
        str(version.total),
        [payment.amount for payment in payments],
    )
    table = b"".join(order_csv(order)).decode("utf-8-sig")
    for amount in (version.total, *(row.total for row in rows if row.choice != "out")):
        assert f";{amount:f}".replace(".", ",") in table


def totals_of(version: ProposalVersion) -> Decimal:
    """What its bundle binds."""
    return Decimal(json.loads(version.manifest)["proposal"]["totals"]["total"])


def cents(amount: Decimal) -> str:
    """As the page's script counts it."""
    return str(int(amount * 100))
