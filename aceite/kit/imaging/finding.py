"""Finding our codes on a photographed or scanned page: runs in a limited child, nothing here is called directly.

An ordinary photo gives its code up at the first look. What follows is for those that do not, each at a price that is
known: sharpened against a shaking hand and a dim room, and the edges alone, twice as large, where a page was
photographed from far away.
"""

import json
import math
from collections.abc import Iterator, Mapping
from io import BytesIO
from typing import Any, Final

import pypdfium2 as pdfium
import zxingcpp
from PIL import Image, ImageFilter, ImageOps

from aceite.kit.imaging.opening import open_picture
from aceite.kit.imaging.refusal import Unfit
from aceite.kit.pdf.qr import read_page_url

# Enough to read a code of 11 mm on a sheet that fills the picture, and quick to look through.
LONG_SIDE: Final = 4000
PDF_DPI: Final = 250
# A printed code stands in the last eighth of its page.
EDGE: Final = 0.25
_SHARP: Final = ImageFilter.UnsharpMask(radius=3, percent=300, threshold=0)
_SHARPER: Final = ImageFilter.UnsharpMask(radius=5, percent=300, threshold=0)


def find(job: Mapping[str, Any]) -> bytes:
    """The codes of ours in one picture, or on one page of a PDF, as JSON: [[letters, page], …] and the turn to upright.

    The turn is clockwise, 0, 90, 180 or 270 degrees, of the picture as its camera meant it to be seen.
    """
    for picture in _looks(_grey(job)):
        found = [(told, _turn(seen)) for seen in _codes(picture) if (told := read_page_url(seen.text))]
        if found:
            codes = dict.fromkeys((told.code, told.page) for told, _turned in found)
            return json.dumps({"codes": list(codes), "turn": found[0][1]}).encode()
    return json.dumps({"codes": [], "turn": 0}).encode()


def draw_page(job: Mapping[str, Any]) -> Image.Image:
    """One page of a PDF, counted from 0, at `dpi`, no side longer than LONG_SIDE."""
    with pdfium.PdfDocument(job["data"]) as document:
        if not 0 <= job["page"] < len(document):
            raise Unfit("unreadable_pdf")
        page = document[job["page"]]
        scale = min(job["dpi"] / 72, LONG_SIDE / max(page.get_size()))
        drawn: Image.Image = page.render(scale=scale, may_draw_forms=True).to_pil()
        return drawn.convert("RGB")


def _grey(job: Mapping[str, Any]) -> Image.Image:
    if not job["formats"]:
        return draw_page({**job, "dpi": PDF_DPI}).convert("L")
    image = open_picture(job["data"], job["formats"])
    image.draft("L", (LONG_SIDE, LONG_SIDE))
    upright = ImageOps.exif_transpose(image).convert("L")
    upright.thumbnail((LONG_SIDE, LONG_SIDE), Image.Resampling.BOX)
    return upright


def _looks(page: Image.Image) -> Iterator[Image.Image]:
    yield page
    yield page.filter(_SHARPER)
    yield page.filter(_SHARP)
    for box in _edges(page.width, page.height):
        edge = page.crop(box)
        larger = edge.resize((edge.width * 2, edge.height * 2), Image.Resampling.BICUBIC)
        yield larger
        yield larger.filter(_SHARPER)


def _edges(width: int, height: int) -> Iterator[tuple[int, int, int, int]]:
    across, down = round(width * EDGE), round(height * EDGE)
    yield (0, height - down, width, height)
    yield (0, 0, width, down)
    yield (width - across, 0, width, height)
    yield (0, 0, across, height)


def _codes(picture: Image.Image) -> list[zxingcpp.Barcode]:
    # Made for each look: what the library holds at the end of a process, it complains about.
    return zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode))


def _turn(seen: zxingcpp.Barcode) -> int:
    left, right = seen.position.top_left, seen.position.top_right
    quarters = round(math.degrees(math.atan2(right.y - left.y, right.x - left.x)) / 90)
    return -quarters * 90 % 360


def page_copy(job: Mapping[str, Any]) -> bytes:
    """One page of a PDF drawn anew and turned clockwise by `rotation`, as JPEG of its pixels alone."""
    drawn = draw_page(job).rotate(-job["rotation"], expand=True)
    out = BytesIO()
    drawn.save(out, "JPEG", quality=80, optimize=True, progressive=True, dpi=(job["dpi"], job["dpi"]))
    return out.getvalue()
