"""The term of a contract as it is typed: what a later choice hides is told where it stands."""

from collections.abc import Iterator

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from aceite.core.people.models import Member
from tests.clients import client_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def page(chromium: Browser, live_server: LiveServer, bruno: Member) -> Iterator[Page]:
    """Bruno's window; an answer that refuses is complained of in its console."""
    context = chromium.new_context(base_url=live_server.url, locale="pt-BR", service_workers="block")
    cookie = client_of(bruno).cookies[settings.SESSION_COOKIE_NAME]
    context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("later", ["term_ends", "term_starts"])
def test_a_number_a_later_choice_hides_is_told_where_it_stands(page: Page, later: str) -> None:
    page.goto("/aurora/gestao/contratos/novo/")
    page.locator(".term-box > summary").click()
    page.locator("[name=term_starts]").select_option("approval")
    page.locator("[name=term_ends]").select_option("months")
    months = page.locator("[name=term_months]")
    months.fill("0")
    page.locator(f"[name={later}]").select_option(index=0)
    expect(months).to_be_hidden()
    page.get_by_role("button", name="Salvar contrato").click()
    expect(page.locator("#id_term_months_error")).to_contain_text("Use pelo menos 1.")
    expect(months).to_be_visible()
