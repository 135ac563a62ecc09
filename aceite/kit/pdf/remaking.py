"""Making an uploaded PDF inert: rewritten whole, nothing in it that could run, hide, load or change later.

Each page becomes one form drawn on a new page of a new file, so that only what a page draws can come along: no
catalog, no annotations, no actions, no names, no attachments, no older revisions.
"""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from io import BytesIO
from typing import Any, Final

from pikepdf import Array, Name, Page, Pdf, Rectangle

from aceite.kit.limits import ChildFailed, run_limited
from aceite.kit.pdf.inking import all_drawn
from aceite.kit.pdf.lettering import fonts_outside
from aceite.kit.pdf.opening import opened
from aceite.kit.pdf.pages import page_count
from aceite.kit.pdf.papers import SignatureBlockPaper, StampPaper
from aceite.kit.pdf.refusing import SENTENCES, Refused, Unfit, refuse_unfit
from aceite.kit.pdf.stripping import strip

__all__ = ["Refused", "remake_inert"]

# Both together stay within what anybody waits for an answer: what is inert already takes less.
REMAKING_SECONDS: Final = 12
FINISHING_SECONDS: Final = 7
MEMORY_MB: Final = 800
# Points kept free at the foot of every page for the footer.
FOOT: Final = 56.0
FONTS_NAMED: Final = 4
# What a page of ours refers to in the file it comes from.
LEFT_BEHIND: Final = ("/StructParents", "/Annots", "/Tabs")


def remake_inert(pdf: bytes, *, block: SignatureBlockPaper) -> bytes:
    """The same pages, inert and a little smaller, `block`'s footer under each, `block` itself as the last page(s).

    Raises Refused for what cannot become a contract. The same arguments give the same bytes.
    """
    head, _, inert = _child("remake", {"pdf": pdf}, REMAKING_SECONDS).partition(b"\n")
    sizes = [(width, height) for width, height in json.loads(head)]
    blocks = replace(block, pages_before=len(sizes)).render()
    stamps = _stamps(block, sizes, len(sizes) + page_count(blocks)).render()
    job = {"pdf": inert, "stamps": stamps, "blocks": blocks, "title": block.title, "at": block.at}
    return _child("finish", job, FINISHING_SECONDS)


def _stamps(block: SignatureBlockPaper, sizes: list[tuple[float, float]], total: int) -> StampPaper:
    return StampPaper(
        company=block.company,
        footer=block.footer,
        title=block.title,
        at=block.at,
        language=block.language,
        labels=block.labels,
        sizes=sizes,
        total=total,
    )


def _child(job: str, arguments: Mapping[str, object], seconds: int) -> bytes:
    try:
        return run_limited(f"aceite.kit.pdf.remaking:{job}", arguments, seconds=seconds, memory_mb=MEMORY_MB)
    except ChildFailed as failed:
        key, _colon, fonts = failed.detail.partition(":")
        if failed.error == Unfit.__name__ and key in SENTENCES:
            raise Refused(key, fonts) from failed
        raise Refused("unreadable" if failed.reason == "error" else "too_heavy") from failed


def remake(job: Mapping[str, bytes]) -> bytes:
    """The sizes of the pages as JSON, a line feed, the inert file; called in the limited child."""
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
    """The inert file with stamps laid over its pages and the signature block behind them; in the limited child."""
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
