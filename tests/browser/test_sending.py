"""Files in chunks from a real browser: the network cut in every chunk, the window closed, the session ended."""

from collections.abc import Callable, Iterator
from io import BytesIO
from random import Random

import pytest
from django.conf import settings
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect
from pytest_django.live_server_helper import LiveServer

from aceite.core.contracts.models import ArrivedChunk, ArrivingFile, CopyFile
from aceite.core.customers.models import PanelUser
from aceite.core.documents.reading import read
from aceite.core.proposals.models import Proposal
from tests.browser.conftest import PHONE
from tests.browser.test_paper import sale
from tests.clients import client_of
from tests.jobs import run_jobs
from tests.walk import contracts_of

pytestmark = pytest.mark.browser

__all__ = ["sale"]
# Hashes are found once the test says so.
SLOW_HASHES = """
const told = new Promise((resolve) => { window.goOn = resolve; });
const digest = crypto.subtle.digest.bind(crypto.subtle);
crypto.subtle.digest = async (...all) => { await told; return digest(...all); };
"""
ENTERED = settings.SESSION_COOKIE_NAME


def noise(seed: int = 1) -> bytes:
    """A photo of three chunks."""
    out = BytesIO()
    Image.frombytes("RGB", (450, 450), Random(seed).randbytes(450 * 450 * 3)).save(out, "PNG")
    return out.getvalue()


@pytest.fixture
def phone_context(chromium: Browser, live_server: LiveServer, carla: PanelUser) -> Iterator[BrowserContext]:
    """Carla's phone, whose network may fail: what its console says of that is no fault."""
    context = chromium.new_context(base_url=live_server.url, locale="pt-BR", viewport=PHONE)  # type: ignore[arg-type]
    enter(context, carla, live_server.url)
    yield context
    context.close()


def enter(context: BrowserContext, person: PanelUser, url: str) -> None:
    """She enters (again)."""
    context.add_cookies([{"name": ENTERED, "value": client_of(person).cookies[ENTERED].value, "url": url}])


def choose(page: Page, proposal: Proposal, *photos: bytes) -> None:
    """She chooses photos on the page of the copy and sends them."""
    page.goto(address(proposal))
    files = [{"name": f"IMG_{at}.png", "mimeType": "image/png", "buffer": data} for at, data in enumerate(photos)]
    page.locator("input[type=file]").set_input_files(files)  # type: ignore[arg-type]
    page.get_by_role("button", name="Continuar", exact=True).click()


def address(proposal: Proposal) -> str:
    """Where the copy is sent from."""
    return f"/aurora/painel/propostas/{proposal.number}/contratos/{contracts_of(proposal).get().pk}/via-assinada/"


def cut_each_once(seen: set[str]) -> Callable[[Route], None]:
    """The network breaks at every address the first time it is asked for."""

    def cut(route: Route) -> None:
        known = route.request.url in seen
        seen.add(route.request.url)
        route.continue_() if known else route.abort("connectionreset")

    return cut


def session_ends(context: BrowserContext) -> Callable[[Route], None]:
    """Her session is over when this chunk goes."""

    def end(route: Route) -> None:
        context.clear_cookies()
        route.continue_()

    return end


def test_a_network_cut_in_every_chunk_loses_and_doubles_nothing(sale: Proposal, phone_context: BrowserContext) -> None:
    page, data, seen = phone_context.new_page(), noise(), set[str]()
    page.route("**/envios/*/*/", cut_each_once(seen))
    choose(page, sale, data)
    expect(page.get_by_text("Pausado, sem rede – continua sozinho")).to_be_visible()
    expect(page.get_by_text("Chegou inteiro. Abrindo…")).to_be_visible(timeout=30_000)
    assert len(seen) == 3 and ArrivedChunk.objects.count() == 3
    run_jobs()
    expect(page.get_by_role("heading", name="Confira antes de enviar")).to_be_visible()
    assert read(CopyFile.objects.get().document) == data


def test_a_closed_window_and_an_ended_session_go_on_where_they_stopped(
    sale: Proposal, phone_context: BrowserContext, carla: PanelUser, live_server: LiveServer
) -> None:
    page, photos = phone_context.new_page(), [noise(1), noise(2)]
    page.route("**/envios/*/262144/", lambda route: route.abort())
    choose(page, sale, *photos)
    expect(page.get_by_text("Pausado, sem rede – continua sozinho")).to_be_visible()
    page.close()
    assert ArrivedChunk.objects.count() == 1
    page = phone_context.new_page()
    phone_context.route("**/envios/*/524288/", session_ends(phone_context))
    page.goto(address(sale))
    expect(page.get_by_text("Sua sessão terminou, e nada se perdeu.")).to_be_visible()
    phone_context.unroute_all()
    enter(phone_context, carla, live_server.url)
    page.goto(address(sale))
    expect(page.get_by_text("Chegou inteiro. Abrindo…")).to_have_count(2)
    run_jobs()
    expect(page.get_by_role("heading", name="Confira antes de enviar")).to_be_visible()
    assert [read(file.document) for file in CopyFile.objects.order_by("position")] == photos
    assert not ArrivingFile.objects.exists()


def test_a_file_is_given_up_while_hashed_or_opened(sale: Proposal, phone_context: BrowserContext) -> None:
    page = phone_context.new_page()
    page.add_init_script(SLOW_HASHES)
    choose(page, sale, noise(1), noise(2))
    page.get_by_role("button", name="Desistir: IMG_0.png").click()
    page.evaluate("goOn()")
    expect(page.get_by_text("Chegou inteiro. Abrindo…")).to_be_visible()
    # What this browser kept is sent first when the page comes anew.
    page.reload()
    page.evaluate("goOn()")
    expect(page.get_by_text("0 de 1 arquivos guardados")).to_be_visible()
    expect(page.get_by_text("Chegou inteiro. Abrindo…")).to_be_visible()
    assert ArrivingFile.objects.get().name == "IMG_1.png"
    # The worker may never come to open it: it can be given up all the same.
    with page.expect_response(lambda answer: answer.request.method == "POST") as heard:
        page.get_by_role("button", name="Desistir: IMG_1.png").click()
    assert heard.value.status == 204 and not ArrivingFile.objects.exists()
    expect(page.get_by_text("Chegou inteiro. Abrindo…")).to_have_count(0)


def test_whoever_leaves_leaves_no_photo_on_the_device(sale: Proposal, phone_context: BrowserContext) -> None:
    page = phone_context.new_page()
    page.route("**/envios/*/262144/", lambda route: route.abort())
    choose(page, sale, noise())
    expect(page.get_by_text("Pausado, sem rede – continua sozinho")).to_be_visible()
    kept = "indexedDB.databases().then((all) => all.some(({ name }) => name === 'aceite-envios'))"
    assert page.evaluate(kept)
    # The page that comes without a network says what waits.
    page.goto("/aurora/painel/sem-conexao/")
    waiting = page.get_by_role("heading", name="Envios que continuam depois")
    expect(waiting).to_be_visible()
    expect(page.get_by_role("listitem")).to_contain_text("IMG_0.png 0,6 MB")
    page.goto("/aurora/painel/engano/")
    page.locator("main form button").click()
    expect(page.get_by_role("heading", name="Painel do Cliente")).to_be_visible()
    page.wait_for_function(f"{kept}.then((some) => !some)")
    page.goto("/aurora/painel/sem-conexao/")
    expect(page.get_by_role("heading", name="Sem conexão")).to_be_visible()
    expect(waiting).to_be_hidden()


def test_another_browser_is_asked_for_the_same_file(
    sale: Proposal, phone_context: BrowserContext, carla: PanelUser, window_of: Callable[..., Page]
) -> None:
    first, data = phone_context.new_page(), noise()
    first.route("**/envios/*/262144/", lambda route: route.abort())
    choose(first, sale, data)
    expect(first.get_by_text("Pausado, sem rede – continua sozinho")).to_be_visible()
    first.close()
    page = window_of(carla)
    page.goto(address(sale))
    expect(page.get_by_text("Parou no meio. Escolha o mesmo arquivo de novo")).to_be_visible()
    choose(page, sale, data)
    expect(page.get_by_text("Chegou inteiro. Abrindo…")).to_be_visible()
    assert ArrivedChunk.objects.count() == 3
