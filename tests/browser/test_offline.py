"""Without a network: what she typed stays, the page says what happened, and nothing of hers stays after she left."""

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from aceite.core.customers.models import Customer, PanelUser
from aceite.core.people.models import Member
from aceite.core.proposals.models import Proposal
from aceite.core.proposals.talk import Question
from tests.browser.conftest import PHONE
from tests.clients import client_of
from tests.walk import sent_for

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WORDS = "A instalação inclui o cabo até o padrão?"
WORKS = "() => navigator.serviceWorker.ready.then(({ active }) => active.state === 'activated')"
HELD = """async () => {
  const kept = [];
  for (const name of await caches.keys()) for (const { url } of await (await caches.open(name)).keys()) kept.push(url);
  return { kept, typed: JSON.stringify({ ...localStorage }) };
}"""


@pytest.fixture
def sale(padaria: Customer, bruno: Member, carla: PanelUser, at: datetime) -> Proposal:
    return sent_for(padaria, bruno, at)


@pytest.fixture
def her_phone(chromium: Browser, live_server: LiveServer, carla: PanelUser) -> Iterator[BrowserContext]:
    """Carla's phone, on which the panel may have its worker."""
    context = chromium.new_context(base_url=live_server.url, locale="pt-BR", viewport=PHONE, service_workers="allow")  # type: ignore[arg-type]
    cookie = client_of(carla).cookies[settings.SESSION_COOKIE_NAME]
    context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
    context.set_default_timeout(15_000)
    yield context
    context.close()


def held(page: Page) -> dict[str, Any]:
    return dict(page.evaluate(HELD))


def test_a_question_typed_without_a_network_is_sent_when_it_is_back(sale: Proposal, her_phone: BrowserContext) -> None:
    page, home = her_phone.new_page(), "/aurora/painel/"
    asking = f"{home}propostas/{sale.number}/perguntas/"
    page.goto(home)
    page.evaluate(WORKS)
    page.goto(asking)
    page.get_by_label("Sua pergunta").fill(WORDS)
    her_phone.set_offline(True)
    page.get_by_role("button", name="Enviar pergunta").click()
    expect(page.get_by_text("Nada foi enviado, e o que você escreveu está guardado neste aparelho.")).to_be_visible()
    expect(page.get_by_label("Sua pergunta")).to_have_value(WORDS)
    page.goto(f"{home}pedidos/")
    expect(page.get_by_role("heading", name="Sem conexão")).to_be_visible()
    expect(page.get_by_role("listitem")).to_contain_text(f"Fazer uma pergunta · {sale.title}")
    her_phone.set_offline(False)
    expect(page.get_by_role("heading", name="Pedidos")).to_be_visible()
    page.goto(asking)
    expect(page.get_by_text("Recuperamos o que você escreveu aqui")).to_be_visible()
    page.get_by_role("button", name="Enviar pergunta").click()
    page.wait_for_url(f"**/{sale.number}/**")
    expect(page.get_by_text(WORDS)).to_be_visible()
    assert Question.objects.get().text == WORDS
    assert WORDS not in held(page)["typed"]
    page.goto(asking)
    page.get_by_label("Sua pergunta").fill("Outra")
    page.wait_for_function("() => localStorage.getItem('rascunhos')?.includes('Outra')")
    page.evaluate("document.querySelector('form[action$=\"/sair/\"]').requestSubmit()")
    page.wait_for_url("**/entrar/")
    left = held(page)
    assert "Outra" not in left["typed"] and json.loads(left["typed"]).keys() <= {"posted"}
    public = ("/static/", f"{home}sem-conexao/", f"{home}marca.css", f"{home}logo.png")
    assert left["kept"] and all(any(part in url for part in public) for url in left["kept"])


def test_what_was_chosen_comes_back_with_what_was_typed_and_no_terms_do(
    sale: Proposal, her_phone: BrowserContext
) -> None:
    page, refusing = her_phone.new_page(), f"/aurora/painel/propostas/{sale.number}/recusa/"
    page.goto(refusing)
    page.get_by_label("A compra foi adiada ou cancelada").check()
    page.get_by_label("Quer explicar?").fill("Fica para março.")
    page.wait_for_function("() => localStorage.getItem('rascunhos')?.includes('março')")
    page.goto("/aurora/painel/")
    page.goto(refusing)
    expect(page.get_by_text("Recuperamos o que você escreveu aqui")).to_be_visible()
    expect(page.get_by_label("A compra foi adiada ou cancelada")).to_be_checked()
    page.get_by_role("button", name="Descartar e começar em branco").click()
    expect(page.get_by_role("radio", checked=True)).to_have_count(0)
    page.goto("/aurora/painel/")
    page.goto(refusing)
    expect(page.get_by_role("radio", checked=True)).to_have_count(0)
