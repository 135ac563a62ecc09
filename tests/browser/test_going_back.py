"""Going back: at once out of the browser's memory, unless something was decided since, and never after leaving."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from aceite.core.customers.models import Customer, PanelUser
from aceite.core.people.models import Member
from aceite.core.proposals.models import Proposal
from tests.chromium import ARGUMENTS, DESKTOP
from tests.clients import client_of
from tests.walk import sent_for

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

HOME = "/aurora/painel/"
NOTED = "addEventListener('pageshow', (event) => { window.cameBack = event.persisted; });"
OTHER_TAB = "localStorage.setItem('posted', 'another tab')"


@pytest.fixture
def sale(padaria: Customer, bruno: Member, carla: PanelUser, at: datetime) -> Proposal:
    return sent_for(padaria, bruno, at)


def test_back_is_at_once_until_something_was_posted_or_she_left(
    chromium: Browser, live_server: LiveServer, sale: Proposal, carla: PanelUser
) -> None:
    """With the panel's worker standing by, as people have it."""
    with _that_remembers(chromium, live_server, carla) as page:
        page.goto(HOME)
        page.evaluate("() => navigator.serviceWorker.ready")
        page.goto(f"{HOME}propostas/{sale.number}/")
        _goes_and_comes_back(page)
        assert page.evaluate("window.cameBack") is True
        page.evaluate(OTHER_TAB)
        _goes_and_comes_back(page)
        page.wait_for_function("() => document.documentElement.hidden === false && window.cameBack === false")
        page.evaluate("document.querySelector('form[action$=\"/sair/\"]').requestSubmit()")
        page.wait_for_url("**/entrar/")
        page.go_back(wait_until="commit")
        expect(page.get_by_text("Receber código por e-mail")).to_be_visible()
        assert page.url.endswith(f"/entrar/?next={HOME}propostas/{sale.number}/")


@contextmanager
def _that_remembers(chromium: Browser, live_server: LiveServer, person: PanelUser) -> Iterator[Page]:
    """A browser as people have it: playwright's own keeps no page for the way back."""
    browser = chromium.browser_type.launch(
        executable_path=DESKTOP, args=ARGUMENTS, ignore_default_args=["--disable-back-forward-cache"]
    )
    context = browser.new_context(base_url=live_server.url, locale="pt-BR", bypass_csp=True)
    cookie = client_of(person).cookies[settings.SESSION_COOKIE_NAME]
    context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
    page = context.new_page()
    page.add_init_script(NOTED)
    yield page
    browser.close()


def _goes_and_comes_back(page: Page) -> None:
    page.evaluate("delete window.cameBack")
    page.goto("/healthz")
    page.go_back(wait_until="commit")
    page.wait_for_function("window.cameBack !== undefined")
