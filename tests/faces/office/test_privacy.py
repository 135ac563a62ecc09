"""The office answers for people's data: the plan stands above the button, and the screen says what stays and why."""

from datetime import datetime
from typing import Any

import pytest
import time_machine
from django.urls import reverse

from aceite.core.customers.models import Customer, PanelUser
from aceite.core.people.models import Member
from aceite.core.privacy.models import Request, retention_of
from aceite.core.privacy.requesting import ask_erasure
from aceite.core.proposals.models import Proposal
from tests.clients import client_of
from tests.jobs import run_jobs
from tests.walk import order_for, sent_for

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
    assert [str(mail.subject) for mail in mailoutbox] == ["Davi Rocha pede que os dados dela sejam apagados"]
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
