"""How long a contract holds with its amendments counted in, and until when what recurs in it is owed."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aceite.core.agreements.reckoning import Amended, Made, reckon, recurring_until
from aceite.core.agreements.states import Standing, standing_on
from aceite.core.contracts.terms import Term
from aceite.core.proposals.changes import REPLACES, TERMINATION, Change, as_data, change_of

DAY = date(2026, 11, 24)
YEAR = Term("approval", ends="months", months=12)
RENEWING = replace(YEAR, renewal="automatic", renewal_months=12, notice_days=30)
DATES = st.dates(date(2026, 1, 1), date(2032, 12, 31))
CHANGES = st.one_of(
    st.builds(Change, effective_on=DATES),
    st.builds(Change, effective_on=DATES, ends=st.just("date"), ends_on=DATES),
    st.just(Change(ends="open")),
)
AMENDED = st.lists(st.builds(Amended, CHANGES, DATES), max_size=4)


def made(term: Term) -> Made:
    return Made(term, DAY, None)


def stands(found: object, today: date) -> Standing:
    names = ("starts_on", "last_on", "ending_from", "terminated")
    return standing_on(today, **{name: getattr(found, name) for name in names})


def test_a_year_is_in_force_then_ending_then_ended() -> None:
    found = reckon(made(YEAR), [], None, DAY)
    assert (found.starts_on, found.last_on, found.renews) == (DAY, date(2027, 11, 24), False)
    days = [DAY - timedelta(1), DAY, date(2027, 10, 24), date(2027, 10, 25), date(2027, 11, 24), date(2027, 11, 25)]
    told = [stands(found, day).value for day in days]
    assert told == ["coming", "in_force", "in_force", "ending", "ending", "ended"]


def test_what_renews_has_no_last_day_and_tells_in_time_for_the_notice() -> None:
    found = reckon(made(RENEWING), [], None, date(2028, 1, 1))
    assert (found.term_ends_on, found.last_on, found.renews) == (date(2028, 11, 24), None, True)
    assert found.ending_from == date(2028, 11, 24) - timedelta(60)
    assert stands(found, date(2040, 1, 1)) is Standing.ENDING


def test_each_amendment_counts_over_those_before_it() -> None:
    longer = Amended(Change(ends="date", ends_on=date(2029, 6, 30)), DAY)
    assert reckon(made(YEAR), [longer], None, DAY).last_on == date(2029, 6, 30)
    assert reckon(made(YEAR), [longer, Amended(Change(ends="open"), DAY)], None, DAY).last_on is None
    shorter = Amended(Change(ends="date", ends_on=date(2027, 1, 31)), DAY)
    assert reckon(made(YEAR), [longer, shorter], None, DAY).last_on == date(2027, 1, 31)
    assert reckon(made(Term()), [shorter], None, DAY).last_on == date(2027, 1, 31)


def test_the_earliest_termination_ends_it_and_one_after_the_end_changes_nothing() -> None:
    by_both = Amended(Change(TERMINATION, date(2027, 3, 31)), DAY)
    found = reckon(made(RENEWING), [by_both], date(2027, 5, 1), DAY)
    assert (found.last_on, found.terminated, found.renews) == (date(2027, 3, 31), True, False)
    assert [stands(found, day).value for day in (DAY, date(2027, 4, 1))] == ["ending", "terminated"]
    assert not reckon(made(YEAR), [], date(2030, 1, 1), DAY).terminated
    # Without a day of its own it ends on the day it was approved.
    assert reckon(made(Term()), [Amended(Change(TERMINATION), date(2027, 2, 2))], None, DAY).last_on == date(2027, 2, 2)


@settings(deadline=None, max_examples=80)
@given(AMENDED, st.one_of(st.none(), DATES), DATES, st.sampled_from([Term(), YEAR, RENEWING]))
def test_it_never_holds_longer_than_the_notice_and_stands_somewhere_on_every_day(
    amended: list[Amended], noticed: date | None, today: date, term: Term
) -> None:
    found = reckon(made(term), amended, noticed, today)
    assert noticed is None or (found.last_on is not None and (not found.terminated or found.last_on <= noticed))
    assert found == reckon(made(term), amended, noticed, today)
    assert stands(found, today) in Standing


def test_what_recurs_stops_with_a_termination_and_where_it_is_replaced() -> None:
    open_end = reckon(made(Term()), [], None, DAY)
    ended = reckon(made(Term()), [], date(2027, 3, 31), DAY)
    year = reckon(made(YEAR), [], None, DAY)
    assert recurring_until([open_end], None, endless=True) is None
    assert recurring_until([ended], None, endless=False) == date(2027, 3, 31)
    assert recurring_until([ended, open_end], None, endless=False) is None
    assert recurring_until([year], None, endless=False) is None
    assert recurring_until([year], None, endless=True) == year.last_on
    assert recurring_until([ended], date(2027, 2, 1), endless=False) == date(2027, 1, 31)
    assert recurring_until([], None, endless=True) is None


@pytest.mark.parametrize("change", [Change(TERMINATION, DAY), Change(ends="date", ends_on=DAY, recurring=REPLACES)])
def test_a_change_comes_back_from_what_is_kept(change: Change) -> None:
    assert change_of(as_data(change)) == change
