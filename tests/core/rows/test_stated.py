"""Values in the statement itself: they find what a parameter finds, whatever stands in them."""

from datetime import datetime

import pytest
from django.db import connection

from aceite.core.customers.models import Customer
from aceite.core.rows.stated import Stated


@pytest.mark.parametrize("name", ["D'Água 100 %", r"Barra \' e %s", "São João", ""])
def test_a_word_is_found_as_it_is(padaria: Customer, name: str) -> None:
    Customer.objects.update(name=name)
    assert Customer.objects.get(name=Stated(name)) == padaria
    assert not Customer.objects.filter(name=Stated(f"{name}'")).exists()


def test_a_moment_is_compared_as_it_is(padaria: Customer, now: datetime) -> None:
    assert Customer.objects.filter(created_at__lte=Stated(now), pk=padaria.pk).exists()
    assert not Customer.objects.filter(created_at__gt=Stated(now)).exists()


def test_postgresql_reads_the_value_and_sqlite_is_handed_it() -> None:
    said, values = Customer.objects.filter(name=Stated("São João")).query.sql_with_params()
    assert ("São João" in said, "São João" in values) == (
        connection.vendor == "postgresql",
        connection.vendor == "sqlite",
    )
