"""Signing on a phone that is turned, reloaded and thrown out of its session: the mark stays, and so does the place."""

from collections.abc import Callable
from datetime import datetime
from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from aceite.core.contracts.opening import record_opening
from aceite.core.customers.models import Customer, PanelUser
from aceite.core.people.codes import digits_of
from aceite.core.people.models import Member, OneTimeCode
from aceite.core.proposals.models import Proposal
from aceite.core.signatures.models import Statement
from tests import walk
from tests.browser.conftest import PHONE
from tests.browser.looking import misfits
from tests.browser.walks import AtThePanel

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

BLOCKED = """HTMLCanvasElement.prototype.getContext = function () { return null; };"""
INK = """() => {
  const canvas = document.querySelector("[data-mark] canvas");
  const data = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
  const columns = [];
  for (let at = 3; at < data.length; at += 4) if (data[at]) columns.push(((at - 3) / 4) % canvas.width);
  return columns.length ? (Math.max(...columns) - Math.min(...columns)) / (canvas.width / canvas.clientWidth) : 0;
}"""


def reads(sale: Proposal, person: PanelUser, at: datetime) -> None:
    """She read every contract to the end."""
    for contract in walk.contracts_of(sale):
        record_opening(contract, by=person, origin=walk.ORIGIN, at=at)


def draws(page: Page) -> None:
    """One stroke across the pad, and another below it."""
    pad = page.locator("[data-mark] canvas")
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    assert box is not None
    for down in (60, 100):
        page.mouse.move(box["x"] + 30, box["y"] + down)
        page.mouse.down()
        page.mouse.move(box["x"] + 130, box["y"] + down - 20, steps=4)
        page.mouse.move(box["x"] + 230, box["y"] + down, steps=4)
        page.mouse.up()


def strokes(page: Page) -> list[list[list[float]]]:
    """What the tab keeps of the drawing, stroke by stroke."""
    return list(page.evaluate("JSON.parse(sessionStorage.getItem('mark')).strokes"))


def assert_as_sharp_as_the_screen(page: Page) -> None:
    """Where a pixel of the page is three of the screen it has as many, and nowhere less than two."""
    pad, sharp = page.locator("[data-mark] canvas"), "(pad) => pad.width / pad.clientWidth"
    assert pad.evaluate(sharp) == pytest.approx(2, abs=0.02)
    screen = {"width": 360, "height": 741, "deviceScaleFactor": 3, "mobile": False}
    page.context.new_cdp_session(page).send("Emulation.setDeviceMetricsOverride", screen)
    page.reload()
    pad.scroll_into_view_if_needed()
    assert pad.evaluate(sharp) == pytest.approx(3, abs=0.02)


def comes_back_on_what_she_chose(page: Page) -> None:
    """She chose to type her name, typed nothing, and is told so where she was."""
    page.get_by_role("radio", name="Digitar o nome").check()
    page.get_by_label("Li e aceito").check()
    # Of a refusal by its status the console speaks as well.
    page.route("**/assinatura/", lambda route: route.fulfill(response=route.fetch(), status=200))
    page.get_by_role("button", name="Receber código para assinar").click()
    expect(page.get_by_role("link", name="Desenhe sua assinatura")).to_be_visible()
    page.unroute("**/assinatura/")
    expect(page.get_by_role("radio", name="Digitar o nome")).to_be_checked()
    expect(page.get_by_label("Seu nome completo, como assinatura")).to_be_visible()


def is_turned_in_the_middle_of_a_stroke(page: Page) -> None:
    """The stroke ends where the phone was turned, and is kept as far as it came; then she begins anew."""
    pad = page.locator("[data-mark] canvas")
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 30, box["y"] + 60)
    page.mouse.down()
    page.mouse.move(box["x"] + 90, box["y"] + 80, steps=3)
    page.set_viewport_size({"width": 740, "height": 360})
    inked(page, 55, 65)
    page.mouse.move(box["x"] + 300, box["y"] + 20, steps=3)
    page.mouse.up()
    [stroke] = strokes(page)
    across = [x for x, _y in stroke]
    assert max(across) - min(across) == pytest.approx(60, abs=2) and page.locator("[name=mark_png]").input_value()
    page.set_viewport_size({"width": 360, "height": 740})
    page.get_by_role("button", name="Limpar").click()


def assert_seen_in_forced_colours(page: Page) -> None:
    """Where the system makes grounds black, the mark still stands dark on light."""
    page.emulate_media(forced_colors="active", color_scheme="dark")
    with Image.open(BytesIO(page.locator(".mark-pad").screenshot())) as picture:
        light = picture.convert("L").tobytes()
    page.emulate_media(forced_colors="none", color_scheme="light")
    assert min(light) < 80 and max(light) > 240


def inked(page: Page, least: float, most: float) -> None:
    """The drawing is so wide, once the pad has drawn it again: a frame after it got its size."""
    for _frame in range(100):
        if least < page.evaluate(INK) < most:
            return
        page.wait_for_timeout(50)
    raise AssertionError(page.evaluate(INK))


def test_the_mark_outlives_a_turn_a_reload_and_the_end_of_the_session(
    phone: AtThePanel, padaria: Customer, carla: PanelUser, bruno: Member, at: datetime
) -> None:
    sale = walk.draft_for(padaria, bruno, at)
    walk.with_contract(sale, bruno, at, carla)
    walk.sent(sale, bruno, at)
    reads(sale, carla, at)
    page = phone.page
    page.goto(f"/aurora/painel/propostas/{sale.number}/assinatura/")
    comes_back_on_what_she_chose(page)
    page.goto(f"/aurora/painel/propostas/{sale.number}/assinatura/")
    assert_as_sharp_as_the_screen(page)
    is_turned_in_the_middle_of_a_stroke(page)
    draws(page)
    assert_seen_in_forced_colours(page)
    drawn = page.evaluate(INK)
    assert 190 < drawn < 215
    page.set_viewport_size({"width": 740, "height": 360})
    expect(page.locator("[data-mark] canvas")).to_be_visible()
    inked(page, drawn - 3, drawn + 3)
    both = page.locator("[name=mark_png]").input_value()
    page.get_by_role("button", name="Desfazer traço").click()
    assert len(strokes(page)) == 1 and page.locator("[name=mark_png]").input_value() not in ("", both)
    page.set_viewport_size({"width": 360, "height": 740})
    kept = page.locator("[name=mark_png]").input_value()
    page.reload()
    assert page.locator("[name=mark_png]").input_value() == kept
    inked(page, 190, 400)
    assert misfits(page) == []
    page.get_by_label("Li e aceito").check()
    page.context.clear_cookies(name="sessionid")
    page.get_by_role("button", name="Receber código para assinar").click()
    expect(page.get_by_text("nada foi registrado")).to_be_visible()
    phone.enters_here()
    page.wait_for_url("**/assinatura/")
    assert page.locator("[name=mark_png]").input_value() == kept
    page.get_by_label("Li e aceito").check()
    page.get_by_role("button", name="Receber código para assinar").click()
    page.get_by_text("Não recebeu o código?").click()
    assert misfits(page) == []
    code = page.get_by_label("Código de 6 números")
    code.fill(f"Seu código é {digits_of(OneTimeCode.objects.latest('pk'))}")
    page.get_by_role("button", name="Assinar o contrato").click()
    expect(page.get_by_text("Contrato assinado.")).to_be_visible()
    assert Statement.objects.confirmed().get().mark_kind == "drawn"
    assert page.evaluate("sessionStorage.getItem('mark')") is None


def test_a_browser_without_canvas_says_so_and_takes_the_typed_name(
    window_of: Callable[..., Page], padaria: Customer, carla: PanelUser, bruno: Member, at: datetime
) -> None:
    sale = walk.draft_for(padaria, bruno, at)
    walk.with_contract(sale, bruno, at, carla)
    walk.sent(sale, bruno, at)
    reads(sale, carla, at)
    page = window_of(carla, viewport=PHONE)
    page.add_init_script(BLOCKED)
    page.goto(f"/aurora/painel/propostas/{sale.number}/assinatura/")
    expect(page.get_by_text("Este navegador não deixa desenhar aqui.")).to_be_visible()
    expect(page.get_by_role("radio", name="Desenhar")).to_be_hidden()
    page.get_by_label("Seu nome completo, como assinatura").fill("Carla Nogueira")
    assert misfits(page) == []
    page.get_by_label("Li e aceito").check()
    page.get_by_role("button", name="Receber código para assinar").click()
    expect(page.get_by_role("heading", name="Digite o código para assinar")).to_be_visible()
    page.get_by_role("link", name="Voltar").click()
    expect(page.get_by_label("Seu nome completo, como assinatura")).to_have_value("Carla Nogueira")
