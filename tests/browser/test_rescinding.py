"""A consumer on her phone withdraws from an order by one act, without JavaScript too; the office learns of it."""

from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from playwright.sync_api import Page, expect

from aceite.core.customers.models import Customer, PanelUser
from aceite.core.people.models import Member
from aceite.core.proposals.drafts import DraftInstalment
from aceite.core.proposals.models import Proposal
from aceite.core.receivables.receiving import Received, confirm_payment
from tests.browser.conftest import PHONE
from tests.jobs import run_jobs
from tests.walk import approved, fresh, ordered, sent_for

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def bought(joana: Customer, joana_herself: PanelUser, bruno: Member, at: datetime) -> Proposal:
    """Ordered for Joana, who paid the down payment; the rest by Pix."""
    company = joana.company
    company.pix_kind, company.pix_key = "email", "contato@aurora.example"
    company.save()
    today = at.astimezone(company.tz).date()
    entry = DraftInstalment(today, Decimal("8900.00"), "pix", down_payment=True)
    rest = DraftInstalment(today + timedelta(days=30), Decimal("30000.00"), "pix")
    sale = sent_for(joana, bruno, at, instalments=(entry, rest))
    approved(sale, joana_herself, at)
    confirm_payment(fresh(sale), 0, Received(today, Decimal("8900.00")), by=bruno, at=at)
    ordered(sale, bruno, at)
    run_jobs()
    return fresh(sale)


@pytest.mark.parametrize("scripts", [True, False])
def test_from_the_order_to_the_receipt_in_one_act(
    window_of: Callable[..., Page], bought: Proposal, joana_herself: PanelUser, bruno: Member, scripts: bool
) -> None:
    phone = window_of(joana_herself, viewport=PHONE, java_script_enabled=scripts)
    phone.goto(f"/aurora/painel/pedidos/{bought.order.number}/")
    expect(phone.get_by_role("heading", name="Próximo pagamento: 1ª parcela")).to_be_visible()
    phone.get_by_role("link", name="Desistir da compra").click()
    phone.get_by_label("Quer dizer por quê?").fill("Não cabe na cozinha")
    phone.get_by_role("button", name="Desistir da compra de R$ 38.900,00").click()
    expect(phone.get_by_role("heading", name="Compra desfeita")).to_be_visible()
    expect(phone.get_by_text("A devolver")).to_be_visible()
    run_jobs()
    phone.reload()
    with phone.expect_download() as got:
        phone.get_by_role("link", name="Comprovante da desistência em PDF").click()
    assert got.value.suggested_filename == f"desistencia-{bought.number}.pdf"
    desk = window_of(bruno)
    desk.goto(f"/aurora/gestao/vendas/{bought.number}/")
    expect(desk.get_by_text("Compra desfeita: falta devolver")).to_be_visible()
