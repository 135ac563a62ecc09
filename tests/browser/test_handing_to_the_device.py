"""What the device itself does, where it can: its own sheet for sharing, the panel among its applications."""

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from aceite.core.customers.models import Customer, PanelUser
from aceite.core.people.models import Member
from tests.browser.conftest import PHONE
from tests.walk import sent_for

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WindowOf = Callable[..., Page]
SHARES = "navigator.share = (what) => { window.shared = what; return Promise.reject(new Error('closed')); };"
OFFERS = """
const offer = new Event("beforeinstallprompt", { cancelable: true });
offer.prompt = async () => { window.asked = (window.asked ?? 0) + 1; };
dispatchEvent(offer);
"""


def test_the_message_goes_to_the_devices_own_sheet_where_it_has_one(
    window_of: WindowOf, padaria: Customer, bruno: Member, carla: PanelUser
) -> None:
    sale = sent_for(padaria, bruno, timezone.now())
    page = window_of(bruno, viewport=PHONE)
    page.goto(f"/aurora/gestao/vendas/{sale.number}/link/")
    page.locator("main [name=person]").select_option(str(carla.pk))
    page.get_by_role("button", name="Preparar mensagem").click()
    expect(page.get_by_role("link", name="Abrir no WhatsApp")).to_be_visible()
    expect(page.get_by_role("button", name="Compartilhar")).to_have_count(0)
    page.add_init_script(SHARES)
    page.reload()
    page.get_by_role("button", name="Compartilhar").click()
    shared: dict[str, Any] = page.evaluate("shared")
    assert shared["title"] == sale.title and f"/aurora/painel/propostas/{sale.number}/" in shared["text"]


def test_the_panel_is_offered_as_an_application_where_the_browser_can(window_of: WindowOf, carla: PanelUser) -> None:
    page = window_of(carla, viewport=PHONE)
    page.goto("/aurora/painel/")
    page.get_by_role("button", name="(menu da conta)").click()
    install = page.get_by_role("button", name="Instalar neste aparelho")
    expect(page.get_by_role("button", name="Sair")).to_be_visible()
    expect(install).to_have_count(0)
    page.evaluate(OFFERS)
    install.click()
    expect(install).to_have_count(0)
    assert page.evaluate("asked") == 1
