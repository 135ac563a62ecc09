"""The catalogue."""

import json
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from aceite.core.catalog.actions import ItemData, save_item
from aceite.core.catalog.models import Item, Recurrence
from aceite.core.catalog.rhythms import every_of, times_of
from aceite.core.people.models import Member
from aceite.faces.office.editor_forms import blank_line
from tests.cast import LONG_AGO
from tests.clients import client_of, downloaded

LIST = "/aurora/gestao/catalogo/"
TYPED = {"kind": "service", "code": "CONS", "name": "Consultoria", "unit": "h", "price": "1.234,5678"}


@pytest.fixture
def browser(bruno: Member) -> Client:
    """Bruno's browser."""
    return client_of(bruno)


@pytest.fixture
def oven(bruno: Member) -> Item:
    """A product."""
    data = ItemData(code="FORNO", name="Forno elétrico", price=Decimal("8450.5"))
    return save_item(None, data, company=bruno.company, by=bruno, at=LONG_AGO)


def test_an_item_is_added_with_the_price_as_typed(browser: Client) -> None:
    assert browser.post(f"{LIST}novo/", TYPED)["Location"] == LIST
    assert Item.objects.get(code="CONS").price == Decimal("1234.5678")
    assert "R$ 1.234,5678" in browser.get(LIST).content.decode()


def test_an_item_that_recurs_says_so_wherever_it_is_taken_from(browser: Client) -> None:
    typed = TYPED | {"recurs": "month", "periods": "12"}
    assert browser.post(f"{LIST}novo/", typed | {"periods": "361"}).status_code == 422
    browser.post(f"{LIST}novo/", typed)
    item = Item.objects.get(code="CONS")
    assert (item.recurs, item.periods) == ("month", 12)
    assert "por mês" in browser.get(LIST).content.decode()
    assert 'value="12"' in browser.get(f"{LIST}{item.pk}/").content.decode()
    offered = json.loads(browser.get(f"{LIST}busca/?q=cons").content)["items"][0]
    assert [offered[name] for name in ("recurs", "periods", "rhythm")] == ["month", "12", "por mês, por 12 meses"]
    line = blank_line(item)
    assert (line["recurs"], line["periods"]) == ("month", 12)
    # What went out comes in again the same.
    heading, row = downloaded(browser.get(f"{LIST}?formato=csv")).decode("utf-8-sig").splitlines()
    cells = dict(zip(heading.split(";"), row.split(";"), strict=True))
    assert (every_of(cells["Pago"]), times_of(cells["Quantas vezes"])) == ("month", 12)
    browser.post(f"{LIST}{item.pk}/", typed | {"recurs": "", "periods": "12"})
    item.refresh_from_db()
    assert (item.recurs, item.periods) == ("", 0)


@pytest.mark.parametrize("every", Recurrence)
def test_the_words_of_a_list_are_those_an_import_reads(every: Recurrence) -> None:
    assert every_of(str(every.label)) == every
    assert times_of("até cancelar") == 0


def test_a_taken_code_is_told_beside_the_field(browser: Client, oven: Item) -> None:
    answer = browser.post(f"{LIST}novo/", TYPED | {"code": "FORNO"})
    assert answer.status_code == 422
    assert answer.context["form"].errors["code"]
    assert "1.234,5678" in answer.content.decode()


def test_an_item_is_shown_as_it_was_typed(browser: Client, oven: Item) -> None:
    assert 'value="8.450,50"' in browser.get(f"{LIST}{oven.pk}/").content.decode()


def test_an_archived_item_is_offered_no_more_and_can_come_back(browser: Client, oven: Item) -> None:
    browser.post(f"{LIST}{oven.pk}/arquivamento/")
    assert json.loads(browser.get(f"{LIST}busca/?q=forno").content) == {"items": []}
    assert "Forno elétrico" in browser.get(f"{LIST}?situacao=arquivados").content.decode()
    browser.post(f"{LIST}{oven.pk}/retorno/")
    assert json.loads(browser.get(f"{LIST}busca/?q=eletrico").content)["items"][0]["price"] == "8450.5"


def test_the_list_asks_the_same_of_the_database_however_long(
    browser: Client, bruno: Member, oven: Item, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(18) as short:
        browser.get(LIST)
    for number in range(5):
        data = ItemData(code=f"P{number}", name=f"Peça {number}", price=Decimal(number))
        save_item(None, data, company=bruno.company, by=bruno, at=LONG_AGO)
    with django_assert_max_num_queries(len(short)):
        browser.get(LIST)


def test_the_list_opens_in_a_spreadsheet(browser: Client, oven: Item) -> None:
    assert "FORNO;Forno elétrico;8450,5;Produto;un;" in downloaded(browser.get(f"{LIST}?formato=csv")).decode()
