"""Registers from spreadsheets: recognised, judged row by row, each row once, and taken back while nothing used it."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from aceite.core.catalog.actions import ItemData, save_item
from aceite.core.catalog.models import Item
from aceite.core.customers.invitations import invite
from aceite.core.customers.models import Customer, PanelUser
from aceite.core.imports import running
from aceite.core.imports.acts import (
    Choice,
    FileData,
    ImportMoved,
    NothingToUndo,
    RowsLetGo,
    start_import,
    stop_import,
    take_file,
    undo_import,
)
from aceite.core.imports.forgetting import let_go
from aceite.core.imports.known import register_of
from aceite.core.imports.models import KEPT_FOR, Import, ImportedRow
from aceite.core.imports.registers import Taking
from aceite.core.imports.states import ImportState, Outcome
from aceite.core.people.models import Member
from aceite.core.people.permissions import Role
from aceite.core.rows.inserting import insert_all
from aceite.core.trail.models import Event
from aceite.core.trail.refusals import NotAllowed, Unfit
from tests.core.imports.sheets import cnpj, csv, imported, taken, workbook
from tests.jobs import run_jobs
from tests.reading import plan_as_if_empty, rows_read

Rows = Sequence[Sequence[object]]
ITEMS: Rows = (
    ("Cód.", "Descrição completa", "Produto", "Valor"),
    ("F-1", "", "Forno", "1.234,56"),
    ("M-1", "x", "Mesa", 9),
)


def outcomes(importing: Import) -> list[str]:
    return list(ImportedRow.objects.filter(of=importing).order_by("number").values_list("outcome", flat=True))


def test_no_row_looks_through_the_whole_register_for_its_number(ana: Member, now: datetime) -> None:
    importing = taken(ana, now)
    with CaptureQueriesContext(connection) as asked:
        imported(importing, ana, now)
    told = [one["sql"] for one in asked if '"customers_customer"."taxid" = ' in one["sql"]]
    # An index answers by number only of those that stand; those that went into another are few, and found by that.
    assert told and all('"merged_into_id" IS ' in sql for sql in told)


def test_customers_and_their_contacts_come_in_and_each_error_is_told_in_its_column(
    padaria: Customer, bruno: Member, now: datetime
) -> None:
    importing = imported(taken(bruno, now), bruno, now)
    assert importing.state == ImportState.DONE
    assert outcomes(importing) == [Outcome.CREATED, Outcome.SKIPPED, Outcome.FAILED, Outcome.CHANGED]
    market = Customer.objects.get(taxid="19131243000197")
    assert (market.city, market.state, market.zip_code) == ("São Paulo", "SP", "01310100")
    assert set(market.panel_users.values_list("email", flat=True)) == {"rita@sul.example", "davi@sul.example"}
    assert [column for column, _ in ImportedRow.objects.failed().get().told] == ["CPF ou CNPJ", "UF", "CEP"]
    assert Event.objects.get(kind="import.finished").data["failed"] == 1


def test_known_customers_are_updated_and_empty_cells_erase_nothing(
    padaria: Customer, bruno: Member, now: datetime
) -> None:
    Customer.objects.update(phone="+551132110000")
    imported(taken(bruno, now), bruno, now, update=True)
    padaria.refresh_from_db()
    assert (padaria.city, padaria.phone) == ("Santos", "+551132110000")


@pytest.mark.parametrize("encoding", ["latin-1", "utf-8-sig", "utf-16"])
def test_a_csv_is_read_in_what_excel_writes(bruno: Member, now: datetime, encoding: str) -> None:
    rows = (("Código", "Nome", "Preço"), ("CAFÉ", "Pão de açúcar", "R$ 1.234,5678"))
    file = FileData("itens.csv", csv(rows, encoding))
    imported(take_file("items", file, by=bruno, at=now), bruno, now)
    assert Item.objects.get().price == Decimal("1234.5678")
    assert Item.objects.get().name == "Pão de açúcar"


def test_how_often_an_item_is_paid_comes_in_and_empty_cells_leave_it(bruno: Member, now: datetime) -> None:
    heading = ("Código", "Nome", "Preço", "Recorrência", "Vezes")

    def said(*cells: object) -> tuple[str, int]:
        imported(taken(bruno, now, (heading, ("MAN", "Manutenção", 890, *cells)), "items"), bruno, now, update=True)
        item = Item.objects.get()
        return item.recurs, item.periods

    assert said("Mensal", "12 vezes") == ("month", 12)
    assert said("", "") == ("month", 12)
    assert said("por ano", "") == ("year", 0)
    assert said("quinzenal", 3) == ("year", 0)
    assert ImportedRow.objects.failed().get().told[0][0] == "Pago"
    assert said("uma vez", 5) == ("", 0)


def test_a_code_twice_in_one_sheet_is_an_error_of_the_second_row(bruno: Member, now: datetime) -> None:
    rows = (*ITEMS, ("F-1", "", "Outro", 1))
    assert outcomes(imported(taken(bruno, now, rows, "items"), bruno, now, update=True))[-1] == Outcome.FAILED
    assert Item.objects.get(code="F-1").name == "Forno"


def test_a_needed_column_is_asked_for_and_no_column_is_two_things(bruno: Member, now: datetime) -> None:
    importing = taken(bruno, now, ITEMS, "items")
    for columns, words in ((["code", "", "", "price"], "Nome"), (["code", "code", "name", "price"], "mesmo campo")):
        with pytest.raises(Unfit, match=words):
            start_import(importing, Choice(columns), by=bruno, at=now)


def test_no_sheet_is_a_refusal_with_words(bruno: Member, now: datetime) -> None:
    for content in (b"", b"PK\x03\x04nothing", b"so um titulo;preco"):
        with pytest.raises(Unfit, match="envie outra vez"):
            take_file("items", FileData("x.xlsx", content), by=bruno, at=now)


def test_after_a_killed_worker_each_row_is_in_once(
    bruno: Member, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "AT_ONCE", 1)
    importing = start_import(
        sheet := taken(bruno, now, ITEMS, "items"), Choice(sheet.columns), by=bruno, at=now
    )  # fmt: skip
    # The worker dies behind the first row, and another one runs the job from its beginning.
    running.take_some(importing, importing.rows(), set(), at=now)
    run_jobs(now)
    assert outcomes(importing) == [Outcome.CREATED, Outcome.CREATED]
    assert Event.objects.filter(kind="item.created").count() == 2


def test_a_stopped_import_keeps_what_came_in_and_goes_on(
    bruno: Member, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "AT_ONCE", 1)
    importing = taken(bruno, now, ITEMS, "items")
    start_import(importing, Choice(importing.columns), by=bruno, at=now)
    running.take_some(importing, importing.rows(), set(), at=now)
    stop_import(importing, by=bruno, at=now)
    run_jobs(now)
    assert Item.objects.count() == 1
    start_import(importing, Choice([]), by=bruno, at=now)
    run_jobs(now)
    assert Item.objects.count() == 2
    with pytest.raises(ImportMoved):
        stop_import(importing, by=bruno, at=now)


def test_an_import_is_undone_but_for_what_was_used_or_changed_since(
    padaria: Customer, bruno: Member, now: datetime
) -> None:
    importing = imported(taken(bruno, now), bruno, now, update=True)
    invite(PanelUser.objects.get(email="davi@sul.example"), by=bruno, at=now)
    undo_import(importing, by=bruno, at=now)
    run_jobs(now)
    importing.refresh_from_db()
    assert importing.state == ImportState.UNDONE
    padaria.refresh_from_db()
    assert padaria.city == "Campinas"
    stayed = ImportedRow.objects.filter(of=importing).stayed()
    assert [row.number for row in stayed] == [2, 5]
    assert Customer.objects.filter(taxid="19131243000197").exists()


def test_items_nobody_used_are_gone_and_changed_ones_stay(bruno: Member, now: datetime) -> None:
    importing = imported(taken(bruno, now, ITEMS, "items"), bruno, now)
    save_item(Item.objects.get(code="M-1"), ItemData("M-1", "Mesa de pinho", Decimal(9)), company=bruno.company,
              by=bruno, at=now)  # fmt: skip
    undo_import(importing, by=bruno, at=now)
    run_jobs(now)
    assert Item.objects.get().name == "Mesa de pinho"
    assert Event.objects.filter(kind="item.removed").count() == 1


@pytest.mark.postgresql
def test_taken_back_no_row_is_read_again_for_the_others(bruno: Member, now: datetime) -> None:
    importing = imported(taken(bruno, now, ITEMS, "items"), bruno, now)
    insert_all([
        ImportedRow(company_id=importing.company_id, of=importing, number=number, outcome=Outcome.CREATED, target=0)
        for number in range(4, 1004)
    ])  # fmt: skip
    before = rows_read(ImportedRow)
    undo_import(importing, by=bruno, at=now)
    run_jobs(now)
    importing.refresh_from_db()
    # Each is read when what is left is asked, when it is taken back, when that is noted, and when all are counted.
    assert rows_read(ImportedRow) - before < 8 * 1002
    assert importing.state == ImportState.UNDONE and not ImportedRow.objects.filter(undone=None).exists()


@pytest.mark.postgresql
@pytest.mark.parametrize(("kind", "table"), [("items", Item), ("customers", Customer)])
def test_what_a_row_made_is_found_by_its_key_though_the_table_was_small(
    kind: str, table: type[Item] | type[Customer], bruno: Member, now: datetime
) -> None:
    plan_as_if_empty(table)
    importing = taken(bruno, now, ITEMS, "items") if kind == "items" else taken(bruno, now)
    imported(importing, bruno, now)
    insert_all([_another(table, bruno.company_id, number, now) for number in range(1000)])
    how = Taking(bruno.company, bruno, now, update=False, mine=set())
    # Nobody made it: it is only looked for.
    row = ImportedRow(target=0, outcome=Outcome.CREATED)
    before = rows_read(table)
    register_of(importing).give_back(row, how)
    assert rows_read(table) - before < 10


def _another(table: type[Item] | type[Customer], company_id: int, number: int, at: datetime) -> Item | Customer:
    if table is Item:
        return Item(company_id=company_id, code=f"C{number}", name=f"{number}", price=Decimal(1))
    return Customer(company_id=company_id, kind="company", taxid=cnpj(number), name=f"{number}", created_at=at)


def test_a_reader_imports_nothing_and_whoever_lost_the_right_goes_no_further(
    iris: Member, bruno: Member, now: datetime
) -> None:
    with pytest.raises(NotAllowed):
        take_file("items", FileData("x.xlsx", workbook(ITEMS)), by=iris, at=now)
    importing = taken(bruno, now, ITEMS, "items")
    start_import(importing, Choice(importing.columns), by=bruno, at=now)
    Member.objects.filter(pk=bruno.pk).update(role=Role.READER)
    run_jobs(now)
    importing.refresh_from_db()
    assert (importing.state, Item.objects.count()) == (ImportState.STOPPED, 0)


def test_after_thirty_days_the_rows_are_let_go_and_nothing_can_be_undone(bruno: Member, now: datetime) -> None:
    importing = imported(taken(bruno, now), bruno, now)
    let_go(at=now + KEPT_FOR * 2)
    assert Import.objects.get().rows() == []
    assert not ImportedRow.objects.exclude(after={}).exclude(errors=[]).exists()
    with pytest.raises(NothingToUndo):
        undo_import(importing, by=bruno, at=now)


@pytest.mark.parametrize("begun", [False, True])
def test_an_import_whose_rows_were_let_go_begins_no_more(bruno: Member, now: datetime, begun: bool) -> None:
    importing = taken(bruno, now, ITEMS, "items")
    if begun:
        start_import(importing, Choice(importing.columns), by=bruno, at=now)
        stop_import(importing, by=bruno, at=now)
    let_go(at=now + KEPT_FOR * 2)
    with pytest.raises(RowsLetGo):
        start_import(importing, Choice(importing.columns), by=bruno, at=now)


def test_an_import_whose_rows_are_let_go_while_it_runs_is_stopped(
    bruno: Member, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "AT_ONCE", 1)
    importing = taken(bruno, now, ITEMS, "items")
    start_import(importing, Choice(importing.columns), by=bruno, at=now)
    running.take_some(importing, rows := importing.rows(), set(), at=now)
    Import.objects.update(content=b"")
    assert running.take_some(importing, rows, set(), at=now).state == ImportState.STOPPED
    Import.objects.update(state=ImportState.RUNNING)
    run_jobs(now)
    importing.refresh_from_db()
    assert (importing.state, importing.done, Item.objects.count()) == (ImportState.STOPPED, 1, 1)
