"""The stage of the walks: Bruno and Carla in two browsers at once, and what they need to be there already."""

import io
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.utils import timezone
from PIL import Image, ImageDraw
from playwright.sync_api import Browser, Page, Route
from pytest_django.live_server_helper import LiveServer

from aceite.core.contracts.models import Requirement
from aceite.core.contracts.registering import save_registered
from aceite.core.contracts.templates import save_template
from aceite.core.contracts.texts import Text
from aceite.core.customers.models import PanelUser
from aceite.core.people.models import Member
from aceite.faces.panel.kept import PAGES
from tests.browser.walks import PASSWORD, AtTheDesk, AtThePanel
from tests.chromium import Opener
from tests.clients import client_of
from tests.matrix.standing import Standing
from tests.matrix.world import World

PHONE = {"width": 360, "height": 740}
TEXT = "<p>{{empresa.nome}} entrega a {{cliente.nome}} o que está na proposta {{proposta.numero}}.</p>"


@pytest.fixture(autouse=True)
def no_pages_of_other_tests() -> None:
    """What an earlier test rendered under the same numbers is not this test's page."""
    PAGES.clear()


@pytest.fixture
def at() -> datetime:
    """The pages read the clock, so what they show was sent just now."""
    return timezone.now()


@pytest.fixture
def window_of(open_window: Opener, live_server: LiveServer) -> Callable[..., Page]:
    """Opens a window in which a member or panel user has already entered."""

    def enter(person: Member | PanelUser, **options: object) -> Page:
        page = open_window(**options)
        cookie = client_of(person).cookies[settings.SESSION_COOKIE_NAME]
        page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
        return page

    return enter


@pytest.fixture(scope="session")
def standing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Standing]:
    """The world this process has made."""
    made = Standing(tmp_path_factory.mktemp("standing"))
    yield made
    made.close()


@pytest.fixture
def world(standing: Standing, transactional_db: None) -> World:
    """Aurora with everything that has an address, and a sale in each status."""
    return standing.again()


@pytest.fixture(scope="module")
def counter(chromium: Browser) -> Iterator[Page]:
    """A page that serves nothing but the product's own scripts, under their static names."""

    def serve(route: Route) -> None:
        name = urlsplit(route.request.url).path.removeprefix("/")
        if file := finders.find(name) if name.endswith(".js") else None:
            route.fulfill(path=str(file), content_type="text/javascript")
        else:
            route.fulfill(body="<!doctype html>", content_type="text/html")

    page = chromium.new_page()
    page.route("**/*", serve)
    page.goto("http://editor.test/")
    yield page
    page.close()


@pytest.fixture
def desk(open_window: Opener, transactional_db: None, bruno: Member) -> AtTheDesk:
    """Bruno, who has entered."""
    assert bruno.user is not None
    bruno.user.set_password(PASSWORD)
    bruno.user.save()
    at_the_desk = AtTheDesk(open_window())
    at_the_desk.enters()
    return at_the_desk


@pytest.fixture
def phone(open_window: Opener, transactional_db: None, carla: PanelUser) -> AtThePanel:
    """Carla, who has entered, on her phone."""
    at_the_panel = AtThePanel(open_window(viewport=PHONE))
    at_the_panel.enters()
    return at_the_panel


@pytest.fixture
def texts(bruno: Member) -> None:
    """A template and an avulso in Aurora's registers."""
    at = datetime(2026, 1, 6, 12, 0, tzinfo=UTC)
    company = bruno.company
    save_template(Text("Contrato de instalação", TEXT, Requirement.DIGITAL), company=company, by=bruno, at=at)
    save_registered(Text("Contrato de entrega", TEXT, Requirement.MANUAL), company=company, by=bruno, at=at)


@pytest.fixture
def photo() -> bytes:
    """A photo of a signed page."""
    sheet = Image.new("RGB", (900, 1270), "white")
    ImageDraw.Draw(sheet).line([(160, 1100), (260, 1040), (340, 1110), (520, 1050)], fill=(28, 54, 140), width=5)
    out = io.BytesIO()
    sheet.save(out, "JPEG", quality=80)
    return out.getvalue()
