"""From a condition picked by name to the down payment that arrived: Bruno at his desk, Carla with her phone."""

from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import expect

from aceite.core.companies.models import Company
from tests.browser.looking import violations
from tests.browser.walks import AtTheDesk, AtThePanel
from tests.kit.br_codes import read
from tests.kit.outside_judges import qr_codes

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_down_payment_by_pix(desk: AtTheDesk, phone: AtThePanel) -> None:
    Company.objects.update(pix_kind="cnpj", pix_key="11222333000181")
    desk.prepares("Forno novo", "1.000,00", "Entrada de 30 % + 2×")
    desk.sends()
    phone.opens_what_was_mailed()
    phone.approves(desk.number, "R$\u00a010.000,00")

    phone.page.goto(f"/aurora/painel/propostas/{desk.number}/")
    picture = phone.page.locator(".pix-picture")
    expect(picture).to_be_visible()
    [code] = qr_codes(Image.open(BytesIO(picture.screenshot())))
    assert code == phone.page.locator(".pix .copy-text").inner_text()
    # In the system's own colours, dark ones, a camera reads it still.
    phone.page.emulate_media(forced_colors="active", color_scheme="dark")
    assert qr_codes(Image.open(BytesIO(picture.screenshot()))) == [code]
    phone.page.emulate_media(forced_colors="none", color_scheme="light")
    told = read(code)
    assert (told.key, told.amount, told.txid) == ("11222333000181", "3000.00", desk.number.replace("-", ""))
    assert violations(phone.page) == []

    desk.opens()
    desk.page.get_by_role("link", name="Confirmar").click()
    desk.page.get_by_role("button", name="Confirmar pagamento").click()
    desk.sees("pago em")
    assert violations(desk.page) == []
    phone.sees(desk.number, "Recebemos R$\u00a03.000,00")
