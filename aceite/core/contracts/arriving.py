"""Sending a file of a signed copy in chunks: announce it, bring chunk after chunk, go on whenever it stopped.

The same person announcing the same bytes for the same contract goes on where they stopped, in whatever browser. Once
all bytes are here and their hash is the announced one, the worker opens the file and puts it among those she prepares.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.conf import settings
from django.db import transaction
from django.db.models import Count, QuerySet, Sum
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aceite.core.contracts.arriving_files import ArrivingFile, ArrivingFileQuerySet
from aceite.core.contracts.chunk_places import is_here, new_place, remove_place
from aceite.core.contracts.chunks import close_if_whole
from aceite.core.contracts.copies import lock_expecting, require_frozen
from aceite.core.contracts.copy_files import LONGEST_NAME, BadCopy
from aceite.core.contracts.models import Contract, CopyFile
from aceite.core.contracts.pending import MOST_PREPARED
from aceite.core.customers.models import PanelUser
from aceite.core.jobs.models import DeadLetter
from aceite.core.jobs.queue import job_named
from aceite.core.trail.refusals import NotAllowed, Refusal

BIGGEST: Final = 15_000_000
# What one person may have on its way, in all her sales here.
MOST_OPEN: Final = MOST_PREPARED
MOST_OPEN_BYTES: Final = 400_000_000
# The job that opens a whole file; named, for the tasks stand above the verbs.
OPENING: Final = "aceite.core.contracts.tasks.admit_file"
_SHA256: Final = re.compile(r"[0-9a-f]{64}")


class TooMuchArriving(Refusal):
    """So many files are on their way that no other may begin."""

    sentence = gettext_lazy(
        "Há arquivos demais a caminho. Espere que terminem, ou desista de um deles, e escolha este de novo."
    )


@dataclass(frozen=True)
class Announced:
    """What the browser says of a file before it sends any of it; turned clockwise by `rotation` degrees.

    `rank` is its place among all she chose for the contract, greater for what was chosen later; 0 where nobody says.
    """

    name: str
    size: int
    sha256: str
    rotation: int = 0
    rank: int = 0


def announce_file(contract: Contract, announced: Announced, *, by: PanelUser, at: datetime) -> ArrivingFile | None:
    """Begins to take the file, or finds it where it stopped; None where it is among her prepared files already.

    One that was refused begins anew; one whose opening the worker gave up is opened again. Raises NotAllowed, BadCopy,
    TooMuchArriving, chunks.OtherBytes, CopyNotWanted, NotNow, NotCurrent.
    """
    require_frozen("copy.upload", contract, by)
    _refuse_unfit(announced)
    with transaction.atomic():
        lock_expecting("copy.upload", contract, by=by, at=at)
        if prepared_files(contract, by).filter(document__sha256=announced.sha256).exists():
            return None
        known = ArrivingFile.objects.of(by).filter(contract=contract, sha256=announced.sha256).first()
        file = _gone_on(known, announced, at) if known else _begun(contract, announced, by, at)
    return close_if_whole(file, by=by, at=at)


def give_up_file(file: ArrivingFile, *, by: PanelUser, at: datetime) -> None:
    """Forgets a file on its way. Twice is harmless; one that is among the prepared files already stays there."""
    if file.begun_by_id != by.pk or by.company_id != file.company_id:
        raise NotAllowed
    forget_arriving(file)


def forget_arriving(file: ArrivingFile) -> None:
    """Takes row and bytes of an unfinished file away; nobody but its sender has seen it. Twice is harmless."""
    ArrivingFile.objects.filter(pk=file.pk).delete()
    remove_place(file.place)


def prepared_files(contract: Contract, person: PanelUser) -> "QuerySet[CopyFile]":
    """The files she prepares for this contract."""
    return CopyFile.objects.filter(pending__contract=contract, pending__prepared_by=person)


def _refuse_unfit(announced: Announced) -> None:
    if not _SHA256.fullmatch(announced.sha256) or announced.rotation not in {0, 90, 180, 270}:
        raise BadCopy(_("O navegador descreveu mal este arquivo. Recarregue a página e escolha-o de novo."))
    if announced.size <= 0:
        raise BadCopy(_("O arquivo está vazio. Escolha-o de novo."), announced.name)
    if announced.size > BIGGEST:
        raise BadCopy(_("O arquivo passa de 15 MB. Envie as páginas uma por uma, ou um PDF menor."), announced.name)


def _begun(contract: Contract, announced: Announced, by: PanelUser, at: datetime) -> ArrivingFile:
    hers = ArrivingFile.objects.of(by)
    if hers.filter(contract=contract).count() + prepared_files(contract, by).count() >= MOST_PREPARED:
        raise TooMuchArriving
    # Exact within one sale, whose lock is held; begun in several at one instant, as many more may pass.
    _refuse_beyond(hers, MOST_OPEN, MOST_OPEN_BYTES, announced.size)
    everybody = ArrivingFile.objects.filter(company_id=by.company_id)
    _refuse_beyond(everybody, settings.UPLOAD_MOST_FILES, settings.UPLOAD_MOST_MEGABYTES * 1_000_000, announced.size)
    return ArrivingFile.objects.create(
        company_id=by.company_id, contract=contract, begun_by=by, sha256=announced.sha256, size=announced.size,
        name=_named(announced), rotation=announced.rotation, rank=announced.rank, place=new_place(),
        began_at=at, touched_at=at,
    )  # fmt: skip


def _refuse_beyond(files: ArrivingFileQuerySet, most: int, most_bytes: int, size: int) -> None:
    counted = files.order_by().aggregate(files=Count("pk"), bytes=Sum("size"))
    if counted["files"] >= most or (counted["bytes"] or 0) + size > most_bytes:
        raise TooMuchArriving


def _gone_on(file: ArrivingFile, announced: Announced, at: datetime) -> ArrivingFile:
    """The same file again: what its rows say and the disc does not have is asked for once more."""
    if file.whole_at is not None:
        _open_again(file, at)
        return file
    if file.size != announced.size:
        raise BadCopy(_("O navegador descreveu mal este arquivo. Recarregue a página e escolha-o de novo."))
    known = list(file.chunks.all())
    there = next((count for count, chunk in enumerate(known) if not is_here(file.place, chunk)), len(known))
    file.chunks.filter(pk__in=[chunk.pk for chunk in known[there:]]).delete()
    file.name, file.rotation, file.refusal, file.touched_at = _named(announced), announced.rotation, "", at
    file.rank = announced.rank or file.rank
    file.save(update_fields=["name", "rotation", "rank", "refusal", "touched_at"])
    return file


def _open_again(file: ArrivingFile, at: datetime) -> None:
    """Where the machine failed for good, what is tried once more is the opening: the bytes are all here."""
    letters = DeadLetter.objects.waiting().filter(company_id=file.company_id, kind=OPENING)
    if letters.filter(arguments__file_id=file.pk).update(tried_again_at=at):
        job_named(OPENING).enqueue(company_id=file.company_id, file_id=file.pk)


def _named(announced: Announced) -> str:
    return "".join(letter for letter in announced.name if letter.isprintable())[-LONGEST_NAME:]
