"""The sales of an act as one spreadsheet: written beside the transaction, kept for some days, then let go."""

from collections.abc import Iterator
from datetime import datetime
from tempfile import TemporaryFile
from typing import IO, Final

from django.core.files.base import File
from django.db import transaction
from django.db.models import Count
from django.utils.translation import gettext as _

from aceite.core.bulk.models import FILE_KEPT_FOR, BulkAct, BulkActQuerySet, BulkKind, BulkRow, FileKind
from aceite.core.bulk.running import finish
from aceite.core.bulk.states import BulkState, Outcome
from aceite.core.documents.forgetting import let_go
from aceite.core.documents.storing import store
from aceite.core.people.sight import sellers_seen
from aceite.core.proposals.models import Proposal, ProposalQuerySet
from aceite.core.sales.filtering import Filters
from aceite.core.sales.list_files import sales_csv, sales_rows
from aceite.core.trail.actors import System
from aceite.core.trail.models import Event
from aceite.core.trail.recording import record
from aceite.kit.workbooks import stream_workbook

TYPES: Final = {
    FileKind.CSV: "text/csv; charset=utf-8",
    FileKind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


# A removed sale takes the event of its clearing with it, so that one is counted beside.
_ERASING: Final = ("person.erased", "sale.cleared", "sale.removed")


class _Overtaken(Exception):
    """A person's data or a sale's content were erased while the file was written: it may still tell them."""


def write_down(act: BulkAct, *, at: datetime) -> BulkAct:
    """Writes what was let through into one file and ends the act with it; returns how it stands then.

    It goes on running, to be written anew, when a person or a sale was erased meanwhile. Raises DiskFull.
    """
    erased, sales = _erasures(act.company_id), _sales_of(act, at)
    # It has no name: of a worker that dies nothing is left behind that would tell of customers.
    with TemporaryFile() as written:
        if sales.exists():
            written.writelines(_pieces(act, sales, at))
        try:
            return _end(act, written, erased, at)
        except _Overtaken:
            return act


def forget_old_files(company_id: int, *, at: datetime) -> None:
    """Lets go of the spreadsheets whose days are over."""
    with transaction.atomic():
        count = forget_files(old_files(at).filter(company_id=company_id), at=at)
        if count:
            record("data.forgotten", by=System(company_id), at=at, data={"spreadsheets": count})


def forget_files(acts: BulkActQuerySet, *, at: datetime) -> int:
    """Lets go of these acts' spreadsheets, inside the transaction of the event that says so; returns how many."""
    over = list(acts.holding_files())
    files = {act.file_id for act in over if act.file_id is not None}
    BulkAct.objects.filter(pk__in=[act.pk for act in over]).update(file=None)
    # The same bytes may have been written for somebody else, later.
    let_go(files, at=at)
    return len(over)


def hold_unended(company_id: int) -> None:
    """Lets no spreadsheet be ended until this transaction is: what it records is seen there then, or the file here.

    A cleared sale tells of itself on its own chain, on which no spreadsheet waits. Call before `forget_files`.
    """
    unended = BulkAct.objects.filter(company_id=company_id, kind=BulkKind.EXPORT).exclude(state=BulkState.DONE)
    list(unended.select_for_update().order_by("pk").values_list("pk"))


def old_files(at: datetime) -> BulkActQuerySet:
    """The acts whose spreadsheet has been kept for its days."""
    return BulkAct.objects.holding_files().filter(finished_at__lt=at - FILE_KEPT_FOR)


def _sales_of(act: BulkAct, at: datetime) -> ProposalQuerySet:
    """The sales that were let through and that whoever ordered it still sees."""
    if not act.member.may("sale.export"):
        return Proposal.objects.none()
    seen = Proposal.objects.filter(company_id=act.company_id).of_sellers(sellers_seen(act.member, at=at))
    # Told by their keys: asked within, PostgreSQL may go through all rows of the act for each sale of each lot.
    through = BulkRow.objects.of_act(act).filter(outcome=Outcome.DONE).order_by()
    return seen.filter(pk__in=list(through.values_list("proposal", flat=True)))


def _pieces(act: BulkAct, sales: ProposalQuerySet, at: datetime) -> Iterator[bytes]:
    filters = Filters(zone=act.member.company.zone)
    if act.file_kind == FileKind.XLSX:
        return stream_workbook(_("Vendas"), sales_rows(sales, filters, at=at))
    return sales_csv(sales, filters, at=at)


def _end(act: BulkAct, written: IO[bytes], erased: dict[str, int], at: datetime) -> BulkAct:
    with transaction.atomic():
        locked = BulkAct.objects.select_for_update().get(pk=act.pk)
        if locked.state != BulkState.RUNNING:
            return locked
        # The event holds the company's chain, and a cleared sale the act's row (hold_unended): an erasure has told of
        # itself before, or finds the file afterwards.
        finish(locked, at)
        if _erasures(locked.company_id) != erased:
            raise _Overtaken
        if written.tell():
            kind = TYPES[FileKind(locked.file_kind)]
            locked.file = store(File(written), company_id=locked.company_id, content_type=kind, at=at)
            locked.save(update_fields=["file"])
        return locked


def _erasures(company_id: int) -> dict[str, int]:
    """How often what was erased: together never again the same, whichever of two that overlap ends first."""
    told = Event.objects.filter(company_id=company_id, kind__in=_ERASING).order_by()
    return dict(told.values_list("kind").annotate(Count("pk")))
