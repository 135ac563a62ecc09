"""What recurs of an order and of its amendments: nothing is billed twice, nothing is left out, and an end ends it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aceite.core.agreements.models import Agreement
from aceite.core.agreements.reckoning import replaced_from
from aceite.core.companies.models import Company
from aceite.core.customers.models import Customer, PanelUser
from aceite.core.people.models import Member
from aceite.core.proposals.changes import REPLACES, TERMINATION, Change, as_data
from aceite.core.proposals.drafting import save_draft
from aceite.core.proposals.drafts import draft_of
from aceite.core.proposals.dues import dues_of
from aceite.core.proposals.locking import current_of
from aceite.core.proposals.models import Proposal, ProposalVersion
from aceite.core.proposals.paper import recurring_due_words
from aceite.core.proposals.recurring import Dues, Payment, Recurring, asked_otherwise, charges, payments
from aceite.core.proposals.recurring import as_data as recurring_data
from aceite.core.receivables.numbers import FIRST_RECURRING
from aceite.core.receivables.receiving import Received, confirm_payment
from aceite.core.sales.amending import amend, set_change
from aceite.kit.brazil import add_months
from tests.core.proposals.test_recurring import plain
from tests.core.receivables.test_recurring import CARE, FIRST, closed, dues
from tests.jobs import run_jobs
from tests.walk import OVEN, approved, fresh, ordered, sent, sent_for, signed, with_contract

AURORA = Company(zone="America/Sao_Paulo")
MONTHLY = (Recurring("month", 0, Decimal(890)),)
DAYS = st.dates(date(2026, 1, 1), date(2027, 12, 31))
DAYS_OF_A_MONTH = st.integers(0, 31)
RHYTHMS = st.builds(
    Recurring, st.sampled_from(["month", "quarter", "year"]), st.sampled_from([0, 1, 2, 5, 12]), st.just(Decimal(890))
)


def test_an_amendment_begun_with_what_recurs_replaces_it_and_bills_nothing_again(
    padaria: Customer, bruno: Member, carla: PanelUser, now: datetime
) -> None:
    order = closed(padaria, bruno, carla, now)
    made = amend(order, Change(), with_lines=True, seller=bruno, by=bruno, at=now)
    version = current_of(fresh(made))
    assert [line.name for line in version.lines.all()] == [CARE.name]
    assert version.change.recurring == REPLACES
    assert version.change_words == ["Os valores recorrentes deste aditivo substituem os anteriores."]
    added = set_change(made, Change(), by=bruno, at=now)
    assert current_of(added).change_words == ["Os valores recorrentes deste aditivo somam-se ao que já se paga."]


def test_a_termination_ends_what_an_amendment_added_to_an_order_without_contract(
    padaria: Customer, bruno: Member, carla: PanelUser, now: datetime
) -> None:
    order = follows(sent_for(padaria, bruno, now, lines=(OVEN,)), bruno, carla, now)
    added = amend(order, Change(), seller=bruno, by=bruno, at=now)
    care = replace(draft_of(fresh(added)), lines=(CARE,), recurring_first_due=FIRST)
    save_draft(added, care, revision=current_of(fresh(added)).revision, by=bruno, at=now)
    added = follows(sent(added, bruno, now), bruno, carla, now)
    assert Agreement.objects.get(proposal=order).contract is None
    ending = amend(order, Change(TERMINATION, date(2027, 1, 15)), seller=bruno, by=bruno, at=now)
    with_contract(ending, bruno, now, carla, title="Distrato")
    sent(ending, bruno, now)
    signed(ending, carla, at=now)
    follows(ending, bruno, carla, now)
    assert fresh(added).recurring_until == date(2027, 1, 15)
    assert dues(added) == [date(2026, 12, 10), date(2027, 1, 10)]


def test_nothing_of_before_ends_until_the_amendment_is_an_order_and_no_month_is_left_out(
    padaria: Customer, bruno: Member, carla: PanelUser, now: datetime
) -> None:
    order = closed(padaria, bruno, carla, now)
    made = amend(order, Change(), with_lines=True, seller=bruno, by=bruno, at=now)
    dearer = replace(draft_of(fresh(made)), lines=(replace(CARE, unit_price=Decimal(990)),))
    assert (dearer.recurring_day, dearer.recurring_method) == (10, "boleto")
    save_draft(made, dearer, revision=current_of(fresh(made)).revision, by=bruno, at=now)
    sent(made, bruno, now)
    approved(made, carla, now)
    run_jobs(now)
    assert fresh(order).recurring_until is None
    later = now + timedelta(days=21)
    ordered(made, bruno, later)
    run_jobs(later)
    assert dues(order) == [date(2026, 12, 10)]
    assert dues(made) == [date(2027, 1, 10), date(2027, 2, 10), date(2027, 3, 10)]


def test_what_was_approved_last_counts_whatever_its_number(
    padaria: Customer, bruno: Member, carla: PanelUser, now: datetime
) -> None:
    order = closed(padaria, bruno, carla, now)
    one, two = (amend(order, Change(), with_lines=True, seller=bruno, by=bruno, at=now) for _twice in range(2))
    for made, days in ((two, 1), (one, 2)):
        follows(sent(made, bruno, now), bruno, carla, now + timedelta(days=days))
    assert (dues(two), fresh(one).recurring_until) == ([], None)
    assert dues(one)[0] == date(2026, 12, 10)


def test_an_amendment_of_what_was_amended_begins_with_what_is_paid_by_now(
    padaria: Customer, bruno: Member, carla: PanelUser, now: datetime
) -> None:
    order = closed(padaria, bruno, carla, now)
    first = amend(order, Change(), with_lines=True, seller=bruno, by=bruno, at=now)
    dearer = replace(draft_of(fresh(first)), lines=(replace(CARE, unit_price=Decimal(990)),), recurring_day=15)
    save_draft(first, dearer, revision=current_of(fresh(first)).revision, by=bruno, at=now)
    follows(sent(first, bruno, now), bruno, carla, now)
    second = draft_of(fresh(amend(order, Change(), with_lines=True, seller=bruno, by=bruno, at=now)))
    assert ([line.unit_price for line in second.lines], second.recurring_day) == ([Decimal(990)], 15)


def test_a_quarter_that_was_paid_is_not_asked_for_again(
    padaria: Customer, bruno: Member, carla: PanelUser, now: datetime
) -> None:
    sale = sent_for(padaria, bruno, now, lines=(replace(CARE, recurs="quarter", periods=0),), recurring_first_due=FIRST)
    order = follows(sale, bruno, carla, now)
    later = now + timedelta(days=40)
    made = amend(order, Change(), with_lines=True, seller=bruno, by=bruno, at=later)
    assert current_of(fresh(made)).recurring_first_due == date(2027, 3, 10)
    follows(sent(made, bruno, later), bruno, carla, later)
    assert (dues(order), dues(made)) == ([FIRST], [date(2027, 3, 10)])


def test_a_first_day_that_passed_before_the_order_is_asked_for_by_what_it_replaces_alone(
    padaria: Customer, bruno: Member, carla: PanelUser, now: datetime
) -> None:
    sale = sent_for(padaria, bruno, now, lines=(replace(CARE, recurs="quarter", periods=0),), recurring_first_due=FIRST)
    order = follows(sale, bruno, carla, now)
    made = amend(order, Change(), with_lines=True, seller=bruno, by=bruno, at=now)
    assert current_of(fresh(made)).recurring_first_due == FIRST
    approved(sent(made, bruno, now), carla, now)
    paid, later = now + timedelta(days=16), now + timedelta(days=18)
    confirm_payment(fresh(order), FIRST_RECURRING, Received(FIRST, Decimal(890)), by=bruno, at=paid)
    ordered(made, bruno, later)
    run_jobs(later)
    assert (dues(order), dues(made)) == ([FIRST], [date(2027, 3, 10)])
    assert fresh(order).recurring_until == later.date() - timedelta(days=1)


@pytest.mark.parametrize(
    ("rhythm", "owed"),
    [
        ({"recurs": "month", "periods": 1}, [date(2027, 1, 10), date(2027, 2, 10)]),
        ({"recurs": "year", "periods": 0}, [date(2027, 1, 10), date(2027, 2, 10)]),
        ({"recurs": "month", "periods": 0}, [date(2027, 2, 10), date(2027, 3, 10)]),
    ],
)
def test_a_renewal_that_is_ordered_after_its_first_day_leaves_no_payment_out(
    padaria: Customer, bruno: Member, carla: PanelUser, now: datetime, rhythm: dict[str, Any], owed: list[date]
) -> None:
    sale = sent_for(padaria, bruno, now, lines=(replace(CARE, **rhythm),), recurring_first_due=FIRST)
    order = follows(sale, bruno, carla, now)
    made = amend(order, Change(), with_lines=True, seller=bruno, by=bruno, at=now)
    monthly = replace(CARE, recurs="month", periods=12)
    wanted = replace(draft_of(fresh(made)), lines=(monthly,), recurring_first_due=date(2027, 1, 10))
    save_draft(made, wanted, revision=current_of(fresh(made)).revision, by=bruno, at=now)
    approved(sent(made, bruno, now), carla, now)
    later = datetime(2027, 1, 12, 15, tzinfo=UTC)
    ordered(made, bruno, later)
    run_jobs(later)
    assert dues(made)[:2] == owed


def test_the_paper_says_from_when_an_amendment_asks_for_something(
    padaria: Customer, bruno: Member, carla: PanelUser, now: datetime
) -> None:
    order = closed(padaria, bruno, carla, now)
    change = Change(effective_on=date(2027, 6, 1))
    made = amend(order, change, with_lines=True, seller=bruno, by=bruno, at=now)
    said = plain(recurring_due_words(current_of(fresh(made))))
    assert said == "Boleto, no dia 10, a partir do mês seguinte ao pedido, e não antes de 01/06/2027"
    follows(sent(made, bruno, now), bruno, carla, now)
    assert fresh(order).recurring_until == date(2027, 5, 31)


@pytest.mark.parametrize(
    ("before", "own", "first", "asked"),
    [
        # Twelve months were paid and over: the renewal's first payment is asked for though its order came late.
        (("month", 12, date(2025, 3, 10)), ("month", 12), date(2026, 3, 10), [date(2026, 3, 10), date(2026, 4, 10)]),
        # A year paid before the day agreed stands for no month after it.
        (("year", 0, date(2026, 1, 10)), ("month", 0), date(2026, 2, 10), [date(2026, 2, 10), date(2026, 3, 10)]),
        # What fell due in the meantime stands for its own months: one, three, or twelve.
        (("month", 0, date(2026, 1, 8)), ("month", 0), date(2026, 2, 10), [date(2026, 4, 10), date(2026, 5, 10)]),
        (("quarter", 0, date(2026, 3, 8)), ("month", 0), date(2026, 2, 10), [date(2026, 2, 10), date(2026, 6, 10)]),
        (("year", 0, date(2026, 2, 8)), ("month", 0), date(2026, 2, 10), [date(2027, 2, 10), date(2027, 3, 10)]),
        # And a year begins once those months are over, instead of being lost with the first of them.
        (("month", 0, date(2026, 1, 8)), ("year", 0), date(2026, 2, 10), [date(2026, 4, 10), date(2027, 4, 10)]),
    ],
)
def test_of_an_amendment_ordered_late_only_what_fell_due_in_the_meantime_is_asked_for_by_others(
    before: tuple[str, int, date], own: tuple[str, int], first: date, asked: list[date]
) -> None:
    every, periods, begun = before
    found = ordered_late([Recurring(every, periods, Decimal(890))], Dues(begun), [Recurring(*own, Decimal(990))], first)
    assert [payment.due_on for payment in found[1]][:2] == asked


def test_each_rhythm_takes_the_place_of_its_own() -> None:
    both = [Recurring("month", 0, Decimal(890)), Recurring("year", 0, Decimal(500))]
    _fell, own = ordered_late(both, Dues(date(2026, 2, 8)), both, date(2026, 2, 10))
    assert next(payment.due_on for payment in own if payment.step == 1) == date(2026, 4, 10)
    assert next(payment.due_on for payment in own if payment.step == 12) == date(2027, 2, 10)


@settings(deadline=None, max_examples=80)
@given(st.tuples(DAYS, DAYS_OF_A_MONTH), RHYTHMS, st.integers(1, 400), DAYS_OF_A_MONTH, RHYTHMS, st.integers(1, 200))
def test_of_an_amendment_ordered_late_no_month_is_asked_for_twice_and_none_by_nobody(
    original: tuple[date, int], theirs: Recurring, after: int, day: int, ours: Recurring, late: int
) -> None:
    made_on, original_day = original
    dues_before = dues_of(an_order(made_on, original_day))
    assert dues_before is not None
    ordered = made_on + timedelta(after)
    first = ordered - timedelta(late)
    fell, own = ordered_late([theirs], dues_before, [ours], first, ordered, day)
    meanwhile = [payment for payment in fell if payment.due_on >= first.replace(day=1)]
    paid_for, begins = 0, month_of(first)
    ends = begins + (ours.months or 120)
    for month in range(begins, ends):
        paid_for += sum(payment.step for payment in meanwhile if month_of(payment.due_on) == month)
        asks = [payment for payment in own if month_of(payment.due_on) == month]
        assert len(asks) == (0 if paid_for else 1)
        paid_for += sum(payment.step for payment in asks) - 1
    assert all(begins <= month_of(payment.due_on) < ends or not ours.periods for payment in own)
    assert not ours.periods or len(own) <= ours.periods


@settings(deadline=None, max_examples=60)
@given(
    st.tuples(DAYS, DAYS_OF_A_MONTH),
    RHYTHMS,
    st.integers(0, 400),
    DAYS_OF_A_MONTH,
    st.one_of(st.none(), st.integers(0, 120)),
    st.one_of(st.none(), st.integers(-200, 200)),
)
def test_no_month_is_unpaid_and_none_paid_twice_on_whatever_days(
    original: tuple[date, int],
    rhythm: Recurring,
    after: int,
    day: int,
    first_in: int | None,
    since_in: int | None,
) -> None:
    made_on, original_day = original
    ordered_on = made_on + timedelta(after)
    first = None if first_in is None else ordered_on + timedelta(first_in)
    # With a first day that was agreed the day from which it counts is another thing: see below.
    since = None if since_in is None or first else ordered_on + timedelta(since_in)
    before = an_order(made_on, original_day)
    amendment = an_order(ordered_on, day, first, Change(effective_on=since, recurring=REPLACES))
    own = charged(amendment, MONTHLY)
    begins = replaced_from(own[0], first, since, ordered_on)
    replaced = charged(before, (rhythm,), begins - timedelta(1))
    asked = [month_of(due) for due in (*replaced, *own)]
    assert len(set(asked)) == len(asked)
    assert all(due in replaced for due in charged(before, (rhythm,)) if due < own[0].replace(day=1))
    if rhythm.step == 1 and not rhythm.periods:
        assert asked == list(range(asked[0], asked[-1] + 1))
    assert since is None or own[0] >= since


def test_with_a_first_day_agreed_nothing_of_before_is_owed_from_the_day_it_counts() -> None:
    first, since = date(2027, 3, 10), date(2027, 2, 1)
    assert replaced_from(first, first, since, date(2027, 1, 20)) == since
    assert replaced_from(first, None, since, date(2027, 1, 20)) == date(2027, 3, 1)
    # What fell due before the order stays owed; and an amendment in which nothing recurs replaces it by nothing.
    assert replaced_from(first, first, date(2026, 1, 1), date(2027, 2, 20)) == date(2027, 2, 20)
    assert replaced_from(None, None, since, date(2027, 1, 20)) == since
    # Nor does anything of before fall due after an order that came later than the first day agreed.
    assert replaced_from(date(2027, 4, 10), first, None, date(2027, 3, 12)) == date(2027, 3, 12)


def an_order(made_on: date, day: int, first: date | None = None, change: Change | None = None) -> Proposal:
    """One that is in no database, with what recurs every month."""
    version = ProposalVersion(
        recurring=recurring_data(MONTHLY), recurring_day=day, recurring_first_due=first,
        amendment=as_data(change) if change else {},
    )  # fmt: skip
    return Proposal(company=AURORA, current=version, ordered_at=datetime.combine(made_on, time(15), UTC))


def charged(sale: Proposal, parts: Sequence[Recurring], until: date | None = None) -> list[date]:
    dues = dues_of(sale)
    assert dues is not None
    return [each.due_on for each in charges(parts, dues, until=until or dues.first + timedelta(500))]


def ordered_late(
    theirs: Sequence[Recurring],
    before: Dues,
    ours: Sequence[Recurring],
    first: date,
    ordered: date = date(2026, 3, 12),
    day: int = 0,
) -> tuple[list[Payment], list[Payment]]:
    """What fell due before the order, and what takes its place asks for, for over twelve years."""
    dues, until = Dues(first, day), add_months(ordered, 160)
    fell = list(payments(theirs, before, until=ordered - timedelta(1)))
    otherwise = asked_otherwise(ours, dues, fell, ordered)
    return fell, list(payments(ours, dues, until=until, otherwise=otherwise))


def month_of(day: date) -> int:
    return day.year * 12 + day.month


def follows(sale: Proposal, seller: Member, buyer: PanelUser, at: datetime) -> Proposal:
    approved(sale, buyer, at)
    ordered(sale, seller, at)
    run_jobs(at)
    return fresh(sale)
