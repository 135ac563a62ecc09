"""Ticked sales as a spreadsheet made by the worker: what she sees and no more, once, for its days."""

import threading
from collections.abc import Iterator
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from django.db import transaction

from aceite.core.bulk import running, spreadsheet
from aceite.core.bulk.acts import go_on_with_bulk, order_bulk, stop_bulk
from aceite.core.bulk.looking import Choice
from aceite.core.bulk.models import FILE_KEPT_FOR, BulkAct, BulkKind, BulkRow, FileKind
from aceite.core.bulk.running import old_reports, take_next
from aceite.core.bulk.spreadsheet import forget_files, forget_old_files, write_down
from aceite.core.bulk.states import Outcome
from aceite.core.companies.models import Company
from aceite.core.customers.models import Customer, PanelUser
from aceite.core.documents.models import Document
from aceite.core.documents.reading import read
from aceite.core.people.models import Member
from aceite.core.people.permissions import Role
from aceite.core.proposals.models import Proposal
from aceite.core.rows.inserting import insert_all
from aceite.core.trail.actors import System
from aceite.core.trail.models import Event
from aceite.core.trail.recording import record
from aceite.core.trail.refusals import NotAllowed, Unfit
from tests.jobs import run_jobs
from tests.reading import plan_as_if_empty, rows_read
from tests.threads import at_once
from tests.walk import draft_for, sent_for

AS_CSV, AS_BOOK = (Choice(BulkKind.EXPORT, file_kind=kind) for kind in (FileKind.CSV, FileKind.XLSX))


@pytest.fixture
def sales(padaria: Customer, carla: PanelUser, bruno: Member, marcos: Member, now: datetime) -> list[Proposal]:
    """Two of Bruno's, one of Marcos's."""
    return [sent_for(padaria, bruno, now), draft_for(padaria, bruno, now), draft_for(padaria, marcos, now)]


def ordered_by(by: Member, sales: list[Proposal], at: datetime, choice: Choice = AS_CSV) -> BulkAct:
    return order_bulk(choice, [sale.pk for sale in sales], key=f"{by.pk}{at}", by=by, at=at)


def made(act: BulkAct) -> bytes:
    """The file that came of it."""
    act.refresh_from_db()
    assert act.file is not None and act.state == "done"
    return read(act.file)


def numbers_in(act: BulkAct) -> list[str]:
    return [line.split(";")[0] for line in made(act).decode("utf-8-sig").splitlines()[1:]]


def erased(kind: str, sale: Proposal, at: datetime) -> None:
    """A person of the company, what the sale spoke of, or all of the sale."""
    data, own = {"orders": [], "readers": [], "sale": sale.pk}, sale.pk if kind == "sale.cleared" else None
    record(kind, by=System(sale.company_id), at=at, sale=own, data=data)


@pytest.mark.postgresql
def test_no_rows_of_the_act_are_read_for_each_sale(sales: list[Proposal], bruno: Member, now: datetime) -> None:
    plan_as_if_empty(BulkRow)
    act = ordered_by(bruno, sales[:1], now)
    # The other two stand at the end of many.
    rest = [*[sales[0]] * 997, *sales[1:]]
    insert_all([
        BulkRow(company_id=act.company_id, of=act, number=number, proposal=sale) for number, sale in enumerate(rest, 2)
    ])  # fmt: skip
    BulkRow.objects.update(outcome=Outcome.DONE)
    before = rows_read(BulkRow)
    write_down(act, at=now)
    # Once to know which sales, once to count what became of them.
    assert len(numbers_in(act)) == 3 and rows_read(BulkRow) - before <= 2 * 1000
    assert act.state == "done"


def test_the_ticked_sales_and_no_others_are_written_down(
    sales: list[Proposal], padaria: Customer, bruno: Member, iris: Member, now: datetime
) -> None:
    left = draft_for(padaria, bruno, now)
    act, book = ordered_by(bruno, sales, now), ordered_by(bruno, sales[:1], now + timedelta(seconds=1), AS_BOOK)
    run_jobs(at=now)
    assert numbers_in(act) == sorted((sale.number for sale in sales), reverse=True)
    sheet = ZipFile(BytesIO(made(book))).read("xl/worksheets/sheet1.xml").decode()
    assert sales[0].number in sheet and left.number not in sheet
    finished = Event.objects.filter(kind="bulk.finished").order_by("pk")[0]
    assert (finished.data["act"], finished.data["done"], finished.data["refused"]) == ("export", 3, 0)
    with pytest.raises(NotAllowed):
        ordered_by(iris, sales, now)
    with pytest.raises(Unfit):
        ordered_by(bruno, sales, now, Choice(BulkKind.EXPORT))


def test_what_she_does_not_see_any_more_is_left_out(
    sales: list[Proposal], aurora: Company, bruno: Member, now: datetime
) -> None:
    act = ordered_by(bruno, sales, now)
    Company.objects.filter(pk=aurora.pk).update(sellers_see_all=False)
    run_jobs(at=now)
    assert set(numbers_in(act)) == {sale.number for sale in sales[:2]}
    assert BulkRow.objects.get(of=act, proposal=sales[2]).sentence == "Você não vê mais esta venda."


def test_whoever_lost_the_right_meanwhile_gets_none(sales: list[Proposal], bruno: Member, now: datetime) -> None:
    act = take_next(ordered_by(bruno, sales, now), at=now)
    Member.objects.filter(pk=bruno.pk).update(role=Role.READER)
    run_jobs(at=now)
    act.refresh_from_db()
    assert (act.state, act.done, act.file) == ("done", 3, None)


def test_a_worker_that_dies_in_between_leaves_one_file(
    sales: list[Proposal], bruno: Member, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "LOT", 2)
    act = take_next(ordered_by(bruno, sales, now), at=now)
    assert act.done == 2

    def killed(*_words: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(spreadsheet, "_end", killed)
    with pytest.raises(KeyboardInterrupt):
        write_down(take_next(act, at=now), at=now)
    monkeypatch.undo()
    files = Document.objects.filter(content_type__startswith="text/csv")
    assert not files.exists()
    run_jobs(at=now)
    assert len(numbers_in(act)) == 3 and files.count() == 1
    assert Event.objects.filter(kind="bulk.finished").count() == 1


def test_stopped_while_it_is_written_it_has_a_file_only_once_it_went_on(
    sales: list[Proposal], bruno: Member, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    act = take_next(ordered_by(bruno, sales, now), at=now)
    stop_bulk(act, by=bruno, at=now)
    assert write_down(act, at=now).state == "stopped"
    go_on_with_bulk(act, by=bruno, at=now)
    run_jobs(at=now)
    assert len(numbers_in(act)) == 3


def test_continued_after_its_report_was_let_go_it_ends_without_a_file(
    sales: list[Proposal], bruno: Member, now: datetime
) -> None:
    act, late = ordered_by(bruno, sales, now), now + timedelta(days=31)
    stop_bulk(act, by=bruno, at=now)
    old_reports(late).delete()
    act = take_next(go_on_with_bulk(act, by=bruno, at=late), at=late)
    # Otherwise the worker would ask for ever.
    assert act.is_looked_over
    run_jobs(at=late)
    act.refresh_from_db()
    assert (act.state, act.done, act.file) == ("done", 3, None)


def test_a_sale_that_went_while_it_waited_is_not_waited_for(
    sales: list[Proposal], bruno: Member, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "LOT", 2)
    act = take_next(ordered_by(bruno, sales, now), at=now)
    BulkRow.objects.get(of=act, proposal=sales[2]).delete()
    act = take_next(act, at=now)
    assert act.is_looked_over
    run_jobs(at=now)
    assert set(numbers_in(act)) == {sale.number for sale in sales[:2]}


@pytest.mark.parametrize("kind", ["person.erased", "sale.cleared", "sale.removed"])
def test_what_is_erased_while_it_is_written_is_not_told(
    sales: list[Proposal], padaria: Customer, bruno: Member, now: datetime, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    pieces, times = spreadsheet._pieces, list[datetime]()
    # One that began later may have ended before.
    erased(kind, sales[1], now + timedelta(minutes=1))

    def overtaken(*words: Any) -> Iterator[bytes]:
        yield from pieces(*words)
        if not times:
            Customer.objects.filter(pk=padaria.pk).update(name="Dados apagados")
            erased(kind, sales[0], now)
        times.append(now)

    monkeypatch.setattr(spreadsheet, "_pieces", overtaken)
    act = ordered_by(bruno, sales, now)
    run_jobs(at=now)
    assert b"Padaria" not in made(act) and len(times) == 2


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_a_sale_cleared_in_the_instant_of_its_end_is_not_told(
    sales: list[Proposal], bruno: Member, now: datetime
) -> None:
    act = take_next(ordered_by(bruno, sales, now), at=now)
    told, written = threading.Event(), threading.Event()

    def clears() -> None:
        with transaction.atomic():
            erased("sale.cleared", sales[0], now)
            told.set()
            # The end waits for this one; were it not to, it would come to pass now.
            written.wait(timeout=1)

    def ends() -> BulkAct:
        told.wait(timeout=10)
        ended = write_down(act, at=now)
        written.set()
        return ended

    _none, after = at_once(bruno.company_id, clears, ends)
    assert (after.state, after.file) == ("running", None)
    act.refresh_from_db()
    assert act.file is None
    assert write_down(act, at=now).file is not None


def test_it_is_let_go_after_its_days_and_when_a_person_is_erased(
    sales: list[Proposal], bruno: Member, marcos: Member, now: datetime
) -> None:
    first, later = ordered_by(bruno, sales, now), ordered_by(marcos, sales, now)
    run_jobs(at=now)
    # The same sales at the same moment are the same bytes.
    assert made(first) == made(later) and first.file == later.file
    forget_files(BulkAct.objects.filter(pk=first.pk), at=now)
    assert made(later)
    forget_old_files(bruno.company_id, at=now + FILE_KEPT_FOR)
    assert made(later)
    forget_old_files(bruno.company_id, at=now + FILE_KEPT_FOR + timedelta(minutes=1))
    later.refresh_from_db()
    assert later.file is None and not Document.objects.filter(content_type__startswith="text/csv", removed_at=None)
    assert Event.objects.get(kind="data.forgotten").data == {"spreadsheets": 1}


def test_erasing_anybody_lets_all_go(sales: list[Proposal], bruno: Member, now: datetime) -> None:
    act = ordered_by(bruno, sales, now)
    run_jobs(at=now)
    made(act)
    record("person.erased", by=System(bruno.company_id), at=now, data={"orders": [], "readers": []})
    act.refresh_from_db()
    assert act.file is None
