"""What somebody without a right finds in the panel: no amount, no file that holds one, no bill, no way to ask."""

import re
from datetime import datetime
from decimal import Decimal

import pytest
from django.http import HttpResponse
from django.test import Client

from aceite.core.customers.models import PanelUser
from aceite.core.people.models import Member
from aceite.core.proposals.drafts import DraftInstalment
from aceite.core.proposals.models import Proposal
from aceite.core.proposals.questions import ask
from aceite.core.receivables.billing import Billed, add_file
from aceite.core.sales.countering import Asked, note_points, send_points
from aceite.faces.panel.priceless import priceless, shown_without_amounts
from tests.cast import only
from tests.clients import client_of, downloaded
from tests.core.contracts.scans import photo, scanned_pdf
from tests.faces.panel.conftest import HOME, url_of
from tests.walk import contracts_of, order_for

AMOUNT = re.compile(r"R\$(?:\s|&nbsp;)*[0-9]|[0-9]\.[0-9]{3},[0-9]{2}")


@pytest.fixture
def blind(davi: PanelUser) -> Client:
    """Davi asks, and sees no prices."""
    return client_of(only(davi, "comment"))


def page(browser: Client, address: str) -> str:
    answer = browser.get(address)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode().replace("\xa0", " ")


def test_he_reads_what_and_how_much_and_is_told_where_the_rest_is(blind: Client, digital: Proposal) -> None:
    said = page(blind, url_of(digital))
    assert "Forno" in said and "Sigilo" in said and "Seu acesso não mostra preços" in said
    assert "Preço unitário" not in said and "Pagamento</h2>" not in said
    assert not AMOUNT.search(said)
    assert "contratos/" not in re.sub(r"/painel/contratos/", "", said)
    for place in ("propostas/", "", "contratos/"):
        assert not AMOUNT.search(page(blind, HOME + place))


def test_no_file_that_holds_a_price_is_his(blind: Client, digital: Proposal) -> None:
    contract = contracts_of(digital)[0]
    for rest in ("versoes/1/arquivo/", f"contratos/{contract.pk}/", f"contratos/{contract.pk}/arquivo/",
                 f"contratos/{contract.pk}/paginas/1/800/", f"contratos/{contract.pk}/texto/", "dossie/"):  # fmt: skip
        assert blind.get(url_of(digital, rest)).status_code == 404, rest


def test_what_people_wrote_is_shown_without_its_amounts(
    blind: Client, sale: Proposal, carla: PanelUser, davi: PanelUser, at: datetime
) -> None:
    ask(sale, "Fecha por R$ 30.000,00?", by=carla, at=at)
    said = page(blind, url_of(sale))
    assert "Fecha por R$ •••?" in said
    assert "Fecha por R$ 30.000,00?" in page(client_of(carla), url_of(sale))
    typed = blind.post(url_of(sale, "perguntas/"), {"text": "R$ 5 " * 900}).content.decode()
    assert "R$ 5 " in typed


def test_of_a_counter_offer_he_reads_all_but_the_prices(
    blind: Client, sale: Proposal, carla: PanelUser, at: datetime
) -> None:
    note_points(sale, "total", [Asked("total", amount=Decimal(31000))], by=carla, at=at)
    note_points(sale, "delivery", [Asked("delivery", words="até 20 de março")], by=carla, at=at)
    send_points(sale, "", version=1, by=carla, at=at)
    said = page(blind, url_of(sale))
    assert "até 20 de março" in said and "Total que" not in said and not AMOUNT.search(said)
    assert blind.get(url_of(sale, "contraproposta/ponto/?sobre=total")).status_code == 404
    blind.post(url_of(sale, "contraproposta/ponto/?sobre=delivery"), {"delivery": "amanhã"})
    counter = page(blind, url_of(sale, "contraproposta/"))
    assert "amanhã" in counter and not AMOUNT.search(counter)


def test_what_changed_is_told_without_prices_and_that_there_is_more(
    blind: Client, revised: Proposal, davi: PanelUser
) -> None:
    said = page(blind, url_of(revised, "mudancas/"))
    assert "15 dias" in said and "Mudou também o que o seu acesso não mostra" in said
    assert not AMOUNT.search(said) and "Multa de 2%" not in said


def test_his_page_is_not_hers_though_both_are_kept(
    blind: Client, hers: Client, sale: Proposal, davi: PanelUser
) -> None:
    assert AMOUNT.search(page(hers, url_of(sale)))
    assert not AMOUNT.search(page(blind, url_of(sale)))
    only(davi, "prices")
    assert AMOUNT.search(page(blind, url_of(sale)))


def test_without_the_right_to_comment_there_is_nothing_to_ask_with(davi: PanelUser, sale: Proposal) -> None:
    browser = client_of(only(davi, "prices"))
    said = page(browser, url_of(sale))
    assert "Fazer uma pergunta" not in said and "Pedir mudança" not in said and "mais prazo" not in said
    assert AMOUNT.search(said)
    for rest in ("perguntas/", "prazo/", "contraproposta/", "contraproposta/ponto/?sobre=delivery"):
        assert browser.post(url_of(sale, rest), {"text": "Oi"}).status_code == 404


def test_the_bill_is_for_those_who_see_invoices(
    hers: Client, carla: PanelUser, davi: PanelUser, bruno: Member, at: datetime
) -> None:
    plan = (DraftInstalment(at.date(), Decimal(38900), "boleto"),)
    order = order_for(carla.customer, bruno, carla, at, instalments=plan)
    file = add_file(order.proposal, Billed("nota.pdf", scanned_pdf(photo())), by=bruno, at=at)
    place = f"{HOME}pedidos/{order.number}/"
    his = client_of(only(davi, "prices", "comment"))
    seen, unseen = page(hers, place), page(his, place)
    assert "Pagamentos" in seen and "nota.pdf" in seen
    assert "Pagamentos" not in unseen and "nota.pdf" not in unseen
    assert downloaded(hers.get(f"{place}cobrancas/{file.pk}/")).startswith(b"%PDF")
    assert his.get(f"{place}cobrancas/{file.pk}/").status_code == 404
    kept = [downloaded(browser.get(url_of(order.proposal, "tudo/"))) for browser in (hers, his)]
    assert [b"cobrancas/" in one for one in kept] == [True, False]
    assert AMOUNT.search(unseen)
    assert ">Pagamento<" not in page(his, f"{HOME}pedidos/")


def test_the_mask_spares_what_she_typed_and_what_is_no_page() -> None:
    typed = '<p title="R$ 3">R$ 1,00</p><textarea name="t">R$ 2,00</textarea><input value="R$ 4"><b>R$ 5</b>'
    masked = shown_without_amounts(typed).replace("\xa0", " ")
    assert masked == (
        '<p title="R$ •••">R$ •••</p><textarea name="t">R$ 2,00</textarea><input value="R$ 4"><b>R$ •••</b>'
    )
    file = HttpResponse(b"R$ 1", content_type="application/json")
    assert priceless(file).getvalue() == b"R$ 1"
