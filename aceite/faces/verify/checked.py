"""A file that was sent to be checked by itself: what it is in one line, what speaks against it, all that was seen."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from threading import BoundedSemaphore
from typing import Any, Final

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from aceite.faces.ui.findings import Point, point
from aceite.faces.ui.parts import Tone
from aceite.kit.hashing import sha256_hex
from aceite.kit.sealing.checking import TooHard, check_file
from aceite_verify.findings import INVALID, VALID, Finding, Report, Verdict
from aceite_verify.trust import Files
from aceite_verify.words import ENGLISH, PORTUGUESE, Words

LARGEST: Final = 40 * 1024 * 1024
TOO_LARGE: Final = 413
NOTHING_TO_CHECK: Final = 422
BUSY: Final = 429
# A stranger's file may take its child's full time. One at once in each process, so that those who read and sign keep
# theirs; an honest check takes a fraction of a second, and is waited for a little.
_ONE_AT_ONCE: Final = BoundedSemaphore()
PATIENCE: Final = 2.0
# What the checker says when it found nothing of ours to look at.
NOTHING_OF_OURS: Final = {"file.not_pdf", "file.not_signed_here", "file.too_large"}

Beside = Callable[[str], bytes | None]


@dataclass(frozen=True)
class Section:
    """The points about one part of the file."""

    title: str
    points: tuple[Point, ...]


@dataclass(frozen=True)
class Checked:
    """The whole report. `why` are the points that keep the file from being valid; `sha256` is the file's own.

    `status` is that of the answer: 4xx when there was nothing that could be checked.
    """

    sha256: str
    headline: str
    tone: Tone
    why: tuple[Point, ...] = ()
    sections: tuple[Section, ...] = ()
    status: int = 200

    @property
    def count(self) -> int:
        """How many points were looked at."""
        return sum(len(section.points) for section in self.sections)


def checked(file: "UploadedFile[Any]", *, trusted: Files, at: datetime, beside: Beside) -> Checked:
    """The report on a file from anybody. What is too large or too hard to check, or comes while others are checked, is
    told so, and nothing else of it. `beside` gives, by the file's hash, the other file it has to be checked with."""
    if file.size is None or file.size > LARGEST:
        words = _("Este arquivo passa de 40 MB. Confira-o com aceite-verify, no seu computador.")
        return Checked("", words, "warning", status=TOO_LARGE)
    if not _ONE_AT_ONCE.acquire(timeout=PATIENCE):
        words = _("Há outros arquivos sendo conferidos agora. Este não foi lido; envie-o de novo em um minuto.")
        return Checked("", words, "warning", status=BUSY)
    try:
        return _looked_at(file.read(), trusted, at, beside)
    finally:
        _ONE_AT_ONCE.release()


def _looked_at(data: bytes, trusted: Files, at: datetime, beside: Beside) -> Checked:
    sha256 = sha256_hex(data)
    try:
        report = check_file(data, trusted=trusted, at=at, beside=beside(sha256))
    except TooHard as complaint:
        return Checked(sha256, _(complaint.sentence), "warning", status=NOTHING_TO_CHECK)
    return _told(report, sha256)


def _told(report: Report, sha256: str) -> Checked:
    words = ENGLISH if (get_language() or "").startswith("en") else PORTUGUESE
    headline, tone, status = _verdict(report)
    worst = Verdict.BAD if report.exit_status == INVALID else Verdict.MISSING
    why = tuple(_point(one, words) for one in report.findings if one.verdict is worst)
    # A single point is its own reason: it need not be told twice.
    sections = tuple(_sections(report, words)) if len(report.findings) > 1 else ()
    return Checked(sha256, headline, tone, why, sections, status)


def _verdict(report: Report) -> tuple[str, Tone, int]:
    codes = {finding.code for finding in report.findings}
    if report.exit_status == VALID:
        return _("Documento original e íntegro"), "success", 200
    if codes <= NOTHING_OF_OURS:
        return _("Não há nada do Aceite neste arquivo"), "warning", NOTHING_TO_CHECK
    if codes == {"file.unreadable"}:
        return _("Este arquivo não pôde ser lido"), "danger", NOTHING_TO_CHECK
    if report.exit_status == INVALID:
        return _("Este arquivo não confere"), "danger", 200
    return _("Nada de errado, mas nem tudo pôde ser conferido"), "warning", 200


def _sections(report: Report, words: Words) -> list[Section]:
    return [
        Section(words.titles.get(name, name), tuple(_point(one, words) for one in findings))
        for name, findings in groupby(report.findings, key=lambda finding: finding.section)
    ]


def _point(finding: Finding, words: Words) -> Point:
    return point(finding, words.sentence(finding))
