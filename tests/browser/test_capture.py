"""Photographing a contract page by page on a phone: led, warned, corrected, and brought back to the same place."""

from datetime import datetime
from io import BytesIO

import pytest
from PIL import Image, ImageFilter
from playwright.sync_api import BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from aceite.core.contracts.copy_files import UploadedFile
from aceite.core.contracts.models import Contract, CopyFile
from aceite.core.contracts.pending import prepare_copy
from aceite.core.customers.models import PanelUser
from aceite.core.people.models import Member
from aceite.core.proposals.models import Proposal
from tests.browser.looking import violations
from tests.browser.test_paper import sale
from tests.browser.test_sending import ENTERED, address, enter, phone_context
from tests.core.contracts.scans import as_heic, scan, scanned_pdf
from tests.jobs import run_jobs
from tests.walk import contracts_of, draft_for, sent, with_contract

pytestmark = pytest.mark.browser

__all__ = ["phone_context", "sale"]


def photo_of(contract: Contract, page: int, *, blurred: bool = False) -> bytes:
    """The page on a dark table, as a phone sees it."""
    sheet = Image.open(BytesIO(scan(contract, page)))
    table = Image.new("RGB", (sheet.width + 200, sheet.height + 200), (60, 50, 45))
    table.paste(sheet, (100, 100))
    out = BytesIO()
    (table.filter(ImageFilter.GaussianBlur(9)) if blurred else table).save(out, "JPEG", quality=85)
    return out.getvalue()


def take(page: Page, data: bytes, *, name: str = "image.jpg") -> None:
    """She presses the camera's button."""
    kind = "image/heic" if name.endswith("HEIC") else "image/jpeg"
    page.locator("[data-take]").set_input_files({"name": name, "mimeType": kind, "buffer": data})


def test_each_page_is_led_to_warned_of_and_checked(sale: Proposal, phone_context: BrowserContext) -> None:
    contract = contracts_of(sale).select_related("document").get()
    page = phone_context.new_page()
    page.goto(address(sale))
    page.get_by_role("link", name="Fotografar página por página").click()
    expect(page.get_by_role("heading", name="Página 1 de 3")).to_be_visible()
    take(page, photo_of(contract, 1, blurred=True))
    expect(page.get_by_role("listitem").filter(has_text="tremida ou fora de foco")).to_be_visible()
    assert violations(page) == []
    page.get_by_role("button", name="Tirar de novo").click()
    take(page, photo_of(contract, 1))
    expect(page.get_by_role("heading", name="Página 2 de 3")).to_be_visible()
    # The first page once more instead of the second; she sees it, and the place is hers again after a reload.
    take(page, photo_of(contract, 1) + b"\0")
    expect(page.get_by_role("heading", name="Página 3 de 3")).to_be_visible()
    expect(page.get_by_text("Chegou inteira. Vendo qual página é…")).to_have_count(2)
    run_jobs()
    expect(page.get_by_text("Esta é a página 1 outra vez.")).to_be_visible()
    expect(page.get_by_text("É a página 1 deste contrato.")).to_be_visible()
    page.set_viewport_size({"width": 740, "height": 360})
    page.reload()
    expect(page.get_by_role("heading", name="Página 2 de 3")).to_be_visible()
    take(page, photo_of(contract, 2))
    expect(page.get_by_role("heading", name="Página 3 de 3")).to_be_visible()
    expect(page.get_by_text("Chegou inteira. Vendo qual página é…")).to_be_visible()
    run_jobs()
    expect(page.get_by_text("Ainda sem foto: página 3.")).to_be_visible()
    take(page, photo_of(contract, 3))
    expect(page.get_by_text("Todas as páginas foram fotografadas.")).to_be_visible()
    expect(page.get_by_text("Chegou inteira. Vendo qual página é…")).to_be_visible()
    run_jobs()
    # Taken anew, on another day too, a photo stands until the one in its place is here, and then where that one stood.
    expect(page.get_by_text("É a página 3 deste contrato.")).to_be_visible()
    page.reload()
    page.get_by_role("button", name="Refazer página 2").click()
    take(page, photo_of(contract, 2) + b"\0")
    expect(page.get_by_text("Chegou inteira. Vendo qual página é…")).to_be_visible()
    assert CopyFile.objects.count() == 3
    run_jobs()
    expect(page.get_by_text("É a página 2 deste contrato.")).to_be_visible()
    page.get_by_role("link", name="Conferir e enviar").click()
    expect(page.get_by_role("heading", name="Tudo certo: as 3 páginas estão aqui")).to_be_visible()
    in_order = CopyFile.objects.order_by("position").values_list("name", flat=True)
    assert list(in_order) == ["pagina-1.jpg", "pagina-2.jpg", "pagina-3.jpg"]


def test_one_page_anew_leaves_the_others_of_its_file(
    sale: Proposal, phone_context: BrowserContext, carla: PanelUser, at: datetime
) -> None:
    contract = contracts_of(sale).select_related("document").get()
    whole = UploadedFile("contrato.pdf", scanned_pdf(*(scan(contract, number) for number in (1, 2, 3))))
    prepare_copy(contract, [whole], key="a" * 32, by=carla, at=at)
    run_jobs()
    page = phone_context.new_page()
    page.goto(f"{address(sale)}fotos/")
    page.get_by_role("button", name="Refazer página 2").click()
    take(page, photo_of(contract, 2))
    expect(page.get_by_text("Chegou inteira. Vendo qual página é…")).to_be_visible()
    assert CopyFile.objects.get().name == "contrato.pdf"
    run_jobs()
    expect(page.get_by_text("Chegou inteira. Vendo qual página é…")).to_have_count(0)
    page.get_by_role("link", name="Conferir e enviar").click()
    expect(page.get_by_role("heading", name="Confira antes de enviar")).to_be_visible()
    assert sorted(CopyFile.objects.values_list("name", flat=True)) == ["contrato.pdf", "pagina-2.jpg"]


def test_two_tabs_show_the_same_place_and_an_ended_session_loses_no_photo(
    sale: Proposal,
    phone_context: BrowserContext,
    bruno: Member,
    carla: PanelUser,
    at: datetime,
    live_server: LiveServer,
) -> None:
    contract = contracts_of(sale).select_related("document").get()
    one, other = phone_context.new_page(), phone_context.new_page()
    for tab in (one, other):
        tab.goto(f"{address(sale)}fotos/")
        expect(tab.get_by_role("heading", name="Página 1 de 3")).to_be_visible()
    take(one, photo_of(contract, 1))
    expect(other.get_by_role("heading", name="Página 2 de 3")).to_be_visible()
    take(other, as_heic(photo_of(contract, 2)), name="IMG_0042.HEIC")
    expect(one.get_by_role("heading", name="Página 3 de 3")).to_be_visible()
    # The wrong sheet from the table: it is another contract's, and page 3 is still to come in both.
    take(one, photo_of(of_another_sale(sale, bruno, carla, at), 1))
    for tab in (one, other):
        expect(tab.get_by_text("Chegou inteira. Vendo qual página é…")).to_have_count(3)
    run_jobs()
    for tab in (one, other):
        expect(tab.get_by_text("É de outro contrato, que não faz parte desta venda.")).to_be_visible()
        expect(tab.get_by_role("heading", name="Página 3 de 3")).to_be_visible()
        assert violations(tab) == []
    phone_context.clear_cookies(name=ENTERED)
    take(other, photo_of(contract, 3))
    expect(other.get_by_text("Sua sessão terminou, e nada se perdeu.")).to_be_visible()
    assert violations(other) == []
    enter(phone_context, carla, live_server.url)
    for tab in (other, one):
        tab.get_by_role("link", name="Entrar de novo").click()
        expect(tab.get_by_text("Todas as páginas foram fotografadas.")).to_be_visible()
    run_jobs()
    expect(one.get_by_text("É a página 3 deste contrato.")).to_be_visible()
    expect(one.get_by_text("É de outro contrato")).to_have_count(0)
    one.get_by_role("link", name="Conferir e enviar").click()
    expect(one.get_by_role("heading", name="Tudo certo: as 3 páginas estão aqui")).to_be_visible()
    assert sorted(CopyFile.objects.values_list("name", flat=True)) == ["pagina-1.jpg", "pagina-2.heic", "pagina-3.jpg"]


def of_another_sale(sale: Proposal, bruno: Member, carla: PanelUser, at: datetime) -> Contract:
    """Another contract of hers that is signed on paper."""
    draft = draft_for(sale.customer, bruno, at)
    with_contract(draft, bruno, at, carla, requirement="manual", title="Sigilo")
    return contracts_of(sent(draft, bruno, at)).select_related("document").get()
