"""A proposal's page: what it says, to whom, and what it costs to say it."""

from datetime import datetime
from decimal import Decimal
from functools import partial
from unittest.mock import patch

from django.template.loader import render_to_string
from django.test import Client
from django.utils import timezone

from aceite.core.customers.models import Customer, PanelUser
from aceite.core.people.models import Member
from aceite.core.proposals.locking import current_of
from aceite.core.proposals.models import Proposal
from aceite.core.proposals.questions import answer, ask
from aceite.core.sales.cancelling import cancel
from aceite.core.sales.models import Viewing
from aceite.core.sales.revising import revise, withdraw
from tests.clients import client_of
from tests.faces.panel.conftest import queries_of, url_of
from tests.walk import (
    FITTING,
    OVEN,
    approved,
    contracts_of,
    copied,
    draft_for,
    fresh,
    ordered,
    sent,
    signed,
    with_contract,
)

KB = 1000


def text_of(client: Client, proposal: Proposal, rest: str = "") -> str:
    """What stands on the page."""
    return client.get(url_of(proposal, rest)).content.decode()


def test_it_says_what_how_much_until_when_and_the_next_step(sale: Proposal, hers: Client) -> None:
    page = text_of(hers, sale)
    for words in ("Cozinha da loja 2", "R$ 38.900,00", "Válida até", "horário de Brasília", "220 V trifásica"):
        assert words in page.replace("\xa0", " ")
    assert "Aprovar proposta de R$" in page


def test_who_may_only_look_reads_who_can_approve(sale: Proposal, carla: PanelUser, davi: PanelUser) -> None:
    page = text_of(client_of(davi), sale)
    assert "Quem pode aprovar: Carla Nogueira." in page
    assert "aprovacao/" not in page
    assert "recusa/" not in page


def test_the_bar_walks_from_reading_to_signing_to_approving(digital: Proposal, hers: Client, gil: PanelUser) -> None:
    assert "Ler o contrato" in text_of(hers, digital)
    for contract in contracts_of(digital):
        hers.post(url_of(digital, f"contratos/{contract.pk}/leitura/"))
    assert "Assinar 2 contratos" in text_of(hers, digital)


def test_a_colleagues_missing_signature_is_named(
    digital: Proposal, carla: PanelUser, hers: Client, at: datetime
) -> None:
    signed(digital, carla, at=at)
    assert "Falta a assinatura de Gil Prado." in text_of(hers, digital)


def test_looking_records_nothing_the_pages_own_post_does_once(sale: Proposal, hers: Client) -> None:
    hers.get(url_of(sale))
    hers.head(url_of(sale))
    assert not Viewing.objects.exists()
    for _again in range(2):
        assert hers.post(url_of(sale, "vista/")).status_code == 204
    assert Viewing.objects.count() == 1


def test_of_the_next_draft_the_customer_sees_nothing(sale: Proposal, bruno: Member, hers: Client) -> None:
    revise(sale, by=bruno, at=timezone.now())
    page = text_of(hers, sale)
    assert "Substituída" in page
    assert "está preparando outra versão" in page
    assert "aprovacao/" not in page


def test_a_withdrawn_version_says_so(sale: Proposal, bruno: Member, hers: Client) -> None:
    withdraw(sale, reason="Preço errado", by=bruno, at=timezone.now())
    assert "Retirada" in text_of(hers, sale)


def test_an_old_version_leads_to_the_one_that_counts(sale: Proposal, bruno: Member, hers: Client) -> None:
    revise(sale, by=bruno, at=timezone.now())
    sent(fresh(sale), bruno, timezone.now())
    assert "Esta é a versão 1. A que vale é a 2." in text_of(hers, sale, "versoes/1/")


def test_after_the_last_day_it_says_since_when(sale: Proposal, hers: Client) -> None:
    sale.expires_at = timezone.now()
    sale.save()
    page = text_of(hers, sale)
    assert "Vencida" in page
    assert "A validade terminou em" in page
    hers.cookies["tz"] = "Asia/Tokyo"
    assert "no seu fuso" in text_of(hers, sale)


def test_an_approved_one_leads_to_its_receipt_and_order(
    sale: Proposal, carla: PanelUser, bruno: Member, hers: Client, at: datetime
) -> None:
    approved(sale, carla, at)
    assert "Aprovada por Carla Nogueira" in text_of(hers, sale)
    order = ordered(sale, bruno, at)
    assert f"pedidos/{order.number}/" in text_of(hers, sale)


def test_of_a_sale_that_ended_nothing_is_said_to_be_missing(digital: Proposal, hers: Client, marcos: Member) -> None:
    cancel(digital, reason="Fora de linha", by=marcos, at=timezone.now())
    page = text_of(hers, digital)
    assert "Não assinado" in page
    for words in ("ainda não assinou", "Pendente", "Aprovar a proposta", "faz o pedido"):
        assert words not in page


def test_after_the_approval_the_vendors_step_is_next(sale: Proposal, hers: Client, carla: PanelUser) -> None:
    approved(sale, carla, timezone.now())
    page = text_of(hers, sale)
    assert "Aurora faz o pedido" in page[page.index('aria-current="step"') :][:400]


def test_who_signs_on_paper_is_not_said_to_owe_a_signature_here(
    manual: Proposal, hers: Client, carla: PanelUser
) -> None:
    assert "assina no papel" in text_of(hers, manual)
    copied(manual, carla, timezone.now())
    assert "na via assinada em papel" in text_of(hers, manual)


def test_questions_are_answered_in_their_place(sale: Proposal, hers: Client, bruno: Member) -> None:
    line = current_of(sale).lines.get()
    hers.post(url_of(sale, "perguntas/"), {"text": "Serve para GLP?", "line": line.pk})
    answer(sale.questions.get(), "Serve.", by=bruno, at=timezone.now())
    page = text_of(hers, sale)
    assert page.index("Forno combinado") < page.index("Serve para GLP?") < page.index("Serve.</p>")


def test_an_empty_question_is_refused_beside_the_field(sale: Proposal, hers: Client) -> None:
    refused = hers.post(url_of(sale, "perguntas/"), {"text": " "})
    assert refused.status_code == 422
    assert not sale.questions.exists()


def test_another_customers_line_is_no_place_for_a_question(
    sale: Proposal, joana_herself: PanelUser, bruno: Member, hers: Client, at: datetime
) -> None:
    other = sent(draft_for(joana_herself.customer, bruno, at), bruno, at)
    hers.post(url_of(sale, "perguntas/"), {"text": "Oi?", "line": current_of(other).lines.get().pk})
    assert sale.questions.get().line is None


def test_what_is_frozen_is_drawn_once(sale: Proposal, carla: PanelUser, davi: PanelUser) -> None:
    with patch("aceite.faces.panel.sheet.render_to_string", wraps=render_to_string) as draw:
        for person in (carla, davi):
            text_of(client_of(person), sale)
    assert [call.args[0] for call in draw.call_args_list].count("panel/parts/frozen.html") == 1


def test_a_second_look_asks_only_who_and_whether_anything_happened(sale: Proposal, hers: Client) -> None:
    text_of(hers, sale)
    # Session, user, access, sale, head of its trail.
    assert queries_of(lambda: text_of(hers, sale)) == 5


def test_a_first_look_costs_the_same_however_much_is_on_it(
    padaria: Customer, bruno: Member, carla: PanelUser, at: datetime
) -> None:
    browser, costs = client_of(carla), []
    for many in (1, 4):
        proposal = draft_for(padaria, bruno, at, lines=[OVEN, FITTING] * many)
        for number in range(many):
            with_contract(proposal, bruno, at, carla, title=f"Contrato {number}")
        sent(proposal, bruno, at)
        for number in range(many):
            ask(fresh(proposal), f"Pergunta {number}?", by=carla, at=at)
        costs.append(queries_of(partial(text_of, browser, proposal)))
    assert costs[0] == costs[1] <= 24


def test_the_page_is_light(digital: Proposal, hers: Client) -> None:
    assert len(text_of(hers, digital).encode()) < 60 * KB


def test_a_price_of_the_next_draft_stays_out_of_the_lists(sale: Proposal, bruno: Member, hers: Client) -> None:
    revise(sale, by=bruno, at=timezone.now())
    Proposal.objects.filter(pk=sale.pk).update(total=Decimal("1.00"), title="Segredo")
    page = hers.get("/aurora/painel/propostas/").content.decode()
    assert "R$ 38.900,00" in page.replace("\xa0", " ")
    assert "Segredo" not in page
