"""Looking for what an uploaded PDF may not be or hold: everything here runs in a limited child, see remaking."""

from collections.abc import Callable, Iterator
from typing import Any, Final

from pikepdf import Array, Dictionary, Name, Pdf, Stream

from aceite.kit.pdf.refusing import SIGNED, Unfit

MOST_PAGES: Final = 300
# Points: from a business card to A0.
SMALLEST: Final = 100
LARGEST: Final = 3400
# As of a photo: see imaging.opening.
MOST_PIXELS: Final = 110_000_000


def refuse_unfit(pdf: Pdf, *, but: str = "") -> None:
    """Raise Unfit with the first reason found; `but` is one that is no reason to whoever asks."""
    for reason, found in _FINDINGS.items():
        if reason != but and found(pdf):
            raise Unfit(reason)


def _xfa(pdf: Pdf) -> bool:
    return "/XFA" in _form(pdf)


def _signed(pdf: Pdf) -> bool:
    if "/Perms" in pdf.Root:
        return True
    return any(
        "/ByteRange" in o or (o.get("/FT") == Name.Sig and o.get("/V") is not None)
        for o in _dictionaries(pdf)
        if not isinstance(o, Stream)
    )


def _bad_size(pdf: Pdf) -> bool:
    sides = (side for page in pdf.pages for side in _size(page.cropbox))
    return any(not SMALLEST <= side <= LARGEST for side in sides)


def _size(box: Any) -> tuple[float, float]:
    left, bottom, right, top = (float(number) for number in box)
    return abs(right - left), abs(top - bottom)


def _layered(pdf: Pdf) -> bool:
    # A layer shown everywhere by default is only structure; anything else lets two people see two contracts.
    properties = pdf.Root.get("/OCProperties")
    if not isinstance(properties, Dictionary):
        return any(o.get("/Type") == Name.OCMD and _conditional(o) for o in _dictionaries(pdf))
    default = properties.get("/D", Dictionary())
    hidden = len(default.get("/OFF", Array())) > 0 or default.get("/BaseState", Name.ON) != Name.ON
    by_usage = any(len(use.get("/OCGs", Array())) > 0 for use in default.get("/AS", Array()))
    return hidden or by_usage or any(o.get("/Type") == Name.OCMD and _conditional(o) for o in _dictionaries(pdf))


def _conditional(membership: Any) -> bool:
    return "/VE" in membership or membership.get("/P") in (Name.AllOff, Name.AnyOff)


def _external(pdf: Pdf) -> bool:
    return any(
        isinstance(o, Stream)
        and ("/F" in o or "/Ref" in o or o.get("/Subtype") == Name.PS or o.get("/Subtype2") == Name.PS)
        for o in _dictionaries(pdf)
    )


def _vast_picture(pdf: Pdf) -> bool:
    # A reader that has no room for it leaves it out, and another shows it.
    pictures = (o for o in _dictionaries(pdf) if isinstance(o, Stream) and o.get("/Subtype") == Name.Image)
    return any(int(o.get("/Width", 0)) * int(o.get("/Height", 0)) > MOST_PIXELS for o in pictures)


def _form(pdf: Pdf) -> Any:
    form = pdf.Root.get("/AcroForm")
    return form if isinstance(form, Dictionary) else Dictionary()


def _dictionaries(pdf: Pdf) -> Iterator[Any]:
    for o in pdf.objects:
        if isinstance(o, (Dictionary, Stream)):
            yield o


_FINDINGS: Final[dict[str, Callable[[Pdf], bool]]] = {
    "encrypted": lambda pdf: pdf.is_encrypted,
    "empty": lambda pdf: len(pdf.pages) == 0,
    "too_many_pages": lambda pdf: len(pdf.pages) > MOST_PAGES,
    "xfa": _xfa,
    SIGNED: _signed,
    "layers": _layered,
    "external": _external,
    "page_size": _bad_size,
    "vast_picture": _vast_picture,
}
