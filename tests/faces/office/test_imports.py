"""Filling a register from a spreadsheet, as its pages do it; and the same lists as files that come in again."""

from datetime import datetime, timedelta
from decimal import Decimal
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from aceite.core.catalog.actions import ItemData, save_item
from aceite.core.customers.actions import CustomerData, save_customer
from aceite.core.customers.models import Customer
from aceite.core.imports.forgetting import let_go
from aceite.core.imports.models import Import
from aceite.core.people.models import Member
from aceite.core.sales.merging_customers import MergeChoice, merge_customers
from aceite.kit.sheet_reading import read_sheet
from tests.cast import LONG_AGO
from tests.clients import client_of, downloaded
from tests.core.imports.sheets import CUSTOMERS, imported, taken, workbook
from tests.jobs import run_jobs

NEW = "/aurora/gestao/clientes/importacao/"


@pytest.fixture
def browser(bruno: Member) -> Client:
    """Bruno's browser."""
    return client_of(bruno)


def sent(browser: Client, content: bytes, name: str = "clientes.xlsx") -> str:
    """The address where a spreadsheet that was sent is looked at."""
    return browser.post(NEW, {"file": SimpleUploadedFile(name, content)})["Location"]


def chosen(names: list[str], **more: str) -> dict[str, str]:
    """The form of the columns, filled."""
    return {f"coluna-{n}": name for n, name in enumerate(names)} | {"when_known": "skip"} | more


def test_an_example_that_is_cut_says_so(browser: Client) -> None:
    long = "Padaria com um nome tão comprido que não cabe em uma linha"
    page = browser.get(sent(browser, workbook([["CNPJ", "Nome"], ["19131243000197", long]]))).content.decode()
    assert "Padaria com um nome tão comprido que n…" in page


def test_a_sheet_is_looked_at_before_anything_comes_in(browser: Client, padaria: Customer) -> None:
    here = sent(browser, workbook(CUSTOMERS))
    page = browser.get(here).content.decode()
    assert "3 de 4 linhas estão prontas" in page and "Este CNPJ não existe" in page
    assert "Importar 3 linhas" in page
    names = Import.objects.get().columns
    again = browser.post(here, chosen(["", *names[1:]], conferir="1"))
    assert again.status_code == 200 and "Falta dizer qual coluna tem" in again.content.decode()
    assert browser.post(here, chosen(["", *names[1:]])).status_code == 422
    assert Customer.objects.count() == 1
    assert browser.post(here, chosen(names))["Location"] == here
    assert "data-waiting" in browser.get(here).content.decode()
    run_jobs()
    assert "Desfazer importação" in browser.get(here).content.decode()
    assert Customer.objects.count() == 2


def test_a_sheet_of_which_nothing_fits_is_not_offered_to_be_taken(browser: Client) -> None:
    items = "/aurora/gestao/catalogo/importacao/"
    prices = "Código;Nome;Preço\nA1;Mesa;-1\nA2;Forno;99.999.999.999.999,00\n".encode()
    here = browser.post(items, {"file": SimpleUploadedFile("itens.csv", prices)})["Location"]
    page = browser.get(here).content.decode()
    assert "0 de 2 linhas estão prontas" in page and page.count("não pode ser negativo") == 2
    assert "Nenhuma linha pode entrar assim" in page and "Importar 0" not in page and "Importar 2" not in page


def read(browser: Client, kind: str, *lines: str) -> str:
    """The page on which a sheet of these lines is looked at."""
    address = f"/aurora/gestao/{kind}/importacao/"
    file = SimpleUploadedFile("planilha.csv", "\n".join(lines).encode())
    return browser.get(browser.post(address, {"file": file})["Location"]).content.decode()


def test_how_many_rows_are_skipped_for_a_record_that_went_into_another_is_told(
    browser: Client, padaria: Customer, ana: Member, now: datetime
) -> None:
    data = CustomerData(kind="company", taxid="19131243000197", name="Padaria Nova Ltda.")
    merge_customers(
        save_customer(None, data, company=ana.company, by=ana, at=now), padaria, MergeChoice(), by=ana, at=now
    )
    page = read(browser, "clientes", "CNPJ;Nome", "12ABC34501DE35;Padaria Central Ltda.", "19131243000197;Outra")
    assert "2 de 2 linhas estão prontas. 1 já está no cadastro. 1 é pulada: o cadastro foi unido a outro." in page


def test_a_code_that_stands_twice_is_told_beside_both_rows_before_anything_comes_in(browser: Client) -> None:
    page = read(browser, "catalogo", "Código;Nome;Preço", "A1;Mesa;1", "A2;Forno;2", "A1;Banco;3")
    assert "Linhas que se repetem nesta planilha" in page
    assert "O mesmo código está na linha 4. Entra esta." in page
    assert "O mesmo código está na linha 2. Esta é recusada." in page
    assert "2 de 3 linhas estão prontas" in page and "Importar 2 linhas" in page


def test_a_code_twice_far_down_in_a_long_sheet_is_told_too(browser: Client) -> None:
    lines = [f"C{number};Mesa;1" for number in range(2, 1201)]
    page = read(browser, "catalogo", "Código;Nome;Preço", *lines, "C1199;Banco;3")
    assert "O mesmo código está na linha 1201." in page and "O mesmo código está na linha 1199." in page
    assert "Das primeiras 200 linhas, 200 estão prontas" in page and "Importar 1.200 linhas" in page


def test_very_many_rows_that_repeat_are_counted_and_the_first_are_shown(browser: Client) -> None:
    page = read(browser, "catalogo", "Código;Nome;Preço", *["A1;Mesa;1"] * 30)
    assert page.count("O mesmo código está") == 20 and "e mais 10 linhas que se repetem" in page
    assert "1 de 30 linhas estão prontas" in page


def test_what_is_known_already_is_counted(browser: Client, padaria: Customer) -> None:
    page = read(browser, "clientes", "CNPJ;Nome", "12ABC34501DE35;Padaria", "19.131.243/0001-97;Mercado")
    assert "2 de 2 linhas estão prontas. 1 já está no cadastro." in page


def test_rows_are_counted_not_customers_and_of_a_long_sheet_the_first_are_said(
    browser: Client, padaria: Customer
) -> None:
    contacts = [f"12ABC34501DE35;Padaria;{name};{name}@padaria.example" for name in ("rita", "rosa", "raul")]
    page = read(browser, "clientes", "CNPJ;Nome;Contato;E-mail do contato", *contacts)
    assert "3 de 3 linhas estão prontas. 3 já estão no cadastro." in page
    read_on = read(
        browser, "clientes", "CNPJ;Nome;Contato;E-mail do contato", *contacts, *["19.131.243/0001-97;Mercado;;"] * 198
    )
    assert "Destas primeiras, 3 já estão no cadastro." in read_on


def test_what_only_the_register_refuses_is_told_before_too(browser: Client, bruno: Member, ana: Member) -> None:
    save_item(None, ItemData("A1", "Mesa", Decimal(10)), company=ana.company, by=ana, at=LONG_AGO)
    page = read(
        browser, "clientes", "CNPJ;Nome;E-mail;Contato;E-mail do contato;CPF do contato",
        "19.131.243/0001-97;Mercado;mercado@;Rita;;",
        "12ABC34501DE35;Padaria;;Rita;rita@x.example;12ABC34501DE35", "52998224725;Rita;;Rita;;",
    )  # fmt: skip
    assert "E-mail: Isto não é um e-mail" in page and "CPF do contato: Este CPF não existe" in page
    assert "E-mail do contato: O contato precisa de um e-mail" in page and "0 de 3 linhas estão prontas" in page
    prices = read(
        client_of(ana), "catalogo/tabelas", "Tabela;Código;Preço;A partir de", "Nenhuma;X;1;", "Nenhuma;A1;1;0,12345"
    )
    assert "Tabela: Não há tabela com este nome" in prices and "Código: Nenhum item do catálogo" in prices
    assert "A partir de: A quantidade tem no máximo 4 casas" in prices


def test_another_price_by_somebody_who_sets_none_is_told_where_known_items_are_changed(
    browser: Client, ana: Member
) -> None:
    save_item(None, ItemData("A1", "Mesa", Decimal(10)), company=ana.company, by=ana, at=LONG_AGO)
    sheet = b"Codigo;Nome;Preco\nA1;Mesa;12\n"
    here = browser.post("/aurora/gestao/catalogo/importacao/", {"file": SimpleUploadedFile("a.csv", sheet)})["Location"]
    names = ["code", "name", "price"]
    words = "mudado por um gerente ou proprietário"
    assert words not in browser.get(here).content.decode()
    assert words in browser.post(here, chosen(names, when_known="update", conferir="1")).content.decode()
    assert words not in client_of(ana).post(here, chosen(names, when_known="update", conferir="1")).content.decode()


def test_the_rows_with_errors_come_back_to_be_mended(browser: Client, padaria: Customer, bruno: Member) -> None:
    importing = imported(taken(bruno, LONG_AGO), bruno, LONG_AGO)
    answer = browser.get(f"/aurora/gestao/importacoes/{importing.pk}/linhas/")
    sheet = read_sheet(downloaded(answer))
    assert sheet.headings[:2] == ["Razão Social", "CNPJ / CPF"]
    assert [row.cells[-2] for row in sheet.rows] == ["4"]
    assert "Este CNPJ não existe" in sheet.rows[0].cells[-1]


def test_what_is_no_spreadsheet_is_told_beside_the_field(browser: Client) -> None:
    answer = browser.post(NEW, {"file": BytesIO(b"%PDF-1.7\x00\x00")})
    assert answer.status_code == 422 and answer.context["form"].errors["file"]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_list_that_went_out_is_recognised_when_it_comes_in(browser: Client, padaria: Customer, kind: str) -> None:
    Customer.objects.update(notes="=1+1", phone="+551132110000", zip_code="01310100")
    answer = browser.get(f"/aurora/gestao/clientes/?formato={kind}&contatos")
    assert f'filename="clientes.{kind}"' in answer["Content-Disposition"]
    here = sent(browser, downloaded(answer), f"clientes.{kind}")
    importing = Import.objects.get()
    browser.post(here, chosen(importing.columns, when_known="update"))
    run_jobs()
    assert browser.get(here).context["result"].counts == {"same": 1}
    assert "" not in importing.columns[:-1]


@pytest.mark.parametrize("state", ["choosing", "stopped"])
def test_no_button_offers_rows_that_were_let_go(browser: Client, state: str) -> None:
    here = sent(browser, workbook(CUSTOMERS))
    buttons = "Importar 4 linhas", "Continuar de onde parou", "Conferir com estas colunas"
    Import.objects.update(state=state)
    assert any(button in browser.get(here).content.decode() for button in buttons)
    Import.objects.update(content=b"")
    page = browser.get(here).content.decode()
    assert "já foram apagadas" in page and not any(button in page for button in buttons)


def test_an_import_whose_rows_were_let_go_says_so_and_hands_out_no_empty_ones(
    browser: Client, padaria: Customer, bruno: Member
) -> None:
    importing = imported(taken(bruno, LONG_AGO), bruno, LONG_AGO)
    here = f"/aurora/gestao/importacoes/{importing.pk}/"
    assert "Voltar atrás" in browser.get(here).content.decode()
    let_go(at=LONG_AGO + timedelta(days=31))
    page = browser.get(f"{here}linhas/", follow=True).content.decode()
    assert "As linhas desta planilha foram apagadas" in page and "corrija a planilha e envie-a outra vez" in page
    assert "Voltar atrás" not in page and "Baixar para corrigir" not in page
