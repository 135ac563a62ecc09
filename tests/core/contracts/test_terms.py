"""From when to when a contract holds: month ends, leap years, renewals."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aceite.core.contracts.term_words import clean_term, term_words
from aceite.core.contracts.terms import Term, anniversary, as_data, begins, notice_by, span, term_of, told_from
from aceite.core.trail.refusals import Unfit
from aceite.kit.brazil import add_months

DAYS = st.dates(date(2024, 1, 1), date(2040, 12, 31))
MONTHS = st.integers(1, 60)
YEARLY = Term("signature", ends="months", months=12, renewal="automatic", renewal_months=12, notice_days=30)


@pytest.mark.parametrize(
    ("first", "months", "last"),
    [
        (date(2027, 1, 31), 1, date(2027, 3, 1)),
        (date(2028, 1, 31), 1, date(2028, 3, 1)),
        (date(2028, 2, 29), 12, date(2029, 3, 1)),
        (date(2028, 2, 29), 48, date(2032, 2, 29)),
        (date(2027, 3, 15), 12, date(2028, 3, 15)),
        (date(2027, 8, 31), 1, date(2027, 10, 1)),
    ],
)
def test_months_end_as_the_civil_code_counts_them(first: date, months: int, last: date) -> None:
    assert anniversary(first, months) == last


@settings(deadline=None)
@given(DAYS, MONTHS)
def test_an_anniversary_is_the_same_day_or_the_one_after_the_month(first: date, months: int) -> None:
    found, short = anniversary(first, months), add_months(first, months)
    assert found == short if short.day == first.day else found == short + timedelta(days=1) and found.day == 1


@settings(deadline=None)
@given(DAYS, MONTHS, MONTHS, st.integers(0, 4000))
def test_what_renews_never_stands_ended_and_each_end_is_a_whole_number_of_renewals_away(
    first: date, months: int, renewal: int, later: int
) -> None:
    term = Term("approval", ends="months", months=months, renewal="automatic", renewal_months=renewal)
    today = first + timedelta(days=later)
    last = span(term, first, today).last
    assert last is not None and last >= today
    assert any(anniversary(first, months + n * renewal) == last for n in range(200))
    # Renewed no earlier than it had to be.
    if last > anniversary(first, months):
        assert any(anniversary(first, months + n * renewal) < today for n in range(200))


def test_it_begins_when_it_was_agreed_to() -> None:
    approved, signed = date(2026, 11, 24), date(2026, 11, 20)
    assert begins(YEARLY, approved_on=approved, signed_on=signed) == signed
    assert begins(YEARLY, approved_on=approved, signed_on=None) == approved
    assert begins(Term("after", start_days=10), approved_on=approved, signed_on=None) == date(2026, 12, 4)
    assert begins(Term("date", date(2027, 1, 1)), approved_on=approved, signed_on=None) == date(2027, 1, 1)
    assert begins(Term(), approved_on=approved, signed_on=signed) == approved


def test_somebody_is_told_in_time_for_the_notice() -> None:
    last = date(2027, 11, 20)
    assert told_from(YEARLY, last) == last - timedelta(days=60) and notice_by(YEARLY, last) == date(2027, 10, 21)
    plain = Term("approval", ends="months", months=12)
    assert told_from(plain, last) == last - timedelta(days=30) and notice_by(plain, last) is None


def test_a_term_comes_back_from_what_is_kept() -> None:
    fixed = Term("date", date(2027, 1, 1), ends="date", end_on=date(2027, 12, 31), renewal="agreement", alert_to=7)
    assert term_of(as_data(fixed)) == fixed and as_data(Term()) == {} and term_of({}) == Term()
    assert span(fixed, date(2027, 1, 1), date(2030, 1, 1)).last == date(2027, 12, 31)


def test_a_term_is_told_in_one_sentence_and_forgets_what_its_choices_do_not_ask() -> None:
    typed = Term("signature", date(2027, 1, 1), 9, "months", date(2020, 1, 1), 12, "automatic", 12, 30)
    assert clean_term(typed) == YEARLY
    assert term_words(YEARLY) == (
        "a partir da última assinatura, por 12 meses; renova por 12 meses, salvo aviso 30 dias antes"
    )


@pytest.mark.parametrize(
    ("term", "field"),
    [
        (Term("date"), "term_start_on"),
        (Term("approval", ends="date"), "term_end_on"),
        (Term("approval", ends="months"), "term_months"),
        (Term("approval", ends="months", months=601), "term_months"),
        (Term("date", date(2027, 2, 1), ends="date", end_on=date(2027, 1, 1)), "term_end_on"),
        (Term("approval", ends="months", months=12, renewal="automatic"), "term_renewal_months"),
        (Term("later"), "term_starts"),
    ],
)
def test_a_term_that_cannot_hold_is_refused_at_its_field(term: Term, field: str) -> None:
    with pytest.raises(Unfit) as refused:
        clean_term(term)
    assert refused.value.field == field
