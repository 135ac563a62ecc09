"""QR codes as SVG, drawn here so that no template needs a package; and what the one of a page says, both ways."""

import re
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Final

from aceite.kit.codes import BadCode, parse_code
from aceite.kit.late import late

if TYPE_CHECKING:
    import segno
else:
    segno = late("segno")

# The address of a code, and on papers whose pages are told apart the page; whatever host it was printed for.
_PRINTED: Final = re.compile(r"https?://[^/\s]+/v/([0-9A-Za-z-]{16,24})(?:/([1-9][0-9]{0,3}))?/?")
# Choosing the best of the eight masks takes four times as long as drawing with one of them.
_MASK: Final = 2


@dataclass(frozen=True)
class PageCode:
    """What a page's QR says: the 16 letters of its paper, and which page it is (0 on papers that did not say it)."""

    code: str
    page: int = 0


def qr_svg(text: str) -> bytes:
    """`text` as a QR code (level M, no quiet zone: the template gives the white), as SVG."""
    out = BytesIO()
    made = segno.make(text, error="m", micro=False, mask=_MASK)
    made.save(out, kind="svg", border=0, xmldecl=False, svgns=True, omitsize=True)
    return out.getvalue()


def page_url(url: str, page: int) -> str:
    """What the QR of one page says, `url` being that of the whole paper."""
    return f"{url}/{page}"


def read_page_url(text: str) -> PageCode | None:
    """What a QR found on a page says about our papers; None for anybody else's."""
    if (printed := _PRINTED.fullmatch(text.strip())) is None:
        return None
    try:
        return PageCode(parse_code(printed[1]), int(printed[2] or 0))
    except BadCode:
        return None
