"""What only a browser can tell of the panel: axe finds nothing, a phone holds it, and it works without script."""

import re
from datetime import datetime

import pytest
from django.conf import settings
from playwright.sync_api import BrowserContext, Page, expect

from aceite.core.customers.invitations import invite, mailed_token
from aceite.core.customers.models import PanelUser
from aceite.core.customers.people import PersonData, add_panel_user
from aceite.core.people.codes import digits_of
from aceite.core.people.models import Member, OneTimeCode
from aceite.core.proposals.models import Proposal
from aceite.core.signatures.models import Statement
from tests.axe import broken_rules
from tests.chromium import Opener
from tests.clients import client_of
from tests.core.contracts.sent import sign_all
from tests.faces.panel.conftest import HOME, url_of
from tests.walk import contracts_of, order_for

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PHONE = {"width": 360, "height": 740}
WIDER_THAN_WINDOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def enters(context: BrowserContext, person: PanelUser, base: str) -> None:
    """This person's session in that window."""
    name = settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": client_of(person).cookies[name].value, "url": base}])


@pytest.fixture
def phone(open_window: Opener, carla: PanelUser, live_server: object) -> Page:
    """Carla's phone; she has entered and manages her colleagues."""
    carla.can_manage = True
    carla.save()
    page = open_window(viewport=PHONE)
    enters(page.context, carla, str(live_server))
    return page


@pytest.fixture
def addresses(
    sale: Proposal, digital: Proposal, manual: Proposal, carla: PanelUser, bruno: Member, at: datetime
) -> list[str]:
    """Every page of the panel, with something on it."""
    order = order_for(carla.customer, bruno, carla, at)
    rita = add_panel_user(carla.customer, PersonData("Rita", "rita@padaria.example"), by=bruno, at=at)
    contract, copied = contracts_of(digital)[0], contracts_of(manual)[0]
    below = ["propostas/", "contratos/", "pedidos/", f"pedidos/{order.number}/", "colegas/", "colegas/novo/", "conta/"]
    outside = ["entrar/", "entrar/?com=senha", "escolher/", f"convite/{mailed_token(invite(rita, by=bruno, at=at))}/"]
    return [
        HOME,
        *(f"{HOME}{rest}" for rest in [*below, f"colegas/{rita.pk}/", *outside]),
        *(url_of(one) for one in (sale, digital, manual, order.proposal)),
        *(url_of(sale, rest) for rest in ("aprovacao/", "recusa/", "perguntas/")),
        url_of(order.proposal, "comprovante/"),
        url_of(digital, f"contratos/{contract.pk}/"),
        url_of(manual, f"contratos/{copied.pk}/via-assinada/"),
    ]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_and_a_phone_holds_every_page(phone: Page, addresses: list[str], theme: str) -> None:
    phone.emulate_media(color_scheme="dark" if theme == "dark" else "light")
    found = []
    for address in addresses:
        phone.goto(address)
        found += [(address, one["id"], one["nodes"][0]["html"]) for one in broken_rules(phone)]
        phone.evaluate("document.documentElement.style.fontSize = '200%'")
        if phone.evaluate(WIDER_THAN_WINDOW):
            found.append((address, "wider than a phone", ""))
    assert found == []


def test_what_changed_is_read_on_a_phone_by_keyboard_and_signing_goes_on(phone: Page, revised: Proposal) -> None:
    phone.goto(url_of(revised))
    expect(phone.get_by_role("heading", name="O que mudou desde a versão 1")).to_be_visible()
    phone.get_by_role("link", name="Ver o que mudou", exact=True).press("Enter")
    expect(phone.get_by_role("heading", name="O que mudou", exact=True)).to_be_visible()
    for scheme in ("dark", "light"):
        phone.emulate_media(color_scheme=scheme)
        assert broken_rules(phone) == []
    phone.evaluate("document.documentElement.style.fontSize = '200%'")
    assert not phone.evaluate(WIDER_THAN_WINDOW)
    phone.get_by_role("button", name="Li as mudanças").press("Enter")
    expect(phone.get_by_role("region", name="Próximo passo").get_by_role("link", name="Ler o contrato")).to_be_visible()
    expect(phone.get_by_text("Você já leu.")).to_be_visible()


def test_the_proposals_page_is_light_on_first_view(phone: Page, digital: Proposal) -> None:
    weights: list[int] = []
    phone.on("response", lambda answer: weights.append(len(answer.body())) if "/paginas/" not in answer.url else None)
    phone.goto(url_of(digital), wait_until="networkidle")
    assert 30_000 < sum(weights) <= 150_000


def test_the_contract_is_read_to_its_end_and_signed_with_a_hash_of_this_device(
    phone: Page, carla: PanelUser, digital: Proposal, gil: PanelUser, at: datetime
) -> None:
    for contract in contracts_of(digital):
        phone.goto(url_of(digital, f"contratos/{contract.pk}/"))
        phone.locator("[data-end]").scroll_into_view_if_needed()
        phone.get_by_role("button", name="Li o contrato até o fim").click()
        phone.wait_for_load_state()
    for field in phone.locator("[data-hash-of]").all():
        expect(field).to_have_value(re.compile("^[0-9a-f]{64}$"))
    phone.get_by_role("checkbox").check()
    pad = phone.locator("[data-mark] canvas")
    pad.scroll_into_view_if_needed()
    for start, end in (((20, 40), (150, 90)), ((60, 100), (220, 30))):
        pad.drag_to(
            pad,
            source_position={"x": start[0], "y": start[1]},
            target_position={"x": end[0], "y": end[1]},
        )
    phone.get_by_role("button", name="Receber código para assinar").click()
    phone.get_by_label("Código de 6 números").fill(digits_of(OneTimeCode.objects.latest("pk")))
    phone.get_by_role("button", name="Assinar 2 contratos").click()
    expect(phone.get_by_text("Falta a assinatura de Gil Prado.")).to_be_visible()
    hashes = {contract.document.sha256 for contract in contracts_of(digital) if contract.document}
    assert {statement.file_sha256 for statement in Statement.objects.confirmed()} == hashes


def test_reading_signing_and_approving_need_no_script(
    open_window: Opener, live_server: object, carla: PanelUser, digital: Proposal, gil: PanelUser, at: datetime
) -> None:
    sign_all([contracts_of(digital)[0]], gil, at=at)
    page = open_window(viewport=PHONE, java_script_enabled=False)
    enters(page.context, carla, str(live_server))
    page.goto(url_of(digital))
    page.get_by_role("link", name="Ler o contrato").last.click()
    for _contract in range(2):
        page.get_by_role("button", name="Li o contrato até o fim").click()
    page.get_by_role("checkbox").check()
    page.get_by_label("Seu nome completo, como assinatura").fill("Carla Nogueira")
    page.get_by_role("button", name="Receber código para assinar").click()
    page.get_by_label("Código de 6 números").fill(digits_of(OneTimeCode.objects.latest("pk")))
    page.get_by_role("button", name="Assinar 2 contratos").click()
    page.get_by_role("link", name="Aprovar proposta de").click()
    page.get_by_role("button", name="Aprovar proposta de").click()
    expect(page.get_by_role("heading", name="Proposta aprovada")).to_be_visible()


def test_the_page_notes_once_that_it_was_seen(phone: Page, sale: Proposal) -> None:
    with phone.expect_response("**/vista/") as seen:
        phone.goto(url_of(sale))
    assert seen.value.status == 204
