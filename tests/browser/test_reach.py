"""Nobody is left out: axe finds nothing, a phone shows it all, and large letters fit.

Every page of the panel is looked at in `test_panel_states`; by keyboard and without scripts it is walked in
`test_conditions`.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.mail import EmailMultiAlternatives, get_connection
from django.utils import timezone
from playwright.sync_api import Page, Response, expect

from aceite.core.companies.models import Company
from aceite.core.customers.models import Customer, PanelUser
from aceite.core.people.models import Member
from aceite.core.privacy.requesting import ask_erasure
from tests.browser.conftest import PHONE
from tests.browser.contrast import unreadable
from tests.browser.looking import WIDER_THAN_WINDOW, violations
from tests.cast import only
from tests.chromium import Opener
from tests.core.signatures.test_certificates import uploaded
from tests.jobs import run_jobs
from tests.walk import contracts_of, draft_for, order_for, sent, sent_for, with_contract

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WindowOf = Callable[..., Page]
HERE = "/aurora/painel/"
OFFICE = "/aurora/gestao/"
# The parts of the company's settings, those of the seal last.
SETTINGS = (
    "", "aparencia/", "propostas/", "recebimentos/", "contratos/", "prova/", "termos/", "termos/signature/pt-br/",
    "enderecos/", "certificado/", "certificado/retirada/",
)  # fmt: skip


@pytest.fixture
def panel_pages(padaria: Customer, bruno: Member, carla: PanelUser, at: datetime) -> list[str]:
    """Every page Carla passes on her way, for a sale to be signed and one that is an order."""
    carla.can_manage = True
    carla.save()
    proposal = draft_for(padaria, bruno, at)
    with_contract(proposal, bruno, at, carla, requirement="either")
    contract = contracts_of(sent(proposal, bruno, at)).get()
    plain = sent_for(padaria, bruno, at)
    order = order_for(padaria, bruno, carla, at)
    sale = f"{HERE}propostas/{proposal.number}/"
    return [
        HERE, sale, f"{sale}contratos/{contract.pk}/", f"{sale}contratos/{contract.pk}/via-assinada/",
        f"{sale}assinatura/", f"{sale}perguntas/", f"{sale}recusa/", f"{HERE}propostas/",
        f"{HERE}propostas/{plain.number}/aprovacao/", f"{HERE}propostas/{order.proposal.number}/comprovante/",
        f"{HERE}contratos/", f"{HERE}pedidos/", f"{HERE}pedidos/{order.number}/", f"{HERE}colegas/", f"{HERE}conta/",
        f"{HERE}colegas/novo/", f"{sale}dossie/", f"{HERE}conta/dados/",
    ]  # fmt: skip


@pytest.fixture
def office_pages(padaria: Customer, bruno: Member, carla: PanelUser, at: datetime) -> list[str]:
    """Every page Bruno passes on his way, for a draft with a contract, a sent sale and an order."""
    draft = draft_for(padaria, bruno, at)
    contract = with_contract(draft, bruno, at, carla)
    waiting = sent_for(padaria, bruno, at)
    order = order_for(padaria, bruno, carla, at)
    sale = f"{OFFICE}vendas/{draft.number}/"
    return [
        OFFICE, f"{OFFICE}vendas/", f"{OFFICE}vendas/nova/", f"{OFFICE}vendas/nova/?cliente={padaria.pk}", sale,
        f"{sale}editar/", f"{sale}editar/colar/", f"{sale}contratos/novo/", f"{sale}contratos/{contract.pk}/",
        f"{sale}envio/", f"{OFFICE}vendas/{waiting.number}/", f"{OFFICE}vendas/{order.proposal.number}/pedido/",
        f"{OFFICE}clientes/{padaria.pk}/", f"{OFFICE}vendas/{waiting.number}/dossie/",
    ]  # fmt: skip


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_where_no_prices_are_seen(
    window_of: WindowOf, davi: PanelUser, panel_pages: list[str], theme: str
) -> None:
    blind = window_of(only(davi, "comment"), viewport=PHONE, color_scheme=theme)
    for address in (HERE, panel_pages[1], f"{HERE}contratos/"):
        assert _violations(blind, address) == [] and blind.evaluate(WIDER_THAN_WINDOW) == 0


def test_a_colour_nobody_can_read_on_white_leaves_the_panel_readable(
    window_of: WindowOf, carla: PanelUser, panel_pages: list[str]
) -> None:
    Company.objects.update(colour="#ffee00")
    # Links to papers and proofs are what stands in the company's colour.
    run_jobs()
    page, faults = window_of(carla, viewport=PHONE), dict[str, list[str]]()
    for address in [*panel_pages, f"{HERE}recibos/", f"{HERE}sem-conexao/"]:
        page.goto(address)
        for theme in ("light", "dark"):
            page.emulate_media(color_scheme=theme)
            if found := unreadable(page):
                faults[f"{address} {theme}"] = found
    assert faults == {}


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_in_the_office(
    window_of: WindowOf, bruno: Member, office_pages: list[str], theme: str
) -> None:
    page = window_of(bruno, viewport={"width": 1440, "height": 900}, color_scheme=theme)
    assert {address: found for address in office_pages if (found := _violations(page, address))} == {}


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_on_the_settings_and_the_seal(window_of: WindowOf, ana: Member, theme: str) -> None:
    addresses = [f"{OFFICE}configuracoes/", *(f"{OFFICE}empresa/{part}" for part in SETTINGS)]
    page = window_of(ana, viewport=PHONE, color_scheme=theme)
    assert {address: found for address in addresses if (found := _violations(page, address))} == {}
    uploaded(ana, timezone.now(), end=timezone.now() + timedelta(days=20))
    for address in (OFFICE, addresses[-2]):
        assert _violations(page, address) == [] and page.evaluate(WIDER_THAN_WINDOW) == 0


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_on_the_pages_about_peoples_data(
    window_of: WindowOf, ana: Member, carla: PanelUser, davi: PanelUser, office_pages: list[str], theme: str
) -> None:
    ask_erasure(davi, at=timezone.now())
    about = [f"{OFFICE}privacidade/usuarios/{person.pk}/" for person in (carla, davi)]
    page = window_of(ana, viewport=PHONE, color_scheme=theme)
    for address in (f"{OFFICE}privacidade/", *about):
        assert _violations(page, address) == [] and page.evaluate(WIDER_THAN_WINDOW) == 0


def test_the_demos_mailbox_is_for_everybody_too(open_window: Opener, settings: Any, tmp_path: Path) -> None:
    settings.MAIL_FOLDER, settings.EMAIL_FILE_PATH = tmp_path, str(tmp_path)
    mail = EmailMultiAlternatives("Proposta 2026-0001", "Abra", "a@aurora.example", ["carla@padaria.example"])
    mail.attach_alternative(
        '<html lang="pt-br"><title>Proposta</title><main>Total: R$ 10,00</main></html>', "text/html"
    )
    get_connection("django.core.mail.backends.filebased.EmailBackend").send_messages([mail])
    page = open_window(viewport=PHONE)
    assert _violations(page, "/caixa-de-saida/") == []
    page.get_by_role("link", name="Proposta 2026-0001").click()
    expect(page.frame_locator("iframe").get_by_text("Total: R$ 10,00")).to_be_visible()
    assert _violations(page, page.url) == []
    assert page.evaluate(WIDER_THAN_WINDOW) == 0


def test_no_page_is_wider_than_a_phone(
    window_of: WindowOf, carla: PanelUser, bruno: Member, panel_pages: list[str], office_pages: list[str]
) -> None:
    too_wide = {}
    for person, addresses in ((carla, panel_pages), (bruno, office_pages)):
        page = window_of(person, viewport=PHONE)
        for address in addresses:
            page.goto(address)
            if more := page.evaluate(WIDER_THAN_WINDOW):
                too_wide[address] = more
    assert too_wide == {}


def test_panel_fits_a_window_of_the_middle_at_twice_the_text(
    window_of: WindowOf, carla: PanelUser, panel_pages: list[str]
) -> None:
    page = window_of(carla, viewport={"width": 1024, "height": 740})
    too_wide = {}
    for address in panel_pages:
        page.goto(address)
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        if more := page.evaluate(WIDER_THAN_WINDOW):
            too_wide[address] = more
    assert too_wide == {}


@pytest.mark.parametrize("width", [360, 1024, 1440])
def test_office_fits_its_window_at_twice_the_text(
    window_of: WindowOf, bruno: Member, office_pages: list[str], width: int
) -> None:
    page = window_of(bruno, viewport={"width": width, "height": 900})
    too_wide = {}
    for address in office_pages:
        page.goto(address)
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        if more := page.evaluate(WIDER_THAN_WINDOW):
            too_wide[address] = more
    assert too_wide == {}


def test_the_first_view_of_a_proposal_is_light(window_of: WindowOf, carla: PanelUser, panel_pages: list[str]) -> None:
    weights: dict[str, int] = {}

    def weigh(answer: Response) -> None:
        if "/paginas/" not in answer.url:
            weights[answer.url] = len(answer.body())

    page = window_of(carla, viewport=PHONE)
    page.on("response", weigh)
    page.goto(panel_pages[1], wait_until="networkidle")
    assert 30_000 < sum(weights.values()) <= 150_000, weights


def _violations(page: Page, address: str) -> list[str]:
    answer = page.goto(address)
    assert answer is not None and answer.status == 200, address
    return violations(page)
