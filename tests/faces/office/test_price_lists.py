"""Price lists in the office: written by those who may, used in the editor, taken from a spreadsheet, given as one."""

import json
from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from aceite.core.catalog.actions import ItemData, save_item
from aceite.core.catalog.models import Item
from aceite.core.customers.models import Customer, CustomerGroup
from aceite.core.people.models import Member
from aceite.core.prices.actions import ListData, save_list
from aceite.core.prices.models import Price, PriceList
from aceite.core.prices.rungs import Step
from aceite.core.prices.setting import set_price
from aceite.core.proposals.drafts import DraftLine
from tests.clients import client_of, downloaded
from tests.faces.office.keyboard import editor, filled_in
from tests.jobs import run_jobs
from tests.walk import draft_for

LISTS = "/aurora/gestao/catalogo/tabelas/"


@pytest.fixture
def desk(marcos: Member) -> Client:
    """A manager's browser."""
    return client_of(marcos)


@pytest.fixture
def oven(ana: Member, now: datetime) -> Item:
    return save_item(None, ItemData("F-10", "Forno", Decimal(100)), company=ana.company, by=ana, at=now)


@pytest.fixture
def wholesale(ana: Member, oven: Item, now: datetime) -> PriceList:
    made = save_list(None, ListData("Atacado", for_everybody=True), company=ana.company, by=ana, at=now)
    set_price(made, oven, Step(Decimal(10), Decimal("79.5")), by=ana, at=now)
    return made


def test_a_list_is_written_for_a_group_and_for_customers_by_their_numbers(
    desk: Client, padaria: Customer, oven: Item
) -> None:
    desk.post("/aurora/gestao/clientes/grupos/", {"name": "Revenda"})
    group = CustomerGroup.objects.get()
    typed = {"name": "Natal", "starts_on": "01/12/2026", "groups": [group.pk], "taxids": "12.ABC.345/01DE-35"}
    answer = desk.post(f"{LISTS}nova/", typed)
    made = PriceList.objects.get()
    assert answer["Location"] == f"{LISTS}{made.pk}/"
    assert {(one.customer_id, one.group_id) for one in made.reaches.all()} == {(padaria.pk, None), (None, group.pk)}
    assert desk.post(f"{LISTS}{made.pk}/", {"code": "f-10", "price": "1.234,56"}).status_code == 302
    assert Price.objects.get().price == Decimal("1234.56")
    page = desk.get(f"{LISTS}{made.pk}/").content.decode()
    assert "R$ 1.234,56" in page
    assert "Revenda, Padaria Central Ltda." in page


@pytest.mark.parametrize("typed", [{"taxids": "11.222.333/0001-81"}, {}, {"for_everybody": "on", "name": "Atacado"}])
def test_what_cannot_be_a_list_keeps_what_was_typed(desk: Client, wholesale: PriceList, typed: dict[str, str]) -> None:
    answer = desk.post(f"{LISTS}nova/", {"name": "Páscoa"} | typed)
    assert answer.status_code == 422
    assert PriceList.objects.count() == 1


def test_an_unknown_code_is_told_beside_the_field(desk: Client, wholesale: PriceList) -> None:
    answer = desk.post(f"{LISTS}{wholesale.pk}/", {"code": "NADA", "price": "1"})
    assert answer.status_code == 422
    assert answer.context["form"].errors["code"]


def test_a_customer_is_put_in_a_group_by_those_who_set_prices(desk: Client, padaria: Customer, bruno: Member) -> None:
    desk.post("/aurora/gestao/clientes/grupos/", {"name": "Revenda"})
    group, page = CustomerGroup.objects.get(), f"/aurora/gestao/clientes/{padaria.pk}/editar/"
    typed = {"taxid": padaria.taxid, "name": padaria.name, "group": str(group.pk)}
    client_of(bruno).post(page, typed)
    padaria.refresh_from_db()
    assert padaria.group is None
    desk.post(page, typed)
    padaria.refresh_from_db()
    assert padaria.group == group


def test_the_search_gives_the_prices_of_the_sales_customer(
    bruno: Member, padaria: Customer, wholesale: PriceList, now: datetime
) -> None:
    draft = draft_for(padaria, bruno, now)
    browser = client_of(bruno)
    answer = browser.get(f"/aurora/gestao/catalogo/busca/?q=forno&venda={draft.number}")
    assert json.loads(answer.content)["items"][0]["prices"] == [["0", "100,00", ""], ["10", "79,50", "Atacado"]]


def test_without_scripts_the_list_price_is_offered_and_taken(
    bruno: Member, padaria: Customer, oven: Item, wholesale: PriceList, now: datetime
) -> None:
    line = DraftLine(oven.name, Decimal(12), Decimal(90), item_id=oven.pk)
    draft = draft_for(padaria, bruno, now, lines=[line])
    browser = client_of(bruno)
    page = browser.get(editor(draft.number))
    assert "usar R$ 79,50 da tabela Atacado" in page.content.decode()
    answer = browser.post(editor(draft.number), filled_in(page.context["page"]) | {"do": "listed-0"})
    assert 'value="79,50"' in answer.content.decode()
    assert "usar R$ 79,50 da tabela" not in answer.content.decode()


def test_the_editor_asks_the_same_however_many_items(
    bruno: Member, padaria: Customer, oven: Item, wholesale: PriceList, now: datetime, django_assert_num_queries: Any
) -> None:
    browser = client_of(bruno)
    few, many = (
        draft_for(padaria, bruno, now, lines=[DraftLine(oven.name, unit_price=oven.price, item_id=oven.pk)] * n)
        for n in (1, 30)
    )
    browser.get(editor(few.number))
    with django_assert_num_queries(len(_queries(browser, editor(few.number)))):
        browser.get(editor(many.number))


def _queries(browser: Client, url: str) -> list[Any]:
    with CaptureQueriesContext(connection) as caught:
        browser.get(url)
    return list(caught.captured_queries)


def test_pasted_rows_without_a_price_take_that_of_their_quantity(
    bruno: Member, padaria: Customer, wholesale: PriceList, now: datetime
) -> None:
    draft = draft_for(padaria, bruno, now)
    browser = client_of(bruno)
    pasted = browser.post(
        f"/aurora/gestao/vendas/{draft.number}/editar/colar/", {"text": "Código\tQtd\nF-10\t2\nF-10\t40"}
    )
    assert pasted.status_code == 200
    prices = [row.values["unit_price"] for row in pasted.context["pasted"].rows if row.good]
    assert prices[-2:] == [Decimal(100), Decimal("79.5")]


def prices() -> set[tuple[int, str]]:
    return {(int(price.from_quantity), f"{price.price.normalize():f}") for price in Price.objects.all()}


def test_a_list_goes_out_and_comes_in_again(desk: Client, oven: Item, wholesale: PriceList, now: datetime) -> None:
    sheet = downloaded(desk.get(f"{LISTS}{wholesale.pk}/?formato=csv")).decode("utf-8-sig")
    assert sheet.splitlines()[1].startswith("Atacado;F-10;Forno;10;79,5")
    more = sheet.replace("79,5", "70") + "Atacado;F-10;;50;60\r\nOutra;F-10;;0;1\r\n"
    answer = desk.post(f"{LISTS}importacao/", {"file": SimpleUploadedFile("t.csv", more.encode("utf-8-sig"))})
    page = answer["Location"]
    chosen = {f"coluna-{n}": name for n, name in enumerate(["list", "code", "name", "from_quantity", "price"])}
    assert desk.post(page, chosen | {"when_known": "update"}).status_code == 302
    run_jobs(now)
    assert prices() == {(10, "70"), (50, "60")}
    assert "Não há tabela com este nome" in desk.get(page).content.decode()
    desk.post(f"{page}desfazer/")
    run_jobs(now)
    assert prices() == {(10, "79.5")}
