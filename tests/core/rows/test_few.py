"""Rows among a few keys: the same ones, however the database is told to look for them."""

from django.db import connection

from aceite.core.customers.models import Customer
from aceite.core.rows.few import Few


def test_those_whose_key_is_among_them_are_found(padaria: Customer, joana: Customer) -> None:
    among = Customer.objects.filter(Few(Customer.objects.filter(name=padaria.name).order_by().values("pk")))
    assert list(among) == [padaria] and joana.pk
    assert not among.exclude(pk=padaria.pk).exists()
    assert ("likelihood(" in str(among.query)) == (connection.vendor == "sqlite")
