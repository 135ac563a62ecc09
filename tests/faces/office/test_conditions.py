"""The register of payment conditions."""

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from aceite.core.conditions.models import PaymentCondition
from aceite.core.people.models import Member
from tests.clients import client_of

LIST = "/aurora/gestao/condicoes/"
TYPED = {
    "name": "Pix com 5 %", "text": "", "down_value": "", "down_kind": "", "down_method": "pix", "parts": "1",
    "method": "pix", "first_after": "0", "pace": "days", "every": "30", "month_day": "10", "rate": "-5",
}  # fmt: skip


@pytest.fixture
def browser(marcos: Member, clock: object) -> Client:
    """Marcos's browser."""
    return client_of(marcos)


def test_the_usual_ones_stand_there_from_the_start_with_an_example(browser: Client) -> None:
    page = browser.get(LIST).content.decode()
    assert "Estas são as condições usuais" in page and "30/60/90 dias" in page
    assert "R$\xa0333,34" in page and "24/12/2026" in page


def test_one_is_written_beside_the_usual_ones_and_changed(browser: Client) -> None:
    assert browser.post(f"{LIST}nova/", TYPED)["Location"] == LIST
    made = PaymentCondition.objects.get(name="Pix com 5 %")
    page = browser.get(LIST).content.decode()
    assert "−5\xa0%" in page and "R$\xa0950,00" in page and "30/60/90 dias" in page
    form = browser.get(f"{LIST}{made.pk}/").content.decode()
    assert 'value="-5"' in form
    browser.post(f"{LIST}{made.pk}/", TYPED | {"parts": "3", "down_value": "30", "down_kind": "percent"})
    made.refresh_from_db()
    assert (made.parts, made.down_value) == (3, Decimal(30))


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": "À vista"}, "name"), ({"parts": "61"}, "parts"), ({"month_day": "0"}, "month_day"),
        ({"down_kind": "percent", "down_value": "100"}, "down_value"), ({"rate": "-100"}, "rate"),
        ({"down_kind": "percent", "down_value": "R$ 50,00"}, "down_value"),
        ({"down_kind": "amount", "down_value": "30%"}, "down_value"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_told_beside_its_field(browser: Client, wrong: dict[str, Any], field: str) -> None:
    browser.post(f"{LIST}usuais/")
    answer = browser.post(f"{LIST}nova/", TYPED | wrong)
    assert answer.status_code == 422 and answer.context["form"].errors[field]


def test_an_archived_one_is_offered_no_more_and_comes_back(browser: Client) -> None:
    browser.post(f"{LIST}usuais/")
    row = PaymentCondition.objects.get(name="À vista")
    browser.post(f"{LIST}{row.pk}/arquivamento/")
    assert "À vista" not in browser.get(LIST).content.decode()
    assert "À vista" in browser.get(f"{LIST}?situacao=arquivados").content.decode()
    browser.post(f"{LIST}{row.pk}/retorno/")
    assert "À vista" in browser.get(LIST).content.decode()
