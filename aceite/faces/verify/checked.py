"""A file that was sent to be checked by itself: what holds, what does not, and what could not be checked."""

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any, Final

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from aceite.faces.ui.parts import Tone
from aceite.kit.hashing import sha256_hex
from aceite.kit.sealing.checking import TooHard, check_file
from aceite_verify.findings import INVALID, VALID, Report, Verdict
from aceite_verify.trust import Files
from aceite_verify.words import ENGLISH, PORTUGUESE

LARGEST: Final = 40 * 1024 * 1024
_ICONS: Final = {Verdict.GOOD: "check-circle", Verdict.BAD: "x-circle", Verdict.MISSING: "question-mark-circle"}


@dataclass(frozen=True)
class Point:
    """One thing looked at: its sentence, and whether it holds."""

    sentence: str
    verdict: str
    icon: str


@dataclass(frozen=True)
class Section:
    """The points about one part of the file."""

    title: str
    points: tuple[Point, ...]


@dataclass(frozen=True)
class Checked:
    """The whole report: a headline with its tone, and the sections. `sha256` is the file's own."""

    sha256: str
    headline: str
    tone: Tone
    sections: tuple[Section, ...] = ()


def checked(file: "UploadedFile[Any]", *, trusted: Files, at: datetime) -> Checked:
    """The report on a file from anybody. What is too large or too hard to check is told so, and nothing else of it."""
    if file.size is None or file.size > LARGEST:
        return Checked("", _("Este arquivo passa de 40 MB. Confira-o com aceite-verify, no seu computador."), "warning")
    data = file.read()
    sha256 = sha256_hex(data)
    try:
        report = check_file(data, trusted=trusted, at=at)
    except TooHard as complaint:
        return Checked(sha256, _(complaint.sentence), "warning")
    return Checked(sha256, *_headline(report), tuple(_sections(report)))


def _headline(report: Report) -> tuple[str, Tone]:
    if report.exit_status == VALID:
        return _("Documento original e íntegro"), "success"
    if report.exit_status == INVALID:
        return _("Este arquivo não confere"), "danger"
    return _("Nada de errado, mas nem tudo pôde ser conferido"), "warning"


def _sections(report: Report) -> list[Section]:
    words = ENGLISH if (get_language() or "").startswith("en") else PORTUGUESE
    found = []
    for name, findings in groupby(report.findings, key=lambda finding: finding.section):
        points = tuple(Point(words.sentence(one), one.verdict.value, _ICONS[one.verdict]) for one in findings)
        found.append(Section(words.titles.get(name, name), points))
    return found
