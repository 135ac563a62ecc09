"""What recurs of an order comes into sight day by day, once each, and stops when it is ended."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal

from aceite.core.customers.models import Customer, PanelUser
from aceite.core.people.models import Member
from aceite.core.proposals.drafts import DraftLine
from aceite.core.proposals.locking import current_of
from aceite.core.proposals.models import Proposal
from aceite.core.receivables.charging import identifier
from aceite.core.receivables.models import Receivable
from aceite.core.receivables.receiving import Received, confirm_payment
from aceite.core.receivables.tasks import look_at_what_recurs
from aceite.core.sales.exporting import order_json
from aceite.core.sales.revising import revise
from tests.core.proposals.test_recurring import plain
from tests.jobs import run_jobs
from tests.walk import OVEN, approved, draft_for, fresh, ordered, sent_for

CARE = DraftLine("Manutenção mensal", Decimal(1), Decimal(890), kind="service", recurs="month", periods=12)
FIRST = date(2026, 12, 10)


def closed(customer: Customer, seller: Member, buyer: PanelUser, at: datetime, **changes: object) -> Proposal:
    proposal = sent_for(customer, seller, at, lines=(OVEN, CARE), recurring_first_due=FIRST, **changes)
    approved(proposal, buyer, at)
    ordered(proposal, seller, at)
    run_jobs(at)
    return fresh(proposal)


def dues(sale: Proposal) -> list[date]:
    return [row.due_on for row in Receivable.objects.of_sale(sale)]


def test_the_sentence_of_the_price_stands_where_the_customer_is_bound(
    padaria: Customer, bruno: Member, carla: PanelUser, now: datetime
) -> None:
    sale = closed(padaria, bruno, carla, now)
    version = current_of(sale)
    assert plain(version.price_words) == "R$ 38.900,00 uma vez + R$ 890,00 por mês, por 12 meses"
    assert '"recurring":[{"amount":"890.00","every":"month","periods":12}]' in version.manifest
    assert '"recurs":"month"' in version.manifest and '"recurring_first_due":"2026-12-10"' in version.manifest
    assert (sale.total, version.total) == (Decimal("38900") + 12 * 890, Decimal("38900"))
    told = order_json(sale.order)
    assert told["totals"]["recurring"] == version.recurring and told["totals"]["value"] == "49580.00"
    assert [line["share_of_discount"] for line in told["lines"]] == ["0.00", "0.00"]


def test_each_recurring_payment_comes_into_sight_once(
    padaria: Customer, bruno: Member, carla: PanelUser, now: datetime
) -> None:
    sale = closed(padaria, bruno, carla, now)
    assert dues(sale) == [date(2026, 12, 10), date(2027, 1, 10), date(2027, 2, 10)]
    later = now + timedelta(days=31)
    for _twice in range(2):
        look_at_what_recurs.enqueue()
        run_jobs(later)
    assert dues(sale) == [date(2026, 12, 10), date(2027, 1, 10), date(2027, 2, 10), date(2027, 3, 10)]
    first = Receivable.objects.of_sale(sale)[0]
    assert first.part_words == "Recorrente de 12/2026" and first.amount == 890
    assert identifier(sale.number, first.number).endswith("R1")


def test_what_was_ended_asks_for_nothing_more_and_keeps_what_arrived(
    padaria: Customer, bruno: Member, carla: PanelUser, now: datetime
) -> None:
    sale = closed(padaria, bruno, carla, now)
    number = Receivable.objects.of_sale(sale)[0].number
    confirm_payment(sale, number, Received(now.date(), Decimal(890)), by=bruno, at=now)
    Proposal.objects.filter(pk=sale.pk).update(recurring_until=date(2027, 1, 31))
    look_at_what_recurs.enqueue()
    run_jobs(now + timedelta(days=5))
    assert dues(sale) == [date(2026, 12, 10), date(2027, 1, 10)]
    assert Receivable.objects.get(proposal=sale, number=number).received == 890


def test_a_new_version_carries_what_recurs(padaria: Customer, bruno: Member, carla: PanelUser, now: datetime) -> None:
    sale = sent_for(padaria, bruno, now, lines=(CARE,), recurring_first_due=FIRST, recurring_day=31)
    before = current_of(sale)
    revise(sale, by=bruno, at=now)
    after = current_of(fresh(sale))
    assert (after.recurring, after.recurring_day, after.total) == (before.recurring, 31, Decimal(0))
    assert [(line.recurs, line.periods) for line in after.lines.all()] == [("month", 12)]


def test_periods_of_what_is_paid_once_are_forgotten(padaria: Customer, bruno: Member, now: datetime) -> None:
    once = replace(CARE, recurs="")
    sale = draft_for(padaria, bruno, now, lines=(once,))
    assert [line.periods for line in current_of(sale).lines.all()] == [0]
