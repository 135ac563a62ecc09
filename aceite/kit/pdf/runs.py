"""Reads letter by letter where a page's words stand: everything here runs in a limited child, see pages."""

import unicodedata
from collections.abc import Iterator
from ctypes import byref, c_double, c_int
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import pypdfium2 as pdfium
from pypdfium2 import raw

from aceite.kit.pdf.layout import MOST_LETTERS, MOST_RUNS, WHOLE, Run

# So much of its height apart, two letters of a line belong to two columns.
APART: Final = 1.2
# So many points of the file apart, whole parts are exact enough.
FAR: Final = 10_000
# PDFium's own marks for the hyphen of a parted word.
PARTED: Final = ("\ufffe", "\x02")


@dataclass(frozen=True)
class Letter:
    """One letter and its box, in parts of WHOLE."""

    text: str
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True)
class Shown:
    """How points of the file lie in the picture of its page: turned pages and cut margins are reckoned with."""

    origin: tuple[float, float]
    along_x: tuple[float, float]
    along_y: tuple[float, float]

    @classmethod
    def of(cls, page: pdfium.PdfPage) -> "Shown":
        """As PDFium itself places three points far apart."""
        (left, top), (x, x_down), (y, y_down) = (_device(page, *point) for point in ((0, 0), (FAR, 0), (0, FAR)))
        return cls((left, top), ((x - left) / FAR, (x_down - top) / FAR), ((y - left) / FAR, (y_down - top) / FAR))

    def at(self, x: float, y: float) -> tuple[float, float]:
        """The point, in parts of WHOLE."""
        (left, top), (x_across, x_down), (y_across, y_down) = self.origin, self.along_x, self.along_y
        return left + x * x_across + y * y_across, top + x * x_down + y * y_down


def page_runs(page: pdfium.PdfPage) -> list[Run]:
    """The runs of a page in the order in which the file says them; none where there are more than any page holds."""
    words = page.get_textpage()
    count = raw.FPDFText_CountChars(words)
    if count > MOST_LETTERS:
        return []
    shown = Shown.of(page)
    runs = [made for group in _groups(shown, words, count) if (made := _run(group)) is not None]
    return runs if len(runs) <= MOST_RUNS else []


def _groups(shown: Shown, words: pdfium.PdfTextPage, count: int) -> Iterator[list[Letter]]:
    group: list[Letter] = []
    for index in range(count):
        letter = chr(raw.FPDFText_GetUnicode(words, index))
        if letter in "\r\n":
            yield group
            group = []
            continue
        letter = "-" if letter in PARTED else letter
        if not _is_said(letter):
            continue
        placed = _placed(shown, words, index, letter)
        if group and _far(group[-1], placed):
            yield group
            group = []
        group.append(placed)
    yield group


@lru_cache(maxsize=4096)
def _is_said(letter: str) -> bool:
    # Controls and what turns the direction of reading would say something else than the page shows.
    return unicodedata.category(letter) not in {"Cc", "Cf", "Cs", "Co", "Cn"}


def _placed(shown: Shown, words: pdfium.PdfTextPage, index: int, letter: str) -> Letter:
    left, right, bottom, top = c_double(), c_double(), c_double(), c_double()
    raw.FPDFText_GetCharBox(words, index, byref(left), byref(right), byref(bottom), byref(top))
    (x, y), (other_x, other_y) = shown.at(left.value, bottom.value), shown.at(right.value, top.value)
    return Letter(letter, min(x, other_x), min(y, other_y), max(x, other_x), max(y, other_y))


def _device(page: pdfium.PdfPage, x: float, y: float) -> tuple[float, float]:
    across, down = c_int(), c_int()
    raw.FPDF_PageToDevice(page, 0, 0, WHOLE, WHOLE, 0, x, y, byref(across), byref(down))
    return across.value, down.value


def _far(before: Letter, after: Letter) -> bool:
    if before.text.isspace() or after.text.isspace():
        return False
    return after.left - before.right > APART * max(after.bottom - after.top, before.bottom - before.top)


def _run(letters: list[Letter]) -> Run | None:
    text = "".join(letter.text for letter in letters).strip()
    inked = [letter for letter in letters if not letter.text.isspace()]
    if not inked:
        return None
    left, right = min(letter.left for letter in inked), max(letter.right for letter in inked)
    top, bottom = min(letter.top for letter in inked), max(letter.bottom for letter in inked)
    # What stands outside of the page is not to be seen, and so is not said either.
    if right <= 0 or bottom <= 0 or left >= WHOLE or top >= WHOLE:
        return None
    return Run(" ".join(text.split()), int(left), int(top), int(right - left), int(bottom - top))
