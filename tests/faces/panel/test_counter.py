"""The customer's pages of a counter-offer: noted beside each part, seen together, sent once."""

from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

from django.test import Client

from aceite.core.customers.models import Customer, PanelUser
from aceite.core.people.models import Member
from aceite.core.proposals.counter_offers import CounterOffer, Outcome, Point
from aceite.core.proposals.drafting import save_draft
from aceite.core.proposals.drafts import draft_of, lines_of
from aceite.core.proposals.locking import current_of
from aceite.core.proposals.models import Proposal, Question
from aceite.core.sales.conceding import Ruling, answer_points, take_points
from aceite.core.sales.countering import Asked, note_points, send_points
from aceite.core.sales.extending import last_valid_day
from aceite.core.sales.revising import revise
from aceite.core.trail.models import Event
from tests.cast import only
from tests.clients import client_of
from tests.faces.panel.conftest import url_of
from tests.walk import OVEN, approved, contracts_of, fresh, sent, sent_for

HOSTILE = "<script>alert(1)</script>"


def subject_of(sale: Proposal) -> str:
    return f"line/{lines_of(current_of(fresh(sale)))[0].key}"


def page_of(client: Client, sale: Proposal, rest: str = "") -> str:
    return client.get(url_of(sale, rest)).content.decode().replace("\xa0", " ")


def point_url(sale: Proposal, subject: str) -> str:
    return url_of(sale, f"contraproposta/ponto/?sobre={subject}")


def test_noted_beside_the_line_seen_together_and_sent(sale: Proposal, hers: Client, davi: PanelUser) -> None:
    assert "Pedir mudança" in page_of(hers, sale)
    typed = {"quantity": "2", "price": "36.000,00", "term": "até 10/02", "text": f"sem {HOSTILE}"}
    assert hers.post(point_url(sale, subject_of(sale)), typed).status_code == 302
    page = page_of(hers, sale)
    assert "Anotado por você" in page and "sem &lt;script&gt;" in page and HOSTILE not in page
    assert "Anotado" not in page_of(client_of(davi), sale)
    counter = page_of(hers, sale, "contraproposta/")
    assert "R$ 72.000,00" in counter and "não vale como preço" in counter
    sent_off = hers.post(url_of(sale, "contraproposta/"), {"note": "Vamos?", "version": "1"})
    assert sent_off.status_code == 302
    theirs = page_of(client_of(davi), sale)
    assert "Em negociação" in theirs and "Aprovar proposta" not in theirs
    assert "Aprovar proposta de" in page_of(hers, sale)


def bar_of(client: Client, sale: Proposal) -> str:
    return page_of(client, sale).partition('class="decision-bar"')[2].partition("</footer>")[0]


def test_the_bar_leads_to_what_she_noted_until_it_is_sent_and_then_says_who_is_awaited(
    sale: Proposal, hers: Client, carla: PanelUser, bruno: Member, at: datetime
) -> None:
    note_points(sale, "total", [Asked("total", Decimal(38000))], by=carla, at=at)
    noted = bar_of(hers, sale)
    assert "ainda não enviou" in noted and "Rever e enviar" in noted and "Aprovar proposta de" not in noted
    # Whoever would rather approve still finds the way, among the steps.
    assert url_of(sale, "aprovacao/") in page_of(hers, sale)
    hers.post(url_of(sale, "contraproposta/"), {"note": "", "version": "1"})
    waiting = bar_of(hers, sale)
    assert "Aurora ainda não respondeu à contraproposta" in waiting and "Aprovar proposta de" in waiting
    offer = CounterOffer.objects.get()
    answer_points(offer, {offer.points.get().pk: Ruling(Outcome.ACCEPTED)}, by=bruno, at=at)
    assert "Aurora respondeu à contraproposta e prepara outra versão" in bar_of(hers, sale)


def test_a_question_leads_back_to_where_it_is_read(sale: Proposal, hers: Client) -> None:
    line = current_of(fresh(sale)).lines.get()
    asked = hers.post(url_of(sale, "perguntas/"), {"text": "220 V?", "line": str(line.pk)})
    assert asked.headers["Location"].endswith(f"#item-{line.pk}")
    page = page_of(hers, sale)
    assert f'id="item-{line.pk}"' in page and "220 V?" in page
    assert hers.post(url_of(sale, "perguntas/"), {"text": "Até quando?"}).headers["Location"].endswith("#perguntas")


def test_beside_each_field_stands_what_the_offer_says_today(sale: Proposal, hers: Client) -> None:
    page = page_of(hers, sale, f"contraproposta/ponto/?sobre={subject_of(sale)}")
    assert "Hoje: 1 un." in page and "Hoje: R$ 38.900,00. Já com o desconto" in page


def test_kept_as_she_types(sale: Proposal, hers: Client) -> None:
    url = point_url(sale, "total")
    assert hers.post(url, {"total": "38.000"}, headers={"X-Noting": "1"}).status_code == 204
    assert hers.post(url, {"total": "muito"}, headers={"X-Noting": "1"}).status_code == 422
    assert Point.objects.get().amount == 38000
    note = url_of(sale, "contraproposta/")
    assert hers.post(note, {"note": "Oi", "version": "1"}, headers={"X-Noting": "1"}).status_code == 204
    assert CounterOffer.objects.get().note == "Oi"
    assert CounterOffer.objects.get().sent_at is None


def test_what_is_typed_wrongly_stays(sale: Proposal, hers: Client) -> None:
    answer = hers.post(point_url(sale, subject_of(sale)), {"quantity": "duas", "price": "-5", "text": "Assim"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="duas"' in page and 'value="-5"' in page and "Assim" in page
    assert not Point.objects.exists()


def test_a_point_taken_back_is_gone(
    sale: Proposal, hers: Client, carla: PanelUser, davi: PanelUser, at: datetime
) -> None:
    note_points(sale, "total", [Asked("total", Decimal(38000))], by=carla, at=at)
    point = Point.objects.get()
    client_of(davi).post(url_of(sale, "contraproposta/"), {"retirar": str(point.pk)})
    assert Point.objects.exists()
    hers.post(url_of(sale, "contraproposta/"), {"retirar": str(point.pk)})
    assert not Point.objects.exists()


def test_the_note_stays_when_a_point_is_taken_back_and_nothing_is_taken_from_what_was_sent(
    sale: Proposal, hers: Client, carla: PanelUser, at: datetime
) -> None:
    note_points(sale, "total", [Asked("total", Decimal(38000))], by=carla, at=at)
    note_points(sale, "delivery", [Asked("delivery", words="15 dias")], by=carla, at=at)
    first, second = Point.objects.order_by("position")
    typed = {"note": "Sem pressa.", "version": "1"}
    hers.post(url_of(sale, "contraproposta/"), {**typed, "retirar": str(first.pk)})
    assert "Sem pressa." in page_of(hers, sale, "contraproposta/")
    hers.post(url_of(sale, "contraproposta/"), typed)
    late = hers.post(url_of(sale, "contraproposta/"), {**typed, "retirar": str(second.pk)}, follow=True)
    assert "não está mais entre os que você anotou" in late.content.decode() and Point.objects.get() == second
    # Nor does a note that comes late begin another one; the tab is told that it is not kept.
    tarde = {"note": "Tarde", "version": "1"}
    assert hers.post(url_of(sale, "contraproposta/"), tarde, headers={"X-Noting": "1"}).status_code == 409
    assert CounterOffer.objects.get().note == "Sem pressa."


def test_a_note_of_another_tab_stays_there_and_goes_as_a_question(
    sale: Proposal, hers: Client, carla: PanelUser, at: datetime
) -> None:
    note_points(sale, "total", [Asked("total", Decimal(38000))], by=carla, at=at)
    page, late = url_of(sale, "contraproposta/"), {"note": "Cabe na porta?", "version": "1"}
    hers.post(page, {"note": "Vamos?", "version": "1"})
    assert hers.post(page, {"note": "Vamos?", "version": "1"}).status_code == 302
    told = hers.post(page, late)
    said = told.content.decode()
    assert told.status_code == 409 and "sem este recado" in said and "Cabe na porta?" in said
    assert "Enviar contraproposta" not in said and 'name="pergunta"' in said
    assert hers.post(page, {**late, "pergunta": "sim"})["Location"].endswith("#perguntas")
    assert Question.objects.get().text == "Cabe na porta?"
    empty = hers.post(page, {"note": "", "version": "1", "pergunta": "sim"})
    assert empty.status_code == 422 and Question.objects.count() == 1


def test_a_tab_of_an_older_version_sends_nothing_and_keeps_the_note(
    sale: Proposal, hers: Client, carla: PanelUser, bruno: Member, at: datetime
) -> None:
    note_points(sale, "total", [Asked("total", Decimal(38000))], by=carla, at=at)
    revise(fresh(sale), by=bruno, at=at)
    sent(fresh(sale), bruno, at)
    answer = hers.post(url_of(sale, "contraproposta/"), {"note": "Da outra aba", "version": "1"})
    assert answer.status_code == 409
    assert "Da outra aba" in answer.content.decode()
    assert CounterOffer.objects.get().sent_at is None


def test_what_is_asked_of_a_contract_goes_on_to_the_next_version(
    digital: Proposal, hers: Client, carla: PanelUser, bruno: Member, at: datetime
) -> None:
    first = contracts_of(digital)[0]
    old = point_url(digital, f"contract/{first.pk}")
    hers.post(old, {"passage-0": "cláusula 5", "words-0": "sem multa"})
    revise(fresh(digital), by=bruno, at=at)
    sent(fresh(digital), bruno, at)
    counter = page_of(hers, digital, "contraproposta/")
    assert first.title in counter and "Remova este ponto" not in counter
    # A page of the version before, sent now, is about the same contract.
    typed = {"passage-0": "cláusula 5", "words-0": "sem multa", "passage-1": "cláusula 6", "words-1": "à vista"}
    assert hers.post(old, typed).status_code == 302
    assert hers.post(url_of(digital, "contraproposta/"), {"note": "", "version": "2"}).status_code == 302
    second = current_of(fresh(digital)).contracts.get(title=first.title)
    assert [point.subject for point in Point.objects.all()] == [f"contract/{second.pk}"] * 2 and second != first


def test_what_was_typed_about_a_part_that_is_gone_stays_on_its_form(
    sale: Proposal, hers: Client, bruno: Member, at: datetime
) -> None:
    old = point_url(sale, subject_of(sale))
    revise(fresh(sale), by=bruno, at=at)
    draft = replace(draft_of(fresh(sale)), lines=(replace(OVEN, name="Outro forno"),))
    save_draft(fresh(sale), draft, revision=0, by=bruno, at=at)
    sent(fresh(sale), bruno, at)
    answer = hers.post(old, {"text": "Com porta de vidro"})
    said = answer.content.decode()
    assert answer.status_code == 409 and "Com porta de vidro" in said and "Ver a proposta como está agora" in said
    assert hers.get(old).status_code == 404 and not Point.objects.exists()


def test_parts_of_other_sales_are_not_there(
    sale: Proposal, padaria: Customer, bruno: Member, hers: Client, at: datetime
) -> None:
    other = sent_for(padaria, bruno, at)
    for subject in (subject_of(other), "contract/1", "line/", "seller", "contract/9" * 20, "line/<x>"):
        assert hers.get(point_url(sale, subject)).status_code == 404
        assert hers.post(point_url(sale, subject), {"quantity": "1"}).status_code == 404


def test_open_points_are_told_beside_the_approval(sale: Proposal, hers: Client, carla: PanelUser, at: datetime) -> None:
    note_points(sale, "total", [Asked("total", Decimal(38000))], by=carla, at=at)
    page = page_of(hers, sale, "aprovacao/")
    assert "Há 1 ponto de contraproposta em aberto" in page and "Total: de R$ 38.900,00 para R$ 38.000,00" in page


def test_the_next_version_says_what_came_of_it(
    sale: Proposal, hers: Client, carla: PanelUser, bruno: Member, at: datetime
) -> None:
    note_points(sale, "total", [Asked("total", Decimal(38000))], by=carla, at=at)
    hers.post(url_of(sale, "contraproposta/"), {"note": "", "version": "1"})
    offer = CounterOffer.objects.get()
    answer_points(offer, {Point.objects.get().pk: Ruling(Outcome.OTHER, Decimal(38500))}, by=bruno, at=at)
    assert "No lugar disso: R$ 38.500,00" in page_of(hers, sale)
    take_points(fresh(sale), by=bruno, at=at)
    sent(fresh(sale), bruno, at)
    page = page_of(hers, sale)
    assert "O que veio da contraproposta" in page and "R$ 38.500,00" in page


def test_points_that_a_new_version_left_behind_are_told(
    sale: Proposal, hers: Client, carla: PanelUser, bruno: Member, at: datetime
) -> None:
    note_points(sale, "total", [Asked("total", Decimal(38000))], by=carla, at=at)
    hers.post(url_of(sale, "contraproposta/"), {"note": "", "version": "1"})
    revise(fresh(sale), by=bruno, at=at)
    sent(fresh(sale), bruno, at)
    page = page_of(hers, sale)
    assert "Contraproposta encerrada" in page and "R$ 38.000,00" in page and "Ficou sem resposta." in page
    assert "Em negociação" not in page and "peça de novo" in page and "Confira se o que foi aceito" not in page
    # Once it was answered nothing can be asked again, and nobody is told to.
    approved(fresh(sale), carla, at)
    closed = page_of(hers, sale)
    assert "Contraproposta encerrada" in closed and "peça de novo" not in closed


def test_what_was_granted_and_left_behind_is_to_be_looked_for(
    sale: Proposal, hers: Client, carla: PanelUser, davi: PanelUser, bruno: Member, at: datetime
) -> None:
    note_points(sale, "total", [Asked("total", Decimal(38000))], by=carla, at=at)
    offer = send_points(sale, "", version=1, by=carla, at=at)
    answer_points(offer, {Point.objects.get().pk: Ruling(Outcome.ACCEPTED)}, by=bruno, at=at)
    revise(fresh(sale), by=bruno, at=at)
    sent(fresh(sale), bruno, at)
    page = page_of(hers, sale)
    assert "Aceito" in page and "Confira se o que foi aceito está nela." in page
    # Who sees no prices sees no card without a point.
    assert "Contraproposta" not in page_of(client_of(only(davi)), sale)


def test_points_an_approval_left_open_wait_for_no_answer(
    sale: Proposal, hers: Client, carla: PanelUser, davi: PanelUser, at: datetime
) -> None:
    note_points(sale, "total", [Asked("total", Decimal(38000))], by=carla, at=at)
    send_points(sale, "", version=1, by=carla, at=at)
    assert "Ainda sem resposta." in page_of(hers, sale)
    blind = page_of(client_of(only(davi)), sale)
    assert "Em negociação" in blind and 'id="contraproposta"' not in blind
    approved(fresh(sale), carla, at)
    page = page_of(hers, sale)
    assert "Ficou sem resposta." in page and "Ainda sem resposta." not in page


def test_a_contract_is_asked_about_where_it_stands(digital: Proposal, hers: Client) -> None:
    contract = contracts_of(digital)[0]
    page = page_of(hers, digital)
    assert 'Pedir mudança<span class="sr-only"> no contrato' in page and "sobre este contrato" in page
    url = point_url(digital, f"contract/{contract.pk}")
    alone = hers.post(url, {"passage-0": "cláusula 5", "words-0": ""})
    assert alone.status_code == 422 and "cláusula 5" in alone.content.decode()
    assert hers.post(url, {"passage-0": "cláusula 5", "words-0": "sem multa"}).status_code == 302
    assert 'name="passage-1"' in page_of(hers, digital, f"contraproposta/ponto/?sobre=contract/{contract.pk}")
    question = {"text": "Vale até quando?", "contract": str(contract.pk), "passage": "cláusula 2"}
    assert hers.post(url_of(digital, "perguntas/"), question).status_code == 302
    assert Question.objects.get().about == f"contract/{contract.pk}"
    page = page_of(hers, digital)
    assert "cláusula 5" in page and "“cláusula 2”" in page


def test_once_answered_nothing_is_asked_any_more(
    sale: Proposal, hers: Client, carla: PanelUser, bruno: Member, at: datetime
) -> None:
    revise(fresh(sale), by=bruno, at=at)
    assert "Pedir mudança" not in page_of(hers, sale)
    assert hers.get(point_url(sale, "total")).status_code == 302
    answer = hers.post(point_url(sale, "total"), {"total": "1"})
    assert answer.status_code == 409 and 'value="1"' in answer.content.decode()


def test_more_time_is_asked_for_once_the_validity_ended_and_the_page_says_so(
    sale: Proposal, hers: Client, at: datetime
) -> None:
    assert "Prazo de hoje: até o fim de" in page_of(hers, sale, "prazo/")
    Proposal.objects.filter(pk=sale.pk).update(expires_at=at - timedelta(days=1))
    page = page_of(hers, sale, "prazo/")
    ended = last_valid_day(fresh(sale))
    assert ended and f"A validade terminou em {ended:%d/%m/%Y}." in page
    assert "Prazo de hoje" not in page and "continua o mesmo" not in page


def test_more_time_is_asked_for_and_offered_to_the_vendor(
    sale: Proposal, hers: Client, bruno: Member, marcos: Member, at: datetime
) -> None:
    assert "Preciso de mais prazo" in page_of(hers, sale)
    wrong = hers.post(url_of(sale, "prazo/"), {"until": "ontem", "text": "Viajo."})
    assert wrong.status_code == 422 and "Viajo." in wrong.content.decode() and "ontem" in wrong.content.decode()
    day = (at + timedelta(days=60)).strftime("%d/%m/%Y")
    assert hers.post(url_of(sale, "prazo/"), {"until": day, "text": HOSTILE}).status_code == 302
    assert f"Já foi pedido até {day}" in page_of(hers, sale, "prazo/")
    office, page = client_of(bruno), f"/aurora/gestao/vendas/{sale.number}/"
    told = office.get(page).content.decode()
    assert "O cliente pede mais prazo" in told and HOSTILE not in told
    # Since it was asked, not since it is the customer's turn.
    step = told.partition("O cliente pede mais prazo")[2].partition("</section>")[0]
    assert f'datetime="{Event.objects.get(kind="time.asked").at.isoformat()}"' in step
    assert f'value="{day}"' in office.get(f"{page}validade/").content.decode()
    typed = {"do": "keep", "valid_until": day, "text": "O preço muda em janeiro."}
    assert office.post(f"{page}validade/", typed)["Location"] == page
    after = office.get(page).content.decode()
    assert "O cliente pede mais prazo" not in after and "Validade mantida" in after
    # A colleague's tab that still offers it: nothing happened, and the page says so.
    late = client_of(marcos).post(f"{page}validade/", typed)
    said = late.content.decode()
    assert late.status_code == 422 and "já foi respondido" in said and "foi avisado." not in said
