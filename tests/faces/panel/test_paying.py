"""What the customer sees of what she pays: the down payment by Pix, each payment of her order, and when it arrived."""

import re
from datetime import datetime, timedelta
from decimal import Decimal
from html import unescape

import pytest
import time_machine
from django.test import Client

from aceite.core.companies.models import Company
from aceite.core.customers.models import Customer, PanelUser
from aceite.core.people.models import Member
from aceite.core.proposals.drafts import DraftInstalment
from aceite.core.proposals.models import Proposal
from aceite.core.receivables.receiving import Received, confirm_payment
from tests.clients import client_of
from tests.kit.br_codes import read
from tests.walk import approved, fresh, ordered, sent_for

KEY = "11222333000181"


@pytest.fixture
def sale(padaria: Customer, bruno: Member, carla: PanelUser, now: datetime) -> Proposal:
    """Approved by Carla; 8,900 ahead by Pix, the rest by boleto."""
    Company.objects.filter(pk=padaria.company_id).update(pix_kind="cnpj", pix_key=KEY)
    plan = (
        DraftInstalment(now.date(), Decimal(8900), "pix", down_payment=True),
        DraftInstalment(now.date() + timedelta(days=30), Decimal(30000), "boleto"),
    )
    proposal = sent_for(padaria, bruno, now, instalments=plan)
    approved(proposal, carla, now)
    return fresh(proposal)


def page(person: PanelUser, at: datetime, place: str = "propostas/2026-0001/") -> str:
    with time_machine.travel(at, tick=False):
        return unescape(client_of(person).get(f"/aurora/painel/{place}").content.decode())


def test_after_the_approval_the_down_payment_is_paid_by_pix(sale: Proposal, carla: PanelUser, now: datetime) -> None:
    shown = page(carla, now)
    assert "Entrada: pague por Pix" in shown and "Aguardando entrada" in shown and "<svg" in shown
    [code] = set(re.findall(r'data-copy="([^"]+)"', shown))
    told = read(code)
    assert (told.key, told.amount, told.txid) == (KEY, "8900.00", "20260001")


def test_once_confirmed_it_says_so_and_asks_no_more(
    sale: Proposal, carla: PanelUser, bruno: Member, now: datetime
) -> None:
    assert "pague por Pix" in page(carla, now)
    confirm_payment(sale, 0, Received(now.date(), Decimal(8900)), by=bruno, at=now)
    shown = page(carla, now)
    assert "Recebemos R$\xa08.900,00 em 24/11/2026" in shown and "data-copy" not in shown


def test_what_was_paid_beyond_what_was_due_is_told_as_it_came(
    sale: Proposal, carla: PanelUser, bruno: Member, now: datetime
) -> None:
    confirm_payment(sale, 0, Received(now.date(), Decimal(9000), more=Decimal(100)), by=bruno, at=now)
    assert "Recebemos R$\xa09.000,00 em 24/11/2026" in page(carla, now)
    order = ordered(fresh(sale), bruno, now)
    assert "pago em 24/11/2026 · recebemos R$\xa09.000,00" in page(carla, now, f"pedidos/{order.number}/")


def test_the_order_shows_each_payment_and_what_is_late(
    sale: Proposal, carla: PanelUser, bruno: Member, now: datetime
) -> None:
    order = ordered(sale, bruno, now)
    confirm_payment(sale, 0, Received(now.date(), Decimal(8900)), by=bruno, at=now)
    shown = page(carla, now + timedelta(days=31), f"pedidos/{order.number}/")
    assert "pago em 24/11/2026" in shown and "Em atraso" in shown and "data-copy" not in shown


def test_the_next_instalment_of_an_order_is_paid_by_pix_under_an_identifier_of_its_own(
    padaria: Customer, bruno: Member, carla: PanelUser, now: datetime
) -> None:
    Company.objects.filter(pk=padaria.company_id).update(pix_kind="cnpj", pix_key=KEY)
    plan = (
        DraftInstalment(now.date(), Decimal(8900), "pix", down_payment=True),
        *(DraftInstalment(now.date() + timedelta(days=30 * part), Decimal(15000), "pix") for part in (1, 2)),
    )
    sale = sent_for(padaria, bruno, now, instalments=plan)
    approved(sale, carla, now)
    order = ordered(fresh(sale), bruno, now)
    for paid, amount in ((0, 8900), (1, 15000)):
        confirm_payment(fresh(sale), paid, Received(now.date(), Decimal(amount)), by=bruno, at=now)
        shown = page(carla, now, f"pedidos/{order.number}/")
        due = shown.partition('class="card stack next-payment"')[2].partition("</section>")[0]
        assert "R$\xa015.000,00" in due and "<svg" in due
        told = read(re.findall(r'data-copy="([^"]+)"', due)[0])
        assert (told.key, told.amount, told.txid) == (KEY, "15000.00", f"20260001P{paid + 1}")


def test_before_the_approval_nothing_is_asked(
    padaria: Customer, bruno: Member, carla: PanelUser, now: datetime
) -> None:
    plan = (DraftInstalment(now.date(), Decimal(38900), "pix", down_payment=True),)
    sent_for(padaria, bruno, now, instalments=plan)
    assert "Aguardando entrada" not in page(carla, now)


def test_without_a_key_the_way_agreed_on_is_told(sale: Proposal, carla: PanelUser, now: datetime) -> None:
    Company.objects.update(pix_kind="", pix_key="")
    shown = page(carla, now)
    assert "Aguardando entrada" in shown and "data-copy" not in shown


def test_a_stranger_finds_no_page(sale: Proposal, fabio: PanelUser) -> None:
    assert Client().get("/aurora/painel/propostas/2026-0001/").status_code == 302
    assert client_of(fabio).get("/aurora/painel/propostas/2026-0001/").status_code == 404
