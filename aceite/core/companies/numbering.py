"""Numbers without gaps, one series per company and year."""

from django.db import transaction

from aceite.core.companies.models import Counter


def upcoming(*, company_id: int, series: str, year: int) -> int:
    """The number `draw` would give now; somebody else may be faster, so it is only shown."""
    drawn = Counter.objects.filter(company_id=company_id, series=series, year=year).values_list("last", flat=True)
    return (drawn.first() or 0) + 1


def draw(*, company_id: int, series: str, year: int) -> int:
    """The next number of the series, starting with 1.

    Must run inside the transaction that uses the number: when that rolls back, so does the draw, and no gap is left.
    """
    with transaction.atomic():
        Counter.objects.get_or_create(company_id=company_id, series=series, year=year)
        # The lock is on the counter's row: numbers must have no gaps and no doubles.
        counter = Counter.objects.select_for_update().get(company_id=company_id, series=series, year=year)
        counter.last += 1
        counter.save(update_fields=["last"])
        return counter.last
