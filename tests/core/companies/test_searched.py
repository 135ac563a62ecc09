"""The index for searching crosses no wall: as the role that serves, on PostgreSQL."""

import pytest
from django.db import DatabaseError, connection, transaction

from aceite.core.companies.models import Company
from aceite.core.companies.scope import nowhere, scoped
from aceite.core.customers.models import Customer
from aceite.core.rows.search_index import missing_index, raise_index

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


def test_nobody_finds_what_is_a_strangers(aurora: Company, boreal: Company, as_runtime: None) -> None:
    for company, name in ((aurora, "padaria"), (boreal, "mercado")):
        with scoped(company.pk):
            assert [customer.company_id for customer in Customer.objects.matching(name)] == [company.pk]
    for outside in (scoped(boreal.pk), nowhere()):
        with outside, connection.cursor() as cursor:
            for roughly in (False, True):
                cursor.execute("SELECT * FROM customers_customer_found(ARRAY['padaria'], 9, %s)", [roughly])
                assert cursor.fetchall() == []
            assert not Customer.objects.matching("padaria").exists()


def test_the_text_beside_a_table_is_shown_to_its_owner_alone(as_runtime: None) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('app.company', '*', true)")
        try:
            with transaction.atomic():
                cursor.execute("SELECT * FROM customers_customer_text")
                seen = cursor.fetchall()
        except DatabaseError:
            seen = []
    assert seen == []


def test_a_change_by_the_serving_role_is_found(aurora: Company, as_runtime: None) -> None:
    with scoped(aurora.pk):
        Customer.objects.filter(name__startswith="Padaria").update(search="  confeitaria")
        assert Customer.objects.matching("confeitaria").count() == 1


def test_an_index_of_another_making_is_made_anew(padaria: Customer) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('app.company', '*', false)")
        cursor.execute("UPDATE customers_customer_text SET search = 'as an older version kept it'")
        cursor.execute("""CREATE OR REPLACE FUNCTION customers_customer_found_keep() RETURNS trigger
                          LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$""")
    assert missing_index() == ["customers_customer_found_keep"]
    raise_index()
    assert missing_index() == [] and Customer.objects.matching("padaria").get() == padaria
