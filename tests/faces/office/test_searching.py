"""The search over everything, and the palette's options: found by any part, told apart by kind, kept to one's own."""

from datetime import datetime
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from aceite.core.catalog.actions import ItemData, save_item
from aceite.core.companies.models import Company
from aceite.core.contracts.models import Requirement
from aceite.core.contracts.registering import save_registered
from aceite.core.contracts.texts import Text
from aceite.core.customers.models import Customer, PanelUser
from aceite.core.people.models import Member
from tests.clients import client_of
from tests.walk import draft_for, order_for, with_contract

pytestmark = pytest.mark.usefixtures("clock")
SEARCH, OPTIONS = "/aurora/gestao/busca/", "/aurora/gestao/busca/sugestoes/"


@pytest.fixture
def browser(bruno: Member) -> Client:
    """Bruno's."""
    return client_of(bruno)


def found(browser: Client, typed: str, page: str = SEARCH) -> dict[str, list[str]]:
    """What is shown, by the title of its kind."""
    groups = browser.get(page, {"q": typed}).context["groups"]
    return {group.title: [str(hit.label) for hit in group.hits] for group in groups}


def test_one_word_finds_every_kind(
    browser: Client, padaria: Customer, bruno: Member, carla: PanelUser, now: datetime
) -> None:
    draft_for(padaria, bruno, now, title="Padaria nova")
    order_for(padaria, bruno, carla, now, title="Cozinha")
    save_registered(
        Text("Padaria: manutenção", "<p>…</p>", Requirement.DIGITAL), company=bruno.company, by=bruno, at=now
    )
    save_item(None, ItemData("PAD-1", "Forno de padaria", Decimal(900)), company=bruno.company, by=bruno, at=now)
    assert found(browser, "PADÁRIA") == {
        "Vendas": ["Padaria nova"], "Pedidos": ["Cozinha"], "Clientes": ["Padaria Central Ltda."],
        "Contratos avulsos": ["Padaria: manutenção"], "Catálogo": ["Forno de padaria"],
    }  # fmt: skip


def test_an_order_is_found_by_its_own_number(
    browser: Client, padaria: Customer, bruno: Member, carla: PanelUser, now: datetime
) -> None:
    draft_for(padaria, bruno, now)
    order = order_for(padaria, bruno, carla, now)
    assert found(browser, order.number)["Pedidos"] == [order.proposal.title]
    assert order.proposal.number in browser.get(f"/aurora/gestao/vendas/?q={order.number}").content.decode()


def test_a_page_is_found_by_what_one_does_there_if_one_may(browser: Client, ana: Member) -> None:
    assert found(browser, "orcamento", OPTIONS)["Ir para"] == ["Vendas", "Nova proposta"]
    assert found(client_of(ana), "certificado", OPTIONS)["Ir para"] == ["Selo e certificado"]
    assert found(browser, "certificado", OPTIONS) == {}


def test_what_is_offered_opens(iris: Member, ana: Member) -> None:
    for person in (iris, ana):
        browser = client_of(person)
        offered = [hit.url for group in browser.get(OPTIONS).context["groups"] for hit in group.hits]
        closed = [url for url in offered if browser.get(url, follow=True).status_code != 200]
        assert closed == [] and len(offered) > 15


def test_a_task_of_the_handbook_is_found_by_what_it_is_called(browser: Client) -> None:
    assert found(browser, "fechar mes")["Ajuda"] == ["Fechar o mês"]


def test_without_words_it_shows_everywhere_one_can_go(browser: Client, iris: Member) -> None:
    assert {"Ir para", "Criar", "Configurar"} == set(found(browser, "", OPTIONS))
    read_by_all = ["Termos de assinatura e aceite", "Equipe", "Minha conta", "Meus avisos", "Minhas ausências"]
    assert found(client_of(iris), "")["Configurar"] == read_by_all
    assert "Criar" not in found(client_of(iris), "")


def test_where_no_contracts_are_made_none_is_found(browser: Client, aurora: Company) -> None:
    Company.objects.filter(pk=aurora.pk).update(uses_contracts=False)
    assert "ontrato" not in browser.get(OPTIONS).content.decode()
    assert found(browser, "contrato", OPTIONS) == {}


def test_a_seller_who_sees_only_her_own_finds_no_other(
    browser: Client, aurora: Company, padaria: Customer, marcos: Member, bruno: Member, carla: PanelUser, now: datetime
) -> None:
    order = order_for(padaria, marcos, carla, now, title="Cozinha do Marcos")
    with_contract(draft_for(padaria, marcos, now, title="Outra do Marcos"), marcos, now, carla)
    assert {"Pedidos", "Contratos em propostas"} <= set(found(browser, "padaria", OPTIONS))
    Company.objects.filter(pk=aurora.pk).update(sellers_see_all=False)
    for page in (SEARCH, OPTIONS):
        text = browser.get(page, {"q": "padaria"}).content.decode()
        assert "do Marcos" not in text and order.number not in text and "Padaria Central" in text
    assert "Ir para" not in found(browser, "extrato", OPTIONS)


def test_what_is_typed_is_shown_as_text(browser: Client) -> None:
    for page in (SEARCH, OPTIONS):
        answer = browser.get(page, {"q": "<b>forno\0 %_' 😀"})
        assert answer.status_code == 200 and "<b>forno" not in answer.content.decode()


def test_the_list_of_a_kind_is_offered_where_there_are_more(
    browser: Client, padaria: Customer, bruno: Member, now: datetime
) -> None:
    for _time in range(5):
        draft_for(padaria, bruno, now)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        answer = browser.get(OPTIONS, {"q": "cozinha"})
    assert [(group.title, len(group.hits)) for group in answer.context["groups"]] == [("Vendas", 4)]
    assert answer.context["groups"][0].more.endswith("/vendas/?q=cozinha") and len(asked) < 30
    assert found(browser, "cozinha")["Vendas"] == ["Cozinha da loja 2"] * 5
