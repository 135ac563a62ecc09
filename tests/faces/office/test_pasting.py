"""Fifty lines from a spreadsheet with errors in them: the good ones are taken, nothing is lost."""

from datetime import datetime
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from aceite.core.catalog.models import Item
from aceite.core.customers.models import Customer
from aceite.core.people.models import Member
from aceite.core.proposals.drafts import draft_of
from aceite.core.proposals.models import Proposal
from tests.clients import client_of
from tests.kit.test_tables import workbook
from tests.walk import draft_for, fresh, sent

pytestmark = pytest.mark.usefixtures("clock")

BAD = {7: "Item 7\tmuitas\t10,50", 23: "Item 23\t1\tcaro", 41: "\t1\t10"}
FIFTY = "Item\tQtd\tPreço\n" + "\n".join(BAD.get(n, f"Item {n}\t{n}\t1.0{n:02d},50") for n in range(1, 51))


@pytest.fixture
def browser(bruno: Member) -> Client:
    """Bruno's browser."""
    return client_of(bruno)


@pytest.fixture
def draft(padaria: Customer, bruno: Member, now: datetime) -> Proposal:
    """An oven, saved."""
    return draft_for(padaria, bruno, now)


def page_of(sale: Proposal) -> str:
    return f"/aurora/gestao/vendas/{sale.number}/editar/colar/"


def handed_back(pasted: object, **changes: str) -> dict[str, str]:
    """What the page posts again."""
    heads = {f"column-{at}": chosen for at, chosen in pasted.heads}  # type: ignore[attr-defined]
    return {"table": pasted.table, "key": pasted.key, **heads, **changes}  # type: ignore[attr-defined]


def test_fifty_lines_with_errors_are_taken_in_two_goes(browser: Client, draft: Proposal) -> None:
    page = page_of(draft)
    pasted = browser.post(page, {"text": FIFTY}).context["pasted"]
    assert (pasted.good, pasted.bad) == (47, 3)
    for _twice in range(2):
        rest = browser.post(page, handed_back(pasted, do="take")).context["pasted"]
    assert len(draft_of(fresh(draft)).lines) == 48
    mended = {"cell-0-1": "7", "cell-1-2": "23,90", "cell-2-0": "Item 41"}
    answer = browser.post(page, handed_back(rest, do="take", **mended))
    assert answer["Location"].endswith("/editar/")
    lines = {line.name: line for line in draft_of(fresh(draft)).lines}
    assert len(lines) == 51
    assert (lines["Item 7"].quantity, lines["Item 23"].unit_price) == (Decimal(7), Decimal("23.90"))
    assert lines["Item 50"].unit_price == Decimal("1050.50")


def test_a_corrected_line_goes_into_the_section_it_was_pasted_in(browser: Client, draft: Proposal) -> None:
    table = "Item\tQtd\tPreço\nBar\nPia\tduas\t10\nBalcão\t1\t20\nSalão\nMesa\t1\t30\n"
    pasted = browser.post(page_of(draft), {"text": table}).context["pasted"]
    rest = browser.post(page_of(draft), handed_back(pasted, do="take")).context["pasted"]
    assert ([row.heading for row in rest.rows], rest.good, rest.bad) == (["Bar", ""], 0, 1)
    browser.post(page_of(draft), handed_back(rest, do="take", **{"cell-1-1": "2"}))
    lines = [(line.section, line.name) for line in draft_of(fresh(draft)).lines[1:]]
    assert lines == [("Bar", "Balcão"), ("Bar", "Pia"), ("Salão", "Mesa")]


def test_errors_are_said_in_their_cells(browser: Client, draft: Proposal) -> None:
    page = browser.post(page_of(draft), {"text": FIFTY}).content.decode()
    assert "“muitas” não é um número. Escreva como 1.234,56." in page
    assert 'value="caro" aria-label="Linha 23, coluna 3" aria-invalid="true"' in page
    assert 'value="" aria-label="Linha 41, coluna 1" aria-invalid="true"' in page
    # The state of a row stands before its cells: a table of many columns is wider than the window.
    assert page.index('scope="col">Situação<') < page.index('name="column-0"')


def test_a_discount_of_more_than_all_says_so(browser: Client, draft: Proposal) -> None:
    page = browser.post(page_of(draft), {"text": "Item\tQtd\tPreço\tDesconto\nMesa\t1\t10\t120"}).content.decode()
    assert "O desconto não pode passar de cem por cento." in page


def test_a_column_can_be_taken_for_something_else(browser: Client, draft: Proposal) -> None:
    pasted = browser.post(page_of(draft), {"text": "Mesa\t10\t20\nPia\t30\t40"}).context["pasted"]
    assert pasted.heads == [(0, "name"), (1, "quantity"), (2, "unit_price")]
    other = handed_back(pasted) | {"column-1": "unit_price", "column-2": "", "do": "look"}
    looked = browser.post(page_of(draft), other).context["pasted"]
    assert looked.rows[0].values["unit_price"] == Decimal(10)


def test_a_workbook_finds_its_items_by_their_codes(browser: Client, draft: Proposal) -> None:
    Item.objects.create(company=draft.company, code="Forno", name="Forno combinado", price=Decimal(9), search="forno")
    file = SimpleUploadedFile("itens.xlsx", workbook())
    pasted = browser.post(page_of(draft), {"file": file}).context["pasted"]
    code = handed_back(pasted) | {"column-0": "code", "do": "look"}
    looked = browser.post(page_of(draft), code).context["pasted"]
    assert looked.rows[0].values["name"] == "Forno combinado"
    assert looked.rows[1].missing is not None


@pytest.mark.parametrize("posted", [{"text": ""}, {"text": "a\n" * 501}])
def test_what_holds_no_table_is_refused(browser: Client, draft: Proposal, posted: dict[str, str]) -> None:
    assert browser.post(page_of(draft), posted).status_code == 422


@pytest.mark.parametrize("table", ["x", "[1]", '[["a"],["b","c"]]', "null", '{"a":1}', "[" * 9999])
def test_a_table_nobody_was_given_is_not_looked_at(browser: Client, draft: Proposal, table: str) -> None:
    assert browser.post(page_of(draft), {"table": table, "do": "take"}).status_code == 302
    assert len(draft_of(fresh(draft)).lines) == 1


def test_a_sent_version_takes_no_lines(
    browser: Client, draft: Proposal, bruno: Member, carla: object, now: datetime
) -> None:
    pasted = browser.post(page_of(draft), {"text": FIFTY}).context["pasted"]
    sent(draft, bruno, now)
    assert browser.post(page_of(draft), handed_back(pasted, do="take"))["Location"].endswith(f"{draft.number}/")
