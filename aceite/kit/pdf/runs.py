"""Reads letter by letter where a page's words stand: everything here runs in a limited child, see pages."""

import unicodedata
from collections.abc import Iterator
from ctypes import byref, c_double, c_int
from dataclasses import dataclass
from typing import Final

import pypdfium2 as pdfium
from pypdfium2 import raw

from aceite.kit.pdf.layout import MOST_LETTERS, MOST_RUNS, WHOLE, Run

# So much of its height apart, two letters of a line belong to two columns.
APART: Final = 1.2
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


def page_runs(page: pdfium.PdfPage) -> list[Run]:
    """The runs of a page in the order in which the file says them; none where there are more than any page holds."""
    words = page.get_textpage()
    count = raw.FPDFText_CountChars(words)
    if count > MOST_LETTERS:
        return []
    runs = [made for group in _groups(page, words, count) if (made := _run(group)) is not None]
    return runs if len(runs) <= MOST_RUNS else []


def _groups(page: pdfium.PdfPage, words: pdfium.PdfTextPage, count: int) -> Iterator[list[Letter]]:
    group: list[Letter] = []
    for index in range(count):
        letter = chr(raw.FPDFText_GetUnicode(words, index))
        if letter in "\r\n":
            yield group
            group = []
            continue
        placed = _placed(page, words, index, letter)
        if placed is None:
            continue
        if group and _far(group[-1], placed):
            yield group
            group = []
        group.append(placed)
    yield group


def _placed(page: pdfium.PdfPage, words: pdfium.PdfTextPage, index: int, letter: str) -> Letter | None:
    letter = "-" if letter in PARTED else letter
    # Controls and what turns the direction of reading would say something else than the page shows.
    if unicodedata.category(letter) in {"Cc", "Cf", "Cs", "Co", "Cn"}:
        return None
    left, right, bottom, top = c_double(), c_double(), c_double(), c_double()
    raw.FPDFText_GetCharBox(words, index, byref(left), byref(right), byref(bottom), byref(top))
    corners = [_shown(page, left.value, bottom.value), _shown(page, right.value, top.value)]
    (left_x, right_x), (top_y, bottom_y) = (sorted(side) for side in zip(*corners, strict=True))
    return Letter(letter, left_x, top_y, right_x, bottom_y)


def _shown(page: pdfium.PdfPage, x: float, y: float) -> tuple[int, int]:
    """A point of the file as a point of the picture: turned pages and cut margins are reckoned with."""
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
