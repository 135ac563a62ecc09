"""The office answers for people's data: the plan stands above the button, and the screen says what stays and why."""

from datetime import datetime
from typing import Any

import pytest
import time_machine
from django.urls import reverse

from aceite.core.customers.models import Customer, PanelUser
from aceite.core.people.models import Member
from aceite.core.privacy.clearing import clear_sale
from aceite.core.privacy.models import Request, retention_of
from aceite.core.privacy.requesting import ask_erasure, order_erasure
from aceite.core.privacy.subjects import Subject
from aceite.core.proposals.models import Proposal
from aceite.core.proposals.questions import ask
from aceite.core.trail.actors import System
from tests.clients import client_of
from tests.jobs import run_jobs
from tests.walk import (
    approved,
    contracts_of,
    draft_for,
    fresh,
    order_for,
    ordered,
    sent,
    sent_for,
    signed,
    with_contract,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def url(name: str, *args: object) -> str:
    return reverse(f"office:{name}", args=["aurora", *args])


def page(member: Member, address: str) -> str:
    return client_of(member).get(address).content.decode()


def test_the_plan_says_what_stays_why_and_until_when(
    padaria: Customer, bruno: Member, carla: PanelUser, marcos: Member, now: datetime
) -> None:
    order = order_for(padaria, bruno, carla, now)
    run_jobs(now)
    shown = page(marcos, url("privacy_person", "usuarios", carla.pk))
    number = Proposal.objects.get(pk=order.proposal_id).number
    assert f"Venda {number}: prova de assinatura ou aprovação, até 24/11/2036" in shown
    assert "porque comprovam um contrato" in shown and "Apagar os dados desta pessoa" in shown


def test_erasing_asks_once_more_and_ends_at_the_customer(
    davi: PanelUser, carla: PanelUser, padaria: Customer, bruno: Member, ana: Member, now: datetime
) -> None:
    sent_for(padaria, bruno, now)
    address, client = url("privacy_person", "usuarios", davi.pk), client_of(ana)
    assert client.post(address).status_code == 422
    assert client.post(address, {"sure": "on"}).status_code == 302
    assert "A exclusão está em andamento" in client.get(address).content.decode()
    run_jobs(now)
    assert "foram apagados" in client.get(address).content.decode()
    listed = page(ana, url("customer", padaria.pk))
    assert "Davi" not in listed and "dados apagados" in listed
    assert "Pessoa removida" in page(ana, url("privacy"))


def test_who_is_needed_has_a_reason_and_no_button(
    joana_herself: PanelUser, joana: Customer, bruno: Member, ana: Member, now: datetime
) -> None:
    sale = sent_for(joana, bruno, now)
    shown = page(ana, url("privacy_person", "clientes", joana.pk))
    assert f"Vendas em andamento que dependem desta pessoa: {sale.number}." in shown
    assert "Apagar os dados desta pessoa" not in shown


def test_a_request_is_listed_answered_and_told(
    davi: PanelUser, ana: Member, now: datetime, mailoutbox: list[Any]
) -> None:
    request = ask_erasure(davi, at=now)
    run_jobs(now)
    assert [str(mail.subject) for mail in mailoutbox] == ["Davi Rocha pede a exclusão dos próprios dados"]
    assert "Davi Rocha" in page(ana, url("privacy"))
    client = client_of(ana)
    client.post(url("privacy_refusal", request.pk), {"reason": "  "})
    assert Request.objects.get().state == "asked"
    client.post(url("privacy_refusal", request.pk), {"reason": "Há uma ação judicial."})
    run_jobs(now)
    assert "Há uma ação judicial." in mailoutbox[-1].body and davi.email in mailoutbox[-1].to[0]


def test_a_copy_is_made_for_whoever_asks_by_letter(carla: PanelUser, marcos: Member, now: datetime) -> None:
    client, address = client_of(marcos), url("privacy_person", "usuarios", carla.pk)
    client.post(url("privacy_copy", "usuarios", carla.pk))
    assert "Preparando" in client.get(address).content.decode()
    run_jobs(now)
    file_url = url("privacy_file", Request.objects.get().pk)
    assert file_url in client.get(address).content.decode()
    answer = client.get(file_url)
    assert answer["Content-Type"] == "application/zip" and "no-store" in answer["Cache-Control"]
    assert b"".join(answer.streaming_content).startswith(b"PK")  # type: ignore[attr-defined]
    with time_machine.travel(now.replace(month=12, day=2)):
        assert client.get(file_url).status_code == 404


def test_periods_are_the_owners(ana: Member, marcos: Member) -> None:
    given = {"evidence_years": 12, "lost_years": 3, "mail_months": 6}
    assert client_of(marcos).post(url("privacy"), given).status_code == 404
    assert "disabled" in page(marcos, url("privacy")) and "disabled" not in page(ana, url("privacy"))
    wrong = client_of(ana).post(url("privacy"), given | {"evidence_years": 4})
    assert wrong.status_code == 422 and "Use pelo menos 5." in wrong.content.decode()
    assert client_of(ana).post(url("privacy"), given).status_code == 302
    assert retention_of(ana.company).evidence_years == 12


@pytest.mark.parametrize("kind", ["pessoas", "clientes"])
def test_a_company_is_no_person(padaria: Customer, ana: Member, kind: str) -> None:
    assert client_of(ana).get(url("privacy_person", kind, padaria.pk)).status_code == 404


@pytest.fixture
def closed(padaria: Customer, bruno: Member, carla: PanelUser, gil: PanelUser, now: datetime) -> Proposal:
    """Signed by both, approved by Carla, ordered; every file is made."""
    sale = draft_for(padaria, bruno, now)
    with_contract(sale, bruno, now, carla, gil)
    sent(sale, bruno, now)
    run_jobs(now)
    ask(fresh(sale), "Vem com bandejas?", by=carla, at=now)
    signed(sale, carla, gil, at=now)
    approved(sale, carla, now)
    ordered(sale, bruno, now)
    run_jobs(now)
    return fresh(sale)


def pages_of(sale: Proposal) -> list[tuple[str, set[int]]]:
    """Every page on both sides that shows this sale, and what it may answer."""
    contract, version = contracts_of(sale).get(), sale.shown
    assert version is not None
    number, panel = sale.number, f"/aurora/painel/propostas/{sale.number}/"
    fine, gone = {200}, {200, 410}
    office = [(url("sale", number), fine), (url("sales"), fine), (url("customers"), fine), (url("order", number), fine)]
    files = [(url("contract_file", number, contract.pk), gone), (url("signed_file", number, contract.pk), gone)]
    shown = [(panel, fine), (f"{panel}contratos/{contract.pk}/", fine), (f"{panel}comprovante/", fine)]
    given = [(f"{panel}contratos/{contract.pk}/arquivo/", gone), (f"{panel}versoes/1/arquivo/", gone)]
    checked = [(f"/verificar/{code}/", fine) for code in (contract.code, version.code)]
    return [*office, *files, *shown, *given, *checked]


@pytest.mark.parametrize("cleared", [False, True])
def test_every_page_of_the_sale_still_opens(
    closed: Proposal, carla: PanelUser, gil: PanelUser, ana: Member, now: datetime, cleared: bool
) -> None:
    order_erasure(Subject(carla), by=ana, at=now)
    run_jobs(now)
    if cleared:
        clear_sale(closed, by=System(closed.company_id), at=now.replace(year=2037))
        run_jobs(now)
    for address, expected in pages_of(closed):
        reader = client_of(gil) if "/painel/" in address else client_of(ana)
        answer = reader.get(address, follow=True)
        assert answer.status_code in expected, (address, answer.status_code)
        # Whoever has the code of a paper sees who signed it, masked, as long as the evidence is kept.
        if not answer.streaming and (cleared or "/verificar/" not in address):
            assert "Carla" not in answer.content.decode(), address
    if cleared:
        assert client_of(ana).get(url("contract_file", closed.number, contracts_of(closed).get().pk)).status_code == 410
