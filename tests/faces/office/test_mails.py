"""Mails that failed and work that was given up."""

import uuid
from datetime import datetime

import pytest
from django.utils import timezone

from aceite.core.customers.models import Customer, PanelUser
from aceite.core.jobs.models import DeadLetter
from aceite.core.people.models import Member
from aceite.outbound.mail.models import Delivery, State
from tests.clients import client_of
from tests.walk import draft_for

LIST = "/aurora/gestao/emails/"


def failed(company_id: int, number: int = 1) -> Delivery:
    """A mail the server refused."""
    return Delivery.objects.create(
        company_id=company_id, event_id=number, event_kind="proposal.sent", letter="proposal_sent",
        reader_kind="panel_user", reader_id=number, reader_name="Carla Nogueira", address="carla@padaria.example",
        message_id=f"<{number}@aurora.example>", state=State.FAILED, last_error="550 caixa cheia",
        created_at=timezone.now(),
    )  # fmt: skip


@pytest.fixture
def given_up(marcos: Member) -> DeadLetter:
    """Work that was given up."""
    return DeadLetter.objects.create(
        company_id=marcos.company_id, task_id=uuid.uuid4(), kind="aceite.core.contracts.tasks.file_contract",
        arguments={"company_id": marcos.company_id, "contract_id": 7}, error_class="DiskFull", tries=8,
        died_at=timezone.now(),
    )  # fmt: skip


def test_a_manager_sees_what_failed_and_why(marcos: Member, given_up: DeadLetter) -> None:
    failed(marcos.company_id)
    page = client_of(marcos).get(LIST).content.decode()
    for words in ("Proposta enviada", "carla@padaria.example", "550 caixa cheia", "Guardar o contrato assinado"):
        assert words in page


def test_a_mail_is_tried_again(marcos: Member) -> None:
    delivery = failed(marcos.company_id)
    assert client_of(marcos).post(f"{LIST}{delivery.pk}/nova-tentativa/")["Location"] == LIST
    delivery.refresh_from_db()
    assert delivery.state == State.WAITING


def test_work_is_tried_again(marcos: Member, given_up: DeadLetter) -> None:
    client_of(marcos).post(f"{LIST}tarefas/{given_up.pk}/nova-tentativa/")
    given_up.refresh_from_db()
    assert given_up.tried_again_at is not None


def test_work_that_only_another_version_knows_is_refused_with_a_sentence(marcos: Member, given_up: DeadLetter) -> None:
    DeadLetter.objects.update(kind="aceite.core.contracts.tasks.gone")
    page = client_of(marcos).post(f"{LIST}tarefas/{given_up.pk}/nova-tentativa/", follow=True)
    given_up.refresh_from_db()
    assert page.status_code == 200 and "não conhece mais esta tarefa" in page.content.decode()
    assert given_up.tried_again_at is None


def test_a_strangers_mail_is_not_there(marcos: Member, eva: Member) -> None:
    delivery = failed(marcos.company_id)
    assert client_of(eva).post(f"/boreal/gestao/emails/{delivery.pk}/nova-tentativa/").status_code == 404


def test_a_sale_tells_its_mails_by_event_and_shows_the_failed_one(
    marcos: Member, padaria: Customer, carla: PanelUser, now: datetime
) -> None:
    sale = draft_for(padaria, marcos, now)
    for number, address in enumerate(("carla@padaria.example", "gil@padaria.example"), start=1):
        mail = failed(marcos.company_id, number)
        mail.event_id, mail.address, mail.sale_id = 1, address, sale.pk
        mail.state = State.SENT if number == 1 else State.FAILED
        mail.save()
    browser, address = client_of(marcos), f"/aurora/gestao/vendas/{sale.number}/"
    answer = browser.get(address)
    [group] = answer.context["mails"]
    assert (str(group.title), group.people, group.failed) == ("Proposta enviada", 2, [mail])
    assert "Tentar de novo" in answer.content.decode()
    assert f'href="{address}"' in browser.get(LIST).content.decode()
    again = browser.post(f"{LIST}{mail.pk}/nova-tentativa/", {"voltar": "venda"})
    assert again["Location"] == address
    assert "Tentar de novo" not in browser.get(address).content.decode()


def test_a_seller_sees_the_failed_mail_without_the_button(bruno: Member, padaria: Customer, now: datetime) -> None:
    sale = draft_for(padaria, bruno, now)
    Delivery.objects.filter(pk=failed(bruno.company_id).pk).update(sale_id=sale.pk)
    page = client_of(bruno).get(f"/aurora/gestao/vendas/{sale.number}/").content.decode()
    assert "550 caixa cheia" in page
    assert ("Tentar de novo" in page) is bruno.may("mail.retry")
