"""A copy before it is sent: its files are kept and read, and its sender sees what was found, mends it, and sends it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from aceite.core.contracts.copies import arrive, lock_expecting, require_frozen, unused_key, uploaded
from aceite.core.contracts.copy_files import Taken, UploadedFile, clean_words, refuse_too_many, take, write_files
from aceite.core.contracts.copy_reading import is_read
from aceite.core.contracts.models import Contract
from aceite.core.contracts.signed_copies import CopyFile, PendingCopy, SignedCopy
from aceite.core.customers.models import PanelUser
from aceite.core.documents.forgetting import let_go
from aceite.core.proposals.locking import lock_sale
from aceite.core.trail.actors import Actor, Origin, System
from aceite.core.trail.recording import record
from aceite.core.trail.refusals import NotAllowed, Refusal

# How long the worker has for reading before a copy may be sent unread: nobody waits for a machine that is down.
PATIENCE: Final = timedelta(seconds=45)
# How long a copy that was begun and never sent waits for whoever began it.
KEPT: Final = timedelta(days=30)
# How many files one copy may have in the end: a long contract, photographed page by page, and some pages twice.
MOST_PREPARED: Final = 60


class StillReading(Refusal):
    """The pages are being looked at, and there is time for it yet."""

    sentence = _("Ainda estamos lendo as páginas. Espere alguns segundos: nada se perdeu.")


class NothingToSend(Refusal):
    """The last file was taken out."""

    sentence = _("Não há nenhuma página para enviar. Escolha as fotos ou o PDF.")


def prepare_copy(
    contract: Contract, files: Sequence[UploadedFile], *, key: str, by: PanelUser, at: datetime
) -> PendingCopy:
    """Keeps the files with those she chose before, to be read by the worker; a file she chose already is kept once.

    One person prepares one copy of a contract at a time. Raises NotAllowed, BadCopy, CopyNotWanted, NotNow, NotCurrent.
    """
    require_frozen("copy.upload", contract, by)
    return keep_prepared(contract, take(files, company_id=contract.company_id, at=at), key=key, by=by, at=at)


def keep_prepared(contract: Contract, taken: Sequence[Taken], *, key: str, by: PanelUser, at: datetime) -> PendingCopy:
    """The same, of files that were looked at already: each takes its place among those that arrived before it."""
    with transaction.atomic():
        proposal = lock_expecting("copy.upload", contract, by=by, at=at)
        pending, _new = PendingCopy.objects.get_or_create(
            company_id=contract.company_id,
            contract=contract,
            prepared_by=by,
            defaults={"key": unused_key(key, contract), "changed_at": at},
        )
        kept = list(pending.files.select_related("document"))
        fresh = _not_among(taken, kept)
        if not fresh:
            return pending
        refuse_too_many(len(kept) + len(fresh), most=MOST_PREPARED)
        first = max((file.position for file in kept), default=-1) + 1
        last = max((file.rank for file in kept), default=0)
        rows = write_files([replace(file, rank=file.rank or last) for file in fresh], pending=pending, first=first)
        _put_in_order([*kept, *rows])
        pending.changed_at = at
        pending.save(update_fields=["changed_at"])
        data = {
            "contract": contract.pk,
            "files": [file.recorded() for file in fresh],
            "rows": [row.pk for row in rows],
        }
        record("copy.prepared", by=by, at=at, sale=proposal.pk, data=data)
    return pending


def _put_in_order(files: Sequence[CopyFile]) -> None:
    """Gives the files the positions that their ranks ask for; those of one rank stay as they came."""
    ordered = sorted(files, key=lambda file: (file.rank, file.position))
    if ordered == list(files):
        return
    for position, file in enumerate(ordered):
        file.position = position
    CopyFile.objects.bulk_update(ordered, ["position"])


def drop_file(pending: PendingCopy, file: CopyFile, *, by: PanelUser, at: datetime) -> None:
    """Takes one file out of what is prepared; with the last one all of it is gone. Twice is harmless."""
    _require_own(pending, by)
    _throw_away(pending, CopyFile.objects.filter(pending=pending, pk=file.pk), by=by, at=at)


def discard(pending: PendingCopy, *, by: PanelUser, at: datetime) -> None:
    """Begins anew: what was prepared is forgotten, and nothing was sent. Twice is harmless."""
    _require_own(pending, by)
    _throw_away(pending, CopyFile.objects.filter(pending=pending), by=by, at=at)


def abandoned(at: datetime) -> "QuerySet[PendingCopy]":
    """What nobody touched for a month."""
    return PendingCopy.objects.filter(changed_at__lte=at - KEPT)


def forget_abandoned(pending: PendingCopy, *, by: System, at: datetime) -> None:
    """Forgets what was begun and never sent. Twice is harmless."""
    _throw_away(pending, CopyFile.objects.filter(pending=pending), by=by, at=at)


def _throw_away(pending: PendingCopy, files: "QuerySet[CopyFile]", *, by: Actor, at: datetime) -> None:
    """Removes these files, their bytes too where nothing else names them; recorded, for their coming was."""
    contract = Contract.objects.select_related("version").get(pk=pending.contract_id)
    assert contract.version is not None
    with transaction.atomic():
        lock_sale(contract.version.proposal_id)
        gone = list(files.select_related("document").prefetch_related("pages"))
        bytes_of = {file.document_id for file in gone}
        bytes_of |= {page.served_id for file in gone for page in file.pages.all() if page.served_id}
        data = {"contract": contract.pk, "files": [{"sha256": file.document.sha256} for file in gone]}
        CopyFile.objects.filter(pk__in=[file.pk for file in gone]).delete()
        if not CopyFile.objects.filter(pending=pending).exists():
            PendingCopy.objects.filter(pk=pending.pk).delete()
        let_go(bytes_of, at=at)
        if gone:
            record("copy.discarded", by=by, at=at, sale=contract.version.proposal_id, data=data)


def may_send_unread(pending: PendingCopy, at: datetime) -> bool:
    """Whether the worker has had its time."""
    return at >= pending.changed_at + PATIENCE


def send_copy(pending: PendingCopy, *, note: str = "", by: PanelUser, origin: Origin, at: datetime) -> SignedCopy:
    """Sends what was prepared: read, or unread once the worker has had its time. Twice is one copy.

    Raises NotAllowed, StillReading, NothingToSend, BadCopy, CopyNotWanted, NotNow, NotCurrent.
    """
    contract = Contract.objects.select_related("version__proposal", "document").get(pk=pending.contract_id)
    require_frozen("copy.upload", contract, by)
    _require_own(pending, by)
    assert contract.version is not None
    came = uploaded(pending.key, clean_words(note), by, origin)
    with transaction.atomic():
        lock_sale(contract.version.proposal_id)
        fresh = PendingCopy.objects.filter(pk=pending.pk).first()
        files = list(fresh.files.all()) if fresh else []
        sent = SignedCopy.objects.filter(contract=contract, key=pending.key).first()
        if sent is not None:
            return sent
        if fresh is None or not files:
            raise NothingToSend
        if not is_read(files) and not may_send_unread(fresh, at):
            raise StillReading

        def move(copy: SignedCopy) -> None:
            CopyFile.objects.filter(pending=fresh).update(copy=copy, pending=None)
            PendingCopy.objects.filter(pk=pending.pk).delete()

        return arrive("copy.upload", contract, came, move, by=by, at=at)


def _require_own(pending: PendingCopy, by: PanelUser) -> None:
    if pending.prepared_by_id != by.pk:
        raise NotAllowed


def _not_among(taken: Sequence[Taken], kept: Sequence[CopyFile]) -> list[Taken]:
    # The same photo chosen twice, or the form sent twice, is no second page.
    known = {file.document.sha256 for file in kept}
    return [file for file in {one.document.sha256: one for one in taken}.values() if file.document.sha256 not in known]
