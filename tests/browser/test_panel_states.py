"""Every page of the panel in every state: by day, by night, at twice the text in 320 px; axe finds nothing anywhere."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import pytest
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import Browser, CDPSession, Page, ViewportSize, expect
from pytest_django.live_server_helper import LiveServer

from aceite.core.contracts.signers import Order, SignerPlan, set_signers
from aceite.core.customers.models import PanelUser
from aceite.core.people.models import Member
from aceite.core.proposals.models import Proposal
from aceite.core.sales.revising import withdraw
from tests.browser.contrast import unreadable
from tests.browser.looking import cut, violations
from tests.clients import client_of
from tests.matrix.answers import Answer, Door
from tests.matrix.doors_panel import PANEL
from tests.matrix.knocking import address
from tests.matrix.world import World
from tests.walk import contracts_of, draft_for, sent, with_contract

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

HERE: Final = "/aurora/painel/"
PHONE: Final[ViewportSize] = {"width": 360, "height": 740}
SMALL: Final[ViewportSize] = {"width": 320, "height": 640}
# Pages that say something else in each state of the sale; the others are looked at once.
CHANGING: Final = {"panel:proposal", "panel:contract", "panel:copy", "panel:external"}
# Forms that were sent as they came, with nothing in them.
EMPTY: Final = (
    "{sent}assinatura/", "{sent}assinatura/{ceremony}/", "{ready}recusa/", "{sent}perguntas/",
    "{ready}encaminhar/acesso/", "{sent}contratos/{contract}/assinatura-externa/",
    "chamados/novo/", "colegas/novo/", "poderes/{carla}/",
)  # fmt: skip


@dataclass
class Looked:
    """Carla's phone, and what was found wrong on it, by page."""

    page: Page
    fonts: CDPSession

    def faults(self) -> list[str]:
        """What is wrong with the page as it stands."""
        page = self.page
        found = [*violations(page), *(f"by day: {one}" for one in unreadable(page))]
        page.emulate_media(color_scheme="dark")
        found += [f"by night: {one}" for one in unreadable(page)]
        page.emulate_media(color_scheme="light")
        self._letters(32)
        page.set_viewport_size(SMALL)
        found += [f"large: {one}" for one in cut(page)]
        page.set_viewport_size(PHONE)
        self._letters(16)
        return found

    def _letters(self, size: int) -> None:
        self.fonts.send("Page.setFontSizes", {"fontSizes": {"standard": size}})


@pytest.fixture
def phone(chromium: Browser, live_server: LiveServer, world: World) -> Iterator[Looked]:
    """A window of its own: of what was refused, and of the network that is gone, the console speaks as well."""
    context = chromium.new_context(base_url=live_server.url, locale="pt-BR", viewport=PHONE, reduced_motion="reduce")
    context.set_default_timeout(15_000)
    cookie = client_of(world.people.carla).cookies[settings.SESSION_COOKIE_NAME]
    context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
    page = context.new_page()
    yield Looked(page, context.new_cdp_session(page))
    context.close()


def test_nothing_is_wrong_on_any_page_in_any_status(phone: Looked, world: World) -> None:
    faults, hers = dict[str, list[str]](), client_of(world.people.carla)
    looked = 0
    for door, status in doors():
        url = address(door, world, status)
        if "text/html" not in hers.get(url).headers["Content-Type"]:
            continue
        phone.page.goto(url)
        looked += 1
        if found := phone.faults():
            faults[f"{door.name} {status}"] = found
    assert faults == {}
    assert looked > 70


def doors() -> Iterator[tuple[Door, str]]:
    """Each page that opens to Carla, with the statuses to see it in."""
    for door in PANEL:
        statuses = [one for one in door.statuses if door.answer("GET", "carla", one) is Answer.OK]
        yield from ((door, one) for one in (statuses if door.name in CHANGING else statuses[:1]))


def test_nothing_is_wrong_where_something_was_left_out(phone: Looked, world: World) -> None:
    names: dict[str, object] = {"carla": world.people.carla.pk, "contract": world.sales["sent"].digital}
    names |= {"ceremony": world.sales["sent"].ceremony}
    sales = {status: f"propostas/{sale.number}/" for status, sale in world.sales.items()}
    faults, page = dict[str, list[str]](), phone.page
    for place in EMPTY:
        url = HERE + place.format(**sales, **names)
        page.goto(url)
        page.evaluate("for (const form of document.forms) form.noValidate = true")
        with page.expect_navigation():
            page.locator("main form[method=post] .button:is(.primary, .danger)").last.click()
        page.locator("main :is([role=alert], .error)").first.wait_for()
        if found := phone.faults():
            faults[place] = found
    assert faults == {}


Acts = Callable[[Page, World], None]


def menu_open(page: Page, world: World) -> None:
    page.goto(HERE)
    page.get_by_role("button", name="(menu da conta)").click()
    expect(page.get_by_role("button", name="Sair")).to_be_visible()


def dialog_of_a_line(page: Page, world: World) -> None:
    page.goto(f"{HERE}propostas/{world.sales['sent'].number}/")
    page.locator("a[data-dialog]").first.click()
    expect(page.get_by_role("dialog")).to_be_visible()


def asked_whether_she_means_it(page: Page, world: World) -> None:
    page.goto(f"{HERE}conta/dados/")
    page.get_by_role("button", name="Pedir a exclusão").click()
    expect(page.get_by_role("dialog")).to_be_visible()


def searching_in_the_contract(page: Page, world: World) -> None:
    sale = world.sales["ready"]
    page.goto(f"{HERE}propostas/{sale.number}/contratos/{sale.digital}/")
    page.get_by_role("button", name="Buscar no contrato").click()
    page.get_by_role("searchbox", name="Buscar no contrato").fill("forno")
    expect(page.locator("[data-find-said]")).to_contain_text("1 de")


def without_a_network(page: Page, world: World) -> None:
    page.goto(f"{HERE}propostas/{world.sales['sent'].number}/perguntas/")
    page.get_by_label("Sua pergunta").fill("Inclui o cabo?")
    page.context.set_offline(True)
    page.get_by_role("button", name="Enviar pergunta").click()
    expect(page.get_by_text("Nada foi enviado, e o que você escreveu está guardado neste aparelho.")).to_be_visible()


def given_back_what_she_typed(page: Page, world: World) -> None:
    page.context.set_offline(False)
    page.reload()
    expect(page.get_by_text("Recuperamos o que você escreveu aqui")).to_be_visible()


def nowhere(page: Page, world: World) -> None:
    page.goto(f"{HERE}propostas/2026-9999/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def overtaken_while_she_typed_the_code(page: Page, world: World) -> None:
    sale = world.sales["sent"]
    page.goto(f"{HERE}propostas/{sale.number}/assinatura/{sale.ceremony}/")
    withdraw(Proposal.objects.get(number=sale.number), reason="Preço errado", by=world.people.bruno, at=timezone.now())
    page.get_by_label("Código de 6 números").fill("123456")
    page.get_by_role("button", name="Assinar o contrato").click()
    expect(page.get_by_role("link", name="Ver a proposta como está agora")).to_be_visible()


def the_session_ended(page: Page, world: World) -> None:
    page.goto(f"{HERE}propostas/{world.sales['ready'].number}/recusa/")
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    page.locator("main form[method=post] .button").last.click()
    expect(page.get_by_text("nada foi registrado")).to_be_visible()


# One after the other on the same phone.
IN_TURN: Final[tuple[Acts, ...]] = (
    menu_open, dialog_of_a_line, asked_whether_she_means_it, searching_in_the_contract, without_a_network,
    given_back_what_she_typed, nowhere, overtaken_while_she_typed_the_code, the_session_ended,
)  # fmt: skip


def test_nothing_is_wrong_with_what_opens_tells_or_ends(phone: Looked, world: World) -> None:
    faults = dict[str, list[str]]()
    for act in IN_TURN:
        act(phone.page, world)
        if found := phone.faults():
            faults[act.__name__] = found
    assert faults == {}


def test_nothing_is_wrong_where_several_sign_in_order(phone: Looked, world: World) -> None:
    people, at = world.people, timezone.now()
    sale = planned(people.bruno, people.carla, people.gil, people.helena, at=at)
    faults, contract = dict[str, list[str]](), contracts_of(sale).get().pk
    below = f"{HERE}propostas/{sale.number}/"
    for url in (below, f"{below}contratos/{contract}/procuracao/", f"{below}contratos/{contract}/passar-a-vez/"):
        answer = phone.page.goto(url)
        assert answer is not None and answer.url.endswith(url)
        if found := phone.faults():
            faults[url] = found
    assert faults == {}


def planned(seller: Member, carla: PanelUser, gil: PanelUser, helena: PanelUser, *, at: datetime) -> Proposal:
    """Of Carla, by proxy, and Gil one signs, and may pass her place on; then Helena."""
    draft = draft_for(carla.customer, seller, at)
    made = with_contract(draft, seller, at, carla, gil, helena)
    plans = [
        SignerPlan(carla, cpf=carla.cpf, asks_proxy=True),
        SignerPlan(gil, cpf=gil.cpf),
        SignerPlan(helena, cpf=helena.cpf, step=2),
    ]
    set_signers(made, plans, Order(quorums={1: 1}, hand_over=True), by=seller, at=at)
    return sent(draft, seller, at)
