"""The handbook in the office, and the `?` that leads to the task of the page one is on."""

import pytest
from django.test import Client

from aceite.core.people.models import Member
from tests.clients import client_of

HELP = "/aurora/gestao/ajuda/"


@pytest.fixture
def browser(bruno: Member) -> Client:
    """Bruno's browser."""
    return client_of(bruno)


def test_the_question_mark_leads_to_the_task_of_the_page(browser: Client) -> None:
    assert f'href="{HELP}clientes/"' in browser.get("/aurora/gestao/clientes/").content.decode()
    assert f'href="{HELP}equipe/#a-sua-conta"' in browser.get("/aurora/gestao/conta/").content.decode()


def test_a_task_is_read_with_its_pictures_and_its_neighbours(browser: Client) -> None:
    page = browser.get(f"{HELP}primeira-proposta/").content.decode()
    assert '<h2 id="enviar">' in page and 'src="/static/ajuda/editor.webp"' in page
    assert f'href="{HELP}condicoes-de-pagamento/"' in page
    assert 'rel="next"' in page and 'rel="prev"' not in page


def test_what_is_sought_is_found_or_said_not_to_be(browser: Client) -> None:
    assert "Prorrogar a validade" in browser.get(f"{HELP}acompanhar-a-venda/").content.decode()
    assert "acompanhar-a-venda/" in browser.get(HELP, {"q": "PRORROGAR"}).content.decode()
    assert "Nada na ajuda com essas palavras" in browser.get(HELP, {"q": "sorvete"}).content.decode()


def test_there_is_no_task_of_another_name(browser: Client) -> None:
    assert browser.get(f"{HELP}sorvete/").status_code == 404
