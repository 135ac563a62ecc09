"""The consumer's card, the page of the act, and the receipt: quiet, clear, in time, and nobody else's."""

import re
from datetime import datetime, timedelta
from decimal import Decimal
from urllib.parse import urlparse

import pytest
import time_machine
from django.core import mail
from django.test import Client

from aceite.core.customers.models import Customer, PanelUser
from aceite.core.people.models import Member, OneTimeCode
from aceite.core.proposals.drafts import DraftInstalment
from aceite.core.proposals.models import Proposal
from aceite.core.receivables.receiving import Received, confirm_payment
from aceite.core.sales.models import Order, Rescission
from aceite.core.sales.term import term_of
from aceite.core.signatures.models import Act
from tests.clients import client_of, downloaded
from tests.core.sales.test_rescinding import paid_more
from tests.faces.panel.conftest import HOME, url_of
from tests.faces.panel.test_approving import bound
from tests.jobs import run_jobs
from tests.walk import approved, fresh, ordered, rescinded, sent_for


@pytest.fixture
def bought(joana: Customer, joana_herself: PanelUser, bruno: Member, at: datetime) -> Proposal:
    """Joana approved an oven and paid its down payment."""
    today = at.astimezone(joana.company.tz).date()
    entry = DraftInstalment(today, Decimal("8900.00"), "pix", down_payment=True)
    rest = DraftInstalment(today + timedelta(days=30), Decimal("30000.00"))
    sale = sent_for(joana, bruno, at, instalments=(entry, rest))
    approved(sale, joana_herself, at)
    confirm_payment(fresh(sale), 0, Received(today, Decimal("8900.00")), by=bruno, at=at)
    return fresh(sale)


@pytest.fixture
def joanas(joana_herself: PanelUser) -> Client:
    """Joana's browser."""
    return client_of(joana_herself)


def read(browser: Client, address: str) -> str:
    return re.sub("</?time[^>]*>", "", browser.get(address).content.decode()).replace("\xa0", " ")


def test_the_card_stands_on_proposal_receipt_and_order(
    bought: Proposal, joanas: Client, bruno: Member, at: datetime
) -> None:
    made = ordered(bought, bruno, at)
    term = term_of(fresh(bought))
    assert term is not None
    until = (
        f"Você pode desistir até {term.last_moment.astimezone(bought.company.tz):%d/%m/%Y}, 23:59 (horário de Brasília)"
    )
    for address in (url_of(bought), url_of(bought, "comprovante/"), f"{HOME}pedidos/{made.number}/"):
        page = read(joanas, address)
        assert until in page and url_of(bought, "desistencia/") in page
    # The company's day ends it, wherever it is read.
    joanas.cookies["tz"] = "Asia/Tokyo"
    assert f"{until}; no seu fuso, " in read(joanas, url_of(bought))
    ends = until.removeprefix("Você pode desistir até ")
    assert f"Até {ends}; no seu fuso, " in read(joanas, url_of(bought, "desistencia/"))


def test_one_act_says_what_ends_and_what_comes_back_and_asks_for_no_reason(bought: Proposal, joanas: Client) -> None:
    page = read(joanas, url_of(bought, "desistencia/"))
    for words in ("O que termina", "R$ 8.900,00", "Desistir da compra de R$ 38.900,00", "Quer dizer por quê?"):
        assert words in page
    answer = joanas.post(url_of(bought, "desistencia/"), bound(bought, Act.RESCIND))
    assert answer["Location"] == url_of(bought, "desistencia/comprovante/")
    receipt = read(joanas, answer["Location"])
    for words in (
        "Compra desfeita",
        "O recibo vai agora para o seu e-mail; o comprovante em PDF fica aqui no painel.",
        "Joana Siqueira",
        "A devolver",
        "R$ 8.900,00",
        "Seu recibo (JSON)",
    ):
        assert words in receipt


def test_what_was_paid_for_amendments_comes_back_too_each_by_its_name(
    bought: Proposal, joana_herself: PanelUser, joanas: Client, bruno: Member, at: datetime
) -> None:
    ordered(bought, bruno, at)
    paid_more(bought, bruno, joana_herself, at)
    name = f"Aditivo nº 1 ao {bought.number}"
    page = read(joanas, url_of(bought, "desistencia/"))
    back = page.partition("O que volta para você")[2]
    assert "R$ 8.900,00" in back and "R$ 450,00" in back and name in back
    receipt = read(joanas, joanas.post(url_of(bought, "desistencia/"), bound(bought, Act.RESCIND))["Location"])
    terms, _title, back = receipt.partition("O que volta para você")
    assert name in terms and "R$ 450,00" in back and name in back


def test_who_sees_no_charges_reads_that_all_comes_back_and_no_payment(
    bought: Proposal, joanas: Client, joana_herself: PanelUser
) -> None:
    PanelUser.objects.filter(pk=joana_herself.pk).update(can_see_invoices=False)
    page = read(joanas, url_of(bought, "desistencia/"))
    assert "O que já foi pago volta inteiro." in page and "R$ 8.900,00" not in page
    answer = joanas.post(url_of(bought, "desistencia/"), bound(bought, Act.RESCIND))
    receipt = read(joanas, answer["Location"])
    assert "O que já foi pago volta inteiro." in receipt and "R$ 8.900,00" not in receipt


def test_a_double_click_a_second_tab_and_the_way_back_are_one(bought: Proposal, joanas: Client) -> None:
    for _again in range(2):
        assert joanas.post(url_of(bought, "desistencia/"), bound(bought, Act.RESCIND)).status_code == 302
    assert Rescission.objects.count() == 1
    assert joanas.get(url_of(bought, "desistencia/"))["Location"] == url_of(bought, "desistencia/comprovante/")
    assert "Compra desfeita" in read(joanas, url_of(bought))


def test_what_ended_is_told_by_what_there_was(
    bought: Proposal, joanas: Client, joana: Customer, joana_herself: PanelUser, bruno: Member, at: datetime
) -> None:
    joanas.post(url_of(bought, "desistencia/"), bound(bought, Act.RESCIND))
    page = read(joanas, url_of(bought, "desistencia/comprovante/"))
    assert "A aprovação desta proposta deixou de valer, e nada é cobrado." in page and "O pedido" not in page
    other = sent_for(joana, bruno, at)
    approved(other, joana_herself, at)
    ordered(other, bruno, at)
    rescinded(other, joana_herself, at)
    page = read(joanas, url_of(other, "desistencia/comprovante/"))
    assert "O pedido desta compra terminou, e nada mais é cobrado." in page


def test_the_file_comes_when_the_worker_made_it(bought: Proposal, joanas: Client) -> None:
    joanas.post(url_of(bought, "desistencia/"), bound(bought, Act.RESCIND, text="Não serviu."))
    assert joanas.get(url_of(bought, "desistencia/arquivo/")).status_code == 404
    run_jobs()
    assert downloaded(joanas.get(url_of(bought, "desistencia/arquivo/"))).startswith(b"%PDF-")
    page = read(joanas, url_of(bought, "desistencia/comprovante/"))
    assert "Comprovante da desistência em PDF" in page and "Não serviu." in page


def test_an_old_session_is_asked_for_a_code_and_keeps_what_was_typed(
    bought: Proposal, joana_herself: PanelUser, at: datetime
) -> None:
    browser = client_of(joana_herself, proved_at=at - timedelta(hours=13))
    asked = browser.post(url_of(bought, "desistencia/"), bound(bought, Act.RESCIND, text="Não serviu."))
    assert asked.status_code == 200 and "Não serviu." in asked.content.decode()
    assert not Rescission.objects.exists()
    # The mail with the code says what it opens, and it opens nothing else.
    run_jobs()
    assert OneTimeCode.objects.get().purpose == "rescission"
    assert any("código para desistir da compra" in one.subject for one in mail.outbox)


def test_after_the_last_minute_the_page_leads_back_and_the_act_is_refused(
    bought: Proposal, joana_herself: PanelUser
) -> None:
    term = term_of(bought)
    assert term is not None
    with time_machine.travel(term.ends, tick=False):
        browser = client_of(joana_herself, proved_at=term.ends)
        assert browser.get(url_of(bought, "desistencia/"))["Location"] == url_of(bought)
        refused = browser.post(url_of(bought, "desistencia/"), bound(bought, Act.RESCIND))
        assert refused.status_code == 422 and "O prazo para desistir terminou" in refused.content.decode()
        assert "O prazo para desistir terminou em" in read(browser, url_of(bought))
    assert not Rescission.objects.exists()


def test_who_may_only_look_sees_the_card_without_the_way(
    bought: Proposal, joana_herself: PanelUser, joanas: Client
) -> None:
    joana_herself.can_approve = False
    joana_herself.save()
    page = read(joanas, url_of(bought))
    assert "Você pode desistir até" in page and url_of(bought, "desistencia/") not in page
    assert joanas.get(url_of(bought, "desistencia/")).status_code == 404


def test_a_company_s_purchase_has_neither_card_nor_page(
    sale: Proposal, carla: PanelUser, hers: Client, at: datetime
) -> None:
    approved(sale, carla, at)
    assert "desistir" not in read(hers, url_of(sale))
    assert urlparse(hers.get(url_of(sale, "desistencia/"))["Location"]).path == url_of(sale)
    assert hers.get(url_of(sale, "desistencia/comprovante/")).status_code == 404


def test_another_customer_s_person_finds_nothing(bought: Proposal, hers: Client) -> None:
    for place in ("desistencia/", "desistencia/comprovante/", "desistencia/arquivo/"):
        assert hers.get(url_of(bought, place)).status_code == 404
    assert not Order.objects.exists()
