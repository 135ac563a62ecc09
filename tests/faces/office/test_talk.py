"""The bell, the list behind it, comments on a sale's page, support threads and the words of mails as pages."""

from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from aceite.core.comments.models import Comment
from aceite.core.comments.writing import comment
from aceite.core.customers.models import Customer, PanelUser
from aceite.core.notices.making import make_notices
from aceite.core.notices.models import Notice
from aceite.core.people.models import Member
from aceite.core.proposals.models import Proposal
from aceite.core.tickets.models import Ticket
from aceite.core.tickets.writing import Words, open_ticket
from aceite.core.trail.models import Event
from aceite.outbound.mail.models import MailText
from tests.clients import client_of
from tests.walk import sent_for

pytestmark = [pytest.mark.usefixtures("clock"), pytest.mark.django_db]
HOUSE = "/aurora/gestao/"


@pytest.fixture
def offer(padaria: Customer, bruno: Member, carla: PanelUser, now: datetime) -> Proposal:
    return sent_for(padaria, bruno, now)


@pytest.fixture
def browser(bruno: Member) -> Client:
    return client_of(bruno)


def asked(client: Client, path: str) -> str:
    return client.get(f"{HOUSE}{path}").content.decode()


def mentioned(offer: Proposal, by: Member, at: datetime, key: str = "k") -> Notice:
    comment(offer, "@Bruno, veja.", key=key, by=by, at=at)
    (made,) = make_notices(Event.objects.filter(kind="comment.added").latest("pk"), at=at)
    return Notice.objects.get(event_id=made.event_id)


def test_the_bell_counts_what_is_new_and_the_notice_leads_to_its_place(
    browser: Client, offer: Proposal, marcos: Member, now: datetime
) -> None:
    notice = mentioned(offer, marcos, now)
    assert "Avisos: 1 novo" in asked(browser, "catalogo/")
    page = asked(browser, "avisos/")
    assert "Marcos citou você em um comentário" in page and offer.number in page
    answer = browser.post(f"{HOUSE}avisos/{notice.pk}/")
    assert answer["Location"] == f"{HOUSE}vendas/{offer.number}/#comentarios"
    assert "Avisos: 1 novo" not in asked(browser, "catalogo/") and "Nada de novo" in asked(browser, "avisos/?novos=1")


def test_the_bell_costs_one_query_however_much_is_new(
    browser: Client, offer: Proposal, marcos: Member, now: datetime, django_assert_max_num_queries: Any
) -> None:
    asked(browser, "chamados/")
    for number in range(3):
        mentioned(offer, marcos, now, key=f"k{number}")
    with django_assert_max_num_queries(60) as seen:
        asked(browser, "chamados/")
    assert len([query for query in seen.captured_queries if "notices_notice" in query["sql"]]) == 1


def test_a_comment_is_written_once_and_a_refused_one_keeps_its_words(browser: Client, offer: Proposal) -> None:
    path = f"{HOUSE}vendas/{offer.number}/comentarios/"
    for _time in range(2):
        assert browser.post(path, {"text": "Margem boa.", "key": "a" * 32}).status_code == 302
    assert Comment.objects.count() == 1 and "Margem boa." in asked(browser, f"vendas/{offer.number}/")
    refused = browser.post(path, {"text": "x" * 4001, "key": "b" * 32})
    assert refused.status_code == 422 and "x" * 4001 in refused.content.decode()


def test_a_reader_sees_comments_and_writes_none(offer: Proposal, bruno: Member, iris: Member, now: datetime) -> None:
    comment(offer, "Margem boa.", key="k", by=bruno, at=now)
    page = asked(client_of(iris), f"vendas/{offer.number}/")
    assert "Margem boa." in page and "comentarios/" not in page.replace('id="comentarios"', "")


def test_the_customer_never_sees_a_comment(offer: Proposal, bruno: Member, carla: PanelUser, now: datetime) -> None:
    comment(offer, "Segredo da equipe.", key="k", by=bruno, at=now)
    for path in ("", f"propostas/{offer.number}/", "chamados/"):
        assert "Segredo" not in client_of(carla).get(f"/aurora/painel/{path}").content.decode()


def test_a_thread_is_opened_in_the_panel_and_answered_in_the_office(
    browser: Client, offer: Proposal, carla: PanelUser, now: datetime
) -> None:
    hers = client_of(carla)
    given = {"sale": offer.number, "subject": "Entrega", "text": "Quando?", "key": "c" * 32}
    for _time in range(2):
        assert hers.post("/aurora/painel/chamados/novo/", given).status_code == 302
    ticket = Ticket.objects.get()
    assert ticket.proposal == offer and "Entrega" in asked(browser, "chamados/")
    assert browser.post(f"{HOUSE}chamados/{ticket.pk}/", {"text": "Sexta.", "key": "d" * 32}).status_code == 302
    assert "Sexta." in hers.get(f"/aurora/painel/chamados/{ticket.pk}/").content.decode()
    hers.post(f"/aurora/painel/chamados/{ticket.pk}/fechamento/")
    assert "Entrega" in asked(browser, "chamados/?situacao=closed")
    hers.post(f"/aurora/painel/chamados/{ticket.pk}/reabertura/")
    assert "Entrega" not in asked(browser, "chamados/?situacao=closed")


def test_a_thread_about_no_sale_is_not_there_for_a_colleague(carla: PanelUser, gil: PanelUser, now: datetime) -> None:
    ticket = open_ticket("Boleto", Words("Qual?", "k"), about=None, by=carla, at=now)
    assert client_of(gil).get(f"/aurora/painel/chamados/{ticket.pk}/").status_code == 404


def test_an_unknown_field_is_refused_beside_it_and_the_preview_runs_nothing(ana: Member) -> None:
    browser, path = client_of(ana), f"{HOUSE}emails/textos/proposal_sent/pt-br/"
    refused = browser.post(path, {"subject": "Oi", "body": "{{preco}}"})
    assert refused.status_code == 422 and "Não existe o campo {{preco}}" in refused.content.decode()
    tried = browser.post(f"{path}previa/", {"subject": "Oi", "body": "{{preco}}"})
    assert tried.status_code == 422 and "{{preco}}" in tried.content.decode()
    assert browser.post(path, {"subject": "{{titulo}}", "body": "<script>{{nome}}"}).status_code == 302
    shown = browser.get(f"{path}previa/")
    assert "&lt;script&gt;" in shown.content.decode() and "sandbox" in shown["Content-Security-Policy"]
    browser.post(f"{path}padrao/")
    assert not MailText.objects.exists()
