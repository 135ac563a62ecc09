"""The copy signed on paper, as photos or PDF: read by content, served small and without what it tells of the place."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from aceite.kit.imaging.refusal import SECONDS, PictureRefused, ask
from aceite.kit.pdf.qr import PageCode

Kind = Literal["jpeg", "png", "heic", "pdf"]

DPI: Final = 200
BIGGEST: Final = 15 * 1024 * 1024
FORMATS: Final[dict[Kind, list[str]]] = {"jpeg": ["JPEG", "MPO"], "png": ["PNG"], "heic": ["HEIF"]}
_HEIC_BRANDS: Final = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}
_PDF_WITHIN: Final = 1024
_PDF: Final = b"%PDF-"


@dataclass(frozen=True)
class Scan:
    """What an upload is: its kind by content, its pages (1 for a picture), the size of the first page in pixels.

    Width and height are those a person sees, after the camera's note on how it was held; a PDF's are at 200 dpi.
    `signed` says of a PDF whether it bears digital signatures.
    """

    kind: Kind
    pages: int
    width: int
    height: int
    signed: bool = False


def read_scan(data: bytes, *, seconds: int = SECONDS) -> Scan:
    """Look at an upload by its content, never its name, for at most `seconds`.

    Raises PictureRefused with its own sentence for each fault.
    """
    kind = _kind(data)
    if kind == "pdf":
        found = ask("inspect_pdf", {"data": data}, otherwise="unreadable_pdf", seconds=seconds)
    else:
        job = {"data": data, "formats": FORMATS[kind]}
        found = ask("inspect_picture", job, otherwise="unreadable_picture", seconds=seconds)
    return Scan(kind, *json.loads(found))


def unopened_photo(data: bytes) -> Scan | None:
    """What a photo is by its first bytes alone; None for a PDF, of which they do not tell how many pages it has.

    Whether it opens is found by whoever opens it. Raises PictureRefused for what is neither.
    """
    kind = _kind(data)
    return None if kind == "pdf" else Scan(kind, 1, 0, 0)


def require_opens(data: bytes, *, seconds: int = SECONDS) -> None:
    """Raises PictureRefused for a picture or PDF, told by its content, that does not open within limits.

    A blank one, a small one, one of many pages are as good as any other here; what is neither is never opened.
    """
    if photo := _photo_kind(data):
        ask("open_photo", {"data": data, "formats": FORMATS[photo]}, otherwise="unreadable_picture", seconds=seconds)
    elif data.startswith(_PDF):
        # Not within the first bytes: an archive may hold a PDF there.
        ask("open_pdf", {"data": data}, otherwise="unreadable_pdf", seconds=seconds)


def served_copy(data: bytes, *, rotation: int = 0) -> bytes:
    """A picture as JPEG, at most A4 at 200 dpi, turned clockwise by `rotation` (0, 90, 180, 270), without EXIF.

    For pictures only: the pages of a PDF are shown by `pdf.pages.picture`. Raises PictureRefused.
    """
    kind = _kind(data)
    if kind == "pdf":
        raise PictureRefused("unreadable_picture")
    if rotation not in {0, 90, 180, 270}:
        raise ValueError(f"not a quarter turn: {rotation}")
    job = {"data": data, "formats": FORMATS[kind], "rotation": rotation}
    return ask("copy", job, otherwise="unreadable_picture")


@dataclass(frozen=True)
class PageSeen:
    """What was found on one page: the codes of ours (two where two sheets lie on one photo), and the turn to upright.

    The turn is clockwise in degrees; it means nothing without a code.
    """

    codes: tuple[PageCode, ...]
    turn: int = 0


def look_at_page(data: bytes, page: int = 0) -> PageSeen:
    """Look for our codes on a picture, or on a PDF's page counted from 0. Raises PictureRefused."""
    kind = _kind(data)
    job = {"data": data, "formats": FORMATS.get(kind, []), "page": page}
    found = json.loads(ask("find", job, otherwise="unreadable_picture", file="finding"))
    return PageSeen(tuple(PageCode(letters, number) for letters, number in found["codes"]), found["turn"])


def served_page(data: bytes, page: int = 0, *, rotation: int = 0) -> bytes:
    """What `served_copy` gives of a picture, of a PDF's page (counted from 0) too. Raises PictureRefused."""
    if _kind(data) != "pdf":
        return served_copy(data, rotation=rotation)
    job = {"data": data, "page": page, "dpi": DPI, "rotation": rotation}
    return ask("page_copy", job, otherwise="unreadable_pdf", file="finding")


def scan_to_pdf(images: Sequence[bytes]) -> bytes:
    """JPEGs of `served_copy`, in order, as one PDF of A4 pages; the same pictures give the same bytes."""
    return ask("bind", {"images": list(images)}, otherwise="unreadable_picture")


def _kind(data: bytes) -> Kind:
    if not data:
        raise PictureRefused("empty")
    if len(data) > BIGGEST:
        raise PictureRefused("too_big")
    if photo := _photo_kind(data):
        return photo
    if _PDF in data[:_PDF_WITHIN]:
        return "pdf"
    raise PictureRefused("unknown_kind")


def _photo_kind(data: bytes) -> Kind | None:
    if data.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    return "heic" if data[4:8] == b"ftyp" and data[8:12] in _HEIC_BRANDS else None
