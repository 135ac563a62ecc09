"""What the office sees of a delivery and of a consumer's withdrawal, and what it can do then."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from aceite.core.customers.models import Customer, PanelUser
from aceite.core.people.models import Member
from aceite.core.proposals.drafts import DraftInstalment
from aceite.core.proposals.models import Proposal
from aceite.core.receivables.models import Refund
from aceite.core.receivables.receiving import Received, confirm_payment
from aceite.core.sales.models import Delivery
from tests.clients import client_of, downloaded
from tests.core.contracts.scans import photo
from tests.jobs import run_jobs
from tests.walk import approved, fresh, ordered, rescinded, sent_for

OFFICE = "/aurora/gestao/"


@pytest.fixture
def at() -> datetime:
    """The pages read the clock."""
    return timezone.now()


@pytest.fixture
def bought(joana: Customer, joana_herself: PanelUser, bruno: Member, at: datetime) -> Proposal:
    """Ordered for Joana, who paid the down payment."""
    today = at.astimezone(joana.company.tz).date()
    entry = DraftInstalment(today, Decimal("8900.00"), "pix", down_payment=True)
    rest = DraftInstalment(today + timedelta(days=30), Decimal("30000.00"))
    sale = sent_for(joana, bruno, at, instalments=(entry, rest))
    approved(sale, joana_herself, at)
    confirm_payment(fresh(sale), 0, Received(today, Decimal("8900.00")), by=bruno, at=at)
    ordered(sale, bruno, at)
    run_jobs()
    return fresh(sale)


@pytest.fixture
def brunos(bruno: Member) -> Client:
    """Bruno's browser."""
    return client_of(bruno)


def url_of(sale: Proposal, place: str = "") -> str:
    return f"{OFFICE}vendas/{sale.number}/{place}"


def read(browser: Client, address: str) -> str:
    return browser.get(address).content.decode().replace("\xa0", " ")


def test_a_withdrawn_sale_still_shows_its_order(
    bought: Proposal, joana_herself: PanelUser, brunos: Client, at: datetime
) -> None:
    rescinded(bought, joana_herself, at)
    number = fresh(bought).order.number
    page = read(brunos, url_of(bought))
    assert f'<a href="{url_of(bought, "pedido/")}">Pedido {number}</a>' in page
    assert brunos.get(url_of(bought, "pedido/")).status_code == 200
    assert f"Pedido {number}" in read(brunos, f"{OFFICE}vendas/")
    assert number in downloaded(brunos.get(f"{OFFICE}vendas/?formato=csv")).decode("utf-8-sig")


def test_the_delivery_is_written_down_with_its_paper_and_corrected(
    bought: Proposal, brunos: Client, at: datetime
) -> None:
    today = at.astimezone(bought.company.tz).date()
    assert "O cliente pode desistir até" in read(brunos, url_of(bought))
    file = SimpleUploadedFile("canhoto.jpg", photo(), "image/jpeg")
    typed = {"delivered_on": f"{today:%d/%m/%Y}", "received_by": "A porteira", "file": file}
    assert brunos.post(url_of(bought, "entrega/"), typed)["Location"] == url_of(bought)
    page = read(brunos, url_of(bought))
    assert f"Entregue em {today:%d/%m/%Y}" in page and "recebeu A porteira" in page and "canhoto.jpg" in page
    kept = Delivery.objects.get()
    assert downloaded(brunos.get(url_of(bought, f"entrega/{kept.pk}/arquivo/"))) == photo()
    brunos.post(url_of(bought, "entrega/"), {"delivered_on": f"{today:%d/%m/%Y}", "received_by": "Joana"})
    page = read(brunos, url_of(bought))
    assert "corrigida" in page and "recebeu Joana" in page
    # The correction named no other paper: the one there is stays.
    assert Delivery.objects.standing().get().document_id == kept.document_id


def test_a_day_to_come_is_refused_beside_its_field(bought: Proposal, brunos: Client, at: datetime) -> None:
    tomorrow = at + timedelta(days=2)
    answer = brunos.post(url_of(bought, "entrega/"), {"delivered_on": f"{tomorrow:%d/%m/%Y}"})
    assert answer.status_code == 422 and "ainda não chegou" in answer.content.decode()
    assert not Delivery.objects.exists()


def test_a_withdrawn_order_says_so_and_is_billed_and_exported_no_more(
    bought: Proposal, joana_herself: PanelUser, brunos: Client, at: datetime
) -> None:
    rescinded(bought, joana_herself, at, "Não cabe na cozinha")
    run_jobs()
    sale, order = read(brunos, url_of(bought)), read(brunos, url_of(bought, "pedido/"))
    for page in (sale, order):
        assert "Desistência" in page and "Não cabe na cozinha" in page
    assert "falta devolver" in sale and "Não entregue nem fature" in order
    assert brunos.get(url_of(bought, "cobrancas/")).status_code == 302
    assert downloaded(brunos.get(url_of(bought, "desistencia/arquivo/"))).startswith(b"%PDF-")
    assert '"state": "rescinded"' in brunos.get(url_of(bought, "pedido/pedido.json")).content.decode()
    assert bought.order.number not in b"".join(brunos.get(f"{OFFICE}vendas/pedidos/?formato=csv")).decode()
    assert "Desistência" in read(brunos, f"{OFFICE}vendas/?situacao=rescinded")


def test_what_was_paid_is_marked_as_given_back_and_that_is_undone(
    bought: Proposal, joana_herself: PanelUser, brunos: Client, at: datetime
) -> None:
    rescinded(bought, joana_herself, at)
    run_jobs()
    today = f"{at.astimezone(bought.company.tz):%d/%m/%Y}"
    listed = read(brunos, f"{OFFICE}recebimentos/?situacao=a-devolver")
    assert "R$ 8.900,00 a devolver a quem desistiu" in listed and url_of(bought, "devolucoes/0/") in listed
    asked = read(brunos, url_of(bought, "devolucoes/0/"))
    assert "R$ 8.900,00 pagos por Joana Siqueira (Entrada) voltaram para o cliente, que é avisado." in asked
    assert brunos.post(url_of(bought, "devolucoes/0/"), {"returned_on": today})["Location"] == url_of(bought)
    assert "R$ 8.900,00 devolvidos em" in read(brunos, url_of(bought))
    refund = Refund.objects.get()
    brunos.post(url_of(bought, f"devolucoes/desfeitas/{refund.pk}/"))
    assert "A devolver" in read(brunos, url_of(bought))


def test_money_that_comes_after_the_withdrawal_is_written_down_and_given_back(
    bought: Proposal, joana_herself: PanelUser, brunos: Client, at: datetime
) -> None:
    rescinded(bought, joana_herself, at)
    run_jobs()
    today = f"{at.astimezone(bought.company.tz):%d/%m/%Y}"
    brunos.post(url_of(bought, "devolucoes/0/"), {"returned_on": today})
    late = url_of(bought, "recebimentos/1/")
    listed = read(brunos, f"{OFFICE}recebimentos/?situacao=cancelados")
    # With nothing left to give back the ways to what was called off stay.
    assert "Devolvidos" in listed and late in listed and late in read(brunos, url_of(bought))
    asked = read(brunos, late)
    assert "cancelada com a desistência" in asked and 'value="30.000,00"' in asked
    brunos.post(late, {"paid_on": today, "amount": "30.000,00"})
    assert "R$ 30.000,00 a devolver a quem desistiu" in read(brunos, f"{OFFICE}recebimentos/")
    assert brunos.get(late).status_code == 302
    run_jobs()
    assert "o valor volta para você" in mail.outbox[-1].body


def test_a_reader_looks_and_writes_nothing(bought: Proposal, iris: Member) -> None:
    browser = client_of(iris)
    assert "Registrar entrega" not in read(browser, url_of(bought))
    assert browser.get(url_of(bought, "entrega/")).status_code == 404
    assert browser.post(url_of(bought, "devolucoes/0/"), {}).status_code == 404
