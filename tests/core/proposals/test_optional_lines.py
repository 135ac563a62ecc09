"""Optional lines: offered beside what the total holds, bound as such, and never ordered unless they count."""

import json
from dataclasses import replace
from datetime import datetime
from decimal import Decimal

import pytest

from aceite.core.customers.models import Customer, PanelUser
from aceite.core.people.models import Member
from aceite.core.proposals.cleaning import DraftRefused
from aceite.core.proposals.drafts import draft_of
from aceite.core.proposals.locking import current_of
from aceite.core.proposals.paper import line_papers
from aceite.core.proposals.pricing import Discount, PricedLine, price
from aceite.core.sales.exporting import order_json
from aceite.core.sales.sending import NotReady
from tests.walk import FITTING, OVEN, draft_for, fresh, order_for, paid_in, sent

OFFERED = replace(FITTING, choice="out")
INCLUDED = replace(FITTING, choice="in")


@pytest.mark.parametrize(("line", "total"), [(OFFERED, "38900.00"), (INCLUDED, "39350.00"), (FITTING, "39350.00")])
def test_the_total_holds_what_counts(padaria: Customer, bruno: Member, now: datetime, line: object, total: str) -> None:
    version = current_of(draft_for(padaria, bruno, now, lines=(OVEN, line)))  # type: ignore[arg-type]
    assert (version.total, version.lines.get(position=1).total) == (Decimal(total), Decimal(450))


def test_a_discount_on_the_total_is_borne_by_what_counts() -> None:
    lines = [PricedLine(Decimal(1), Decimal(100)), PricedLine(Decimal(1), Decimal(300), counts=False)]
    totals = price(lines, Discount("percent", Decimal(10)))
    assert (totals.shares, totals.subtotal, totals.total) == ((Decimal(10), Decimal(0)), Decimal(100), Decimal(90))
    assert [line.total for line in totals.lines] == [Decimal(100), Decimal(300)]


def test_what_is_bound_and_printed_says_which_lines_are_optional(
    padaria: Customer, bruno: Member, carla: PanelUser, now: datetime
) -> None:
    version = current_of(sent(draft_for(padaria, bruno, now, lines=(OVEN, OFFERED, INCLUDED)), bruno, now))
    assert [line["choice"] for line in json.loads(version.manifest)["proposal"]["lines"]] == ["", "out", "in"]
    papers = line_papers(version)[1:]
    assert [paper.apart for paper in papers] == [True, False]
    assert [paper.optional for paper in papers] == ["Opcional, não incluído no total.", "Opcional, incluído no total."]


def test_an_order_has_only_what_counts(padaria: Customer, bruno: Member, carla: PanelUser, now: datetime) -> None:
    lines = (OVEN, OFFERED, INCLUDED)
    order = order_for(padaria, bruno, carla, now, lines=lines, instalments=paid_in("39350", now))
    assert [line["name"] for line in order_json(order)["lines"]] == ["Forno combinado elétrico", "Instalação"]
    assert len(line_papers(order.version, only_counted=True)) == 2


def test_a_proposal_of_optional_lines_alone_is_not_sent(
    padaria: Customer, bruno: Member, carla: PanelUser, now: datetime
) -> None:
    with pytest.raises(NotReady):
        sent(draft_for(padaria, bruno, now, lines=(OFFERED,)), bruno, now)


def test_the_draft_keeps_what_is_optional(padaria: Customer, bruno: Member, now: datetime) -> None:
    proposal = draft_for(padaria, bruno, now, lines=(OVEN, OFFERED))
    assert [line.choice for line in draft_of(fresh(proposal)).lines] == ["", "out"]
    with pytest.raises(DraftRefused):
        draft_for(padaria, bruno, now, lines=(replace(OVEN, choice="maybe"),))
