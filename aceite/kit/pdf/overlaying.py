"""Laying page over page: everything here runs in a limited child, see comparing."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

import pypdfium2 as pdfium
from PIL import Image, ImageChops

WIDTH: Final = 800
TALLEST: Final = 4
# Beyond this difference of grey (of 255) a point is another: less is how edges of letters are smoothed.
ANOTHER: Final = 64
# Points darker than this are ink, and more of them than this share is more than a line to sign on.
INK: Final = 160
MOST_INK: Final = 0.02


def look(job: Mapping[str, Any]) -> bytes:
    """Answer one question about these files, as JSON."""
    with pdfium.PdfDocument(job["original"]) as original:
        if "stamps" in job:
            answer: object = _covered(original, job["stamps"])
        else:
            with pdfium.PdfDocument(job["other"]) as other:
                answer = _compared(original, other)
    return json.dumps(answer).encode()


def _compared(original: pdfium.PdfDocument, other: pdfium.PdfDocument) -> dict[str, object]:
    expected, found = len(original), len(other)
    same = [_alike(original[place], other[place]) for place in range(min(expected, found))]
    return {"same": same, "expected": expected, "found": found}


def _alike(one: pdfium.PdfPage, other: pdfium.PdfPage) -> bool:
    left, right = _drawn(one), _drawn(other)
    if left.size != right.size or _words(one) != _words(other):
        return False
    darkest: Any = ImageChops.difference(left, right).getextrema()
    return bool(darkest[1] <= ANOTHER)


def _covered(original: pdfium.PdfDocument, stamps: Sequence[Sequence[float]]) -> list[int]:
    found = set()
    for place, *box in stamps:
        page = int(place)
        if 1 <= page <= len(original) and _ink_share(original[page - 1], box) > MOST_INK:
            found.add(page)
    return sorted(found)


def _ink_share(page: pdfium.PdfPage, box: Sequence[float]) -> float:
    """The share of inked points inside a rectangle of the page, as the page is without it."""
    across, down = page.get_size()
    drawn = _drawn(page)
    scale_x, scale_y = drawn.width / across, drawn.height / down
    left, right = sorted((box[0] * scale_x, box[2] * scale_x))
    top, bottom = sorted(((down - box[1]) * scale_y, (down - box[3]) * scale_y))
    cut = drawn.crop((int(left), int(top), int(right) + 1, int(bottom) + 1))
    return sum(cut.histogram()[:INK]) / max(cut.width * cut.height, 1)


def _drawn(page: pdfium.PdfPage) -> Image.Image:
    across, down = page.get_size()
    scale = min((WIDTH - 0.5) / across, TALLEST * WIDTH / down)
    picture: Image.Image = page.render(scale=scale, may_draw_forms=True).to_pil()
    return picture.convert("L")


def _words(page: pdfium.PdfPage) -> str:
    return "".join(page.get_textpage().get_text_bounded().split())
