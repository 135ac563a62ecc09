"""From the first page to the list it counts; one reminder to many customers, with its report; the board by keyboard."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from itertools import pairwise

import pytest
from playwright.sync_api import Page, expect

from aceite.core.customers.models import Customer, PanelUser
from aceite.core.people.models import Member, User
from aceite.core.proposals.drafts import DraftInstalment
from tests.browser.looking import violations
from tests.browser.mailbox import subjects
from tests.jobs import run_jobs
from tests.walk import OVEN, approved, draft_for, sent_for

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
OFFICE = "/aurora/gestao/"


def test_home_list_and_a_reminder_to_many(
    window_of: Callable[..., Page], bruno: Member, padaria: Customer, carla: PanelUser, at: datetime
) -> None:
    waiting = [sent_for(padaria, bruno, at, title=f"Forno {number}") for number in range(3)]
    won = sent_for(padaria, bruno, at, title="Já aprovada")
    approved(won, carla, at)
    run_jobs()
    page = window_of(bruno)
    page.goto(OFFICE)
    assert violations(page) == []
    chart = page.get_by_role("figure", name="Valor por situação")
    chart.get_by_text("Ver como tabela").click()
    expect(
        chart.get_by_role("table", name="Valor por situação").get_by_role("rowheader", name="Enviada")
    ).to_be_visible()
    # The bar itself is read out as what it says.
    expect(chart.get_by_role("link", name=re.compile(r"^Enviada R\$.* 3 vendas$"))).to_be_visible()
    chart.get_by_role("link", name="Enviada").click()
    rows = page.locator(".sales-table tbody tr")
    expect(rows).to_have_count(3)

    expect(page.get_by_label("Escolher todas desta página")).to_be_visible()
    page.keyboard.press("j")
    page.keyboard.press("x")
    expect(page.locator("[data-bulk-said]")).to_have_text("1 venda escolhida")
    page.get_by_label("Escolher todas desta página").check()
    expect(page.locator("[data-bulk-said]")).to_have_text("3 vendas escolhidas")
    assert violations(page) == []
    page.get_by_role("button", name="Lembrar").click()
    page.get_by_role("button", name="Lembrar 3 clientes").click()
    expect(page.get_by_text("0 de 3 vendas")).to_be_visible()
    run_jobs()
    expect(page.get_by_text("Concluída")).to_be_visible()
    expect(page.get_by_text("3 de 3 vendas")).to_be_visible()
    assert violations(page) == []
    reminded = [subject for subject in subjects("carla@padaria.example") if subject.startswith("Lembrete")]
    assert len(reminded) == len(waiting)


def test_charts_stand_apart_and_a_great_value_leaves_its_count_beside_the_words(
    window_of: Callable[..., Page], bruno: Member, padaria: Customer, carla: PanelUser, at: datetime
) -> None:
    line = replace(OVEN, unit_price=Decimal("1234567890"))
    approved(sent_for(padaria, bruno, at, lines=(line,)), carla, at)
    page = window_of(bruno)
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(OFFICE)
    boxes = [one.bounding_box() for one in page.locator(".charts > .chart").all()]
    columns: dict[float, list[tuple[float, float]]] = {}
    for box in boxes:
        assert box
        columns.setdefault(box["x"], []).append((box["y"], box["y"] + box["height"]))
    gaps = [below[0] - above[1] for stack in columns.values() for above, below in pairwise(sorted(stack))]
    assert gaps and min(gaps) >= 8
    bar = page.get_by_role("figure", name="Valor por situação").locator(".bar-head", has_text="Aprovado")
    words, count = bar.locator(".status").bounding_box(), bar.locator("strong").bounding_box()
    assert words and count and abs(words["y"] - count["y"]) < words["height"]


def test_the_board_by_keyboard(
    window_of: Callable[..., Page], bruno: Member, padaria: Customer, carla: PanelUser, at: datetime
) -> None:
    draft_for(padaria, bruno, at, title="Em preparo")
    won = sent_for(padaria, bruno, at, title="Já aprovada")
    approved(won, carla, at)
    page = window_of(bruno)
    page.goto(f"{OFFICE}vendas/quadro/")
    # Told once: as the column, as its heading and as the way to its list.
    words = "Rascunho: 1 venda, ver na lista"
    drafts = page.get_by_role("group", name="Quadro de vendas").get_by_role("region", name=words, exact=True)
    expect(drafts.get_by_role("heading", name=words, exact=True)).to_be_visible()
    expect(drafts.get_by_role("link", name=words, exact=True)).to_be_visible()
    expect(drafts.get_by_role("listitem").get_by_role("link", name="Padaria Central Ltda. Em preparo")).to_be_visible()
    page.get_by_role("link", name="Em preparo").focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("link", name="Já aprovada")).to_be_focused()
    page.keyboard.press("m")
    expect(page.get_by_role("link", name="Transformar em pedido")).to_be_focused()
    assert violations(page) == []
    page.keyboard.press("Enter")
    page.get_by_role("dialog").get_by_role("button", name="Fazer pedido").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    run_jobs()
    page.goto(f"{OFFICE}vendas/quadro/")
    order = page.locator(".board-column[data-state='order']")
    expect(order.get_by_role("link", name="Já aprovada")).to_be_visible()


def test_who_filters_by_keyboard_goes_on_where_she_was(
    window_of: Callable[..., Page], bruno: Member, padaria: Customer, at: datetime
) -> None:
    draft_for(padaria, bruno, at, title="Forno")
    page = window_of(bruno)
    page.goto(f"{OFFICE}vendas/")
    side = page.get_by_role("combobox", name="Esperando")
    side.focus()
    page.keyboard.press("ArrowDown")
    page.wait_for_url("**espera=**")
    expect(side).to_be_focused()
    page.get_by_text("Mais filtros").click()
    made = page.get_by_label("Feita em")
    made.focus()
    page.keyboard.press("Space")
    page.wait_for_url("**colunas=**")
    expect(made).to_be_focused()
    # After a search the keys of the list are free at once.
    page.keyboard.press("f")
    page.keyboard.type("forno")
    page.keyboard.press("Enter")
    page.wait_for_url("**q=forno**")
    page.keyboard.press("j")
    expect(page.get_by_role("link", name="Forno")).to_be_focused()


def test_every_key_of_the_list_and_of_the_board_is_told(
    window_of: Callable[..., Page], bruno: Member, padaria: Customer, at: datetime
) -> None:
    draft_for(padaria, bruno, at, title="Forno")
    page = window_of(bruno)
    told = page.get_by_role("dialog", name="Atalhos do teclado")
    for address, words, absent in (
        ("vendas/", "Escolher a linha, para agir em várias de uma vez", "Andar entre os cartões"),
        ("vendas/quadro/", "Ver o que se pode fazer com o cartão", "Linha seguinte"),
    ):
        page.goto(OFFICE + address)
        page.keyboard.press("?")
        expect(told).to_contain_text(words)
        expect(told).not_to_contain_text(absent)


def test_a_colleague_is_named_by_the_beginning_of_her_name(
    window_of: Callable[..., Page], bruno: Member, marcos: Member, ana: Member, padaria: Customer, at: datetime
) -> None:
    sale = draft_for(padaria, bruno, at)
    page = window_of(bruno)
    page.goto(f"{OFFICE}vendas/{sale.number}/")
    words = page.get_by_role("textbox", name="Comentário")
    words.focus()
    page.keyboard.type("Pode ser? @mar")
    expect(page.get_by_role("button", name="@Ana")).to_be_hidden()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="@Marcos")).to_be_focused()
    page.keyboard.press("Enter")
    expect(words).to_have_value("Pode ser? @Marcos ")
    expect(words).to_be_focused()
    expect(page.get_by_role("button", name="@Ana")).to_be_visible()


def test_a_long_state_stays_within_its_card(
    window_of: Callable[..., Page], bruno: Member, padaria: Customer, carla: PanelUser, at: datetime
) -> None:
    down = DraftInstalment(at.date(), OVEN.unit_price, "pix", down_payment=True)
    approved(sent_for(padaria, bruno, at, instalments=(down,)), carla, at)
    run_jobs()
    User.objects.filter(memberships=bruno).update(language="en")
    page = window_of(bruno)
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(f"{OFFICE}vendas/quadro/")
    state = page.locator(".board-card .status").first
    expect(state).to_have_text("Waiting for the down payment")
    card = page.locator(".board-card").first
    assert card.evaluate("card => card.scrollWidth <= card.clientWidth")
