"""The consumer's seven days: the first excluded, the last one whole, in the zone and the calendar that favour her."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aceite.kit.business_days import DaysOff, is_business_day
from aceite.kit.cooling_off import DAYS, Places, end_of_withdrawal

BRASILIA, ACRE = ZoneInfo("America/Sao_Paulo"), ZoneInfo("America/Rio_Branco")
TUESDAY_NOON = datetime(2026, 11, 24, 12, 0, tzinfo=BRASILIA)
HERE = Places((BRASILIA,))
BEGINNING = datetime(2025, 1, 1, tzinfo=UTC)
# Since 2020 Brazil keeps one time all year.
MOMENTS = st.timedeltas(timedelta(0), timedelta(days=6 * 365)).map(lambda past: BEGINNING + past)
STATES = st.sampled_from(["", "SP", "AC", "AM", "RJ", "PE", "MT"])
PLACES = st.builds(
    Places.of,
    st.sampled_from([BRASILIA, ACRE, ZoneInfo("America/Manaus"), ZoneInfo("America/Noronha")]),
    STATES,
    STATES,
    own=st.frozensets(st.sampled_from(["12-26", "07-09", "2026-12-07", "01-25", "2027-03-01"])),
)
LATER = st.lists(st.integers(-30, 90), max_size=3)


def last_day(agreed_at: datetime, *delivered_on: date, places: Places = HERE) -> date:
    return (end_of_withdrawal(agreed_at, delivered_on, places) - timedelta(microseconds=1)).date()


def test_seven_days_after_the_approval_until_midnight() -> None:
    assert end_of_withdrawal(TUESDAY_NOON, (), HERE) == datetime(2026, 12, 2, tzinfo=BRASILIA)


@pytest.mark.parametrize(
    ("agreed", "last"),
    [
        # Approved on a Saturday: the seventh day is a Saturday, and Monday is the last.
        ("2026-11-28", "2026-12-07"),
        # Ends on Christmas, a Friday.
        ("2026-12-18", "2026-12-28"),
        # Ends on Corpus Christi, a Thursday.
        ("2026-05-28", "2026-06-05"),
    ],
)
def test_an_end_on_a_day_without_business_moves_on(agreed: str, last: str) -> None:
    at = datetime.combine(date.fromisoformat(agreed), time(23, 59), tzinfo=BRASILIA)
    assert last_day(at) == date.fromisoformat(last)


def test_a_holiday_of_either_side_s_state_moves_it_on() -> None:
    at = datetime(2026, 7, 2, 12, tzinfo=BRASILIA)
    # 9 July is one of São Paulo alone.
    assert last_day(at) == date(2026, 7, 9)
    assert last_day(at, places=Places.of(BRASILIA, "SP", "RJ")) == date(2026, 7, 10)


def test_a_holiday_of_the_town_moves_it_on_each_year_or_that_once() -> None:
    town = Places.of(BRASILIA, own=frozenset({"12-01", "2026-12-02"}))
    assert last_day(TUESDAY_NOON, places=town) == date(2026, 12, 3)
    assert last_day(TUESDAY_NOON.replace(year=2027), places=town) == date(2027, 12, 2)


def test_the_day_is_the_one_of_the_zone_that_ends_it_last() -> None:
    # 00:30 in Brasília is still Tuesday in Acre, and so is its Tuesday a week on; Brasília's Wednesday ends later.
    at = datetime(2026, 11, 25, 0, 30, tzinfo=BRASILIA)
    places = Places.of(BRASILIA, "AC")
    assert end_of_withdrawal(at, (), places) == datetime(2026, 12, 3, tzinfo=BRASILIA)
    at_noon = end_of_withdrawal(TUESDAY_NOON, (), places)
    assert at_noon == datetime(2026, 12, 2, tzinfo=ACRE) > datetime(2026, 12, 2, tzinfo=BRASILIA)


def test_the_delivery_begins_it_where_it_is_later_and_a_corrected_one_never_shortens_it() -> None:
    assert last_day(TUESDAY_NOON, date(2026, 12, 10)) == date(2026, 12, 17)
    assert last_day(TUESDAY_NOON, date(2026, 12, 10), date(2026, 11, 26)) == date(2026, 12, 17)
    assert last_day(TUESDAY_NOON, date(2026, 11, 1)) == date(2026, 12, 1)


@settings(max_examples=60, deadline=None)
@given(MOMENTS, LATER, PLACES)
def test_it_is_never_shorter_than_the_law_says_anywhere(at: datetime, later: list[int], places: Places) -> None:
    """In each place: the first day is excluded, seven whole days follow, and the last one is a day with business."""
    delivered = [at.date() + timedelta(days=days) for days in later]
    end = end_of_withdrawal(at, delivered, places)
    for zone in places.zones:
        first = max([at.astimezone(zone).date(), *delivered])
        whole = datetime.combine(first + timedelta(days=DAYS + 1), time.min, tzinfo=zone)
        assert end >= whole
    last = (end - timedelta(microseconds=1)).date()
    assert all(is_business_day(last, DaysOff(state, places.own)) for state in ("", *places.states))


@settings(max_examples=60, deadline=None)
@given(MOMENTS, LATER, PLACES)
def test_it_is_no_longer_than_some_place_gives(at: datetime, later: list[int], places: Places) -> None:
    """The end is the midnight after the first day with business, from the seventh on, in one of the places."""
    delivered = [at.date() + timedelta(days=days) for days in later]
    end = end_of_withdrawal(at, delivered, places)
    assert (end.hour, end.minute, end.second) == (0, 0, 0) and end.tzinfo in places.zones
    first = max([at.astimezone(end.tzinfo).date(), *delivered])
    last = (end - timedelta(microseconds=1)).date()
    between = [first + timedelta(days=day) for day in range(DAYS, (last - first).days)]
    assert all(
        any(not is_business_day(day, DaysOff(state, places.own)) for state in ("", *places.states)) for day in between
    )


@settings(max_examples=40, deadline=None)
@given(MOMENTS, LATER, st.integers(-30, 90), PLACES)
def test_another_day_written_down_never_brings_the_end_nearer(
    at: datetime, later: list[int], more: int, places: Places
) -> None:
    delivered = [at.date() + timedelta(days=days) for days in later]
    other = [*delivered, at.date() + timedelta(days=more)]
    assert end_of_withdrawal(at, other, places) >= end_of_withdrawal(at, delivered, places)
