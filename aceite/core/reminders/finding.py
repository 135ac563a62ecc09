"""Whom the rules would remind now, and by which: asked for the preview and by the schedule alike."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Final

from django.db.models import Min, Q

from aceite.core.companies.models import Company
from aceite.core.customers.models import PanelUser
from aceite.core.proposals.locking import current_of
from aceite.core.proposals.models import Proposal, ProposalQuerySet
from aceite.core.proposals.states import State
from aceite.core.reminders.models import Reminder, rules_of
from aceite.core.reminders.rules import Case, Rule, Rules, rule_for
from aceite.core.sales.models import Viewing
from aceite.core.sales.reminding import Asking, asking_of

# So many are looked at together.
LOT: Final = 200


@dataclass(frozen=True)
class Due:
    """A sale whose customer the rules remind now; `people` are those who are written to, where only some are."""

    proposal: Proposal
    rule: Rule
    people: tuple[str, ...]


def due_now(company: Company, *, at: datetime) -> Iterator[Due]:
    """Everybody the company's rules remind that day, hours of the day apart; a number of queries for each lot."""
    rules = rules_of(company.pk)
    if not rules.on or not rules.speaks_on(at.astimezone(company.tz).date(), company.days_off):
        return
    found = _candidates(company, rules, at).with_sheet().order_by("pk")
    sales = found.iterator(chunk_size=LOT)
    while lot := list(islice(sales, LOT)):
        yield from due_among(lot, rules, at=at)


def due_among(sales: Sequence[Proposal], rules: Rules, *, at: datetime) -> Iterator[Due]:
    """Which of these sales of one company, fetched with their sheets, the rules remind of that day."""
    company = sales[0].company
    today = at.astimezone(company.tz).date()
    next_day = rules.next_day(today, company.days_off)
    asking, told, seen = asking_of(sales, at), _told(sales), _seen(sales)
    reached = {}
    for sale in sales:
        case = _case(sale, asking, told, seen, at)
        rule = rule_for(rules, case, today, next_day) if case else None
        if rule is not None:
            reached[sale.pk] = (sale, rule)
    names = _names([reached_now(asking, sale, at) for sale, _rule in reached.values()])
    for sale, rule in reached.values():
        yield Due(sale, rule, tuple(names[pk] for pk in reached_now(asking, sale, at) if pk in names))


def reached_now(asking: Asking, sale: Proposal, at: datetime) -> tuple[int, ...]:
    """Whose act the sale waits for, by id."""
    waiting = asking.standing.waiting(sale, at)
    turn = waiting.turn if waiting is not None and waiting.side == "customer" else asking.standing.owing(sale)
    return turn.reach if turn else ()


def _candidates(company: Company, rules: Rules, at: datetime) -> ProposalQuerySet:
    """Those of which a rule may have something to say: waiting for the customer long enough, or near their end."""
    sales = Proposal.objects.filter(company=company)
    shortest = min((days for days in (rules.unseen, rules.unanswered) if days), default=0)
    # A day more for the hours of the first, and a week for days on which nothing goes out.
    ending = Q(expires_at__lte=at + timedelta(days=rules.before_end + 8)) if rules.before_end else Q(pk=None)
    waiting = Q(waiting_since__lte=at - timedelta(days=shortest - 1)) if shortest else Q(pk=None)
    sent = Q(standing=State.SENT, expires_at__gt=at, waiting_for="customer") & (ending | waiting)
    today = at.astimezone(company.tz).date()
    late = Q(down_payment_due__lte=today - timedelta(days=rules.entry_late)) if rules.entry_late else Q(pk=None)
    return sales.filter(sent | (Q(standing__in=[State.APPROVED, State.ORDER]) & late))


def _case(
    sale: Proposal, asking: Asking, told: dict[int, tuple[int, date]], seen: dict[int, date], at: datetime
) -> Case | None:
    """How the sale stands; None when nothing is asked of the customer, or nobody could act."""
    if not reached_now(asking, sale, at):
        return None
    tz, version = sale.company.tz, current_of(sale)
    count, last_day = told.get(version.pk, (0, None))
    asked = asking.last.get(sale.pk)
    days = [day for day in (last_day, asked.astimezone(tz).date() if asked else None) if day]
    sent_on = (version.sent_at or sale.created_at).astimezone(tz).date()
    is_sent = sale.state_at(at) is State.SENT
    if not is_sent and sale.down_payment_due is None:
        return None
    return Case(
        ends_on=_last_day(sale) if is_sent else None,
        sent_on=sent_on,
        waits_since=sale.waiting_since.astimezone(tz).date() if sale.waiting_since else sent_on,
        seen_on=seen.get(version.pk),
        last=max(days, default=None),
        told=count,
        end_told=sale.reminded_at is not None,
        entry_due=None if is_sent else sale.down_payment_due,
    )


def _last_day(sale: Proposal) -> date | None:
    # `expires_at` is the first moment after it.
    end = sale.expires_at
    return (end - timedelta(microseconds=1)).astimezone(sale.company.tz).date() if end else None


def _told(sales: Sequence[Proposal]) -> dict[int, tuple[int, date]]:
    """How many reminders the rules sent of each version, and the day of the last."""
    rows = Reminder.objects.filter(version__in=[current_of(sale).pk for sale in sales]).order_by("day")
    found: dict[int, tuple[int, date]] = {}
    for version, day in rows.values_list("version", "day"):
        found[version] = (found.get(version, (0, day))[0] + 1, day)
    return found


def _seen(sales: Sequence[Proposal]) -> dict[int, date]:
    """The first day on which somebody of the customer saw each version."""
    rows = Viewing.objects.filter(version__in=[current_of(sale).pk for sale in sales]).order_by()
    return dict(rows.values_list("version").annotate(first=Min("day")))


def _names(reached: Sequence[tuple[int, ...]]) -> dict[int, str]:
    wanted = {pk for people in reached for pk in people}
    return dict(PanelUser.objects.filter(pk__in=wanted).values_list("pk", "name")) if wanted else {}
