"""Sending a proposal, and the page of a sale with every act on it."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from aceite.core.companies.models import Company
from aceite.core.contracts.copies import refuse_copy
from aceite.core.contracts.models import SignerRole
from aceite.core.contracts.representing import set_countersigners
from aceite.core.contracts.signers import Order as SigningOrder
from aceite.core.contracts.signers import SignerPlan, set_signers
from aceite.core.contracts.states import CopyState
from aceite.core.customers.models import Customer, PanelUser
from aceite.core.people.models import Member
from aceite.core.proposals.drafts import DraftInstalment
from aceite.core.proposals.models import Proposal
from aceite.core.proposals.questions import ask
from aceite.core.sales.cancelling import cancel
from aceite.core.sales.models import Order
from tests.clients import client_of
from tests.walk import (
    OVEN,
    approved,
    contracts_of,
    copied,
    draft_for,
    fresh,
    order_for,
    sent,
    sent_for,
    signed,
    with_contract,
)

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def browser(bruno: Member) -> Client:
    """Bruno's browser."""
    return client_of(bruno)


def page(sale: Proposal, rest: str = "") -> str:
    """The sale's address, or one below it."""
    return f"/aurora/gestao/vendas/{sale.number}/{rest}"


def test_the_button_that_sends_stays_short_where_something_recurs(
    browser: Client, padaria: Customer, bruno: Member, carla: PanelUser, now: datetime
) -> None:
    care = replace(OVEN, name="Cuidado", unit_price=Decimal(189), recurs="month", periods=12)
    both = draft_for(padaria, bruno, now, lines=(OVEN, care))
    only = draft_for(padaria, bruno, now, lines=(care,))
    button = "<span>Enviar proposta de R$\xa0{} para Padaria Central Ltda.</span>"
    assert button.format("38.900,00 + recorrente") in browser.get(page(both, "envio/")).content.decode()
    assert button.format("189,00 (recorrente)") in browser.get(page(only, "envio/")).content.decode()


def test_sending_shows_what_is_bound_and_binds_it(
    browser: Client, padaria: Customer, bruno: Member, carla: PanelUser, now: datetime
) -> None:
    draft = draft_for(padaria, bruno, now)
    with_contract(draft, bruno, now, carla)
    html = browser.get(page(draft, "envio/")).content.decode()
    for words in ("Fornecimento", "Carla Nogueira", "carla@padaria.example", "Enviar proposta de R$\xa038.900,00"):
        assert words in html
    assert browser.post(page(draft, "envio/"), {"revision": "0"}).status_code == 302
    assert fresh(draft).state == "sent"


def test_sending_shows_how_it_is_paid_who_suffices_and_who_signs_for_the_company(
    browser: Client, padaria: Customer, bruno: Member, ana: Member, carla: PanelUser, gil: PanelUser,
    helena: PanelUser, now: datetime,
) -> None:  # fmt: skip
    draft = draft_for(padaria, bruno, now, payment_text="Em duas vezes", instalments=[
        DraftInstalment(date(2027, 1, 10), Decimal(20000), "pix"),
        DraftInstalment(date(2027, 2, 10), Decimal(18900), "boleto"),
    ])  # fmt: skip
    contract = with_contract(draft, bruno, now, carla)
    people = [SignerPlan(carla), SignerPlan(gil), SignerPlan(helena, SignerRole.WITNESS)]
    set_signers(contract, people, SigningOrder(quorums={1: 1}), by=bruno, at=now)
    set_countersigners(contract, [ana], by=bruno, at=now)
    html = browser.get(page(draft, "envio/")).content.decode()
    for words in ("Em duas vezes", "1ª parcela · Pix", "2ª parcela · Boleto", "R$\xa018.900,00", "10/02/2027",
                  "Helena Duarte (testemunha)", "Basta 1 de Carla Nogueira e Gil Prado",
                  "Depois do cliente, pela empresa: Ana"):  # fmt: skip
        assert words in html


def test_problems_are_linked_to_where_they_are_mended(
    browser: Client, padaria: Customer, bruno: Member, now: datetime
) -> None:
    draft = draft_for(padaria, bruno, now, lines=())
    html = browser.get(page(draft, "envio/")).content.decode()
    assert f'href="{page(draft, "editar/")}#lines"' in html
    # Who has nothing but drafts is led to them from the first page.
    assert "Ver rascunhos por enviar" in browser.get("/aurora/gestao/").content.decode()
    assert "endereço da empresa" not in html
    Company.objects.filter(pk=draft.company_id).update(street="")
    assert "o endereço da empresa está em branco" in browser.get(page(draft, "envio/")).content.decode()
    assert "Enviar proposta de" not in html
    assert browser.post(page(draft, "envio/"), {"revision": "0"}).status_code == 409
    short = draft_for(padaria, bruno, now, instalments=[DraftInstalment(date(2027, 1, 10), Decimal(20000))])
    html = browser.get(page(short, "envio/")).content.decode()
    assert f'href="{page(short, "editar/")}#totals">Faltam R$\xa018.900,00' in html


def test_a_draft_changed_meanwhile_is_not_sent(
    browser: Client, padaria: Customer, bruno: Member, carla: PanelUser, now: datetime
) -> None:
    draft = draft_for(padaria, bruno, now)
    assert browser.post(page(draft, "envio/"), {"revision": "7"}).status_code == 409
    assert fresh(draft).state == "draft"


def test_the_preview_is_the_panel_behind_a_pass(
    browser: Client, padaria: Customer, bruno: Member, now: datetime
) -> None:
    draft = draft_for(padaria, bruno, now)
    assert browser.get(page(draft, "previa/"))["Location"].startswith("/aurora/painel/previa/")


@pytest.mark.parametrize(
    ("rest", "typed", "state"),
    [
        ("retirada/", {"reason": "Preço errado"}, "draft"),
        ("nova-versao/", {}, "draft"),
        ("cancelamento/", {"reason": "Cliente desistiu"}, "cancelled"),
        ("validade/", {"valid_until": "31/12/2026"}, "sent"),
    ],
)
def test_acts_on_a_sent_proposal(
    browser: Client, padaria: Customer, bruno: Member, carla: PanelUser, now: datetime,
    rest: str, typed: dict[str, str], state: str,
) -> None:  # fmt: skip
    sale = sent_for(padaria, bruno, now)
    assert browser.get(page(sale, rest)).status_code == 200
    assert browser.post(page(sale, rest), typed).status_code == 302
    assert fresh(sale).state == state


MAILED = "O cliente lê este texto"
BINDS = "Código Civil 427–428"


def test_before_an_offer_is_taken_back_the_page_says_that_it_binds_and_who_reads_the_reason(
    browser: Client, padaria: Customer, bruno: Member, marcos: Member, carla: PanelUser, now: datetime
) -> None:
    sale, draft = sent_for(padaria, bruno, now), draft_for(padaria, bruno, now)
    for act in ("retirada/", "cancelamento/"):
        told = browser.get(page(sale, act)).content.decode()
        assert MAILED in told and BINDS in told
    silent = browser.get(page(draft, "cancelamento/")).content.decode()
    assert MAILED not in silent and BINDS not in silent
    approved(sale, carla, now)
    for address in ("cancelamento/", "aprovacao/desfeita/"):
        told = client_of(marcos).get(page(sale, address)).content.decode()
        assert MAILED in told and BINDS in told


def test_an_act_without_its_reason_is_refused_on_its_page(
    browser: Client, padaria: Customer, bruno: Member, carla: PanelUser, now: datetime
) -> None:
    sale = sent_for(padaria, bruno, now)
    assert browser.post(page(sale, "retirada/"), {"reason": " "}).status_code == 422
    assert fresh(sale).state == "sent"


def test_an_act_that_came_too_late_says_so(
    browser: Client, padaria: Customer, bruno: Member, carla: PanelUser, now: datetime
) -> None:
    order = order_for(padaria, bruno, carla, now)
    assert browser.get(page(order.proposal, "retirada/"))["Location"] == page(order.proposal)
    assert browser.post(page(order.proposal, "retirada/"), {"reason": "Tarde"}).status_code == 422


def test_whoever_may_make_no_order_after_a_refused_copy_finds_no_button_but_what_to_do(
    padaria: Customer, bruno: Member, marcos: Member, carla: PanelUser, now: datetime
) -> None:
    sale = draft_for(padaria, bruno, now)
    with_contract(sale, bruno, now, carla, requirement="manual")
    sent(sale, bruno, now)
    [copy] = copied(sale, carla, now)
    approved(sale, carla, now)
    refuse_copy(copy, reason="Falta a página 2", by=bruno, at=now)
    hers, his = (client_of(who).get(page(sale, "pedido/")).content.decode() for who in (bruno, marcos))
    assert "Fazer pedido de" not in hers and "registre a que chegou" in hers and "#contracts-title" in hers
    assert "Fazer pedido de" in his and "without_copy_reason" in his


def test_only_a_manager_undoes_an_approval(
    browser: Client, padaria: Customer, bruno: Member, marcos: Member, carla: PanelUser, now: datetime
) -> None:
    sale = sent_for(padaria, bruno, now)
    approved(sale, carla, now)
    reason = {"reason": "Aprovado por engano"}
    assert browser.post(page(sale, "aprovacao/desfeita/"), reason).status_code == 404
    assert client_of(marcos).post(page(sale, "aprovacao/desfeita/"), reason).status_code == 302
    assert fresh(sale).state == "sent"


def test_a_sale_is_copied_for_another_customer(
    browser: Client, padaria: Customer, joana: Customer, bruno: Member, now: datetime
) -> None:
    draft = draft_for(padaria, bruno, now)
    browser.post(page(draft, "copia/"), {"customer": joana.pk})
    assert Proposal.objects.get(customer=joana).total == draft.total


def test_a_proposal_is_shared_with_named_people_and_handed_over(
    browser: Client, padaria: Customer, bruno: Member, marcos: Member, carla: PanelUser, now: datetime
) -> None:
    draft = draft_for(padaria, bruno, now)
    browser.post(page(draft, "acesso/"), {"everybody": "no", "people": [carla.pk]})
    client_of(marcos).post(page(draft, "vendedor/"), {"seller": marcos.pk})
    changed = fresh(draft)
    assert (changed.shared_with_all, changed.seller) == (False, marcos)
    assert [share.panel_user for share in changed.shares.all()] == [carla]


def test_a_signer_who_has_not_acted_is_replaced(
    browser: Client, padaria: Customer, bruno: Member, carla: PanelUser, gil: PanelUser, now: datetime
) -> None:
    draft = draft_for(padaria, bruno, now)
    contract = with_contract(draft, bruno, now, carla)
    sale = sent(draft, bruno, now)
    signer = contract.signers.get()
    browser.post(page(sale, f"contratos/{contract.pk}/signatarios/{signer.pk}/"), {"person": gil.pk})
    assert [s.panel_user for s in contract.signers.standing()] == [gil]


def test_a_question_is_answered_in_its_place(
    browser: Client, padaria: Customer, bruno: Member, carla: PanelUser, now: datetime
) -> None:
    sale = sent_for(padaria, bruno, now)
    question = ask(sale, "Inclui frete?", by=carla, at=now)
    reply = page(sale, f"perguntas/{question.pk}/resposta/")
    assert browser.post(reply, {"text": ""}).status_code == 422
    browser.post(reply, {"text": "Sim, até Campinas."})
    assert "Sim, até Campinas." in browser.get(page(sale)).content.decode()


def test_the_copy_stands_beside_the_contract_and_is_accepted(
    browser: Client, padaria: Customer, bruno: Member, carla: PanelUser, now: datetime
) -> None:
    draft = draft_for(padaria, bruno, now)
    contract = with_contract(draft, bruno, now, carla, requirement="manual")
    sale = sent(draft, bruno, now)
    [copy] = copied(sale, carla, now)
    here = page(sale, f"contratos/{contract.pk}/vias/{copy.pk}/")
    shown = browser.get(here)
    assert shown.context["compared"].pairs[0].contract_url
    assert browser.get(shown.context["compared"].pairs[0].contract_url)["Content-Type"] == "image/webp"
    assert here in browser.get(page(sale)).content.decode()
    browser.post(f"{here}aceite/")
    copy.refresh_from_db()
    assert copy.state == CopyState.ACCEPTED


def test_a_copy_is_refused_with_a_reason(
    browser: Client, padaria: Customer, bruno: Member, carla: PanelUser, now: datetime
) -> None:
    draft = draft_for(padaria, bruno, now)
    contract = with_contract(draft, bruno, now, carla, requirement="manual")
    sale = sent(draft, bruno, now)
    [copy] = copied(sale, carla, now)
    browser.post(page(sale, f"contratos/{contract.pk}/vias/{copy.pk}/recusa/"), {"reason": "Falta a página 2"})
    copy.refresh_from_db()
    assert (copy.state, copy.refusal_reason) == (CopyState.REFUSED, "Falta a página 2")


def test_a_copy_of_a_cancelled_sale_is_not_to_be_checked(
    browser: Client, padaria: Customer, bruno: Member, carla: PanelUser, now: datetime
) -> None:
    draft = draft_for(padaria, bruno, now)
    contract = with_contract(draft, bruno, now, carla, requirement="manual")
    sale = sent(draft, bruno, now)
    [copy] = copied(sale, carla, now)
    cancel(sale, reason="A obra parou", by=bruno, at=now)
    here = page(sale, f"contratos/{contract.pk}/vias/{copy.pk}/")
    for address in (page(sale), here, "/aurora/gestao/vendas/", "/aurora/gestao/"):
        html = browser.get(address).content.decode()
        # The filters above the rows name every state, and the first page what it would heap up.
        words = ("Via a conferir", "Vias assinadas a conferir", "Conferir via", "Aceitar via")
        shown = html[html.index("<tbody>") :] if address.endswith("/vendas/") else html
        assert not any(each in shown for each in words), address
    assert "Via enviada" in browser.get(page(sale)).content.decode()


def test_an_approved_sale_becomes_an_order_and_leaves_in_three_forms(
    browser: Client, padaria: Customer, bruno: Member, carla: PanelUser, now: datetime
) -> None:
    sale = sent_for(padaria, bruno, now)
    approved(sale, carla, now)
    assert "Fazer pedido de R$\xa038.900,00" in browser.get(page(sale, "pedido/")).content.decode()
    browser.post(page(sale, "pedido/"))
    browser.post(page(sale, "pedido/"))
    order = Order.objects.get()
    assert order.number in browser.get(page(sale, "pedido/")).content.decode()
    pdf = b"".join(browser.get(page(sale, "pedido/pedido.pdf")))
    assert pdf.startswith(b"%PDF-")
    assert order.number in browser.get(page(sale, "pedido/pedido.json")).content.decode()
    assert order.number in browser.get(page(sale, "pedido/pedido.csv")).content.decode("utf-8-sig")


def test_files_are_handed_over_as_downloads_that_cannot_run(
    browser: Client, padaria: Customer, bruno: Member, carla: PanelUser, now: datetime
) -> None:
    sale = sent_for(padaria, bruno, now)
    answer = browser.get(page(sale, "versoes/1/proposta.pdf"))
    assert b"".join(answer).startswith(b"%PDF-")
    assert answer["Content-Disposition"].startswith("attachment")
    assert "sandbox" in answer["Content-Security-Policy"]
    assert browser.get(page(sale, "versoes/2/proposta.pdf")).status_code == 404


def test_a_file_changed_on_the_disk_is_never_shown_as_good(
    browser: Client, padaria: Customer, bruno: Member, carla: PanelUser, now: datetime
) -> None:
    sale = sent_for(padaria, bruno, now)
    assert sale.current is not None
    assert sale.current.paper is not None
    Path(default_storage.path(sale.current.paper.path)).write_bytes(b"%PDF-1.7 forged")
    answer = browser.get(page(sale, "versoes/1/proposta.pdf"))
    assert answer.status_code == 500
    assert "não é mais o que foi guardado" in answer.content.decode()


def test_an_attachment_goes_in_and_out_of_a_draft(
    browser: Client, padaria: Customer, bruno: Member, now: datetime
) -> None:
    draft = draft_for(padaria, bruno, now)
    browser.post(page(draft, "anexos/"), {"added": SimpleUploadedFile("memorial.txt", b"220 V")})
    current = fresh(draft).current
    assert current is not None
    attachment = current.attachments.get()
    assert b"".join(browser.get(page(draft, f"anexos/{attachment.pk}/"))) == b"220 V"
    browser.post(page(draft, f"anexos/{attachment.pk}/remocao/"))
    assert not current.attachments.exists()


def test_a_stranger_finds_nothing(
    eva: Member, padaria: Customer, bruno: Member, carla: PanelUser, now: datetime
) -> None:
    sale = sent_for(padaria, bruno, now)
    stranger = client_of(eva)
    for rest in ("", "editar/", "envio/", "pedido/", "versoes/1/proposta.pdf"):
        assert stranger.get(page(sale, rest)).status_code == 404
        assert stranger.get(page(sale, rest).replace("aurora", "boreal")).status_code == 404


def test_the_page_asks_a_fixed_number_of_questions(
    browser: Client, padaria: Customer, bruno: Member, carla: PanelUser, gil: PanelUser, now: datetime
) -> None:
    counts = []
    for size in (1, 3):
        draft = draft_for(padaria, bruno, now)
        for number in range(size):
            with_contract(draft, bruno, now, carla, gil, title=f"Contrato {number}")
        sale = sent(draft, bruno, now)
        signed(sale, carla, at=now + timedelta(minutes=size))
        for number in range(size):
            ask(sale, f"Pergunta {number}?", by=carla, at=now)
        browser.get(page(sale))
        with CaptureQueriesContext(connection) as asked:
            browser.get(page(sale))
        counts.append(len(asked))
    # PostgreSQL is told the scope besides, and asked for a savepoint.
    assert counts[0] == counts[1] <= 51
    assert contracts_of(sale).count() == 3


def test_the_order_shows_what_was_ordered(
    browser: Client, padaria: Customer, bruno: Member, carla: PanelUser, now: datetime
) -> None:
    sale = order_for(padaria, bruno, carla, now).proposal
    shown = browser.get(page(sale, "pedido/")).content.decode()
    assert OVEN.name in shown and "Nenhum item" not in shown
