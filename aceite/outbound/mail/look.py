"""How a company's letters look: its colour, words that can be read on it, its logo."""

from dataclasses import dataclass
from email.mime.image import MIMEImage
from typing import Final

from aceite.core.companies.models import Company
from aceite.core.documents.logos import logo_of
from aceite.core.documents.reading import Tampered, read

LOGO_ID: Final = "logo"
DEFAULT: Final = "#0b5d66"
WHITE: Final = "#ffffff"
BLACK: Final = "#000000"


@dataclass(frozen=True)
class Look:
    """What the template needs to dress a letter; `logo` travels inside the mail, so that no server is asked for it."""

    name: str
    accent: str
    on_accent: str
    logo: MIMEImage | None


def look_of(company: Company) -> Look:
    """The company's look. A logo whose file is damaged is left out; its name stands there instead."""
    accent = company.colour if len(company.colour) == 7 else DEFAULT
    return Look(company.trade_name, accent, _words_on(accent), _logo(company))


def _words_on(ground: str) -> str:
    """White or black, whichever contrasts more: one of them always reaches 4.5 (WCAG 2.2, 1.4.3)."""
    light = _luminance(ground) + 0.05
    return WHITE if 1.05 / light >= light / 0.05 else BLACK


def _luminance(colour: str) -> float:
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _logo(company: Company) -> MIMEImage | None:
    document = logo_of(company)
    if document is None:
        return None
    try:
        image = MIMEImage(read(document), "png")
    except Tampered:
        return None
    image.add_header("Content-ID", f"<{LOGO_ID}>")
    image.add_header("Content-Disposition", "inline", filename="logo.png")
    return image
