"""Taking in the files of a copy: looked at by their content, kept untouched, named for what they are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils.translation import gettext as _

from aceite.core.contracts.signed_copies import CopyFile, PendingCopy, SignedCopy
from aceite.core.documents.holding import hold
from aceite.core.documents.models import Document
from aceite.core.documents.patience import Patience
from aceite.core.documents.storing import store
from aceite.core.trail.refusals import Refusal, said
from aceite.kit.imaging import PictureRefused, Scan, read_scan, unopened_photo
from aceite.kit.sentences import Complaint
from aceite.kit.text import clean

MOST_FILES: Final = 20
# Seconds in which any honest file opens, also on a busy machine.
ENOUGH: Final = 10
LONGEST_NOTE: Final = 400
LONGEST_NAME: Final = 160
TYPES: Final = {"jpeg": "image/jpeg", "png": "image/png", "heic": "image/heic", "pdf": "application/pdf"}
ENDINGS: Final = {"jpeg": ("jpg", "jpeg"), "png": ("png",), "heic": ("heic", "heif"), "pdf": ("pdf",)}


class BadCopy(Refusal):
    """A file of the copy cannot be taken; `file` names it, "" for the copy as a whole."""

    def __init__(self, sentence: str, file: str = "") -> None:
        self.file = file
        super().__init__(sentence)


@dataclass(frozen=True)
class UploadedFile:
    """One photo or PDF in its place, turned clockwise by `rotation` (0, 90, 180, 270) before sending.

    `rank` is its place among all that was chosen, where they come one by one; 0: after those that are there.
    """

    name: str
    data: bytes
    rotation: int = 0
    rank: int = 0


@dataclass(frozen=True)
class Taken:
    """A file that was kept."""

    document: Document
    name: str
    rotation: int
    rank: int = 0

    def recorded(self) -> dict[str, str]:
        """How the trail names it."""
        return {"sha256": self.document.sha256, "rotation": str(self.rotation)}


def take(files: Sequence[UploadedFile], *, company_id: int, at: datetime) -> list[Taken]:
    """Looks at each file and keeps it. Takes seconds, so no lock is held meanwhile. Raises BadCopy and DiskFull.

    Twenty slow photos would take longer than anybody waits: those for which no time is left are kept unopened, and
    opened by the worker, which looks at every page anyway.
    """
    refuse_too_many(len(files))
    if any(file.rotation not in {0, 90, 180, 270} for file in files):
        raise BadCopy(_("Só é possível girar uma página de quarto em quarto de volta. Envie outra vez."))
    patience = Patience()
    scans = [_look(file, patience.left) for file in files]
    return [_kept(file, scan, company_id, at) for file, scan in zip(files, scans, strict=True)]


def refuse_too_many(count: int, *, most: int = MOST_FILES) -> None:
    """Raises BadCopy for no file at all, or more than are taken at once."""
    if not count:
        raise BadCopy(_("Escolha as fotos ou o PDF do contrato assinado."))
    if count > most:
        details = {"limit": most, "count": count}
        raise BadCopy(_("Você escolheu %(count)s arquivos; cabem %(limit)s. Junte as páginas em um PDF.") % details)


def write_files(
    taken: Sequence[Taken], *, copy: SignedCopy | None = None, pending: PendingCopy | None = None, first: int = 0
) -> list[CopyFile]:
    """The rows of these files, in this order from position `first` on, as part of the copy or of what is prepared.

    Call it under the sale's lock. Raises BadCopy.
    """
    owner = copy or pending
    assert owner is not None
    _refuse_removed(taken)
    return CopyFile.objects.bulk_create(
        CopyFile(
            company_id=owner.company_id,
            copy=copy,
            pending=pending,
            position=position,
            name=file.name,
            rotation=file.rotation,
            rank=file.rank,
            document=file.document,
        )
        for position, file in enumerate(taken, start=first)
    )


def _refuse_removed(taken: Sequence[Taken]) -> None:
    # The same photo, thrown away in another window while this one was being looked at: its bytes are going. Those that
    # are here are held, so that none goes before its row is seen.
    here = hold(file.document.pk for file in taken)
    for file in taken:
        if file.document.pk not in here:
            raise BadCopy(_("Este arquivo foi descartado agora mesmo em outra janela. Escolha-o de novo."), file.name)


def clean_words(text: str) -> str:
    """A note or a reason, mended. Raises BadCopy."""
    try:
        return clean(text, max_length=LONGEST_NOTE).text
    except Complaint as complaint:
        raise BadCopy(said(complaint)) from complaint


def _look(file: UploadedFile, seconds: int) -> Scan:
    try:
        return read_scan(file.data, seconds=seconds) if seconds else _unopened(file)
    except PictureRefused as refused:
        if refused.reason == "too_slow" and seconds < ENOUGH:
            return _unopened(file)
        raise BadCopy(said(refused), file.name) from refused


def _unopened(file: UploadedFile) -> Scan:
    photo = unopened_photo(file.data)
    if photo is None:
        sentence = _("Não deu tempo de abrir “%(name)s” junto com os outros arquivos. Envie este PDF sozinho.")
        raise BadCopy(sentence % {"name": file.name}, file.name)
    return photo


def _kept(file: UploadedFile, scan: Scan, company_id: int, at: datetime) -> Taken:
    content_type = TYPES[scan.kind]
    document = store(file.data, company_id=company_id, content_type=content_type, at=at, pages=scan.pages)
    return Taken(document, _safe_name(file.name, content_type), file.rotation, file.rank)


def _safe_name(name: str, content_type: str) -> str:
    # The vendor downloads and opens it: a photo called "via.hta" would run, and a bidi control would hide that ending.
    seen = "".join(letter for letter in name if letter.isprintable())
    endings = next(ENDINGS[kind] for kind, known in TYPES.items() if known == content_type)
    named = seen if seen.lower().endswith(tuple(f".{ending}" for ending in endings)) else f"{seen}.{endings[0]}"
    return named[-LONGEST_NAME:]
