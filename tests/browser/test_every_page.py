"""The office's pages in every state, by night, on a tablet and on a phone: axe finds nothing, and nothing is wider."""

from collections.abc import Callable, Iterator
from datetime import datetime

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page, ViewportSize
from pytest_django.live_server_helper import LiveServer

from aceite.core.customers.models import Customer, PanelUser
from aceite.core.people.models import Member
from tests.browser.contrast import unreadable
from tests.browser.looking import WIDER_THAN_WINDOW, towers, violations
from tests.browser.test_reach import OFFICE
from tests.clients import client_of
from tests.jobs import run_jobs
from tests.matrix.doors import DOORS
from tests.matrix.knocking import address
from tests.matrix.world import World
from tests.walk import approved, draft_for, sent_for

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WindowOf = Callable[..., Page]
DESK: ViewportSize = {"width": 1440, "height": 900}
TABLET: ViewportSize = {"width": 768, "height": 1024}
PHONE: ViewportSize = {"width": 360, "height": 740}
BY_NAME = {door.name: door for door in DOORS}
# By what the pages are about; whoever is asked for enters.
PAGES: dict[str, tuple[str, ...]] = {
    "selling": (
        "sale_presentation", "new_sale_block", "board", "bulks", "bulk", "search", "copy_queue",
        "checking", "blueprints", "blueprint", "blueprint_presentation", "blueprint_block", "blocks", "block",
        "clearances", "clearance", "lookers",
    ),
    "registers": (
        "price_lists", "price_list", "edit_price_list", "customer_groups", "duplicates", "merge_choose",
        "merge_customers", "import", "new_from_word", "template_versions", "template_trial", "clauses", "clause",
        "agreements", "agreement", "end_agreement", "condition", "declared_powers", "signing_power",
    ),
    "steering": (
        "tickets", "ticket", "receivables", "import_statement", "statement", "member_absences", "own_absences",
        "audit", "clearance_rule", "mails", "mail_texts", "mail_text", "reminders", "notices", "notice_choices",
        "help",
    ),
    "panel": (
        "tickets", "ticket", "new_ticket", "receipts", "colleague", "new_colleague",
        "account", "powers", "power", "mail_choices",
    ),
}  # fmt: skip
# Where a form that was sent empty, or filled like this, says what is wrong.
WRONG: dict[str, dict[str, str]] = {
    "blocos/novo/": {},
    "catalogo/tabelas/nova/": {"starts_on": "31/02/2026"},
    "clientes/importacao/": {},
    "modelos/importacao/": {},
    "modelos-de-proposta/novo/": {},
    "lembretes/": {"before_end": "-1"},
    "emails/textos/proposal_sent/pt-br/": {"body": "{{nada}}"},
    "recebimentos/extrato/": {},
    "vendas/visoes/nova/?situacao=sent": {},
    "aprovacoes/regras/nova/": {"limit": "-1"},
    "conta/ausencias/": {"first_day": "ontem"},
}
# Of a company that has only begun.
EMPTY = (
    "vendas/", "vendas/lotes/", "vias/", "chamados/", "recebimentos/", "avisos/", "aprovacoes/", "blocos/",
    "modelos/", "modelos-de-proposta/", "clausulas/", "contratos/", "contratos/em-vigor/", "catalogo/",
    "catalogo/tabelas/", "clientes/", "clientes/repetidos/", "busca/?q=nada", "emails/", "auditoria/?quem=nada",
)  # fmt: skip


@pytest.mark.parametrize("about", PAGES)
def test_axe_finds_nothing_on_any_page(window_of: WindowOf, world: World, about: str) -> None:
    carla = about == "panel"
    page = window_of(world.people.carla if carla else world.people.ana, viewport=DESK)
    faults = {}
    for name in PAGES[about]:
        door = BY_NAME[f"{'panel' if carla else 'office'}:{name}"]
        opens(page, address(door, world, "draft" if "draft" in door.statuses else "sent"))
        if found := list(faults_of(page)):
            faults[name] = found
    assert faults == {}


def opens(page: Page, url: str) -> None:
    """The page that stands there."""
    answer = page.goto(url)
    assert answer is not None and answer.status == 200, url


def faults_of(page: Page) -> Iterator[str]:
    """What is wrong with the page as it stands: at the desk by day, on a tablet, and on a phone by night."""
    yield from violations(page)
    yield from (f"by day: {one}" for one in unreadable(page))
    page.set_viewport_size(TABLET)
    yield from (f"on a tablet: {one}" for one in towers(page))
    page.set_viewport_size(PHONE)
    page.emulate_media(color_scheme="dark")
    # Names, roles and order are the same by night.
    yield from (f"by night: {one}" for one in unreadable(page))
    if more := page.evaluate(WIDER_THAN_WINDOW):
        yield f"{more} px wider than a phone"
    page.set_viewport_size(DESK)
    page.emulate_media(color_scheme="light")


def test_axe_finds_nothing_in_any_dialog(
    window_of: WindowOf, ana: Member, bruno: Member, padaria: Customer, carla: PanelUser, at: datetime
) -> None:
    draft = draft_for(padaria, bruno, at)
    waiting = sent_for(padaria, bruno, at, title="Um forno com um título bem comprido, que não cabe em uma linha só")
    won = sent_for(padaria, bruno, at)
    approved(won, carla, at)
    run_jobs()
    page = window_of(ana, viewport=DESK)
    opened, faults = 0, dict[str, list[str]]()
    sales = [f"{OFFICE}vendas/{sale.number}/" for sale in (draft, waiting, won)]
    for url in (*sales, f"{OFFICE}vendas/?situacao=sent"):
        page.goto(url)
        for place in range(page.locator("a[data-dialog]").count()):
            link = page.locator("a[data-dialog]").nth(place)
            if not link.is_visible():
                continue
            words = link.inner_text()
            link.click()
            page.get_by_role("dialog").wait_for()
            opened += 1
            if found := list(faults_of(page)):
                faults[f"{url} {words}"] = found
            page.keyboard.press("Escape")
    assert faults == {}
    assert opened > 12


def test_axe_finds_nothing_where_something_is_wrong(chromium: Browser, live_server: LiveServer, ana: Member) -> None:
    # A window of its own: of what was refused the console speaks as well.
    context = chromium.new_context(base_url=live_server.url, locale="pt-BR", viewport=DESK, reduced_motion="reduce")
    cookie = client_of(ana).cookies[settings.SESSION_COOKIE_NAME]
    context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
    page, faults = context.new_page(), dict[str, list[str]]()
    for url, typed in WRONG.items():
        page.goto(OFFICE + url)
        page.evaluate("for (const form of document.forms) form.noValidate = true")
        for name, text in typed.items():
            page.locator(f"main [name={name}]").fill(text)
        with page.expect_navigation():
            page.locator("main form[method=post] .button.primary").first.click()
        page.locator("main [role=alert]").first.wait_for()
        if found := list(faults_of(page)):
            faults[url] = found
    context.close()
    assert faults == {}


def test_axe_finds_nothing_where_nothing_is(window_of: WindowOf, eva: Member) -> None:
    page, faults = window_of(eva, viewport=DESK), dict[str, list[str]]()
    for url in EMPTY:
        opens(page, f"/boreal/gestao/{url}")
        if found := list(faults_of(page)):
            faults[url] = found
    assert faults == {}
