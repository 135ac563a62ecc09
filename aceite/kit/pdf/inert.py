"""Rewriting an uploaded PDF from what its pages draw: everything here runs in a limited child, see remaking."""

import json
from collections.abc import Mapping
from datetime import datetime
from io import BytesIO
from typing import Any, Final

from pikepdf import Array, Name, Page, Pdf, Rectangle

from aceite.kit.pdf.examining import refuse_unfit
from aceite.kit.pdf.inking import all_drawn
from aceite.kit.pdf.lettering import fonts_outside
from aceite.kit.pdf.opening import opened
from aceite.kit.pdf.refusing import Unfit
from aceite.kit.pdf.stripping import strip

# Points kept free at the foot of every page for the footer.
FOOT: Final = 56.0
FONTS_NAMED: Final = 4
# What a page of ours refers to in the file it comes from.
LEFT_BEHIND: Final = ("/StructParents", "/Annots", "/Tabs")


def remake(job: Mapping[str, bytes]) -> bytes:
    """The sizes of the pages as JSON, a line feed, the inert file."""
    source = opened(job["pdf"])
    refuse_unfit(source)
    source.generate_appearance_streams()
    source.flatten_annotations("all")
    if fonts := fonts_outside(source):
        raise Unfit(f"fonts:{', '.join(fonts[:FONTS_NAMED])}")
    result = Pdf.new()
    for page in source.pages:
        _draw(result, page)
    for drawn in result.objects:
        strip(drawn)
    sizes, inert = [_size(page) for page in result.pages], _saved(result)
    # What no reader can show is no contract; and it is found now, not by the customer.
    if not all_drawn(inert):
        raise Unfit("blank")
    return json.dumps(sizes).encode() + b"\n" + inert


def finish(job: Mapping[str, Any]) -> bytes:
    """The inert file with stamps laid over its pages and the signature block behind them."""
    result = opened(job["pdf"])
    stamps, blocks = opened(job["stamps"]), opened(job["blocks"])
    for page, stamp in zip(result.pages, stamps.pages, strict=True):
        _lay(result, page, stamp, Rectangle(0, 0, *_size(page)), Name.Footer)
    for page in blocks.pages:
        _leave(page, *LEFT_BEHIND)
        result.pages.append(page)
    at: datetime = job["at"]
    result.docinfo["/Title"] = job["title"]
    result.docinfo["/CreationDate"] = f"D:{at:%Y%m%d%H%M%S}Z"
    return _saved(result)


def _draw(result: Pdf, page: Page) -> None:
    # The visible part of a page is its crop box within its media box; everything else is cut away for good.
    visible = _meet(Rectangle(page.mediabox), Rectangle(page.cropbox))
    page.mediabox = page.cropbox = page.trimbox = visible.as_array()
    _leave(page, "/UserUnit")
    width, height = float(visible.width), float(visible.height)
    if int(page.obj.get("/Rotate", 0)) % 180:
        width, height = height, width
    fresh = result.add_blank_page(page_size=(round(width, 2), round(height, 2)))
    _lay(result, fresh, page, Rectangle(0, FOOT, width, height), Name.Uploaded)


def _lay(result: Pdf, page: Page, upper: Page, place: Rectangle, name: Name) -> None:
    # What Page.add_overlay does, but under a name that is not random: the same input gives the same bytes.
    form = result.copy_foreign(upper.as_form_xobject())
    page.add_resource(form, Name.XObject, name)
    page.contents_add(b"q", prepend=True)
    page.contents_add(b"Q " + page.calc_form_xobject_placement(form, name, place))


def _leave(page: Page, *names: str) -> None:
    for name in names:
        if name in page.obj:
            del page.obj[name]


def _meet(media: Rectangle, crop: Rectangle) -> Rectangle:
    left, bottom = max(media.llx, crop.llx), max(media.lly, crop.lly)
    right, top = min(media.urx, crop.urx), min(media.ury, crop.ury)
    return Rectangle(left, bottom, right, top) if left < right and bottom < top else media


def _size(page: Page) -> tuple[float, float]:
    left, bottom, right, top = (float(number) for number in Array(page.mediabox))
    return right - left, top - bottom


def _saved(pdf: Pdf) -> bytes:
    out = BytesIO()
    # Every stream is unpacked and packed again: what is too big to be unpacked is refused here, not by a reader.
    pdf.save(out, deterministic_id=True, compress_streams=True, recompress_flate=True, min_version="1.7")
    return out.getvalue()
