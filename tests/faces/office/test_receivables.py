"""Money that arrives, as the seller sees and confirms it."""

import re
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from aceite.core.customers.models import Customer, PanelUser
from aceite.core.people.models import Member
from aceite.core.proposals.drafts import DraftInstalment
from aceite.core.proposals.models import Proposal
from aceite.core.receivables.importing import Chosen, take_in, undo_statement
from aceite.core.receivables.models import Payment, Receivable
from tests.clients import client_of, downloaded
from tests.jobs import run_jobs
from tests.walk import approved, fresh, ordered, sent_for

pytestmark = pytest.mark.usefixtures("clock")
SALE = "/aurora/gestao/vendas/2026-0001/"


@pytest.fixture
def browser(bruno: Member) -> Client:
    """Bruno's browser."""
    return client_of(bruno)


@pytest.fixture(autouse=True)
def sale(padaria: Customer, bruno: Member, carla: PanelUser, now: datetime) -> Proposal:
    """Approved by Carla, 8,900 ahead."""
    plan = (
        DraftInstalment(now.date(), Decimal(8900), "pix", down_payment=True),
        DraftInstalment(now.date() + timedelta(days=30), Decimal(30000), "boleto"),
    )
    proposal = sent_for(padaria, bruno, now, instalments=plan)
    approved(proposal, carla, now)
    return fresh(proposal)


def opened(browser: Client) -> dict[str, Any]:
    """The form of the down payment as it stands on its page."""
    form = browser.get(f"{SALE}recebimentos/0/").context["form"]
    return {name: form[name].value() for name in form.fields if form[name].value() is not None}


def posted(browser: Client, **changes: str) -> Any:
    """The same, sent with these changes."""
    return browser.post(f"{SALE}recebimentos/0/", opened(browser) | changes)


def test_the_sale_waits_for_its_down_payment_and_then_has_it(browser: Client) -> None:
    page = browser.get(SALE).content.decode()
    assert "Aguardando entrada" in page and "R$\xa08.900,00" in page
    assert posted(browser).status_code == 302
    page = browser.get(SALE).content.decode()
    assert "Aguardando entrada" not in page and "pago em 24/11/2026" in page
    assert Payment.objects.get().amount == Decimal(8900)


def test_a_double_click_confirms_once(browser: Client) -> None:
    form = opened(browser)
    for _ in range(2):
        assert browser.post(f"{SALE}recebimentos/0/", form).status_code == 302
    assert Payment.objects.count() == 1


def test_what_was_confirmed_by_mistake_is_taken_back_from_the_page(browser: Client) -> None:
    posted(browser)
    payment = Payment.objects.get()
    assert "deixam de contar" in browser.get(f"{SALE}recebimentos/desfeitos/{payment.pk}/").content.decode()
    assert browser.post(f"{SALE}recebimentos/desfeitos/{payment.pk}/")["Location"] == SALE
    assert "Aguardando entrada" in browser.get(SALE).content.decode()


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        *(({"amount": "0"}, "amount"), ({"amount": "x"}, "amount")),
        *(({"paid_on": "25/11/2026"}, "paid_on"), ({"paid_on": "01/01/2020"}, "paid_on")),
    ],
)
def test_what_cannot_be_stands_beside_its_field(browser: Client, typed: dict[str, str], field: str) -> None:
    answer = posted(browser, **typed)
    assert answer.status_code == 422 and answer.context["form"].errors[field]


def test_more_than_is_missing_is_asked_about_and_then_stands_in_the_list_and_on_the_sale(browser: Client) -> None:
    form = opened(browser) | {"amount": "8.990,00"}
    asked = browser.post(f"{SALE}recebimentos/0/", form)
    assert asked.status_code == 422 and not Payment.objects.exists()
    assert "São R$\xa090,00 a mais que os R$\xa08.900,00 que faltam" in asked.context["form"].errors["amount"][0]
    page = asked.content.decode()
    assert "Recebi mesmo R$\xa090,00 a mais" in page
    [box] = re.findall(r'<div class="check">(<input type="checkbox"[^>]*>)<label', page)
    assert 'name="more"' in box and 'value="90.00"' in box and "checked" not in box
    for changes in ({}, {"amount": "89.900,00", "more": "90.00"}):
        assert browser.post(f"{SALE}recebimentos/0/", form | changes).status_code == 422
    for _ in range(2):
        assert browser.post(f"{SALE}recebimentos/0/", form | {"more": "90.00"}).status_code == 302
    assert Payment.objects.get().amount == Decimal(8990)
    for address, query in ((SALE, {}), (LIST, {"situacao": "pagos"})):
        assert "recebido: R$\xa08.990,00" in browser.get(address, query).content.decode()


def test_a_reader_sees_it_and_changes_nothing(iris: Member) -> None:
    reader = client_of(iris)
    page = reader.get(SALE).content.decode()
    assert "Aguardando entrada" in page and "recebimentos/0/" not in page
    assert reader.get(f"{SALE}recebimentos/0/").status_code == 404


LIST = "/aurora/gestao/recebimentos/"


@pytest.fixture
def ordered_sale(sale: Proposal, bruno: Member, now: datetime) -> Proposal:
    """The same as an order, the worker's part done."""
    ordered(sale, bruno, now)
    run_jobs(now)
    return sale


def test_the_list_tells_what_is_to_come_and_what_is_late(
    browser: Client, ordered_sale: Proposal, clock: time_machine.Traveller, now: datetime
) -> None:
    page = browser.get(LIST).content.decode()
    assert "R$\xa038.900,00 em aberto, dos quais R$\xa00,00 em atraso" in page
    clock.move_to(now + timedelta(days=5))
    page = browser.get(LIST, {"situacao": "em-atraso"}).content.decode()
    assert "dos quais R$\xa08.900,00 em atraso" in page and "Entrada" in page and "1ª parcela" not in page


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, 2), ({"q": "PADÁRIA"}, 2), ({"q": "2026-0001"}, 2), ({"q": "joana"}, 0), ({"de": "25/11/2026"}, 1),
        ({"ate": "24/11/2026"}, 1), ({"situacao": "pagos"}, 0), ({"situacao": "?"}, 2), ({"de": "xx"}, 2),
    ],
)  # fmt: skip
def test_the_list_is_filtered(browser: Client, ordered_sale: Proposal, asked: dict[str, str], found: int) -> None:
    assert len(browser.get(LIST, asked).context["rows"]) == found


def test_the_file_holds_the_filter_and_not_the_page(browser: Client, iris: Member, ordered_sale: Proposal) -> None:
    posted(browser)
    paid = downloaded(browser.get(LIST, {"situacao": "pagos", "formato": "csv"})).decode()
    assert "24/11/2026;Pago;Padaria Central Ltda.;12.ABC.345/01DE-35;2026-0001;PED2026-0001;Entrada;Pix;8900,00" in paid
    assert len(paid.splitlines()) == 2
    assert client_of(iris).get(LIST, {"formato": "csv"}).status_code == 404


def test_every_sum_of_the_file_has_its_cents(browser: Client, ordered_sale: Proposal) -> None:
    posted(browser, amount="8.990,00", more="90.00")
    for state in ("", "pagos"):
        [row] = downloaded(browser.get(LIST, {"situacao": state, "formato": "csv"})).decode().splitlines()[1:]
        value, received, missing, _paid_on, to_return = row.split(";")[8:]
        assert (missing, to_return) == (("0,00" if state else value), "0,00") and "," in received


def test_the_list_asks_the_same_of_the_database_however_long(
    browser: Client, padaria: Customer, bruno: Member, ordered_sale: Proposal, django_assert_num_queries: Any
) -> None:
    with CaptureQueriesContext(connection) as few:
        browser.get(LIST)
    Receivable.objects.bulk_create(
        Receivable(company=padaria.company, proposal=ordered_sale, number=n, due_on=ordered_sale.created_at, amount=n)
        for n in range(5, 25)
    )
    with django_assert_num_queries(len(few)):
        assert len(browser.get(LIST).context["rows"]) == 22


def test_another_companys_are_not_there(eva: Member, ordered_sale: Proposal) -> None:
    assert client_of(eva).get("/boreal/gestao/recebimentos/").context["rows"] == []
    assert client_of(eva).get(LIST).status_code == 404


def test_a_statement_is_looked_at_confirmed_and_taken_back(browser: Client, ordered_sale: Proposal) -> None:
    csv = "Data;Histórico;Valor\n24/11/2026;Pix 20260001;8.900,00\n24/11/2026;Depósito;12,00\nontem;Pix;1,00\n"
    file = SimpleUploadedFile("extrato.csv", csv.encode("cp1252"))
    looked = browser.post(f"{LIST}extrato/", {"file": file})
    assert looked.status_code == 200 and not Payment.objects.exists()
    page = looked.content.decode()
    assert "identificador do Pix" in page and "Linha 3" in page and "Linha 4 não foi lida" in page
    assert "2026-0001 Entrada · R$\xa08.900,00 · Padaria Central Ltda." in page
    [row] = looked.context["rows"]
    form = {"name": "extrato.csv", "row-0": row["packed"], "pay-0": str(row["choices"][0][0].pk)}
    report = browser.post(f"{LIST}extrato/confirmacao/", form)["Location"]
    assert "Confirmado." in browser.get(report).content.decode() and Payment.objects.standing().count() == 1
    again = browser.post(f"{LIST}extrato/confirmacao/", form)["Location"]
    assert "já estava registrado" in browser.get(again).content.decode()
    browser.post(f"{report}desfeito/")
    assert "foi desfeita" in browser.get(report).content.decode() and not Payment.objects.standing().exists()


def test_past_imports_are_found_where_the_next_one_begins(
    browser: Client, ordered_sale: Proposal, bruno: Member, now: datetime, django_assert_num_queries: Any
) -> None:
    assert "Extratos importados" not in browser.get(f"{LIST}extrato/").content.decode()
    rows = [Chosen(2, now.date(), Decimal(8900), "Pix", "line", Receivable.objects.get(number=0).pk)]
    taken = take_in(ordered_sale.company, rows, name="novembro.csv", by=bruno, at=now)
    with CaptureQueriesContext(connection) as few:
        page = browser.get(f"{LIST}extrato/").content.decode()
    assert f'<a href="{LIST}extratos/{taken.pk}/">novembro.csv</a>' in page and bruno.name in page
    assert "1 pagamento<" in page and "importação desfeita" not in page
    undo_statement(taken, by=bruno, at=now)
    for number in range(3):
        take_in(ordered_sale.company, [], name=f"{number}.csv", by=bruno, at=now)
    with django_assert_num_queries(len(few)):
        page = browser.get(f"{LIST}extrato/").content.decode()
    assert "importação desfeita" in page and "2.csv" in page
    assert "novembro.csv" in browser.post(f"{LIST}extrato/").content.decode()


def test_going_back_and_sending_a_statement_again_leads_to_the_same_import(
    browser: Client, ordered_sale: Proposal
) -> None:
    csv = "Data;Histórico;Valor\n24/11/2026;Pix 20260001;8.900,00\n"
    looked = browser.post(f"{LIST}extrato/", {"file": SimpleUploadedFile("extrato.csv", csv.encode())})
    [row] = looked.context["rows"]
    [key] = re.findall(r'name="key" value="([^"]+)"', looked.content.decode())
    form = {"key": key, "row-0": row["packed"], "pay-0": str(row["choices"][0][0].pk)}
    first, second = (browser.post(f"{LIST}extrato/confirmacao/", form)["Location"] for _ in range(2))
    assert first == second
    page = browser.get(second).content.decode()
    assert "1 pagamento confirmado." in page and "0 pagamentos" not in page


def test_a_movement_above_what_is_missing_says_so_and_counts_when_chosen(
    browser: Client, ordered_sale: Proposal
) -> None:
    csv = "Data;Histórico;Valor\n24/11/2026;Pix 20260001;8.990,00\n"
    looked = browser.post(f"{LIST}extrato/", {"file": SimpleUploadedFile("extrato.csv", csv.encode())})
    assert "R$\xa090,00 a mais" in looked.content.decode()
    [row] = looked.context["rows"]
    assert not row["sure"]
    form = {"name": "extrato.csv", "row-0": row["packed"], "pay-0": str(row["choices"][0][0].pk)}
    report = browser.post(f"{LIST}extrato/confirmacao/", form)["Location"]
    assert "Confirmado." in browser.get(report).content.decode()


def test_a_movement_from_before_the_sale_is_told_and_not_offered(browser: Client, ordered_sale: Proposal) -> None:
    csv = "Data;Histórico;Valor\n02/01/2020;Pix 20260001;8.900,00\n"
    looked = browser.post(f"{LIST}extrato/", {"file": SimpleUploadedFile("extrato.csv", csv.encode())})
    assert looked.context["rows"] == []
    said = "pareceria ser de 2026-0001 Entrada, mas a proposta só é de 24/11/2026"
    assert said in looked.content.decode()


def test_a_forged_row_of_a_statement_counts_for_nothing(browser: Client, ordered_sale: Proposal) -> None:
    receivable = Receivable.objects.first()
    assert receivable is not None
    answer = browser.post(f"{LIST}extrato/confirmacao/", {"row-0": "W10:x", "pay-0": str(receivable.pk)})
    assert answer["Location"] == f"{LIST}extrato/" and not Payment.objects.exists()


@pytest.mark.parametrize("content", [b"%PDF-1.7\0", b"", b"nome;idade\nAna;3\n"])
def test_what_is_no_statement_is_told_beside_its_field(browser: Client, content: bytes) -> None:
    answer = browser.post(f"{LIST}extrato/", {"file": SimpleUploadedFile("x.csv", content)})
    assert answer.status_code == 422 and answer.context["form"].errors["file"]


def test_a_nota_is_given_to_the_customer_and_taken_back(
    browser: Client, ordered_sale: Proposal, carla: PanelUser
) -> None:
    nota = SimpleUploadedFile("NFe-1.xml", b"<nfeProc/>")
    assert browser.post(f"{SALE}cobrancas/", {"kind": "invoice", "number": "1", "file": nota}).status_code == 302
    order = browser.get(f"{SALE}pedido/").content.decode()
    assert "NFe-1.xml" in order and "1ª parcela" in order
    hers = client_of(carla)
    page = hers.get("/aurora/painel/pedidos/PED2026-0001/").content.decode()
    [link] = re.findall(r'href="([^"]+/cobrancas/\d+/)"', page)
    file = hers.get(link)
    assert b"".join(file.streaming_content) == b"<nfeProc/>"  # type: ignore[attr-defined]
    assert file["Content-Disposition"].startswith("attachment") and file["X-Content-Type-Options"] == "nosniff"
    [remove] = re.findall(r'action="([^"]+/remocao/)"', browser.get(f"{SALE}cobrancas/").content.decode())
    browser.post(remove)
    assert hers.get(link).status_code == 404


def test_whoever_makes_the_order_is_told_that_the_down_payment_has_not_come(browser: Client) -> None:
    assert "faltam R$\xa08.900,00" in browser.get(f"{SALE}pedido/").content.decode()
    posted(browser)
    assert "A entrada ainda não foi" not in browser.get(f"{SALE}pedido/").content.decode()
