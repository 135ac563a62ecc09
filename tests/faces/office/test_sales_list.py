"""The list of sales and the office's first page."""

import io
import json
from datetime import datetime, timedelta
from typing import Any
from zipfile import ZipFile

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from aceite.core.customers.models import Customer, PanelUser
from aceite.core.people.models import Member
from aceite.core.proposals.questions import ask
from aceite.core.sales import exporting, list_files, listing
from aceite.core.sales.models import Order
from aceite.faces.office import sales
from aceite.kit import workbooks
from tests.clients import client_of, downloaded
from tests.walk import approved, copied, draft_for, order_for, sent, sent_for, with_contract

pytestmark = pytest.mark.usefixtures("clock")
LIST = "/aurora/gestao/vendas/"
HOME = "/aurora/gestao/"


@pytest.fixture
def browser(bruno: Member) -> Client:
    """Bruno's browser."""
    return client_of(bruno)


def numbers(browser: Client, **query: str) -> list[str]:
    """The numbers the list shows."""
    return [row.number for row in browser.get(LIST, query).context["page"].rows]


def test_an_approved_sale_offers_the_order_at_hand(
    browser: Client, padaria: Customer, bruno: Member, carla: PanelUser, now: datetime
) -> None:
    sale = sent_for(padaria, bruno, now)
    approved(sale, carla, now)
    for page in (LIST, HOME):
        html = browser.get(page).content.decode()
        assert "Transformar em pedido" in html
        assert f"/aurora/gestao/vendas/{sale.number}/pedido/" in html


def test_a_reader_is_not_offered_what_she_may_not_do(
    iris: Member, padaria: Customer, bruno: Member, carla: PanelUser, now: datetime
) -> None:
    approved(sent_for(padaria, bruno, now), carla, now)
    html = client_of(iris).get(LIST).content.decode()
    assert "Aprovado" in html
    assert "Transformar em pedido" not in html
    assert "Nova proposta" not in html


def test_the_list_says_who_blocks_the_sale_and_for_how_long(
    browser: Client, padaria: Customer, bruno: Member, carla: PanelUser, now: datetime
) -> None:
    long_ago = now - timedelta(days=4)
    draft = draft_for(padaria, bruno, long_ago)
    with_contract(draft, bruno, long_ago, carla)
    sent(draft, bruno, long_ago)
    html = browser.get(LIST).content.decode()
    assert "Carla Nogueira" in html
    assert "há 4 dias" in html


def test_filters_search_and_sorting_live_in_the_address(
    browser: Client, padaria: Customer, joana: Customer, bruno: Member, marcos: Member, carla: PanelUser, now: datetime
) -> None:
    one = draft_for(padaria, bruno, now, title="Reforma do balcão")
    two = sent_for(padaria, marcos, now, title="Forno novo")
    assert numbers(browser) == [two.number, one.number]
    assert numbers(browser, ordem="numero") == [one.number, two.number]
    assert numbers(browser, situacao="sent") == [two.number]
    assert numbers(browser, q="BALCAO") == [one.number]
    assert numbers(browser, vendedor=str(marcos.pk)) == [two.number]
    assert numbers(browser, de="25/11/2026") == []
    assert numbers(browser, situacao="nonsense", vendedor="x", pagina="y", de="z") == [two.number, one.number]


def test_the_file_holds_the_whole_filter(
    browser: Client, padaria: Customer, bruno: Member, carla: PanelUser, now: datetime
) -> None:
    draft_for(padaria, bruno, now, title="Reforma do balcão")
    sent_for(padaria, bruno, now, title="Forno novo")
    answer: Any = browser.get(f"{LIST}arquivo.csv", {"situacao": "sent"})
    text = answer.getvalue().decode("utf-8-sig")
    assert "Forno novo" in text
    assert "Reforma" not in text


def test_the_file_is_sorted_by_name_where_the_list_is(
    browser: Client, padaria: Customer, joana: Customer, bruno: Member, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    named = [draft_for(customer, bruno, now).number for customer in (joana, padaria, joana)]

    def in_file() -> list[str]:
        answer: Any = browser.get(f"{LIST}arquivo.csv", {"ordem": "cliente"})
        return [line.split(b";")[0].decode() for line in answer.getvalue().splitlines()[1:]]

    assert in_file() == numbers(browser, ordem="cliente") == [named[0], named[2], named[1]]
    monkeypatch.setattr(sales, "COUNTED", 2)
    assert in_file() == numbers(browser, ordem="cliente") == named[::-1]


def test_the_workbook_holds_the_same_and_runs_nothing(
    browser: Client, padaria: Customer, bruno: Member, now: datetime
) -> None:
    sale = draft_for(padaria, bruno, now, title="=HYPERLINK(1)")
    answer: Any = browser.get(f"{LIST}arquivo.xlsx")
    with ZipFile(io.BytesIO(answer.getvalue())) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet and "=HYPERLINK(1)" in sheet
    assert sale.number in sheet and "<v>38900" in sheet


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_file_begins_to_arrive_with_the_first_lot_and_holds_no_other(
    kind: str, browser: Client, padaria: Customer, bruno: Member, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    for lot in (listing, list_files):
        monkeypatch.setattr(lot, "LOT", 2)
    monkeypatch.setattr(workbooks, "_PIECE", 1)
    numbers = {draft_for(padaria, bruno, now).number for _ in range(5)}

    def lots() -> int:
        return sum('FROM "proposals_proposal"' in query["sql"] and "LIMIT 3" in query["sql"] for query in asked)

    with CaptureQueriesContext(connection) as asked:
        answer: Any = browser.get(f"{LIST}arquivo.{kind}")
        pieces = iter(answer.streaming_content)
        whole = next(pieces)
        assert whole and lots() <= 1
        whole += b"".join(pieces)
        assert lots() == 3
    if kind == "xlsx":
        with ZipFile(io.BytesIO(whole)) as book:
            whole = book.read("xl/worksheets/sheet1.xml")
    assert all(number.encode() in whole for number in numbers)


@pytest.mark.parametrize("kind", ["csv", "json"])
def test_the_file_of_all_orders_asks_for_them_by_lots(
    kind: str, padaria: Customer, bruno: Member, carla: PanelUser, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exporting, "_LOT", 2)
    monkeypatch.setattr(list_files, "LOT", 1)
    made = {order_for(padaria, bruno, carla, now).number for _ in range(3)}
    with CaptureQueriesContext(connection) as asked:
        pieces = {"csv": exporting.orders_csv, "json": exporting.orders_json}[kind](Order.objects.all())
        next(pieces)
        assert not asked.captured_queries
        whole = b"".join(pieces).decode()
    lots = [query["sql"] for query in asked if "LIMIT 3" in query["sql"]]
    assert len(lots) == 2 and all(number in whole for number in made)


def test_all_orders_are_exported_line_by_line(
    browser: Client, padaria: Customer, bruno: Member, carla: PanelUser, now: datetime
) -> None:
    order = order_for(padaria, bruno, carla, now)
    text = downloaded(browser.get(f"{LIST}pedidos/")).decode("utf-8-sig")
    assert order.number in text
    assert "Forno combinado" in text
    [exported] = json.loads(downloaded(browser.get(f"{LIST}pedidos/?formato=json")))
    assert exported["number"] == order.number
    assert json.loads(downloaded(browser.get(f"{LIST}pedidos/?formato=json&q=nada"))) == []


def test_empty_pages_say_what_to_do_first(browser: Client, padaria: Customer) -> None:
    assert "Nenhuma venda ainda" in browser.get(LIST).content.decode()
    assert "Nenhuma venda com este filtro" in browser.get(LIST, {"q": "nada"}).content.decode()
    assert "Faça a primeira proposta" in browser.get(HOME).content.decode()


def test_the_first_page_tells_what_waits_for_the_vendor(
    browser: Client, padaria: Customer, bruno: Member, carla: PanelUser, now: datetime
) -> None:
    asked = sent_for(padaria, bruno, now, valid_until=now.date() + timedelta(days=3))
    ask(asked, "Inclui frete?", by=carla, at=now)
    on_paper = draft_for(padaria, bruno, now)
    with_contract(on_paper, bruno, now, carla, requirement="manual")
    copied(sent(on_paper, bruno, now), carla, now)
    html = browser.get(HOME).content.decode()
    for words in ("Perguntas sem resposta", "Vencem nos próximos 7 dias", "Vias assinadas a conferir"):
        assert words in html
    assert "Aprovadas, para virar pedido" not in html


def test_what_ends_first_stands_on_top_of_the_first_page(
    browser: Client, padaria: Customer, bruno: Member, carla: PanelUser, now: datetime
) -> None:
    days = [3, 6, 5, 4, 6, 6, 6, 6]
    made = [sent_for(padaria, bruno, now, valid_until=now.date() + timedelta(days=days_left)) for days_left in days]
    [ending] = [heap for heap in browser.get(HOME).context["waiting"] if heap.ending]
    shown = [row.number for row, _url in ending.rows]
    assert shown[:3] == [made[0].number, made[3].number, made[2].number] and len(shown) < len(made)


@pytest.mark.parametrize("page", [LIST, "/aurora/gestao/recebimentos/", "/aurora/gestao/contratos/em-vigor/"])
def test_a_day_that_is_none_stays_in_the_filter_and_is_told(page: str, browser: Client) -> None:
    html = browser.get(page, {"de": "31/02/2026", "ate": "1/3/26"}).content.decode()
    assert 'value="31/02/2026" aria-invalid="true"' in html and "O dia 31 não existe em 02/2026." in html
    assert 'value="01/03/2026">' in html and html.count("aria-invalid") == 1
    assert "aria-invalid" not in browser.get(page).content.decode()


@pytest.mark.parametrize("page", [LIST, HOME])
def test_the_number_of_questions_does_not_grow_with_the_sales(
    page: str, browser: Client, padaria: Customer, bruno: Member, carla: PanelUser, now: datetime
) -> None:
    counts = []
    for _round in range(2):
        for day in range(3):
            approved(sent_for(padaria, bruno, now, title=f"Forno {day}"), carla, now)
            ask(sent_for(padaria, bruno, now), f"E o frete {day}?", by=carla, at=now)
        browser.get(page)
        with CaptureQueriesContext(connection) as asked:
            browser.get(page)
        counts.append(len(asked))
    # PostgreSQL is told the scope besides.
    assert counts[0] == counts[1] <= 30
