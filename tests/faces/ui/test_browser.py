"""What only a browser can tell: axe finds nothing, nothing overflows, the behaviours behave."""

import pytest
from playwright.sync_api import Browser, FilePayload, Page, ViewportSize, expect
from pytest_django.live_server_helper import LiveServer

from tests.axe import broken_rules

pytestmark = [pytest.mark.browser, pytest.mark.urls("tests.faces.ui.addresses"), pytest.mark.django_db]

PAGES = ["/ui/", "/ui/?erros", "/ui/lista/", "/ui/lista/?vazio", "/ui/painel/", "/ui/entrar/"]
PHONE: ViewportSize = {"width": 360, "height": 740}
DESK: ViewportSize = {"width": 1440, "height": 900}
WIDER_THAN_WINDOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def test_axe_finds_what_is_wrong(window: Page) -> None:
    window.goto("/ui/")
    window.evaluate("document.querySelector('main').insertAdjacentHTML('afterbegin', '<input><button></button>')")
    found = {(one["id"], node["html"]) for one in broken_rules(window) for node in one["nodes"]}
    assert {("label", "<input>"), ("button-name", "<button></button>")} <= found


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing(window: Page, address: str, theme: str) -> None:
    window.emulate_media(color_scheme="dark" if theme == "dark" else "light")
    for size in (PHONE, DESK):
        window.set_viewport_size(size)
        window.goto(address)
        assert [(found["id"], found["nodes"][0]["html"]) for found in broken_rules(window)] == []


@pytest.mark.parametrize("address", PAGES)
def test_nothing_is_wider_than_a_phone_even_at_twice_the_text(window: Page, address: str) -> None:
    window.set_viewport_size(PHONE)
    window.goto(address)
    assert window.evaluate(WIDER_THAN_WINDOW) == 0
    window.evaluate("document.documentElement.style.fontSize = '200%'")
    assert window.evaluate(WIDER_THAN_WINDOW) == 0


def test_the_panels_page_is_light(window: Page) -> None:
    weights: list[int] = []
    window.on("response", lambda response: weights.append(len(response.body())))
    window.goto("/ui/painel/", wait_until="networkidle")
    assert 30_000 < sum(weights) <= 150_000


def test_a_drawn_mark_is_a_picture_and_can_be_taken_back(window: Page) -> None:
    window.goto("/ui/")
    pad = window.locator("[data-mark] canvas")
    pad.scroll_into_view_if_needed()
    pad.drag_to(pad, source_position={"x": 20, "y": 40}, target_position={"x": 150, "y": 90})
    picture = window.locator("[name=mark_png]")
    assert picture.input_value().startswith("data:image/png;base64,")
    window.locator("[data-mark-undo]").click()
    expect(picture).to_have_value("")


def test_typing_the_name_needs_no_pad(window: Page) -> None:
    window.goto("/ui/")
    window.get_by_label("Digitar o nome").check()
    window.get_by_label("Seu nome completo, como assinatura").fill("Carla Souza")
    expect(window.locator("[data-mark] canvas")).to_be_hidden()


def test_files_are_ordered_turned_and_removed_before_sending(window: Page) -> None:
    window.goto("/ui/")
    chosen: list[FilePayload] = [
        {"name": "1.png", "mimeType": "image/png", "buffer": b"first"},
        {"name": "2.pdf", "mimeType": "application/pdf", "buffer": b"second"},
        {"name": "3.pdf", "mimeType": "application/pdf", "buffer": b"third"},
    ]
    window.locator("[name=pages]").set_input_files(chosen)
    window.get_by_role("button", name="Girar: 1.png").click()
    window.get_by_role("button", name="Mover para baixo: 1.png").click()
    window.get_by_role("button", name="Tirar da lista: 3.pdf").click()
    names = "[...document.querySelector('[name=pages]').files].map(file => file.name)"
    turns = "[...document.querySelectorAll('[name=pages_rotation]')].map(input => input.value)"
    assert (window.evaluate(names), window.evaluate(turns)) == (["2.pdf", "1.png"], ["0", "90"])


def _sheet(name: str, content: bytes = b"sheet") -> FilePayload:
    return {"name": name, "mimeType": "image/png", "buffer": content}


def test_files_arrive_in_the_chosen_order_and_the_message_is_seen(window: Page) -> None:
    window.goto("/enviar/")
    window.locator("[name=pages]").set_input_files([_sheet("1.png"), _sheet("2.png")])
    window.get_by_role("button", name="Girar: 2.png").click()
    window.get_by_role("button", name="Mover para cima: 2.png").click()
    window.get_by_role("button", name="Enviar via").click()
    expect(window.get_by_text("2.png 90, 1.png 0")).to_be_visible()


def test_a_refused_file_keeps_the_list_that_was_chosen(window: Page) -> None:
    window.goto("/enviar/")
    window.locator("[name=pages]").set_input_files([_sheet("1.png"), _sheet("2.png", b"far too much")])
    window.get_by_role("button", name="Enviar via").click()
    expect(window.get_by_role("alert")).to_be_focused()
    window.get_by_role("button", name="Tirar da lista: 2.png").click()
    window.get_by_role("button", name="Enviar via").click()
    expect(window.get_by_text("1.png 0")).to_be_visible()


def test_a_broken_connection_keeps_the_files_and_says_so(chromium: Browser, live_server: LiveServer) -> None:
    page = chromium.new_page(base_url=live_server.url, locale="pt-BR")
    page.goto("/enviar/")
    page.route("**/enviar/", lambda route: route.abort())
    page.locator("[name=pages]").set_input_files([_sheet("1.png")])
    page.get_by_role("button", name="Enviar via").click()
    expect(page.get_by_text("Seus arquivos continuam aqui")).to_be_visible()
    expect(page.get_by_text("1.png")).to_be_visible()
    page.close()


def test_files_are_sent_without_scripts_too(chromium: Browser, live_server: LiveServer) -> None:
    context = chromium.new_context(base_url=live_server.url, locale="pt-BR", java_script_enabled=False)
    page = context.new_page()
    page.goto("/enviar/")
    page.locator("[name=pages]").set_input_files([_sheet("1.png"), _sheet("2.png")])
    page.get_by_role("button", name="Enviar via").click()
    expect(page.get_by_text("1.png 0, 2.png 0")).to_be_visible()
    context.close()


def test_an_amount_is_written_out_when_left(window: Page) -> None:
    window.goto("/ui/")
    price = window.get_by_label("Preço unitário")
    price.fill("1234,5")
    price.blur()
    expect(price).to_have_value("1.234,50")


def test_the_theme_chosen_outlives_the_page(window: Page) -> None:
    window.goto("/ui/")
    window.get_by_role("button", name="Bruno Lima").click()
    window.get_by_role("button", name="Escuro").click()
    window.reload()
    expect(window.locator("html")).to_have_attribute("data-theme", "dark")


def test_on_a_phone_the_menu_opens_without_scripts(chromium: Browser, live_server: LiveServer) -> None:
    context = chromium.new_context(base_url=live_server.url, java_script_enabled=False, viewport=PHONE)
    page = context.new_page()
    page.goto("/ui/lista/")
    expect(page.get_by_role("navigation", name="Principal")).to_be_hidden()
    page.get_by_role("button", name="Menu", exact=True).click()
    expect(page.get_by_role("link", name="Contratos")).to_be_visible()
    context.close()


def test_shortcuts_search_walk_and_can_be_turned_off(window: Page) -> None:
    window.goto("/ui/lista/")
    window.keyboard.press("j")
    expect(window.locator("td.primary a").first).to_be_focused()
    window.keyboard.press("?")
    window.get_by_label("Usar atalhos de uma tecla").uncheck()
    window.get_by_role("button", name="Fechar").click()
    window.keyboard.press("/")
    expect(window.get_by_role("searchbox", name="Buscar em tudo")).not_to_be_focused()
