"""What is asked of one sale, one person or one number of a large company is found by an index of its own."""

import pytest
from django.db.models import QuerySet

from aceite.core.companies.models import Company
from aceite.core.customers.models import Customer
from aceite.core.signatures.models import Statement


@pytest.mark.parametrize(
    ("asked", "index"),
    [
        (Statement.objects.confirmed().filter(company_id=1, sale_id=7), "statements_of_a_sale"),
        (Statement.objects.filter(company_id=1, actor_kind="panel_user", actor_id=7), "statements_of_a_person"),
        (Customer.objects.led_away().filter(company=1, taxid="11444777000161"), "customers_led_away"),
    ],
)
@pytest.mark.sqlite
def test_each_has_one(aurora: Company, asked: "QuerySet[Statement]", index: str) -> None:
    assert index in asked.order_by().explain()
