"""The days a company writes down as its own, and those it took out: no term that was told moves back by them."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from aceite.core.companies.models import Company
from aceite.kit.cooling_off import Places, end_of_withdrawal

APPROVED = datetime(2026, 11, 24, 15, tzinfo=UTC)
LINES = st.lists(st.sampled_from(["01/12", "02/12/2026", "03/12 Recesso", "04/12", "20/11"]), unique=True)


def end(company: Company) -> datetime:
    places = Places.of(ZoneInfo("America/Sao_Paulo"), own=company.own_days_since(APPROVED))
    return end_of_withdrawal(APPROVED, [date(2026, 11, 24)], places)


@settings(max_examples=60, deadline=None)
@given(edits=st.lists(st.tuples(st.integers(0, 5), LINES), min_size=1, max_size=5))
def test_no_edit_of_the_list_takes_a_told_day_back(edits: list[tuple[int, list[str]]]) -> None:
    company, at = Company(), APPROVED
    for days, lines in edits:
        told, at = end(company), at + timedelta(days=days)
        company.rest_on("\n".join(lines), at=at)
        assert end(company) >= told


def test_what_was_gone_before_counts_for_nobody() -> None:
    company = Company()
    company.rest_on("01/12", at=APPROVED - timedelta(days=3))
    company.rest_on("", at=APPROVED - timedelta(days=1))
    assert company.own_days_since(APPROVED) == frozenset()
    assert end(company) == datetime.combine(date(2026, 12, 2), time.min, tzinfo=ZoneInfo("America/Sao_Paulo"))


def test_a_day_named_anew_is_not_gone_and_one_written_again_goes_again() -> None:
    company = Company()
    company.rest_on("01/12", at=APPROVED)
    company.rest_on("01/12 Aniversário", at=APPROVED)
    assert company.former_holidays == {}
    for lines, days in (("", 1), ("01/12", 5), ("", 9)):
        company.rest_on(lines, at=APPROVED + timedelta(days=days))
    assert company.own_days_since(APPROVED + timedelta(days=9)) == {"12-01"}
