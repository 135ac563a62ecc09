"""Numbers are drawn without gaps and without doubles, whatever happens around them."""

import pytest
from django.db import transaction

from aceite.core.companies.models import Company
from aceite.core.companies.numbering import draw
from aceite.core.companies.scope import scoped
from tests.threads import together


def test_each_series_year_and_company_counts_alone(aurora: Company, boreal: Company) -> None:
    places = [(aurora, "proposal", 2026)] * 2 + [
        (aurora, "order", 2026),
        (aurora, "proposal", 2027),
        (boreal, "order", 2026),
    ]
    drawn = [draw(company_id=company.pk, series=series, year=year) for company, series, year in places]
    assert drawn == [1, 2, 1, 1, 1]


def test_a_draw_that_is_rolled_back_leaves_no_gap(aurora: Company) -> None:
    with transaction.atomic():
        assert draw(company_id=aurora.pk, series="proposal", year=2026) == 1
        transaction.set_rollback(True)
    assert draw(company_id=aurora.pk, series="proposal", year=2026) == 1


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_200_numbers_drawn_by_8_threads_have_no_gap(aurora: Company) -> None:
    def draw_25() -> list[int]:
        numbers = []
        for _ in range(25):
            with scoped(aurora.pk), transaction.atomic():
                numbers.append(draw(company_id=aurora.pk, series="proposal", year=2026))
        return numbers

    drawn = together(*[draw_25] * 8)
    assert [result for result in drawn if isinstance(result, Exception)] == []
    assert sorted(number for numbers in drawn if isinstance(numbers, list) for number in numbers) == list(range(1, 201))
