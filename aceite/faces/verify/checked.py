"""A file that was sent to be checked by itself: what it is in one line, what speaks against it, all that was seen."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from threading import BoundedSemaphore
from typing import Any, Final

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from aceite.faces.ui.findings import Point, point
from aceite.faces.ui.parts import Tone
from aceite.kit.hashing import sha256_hex
from aceite.kit.sealing.checking import TooHard, check_file
from aceite_verify.anchored import is_anchor
from aceite_verify.archive import ZIP
from aceite_verify.findings import INCOMPLETE, INVALID, VALID, Finding, Report, Verdict
from aceite_verify.receipts import BEGINNING as JSON
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
NOTHING_OF_OURS: Final = {"file.not_pdf", "file.not_signed_here", "file.too_large", "dossier.missing_file"}
# What it says, and nothing else, of what it could not begin to read.
UNREADABLE: Final = {
    "file.unreadable",
    "receipt.malformed",
    "anchor.malformed",
    "dossier.unreadable",
    "dossier.malformed",
    "dossier.damaged",
    "dossier.too_large",
    "dossier.too_many",
    "dossier.bad_name",
    "dossier.name_twice",
}
VERDICTS: Final = {VALID: Verdict.GOOD, INVALID: Verdict.BAD, INCOMPLETE: Verdict.MISSING}
# Of many files with the same fault these are named.
NAMED: Final = 3

Beside = Callable[[str], bytes | None]


@dataclass(frozen=True)
class Sent:
    """What somebody sent to be checked: a file, and perhaps another to check it with."""

    file: "UploadedFile[Any]"
    other: "UploadedFile[Any] | None" = None

    @property
    def is_too_large(self) -> bool:
        """Whether one of them is more than this page reads."""
        return any(each.size is None or each.size > LARGEST for each in (self.file, self.other) if each is not None)

    def read(self) -> tuple[bytes, bytes | None]:
        """Both, in the order in which the checker wants them: what was kept in a mailbox speaks about the file."""
        file, other = self.file.read(), self.other.read() if self.other else None
        if other and other.startswith(JSON) and not file.startswith(JSON):
            return other, file
        return file, other


@dataclass(frozen=True)
class Section:
    """The points about one part of the file, or about one file of a dossier."""

    title: str
    points: tuple[Point, ...]


@dataclass(frozen=True)
class Checked:
    """The whole report. `why` are the points that keep the file from being valid; `sha256` is the file's own.

    `count` is how many points were looked at; `status` is that of the answer, 4xx when nothing could be checked.
    """

    sha256: str
    headline: str
    tone: Tone
    why: tuple[Point, ...] = ()
    sections: tuple[Section, ...] = ()
    status: int = 200
    count: int = 0


def checked(sent: Sent, *, trusted: Files, at: datetime, beside: Beside) -> Checked:
    """The report on a file from anybody. What is too large or too hard to check, or comes while others are checked, is
    told so, and nothing else of it. `beside` gives, by the file's hash, the other file it has to be checked with, where
    none was sent."""
    if sent.is_too_large:
        words = _("Este arquivo passa de 40 MB. Confira-o com aceite-verify, no seu computador.")
        return Checked("", words, "warning", status=TOO_LARGE)
    if not _ONE_AT_ONCE.acquire(timeout=PATIENCE):
        words = _("Há outros arquivos sendo conferidos agora. Este não foi lido; envie-o de novo em um minuto.")
        return Checked("", words, "warning", status=BUSY)
    try:
        return _looked_at(*sent.read(), trusted, at, beside)
    finally:
        _ONE_AT_ONCE.release()


def _looked_at(data: bytes, other: bytes | None, trusted: Files, at: datetime, beside: Beside) -> Checked:
    sha256 = sha256_hex(data)
    try:
        report = check_file(data, trusted=trusted, at=at, beside=other or beside(sha256))
    except TooHard as complaint:
        return Checked(sha256, _(complaint.sentence), "warning", status=NOTHING_TO_CHECK)
    headline, tone, status = _verdict(report, data)
    words = ENGLISH if (get_language() or "").startswith("en") else PORTUGUESE
    # A single point is its own reason: it need not be told twice.
    sections = tuple(_sections(report, words)) if len(report.findings) > 1 else ()
    why = tuple(_why(report, words))
    return Checked(sha256, headline, tone, why, sections, status, len(report.findings))


def _verdict(report: Report, data: bytes) -> tuple[str, Tone, int]:
    codes = {finding.code for finding in report.findings}
    if report.exit_status == VALID:
        return _original(data), "success", 200
    if codes <= NOTHING_OF_OURS:
        return _("Não há nada do Aceite neste arquivo"), "warning", NOTHING_TO_CHECK
    if codes <= UNREADABLE:
        return _("Este arquivo não pôde ser lido"), "danger", NOTHING_TO_CHECK
    if report.exit_status == INVALID:
        return _("Este arquivo não confere"), "danger", 200
    return _("Nada de errado, mas nem tudo pôde ser conferido"), "warning", 200


def _original(data: bytes) -> str:
    if data.startswith(ZIP):
        return _("Dossiê original e íntegro")
    if data.startswith(JSON):
        return _("Âncora original e íntegra") if is_anchor(data) else _("Recibo original e íntegro")
    return _("Documento original e íntegro")


def _why(report: Report, words: Words) -> Iterator[Point]:
    """Each reason once, with the files of a dossier that give it."""
    worst = VERDICTS[INVALID if report.exit_status == INVALID else INCOMPLETE]
    given: dict[str, list[Finding]] = {}
    for finding in report.findings:
        if finding.verdict is worst:
            given.setdefault(words.sentence(finding), []).append(finding)
    for sentence, findings in given.items():
        yield point(findings[0], _placed(sentence, [one.file for one in findings if one.file]))


def _placed(sentence: str, files: Sequence[str]) -> str:
    named = ", ".join(files[:NAMED])
    if len(files) > NAMED:
        named = _("%(files)s e mais %(count)s") % {"files": named, "count": len(files) - NAMED}
    return _("%(sentence)s Em %(files)s.") % {"sentence": sentence, "files": named} if files else sentence


def _sections(report: Report, words: Words) -> Iterator[Section]:
    """What was looked at, part by part; then each file of a dossier: its own verdict, and what in it is not good."""
    own = [finding for finding in report.findings if not finding.file]
    for name in dict.fromkeys(finding.section for finding in own):
        points = tuple(_point(one, words) for one in own if one.section == name)
        yield Section(words.titles.get(name, name), points)
    for name in dict.fromkeys(finding.file for finding in report.findings if finding.file):
        found = [finding for finding in report.findings if finding.file == name]
        status = Report(found).exit_status
        verdict = point(Finding("", VERDICTS[status]), words.verdicts[status])
        wanting = (_point(one, words) for one in found if one.verdict is not Verdict.GOOD)
        yield Section(name, (verdict, *wanting))


def _point(finding: Finding, words: Words) -> Point:
    return point(finding, words.sentence(finding))
