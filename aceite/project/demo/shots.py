"""Pictures of what Aurora sells, drawn: a panel, an inverter, a battery and a charger, each on a grey sweep."""

import io
from collections.abc import Callable, Mapping
from typing import Final

from PIL import Image, ImageDraw

SIDE: Final = 900
_INK: Final = (24, 32, 48)
_WHITE: Final = (250, 250, 248)
_GREEN: Final = (44, 160, 96)
Draw = Callable[[ImageDraw.ImageDraw], None]


def shot(code: str) -> bytes | None:
    """A JPEG of the item with this code; None for what nobody drew."""
    drawn = _DRAWN.get(code)
    if drawn is None:
        return None
    sheet = Image.linear_gradient("L").resize((SIDE, SIDE)).point(lambda level: 255 - level // 6).convert("RGB")
    drawn(ImageDraw.Draw(sheet))
    out = io.BytesIO()
    sheet.save(out, "JPEG", quality=85)
    return out.getvalue()


def _panel(pen: ImageDraw.ImageDraw) -> None:
    pen.rectangle((250, 80, 650, 820), fill=(18, 28, 58), outline=(196, 200, 206), width=14)
    for column in range(1, 6):
        pen.line((250 + column * 400 // 6, 94, 250 + column * 400 // 6, 806), fill=(60, 76, 120), width=3)
    for row in range(1, 12):
        pen.line((264, 80 + row * 740 // 12, 636, 80 + row * 740 // 12), fill=(60, 76, 120), width=3)


def _inverter(pen: ImageDraw.ImageDraw) -> None:
    pen.rounded_rectangle((230, 160, 670, 700), radius=36, fill=_WHITE, outline=(180, 184, 190), width=6)
    pen.rounded_rectangle((330, 240, 570, 340), radius=12, fill=_INK)
    pen.rectangle((350, 290, 470, 306), fill=_GREEN)
    for slot in range(6):
        pen.rounded_rectangle((290, 440 + slot * 34, 610, 452 + slot * 34), radius=6, fill=(214, 218, 222))
    for plug in range(3):
        pen.rectangle((320 + plug * 100, 700, 360 + plug * 100, 760), fill=_INK)


def _battery(pen: ImageDraw.ImageDraw) -> None:
    for pack in range(4):
        top = 120 + pack * 160
        pen.rounded_rectangle((220, top, 680, top + 140), radius=20, fill=_WHITE, outline=(180, 184, 190), width=6)
        pen.rectangle((260, top + 60, 300, top + 80), fill=_GREEN)
        pen.rectangle((560, top + 52, 640, top + 88), fill=_INK)


def _charger(pen: ImageDraw.ImageDraw) -> None:
    pen.rounded_rectangle((320, 100, 580, 620), radius=60, fill=_INK)
    pen.rounded_rectangle((370, 170, 530, 290), radius=16, fill=(70, 84, 110))
    pen.ellipse((400, 380, 500, 480), fill=_GREEN)
    pen.arc((180, 420, 450, 860), start=20, end=180, fill=(60, 64, 70), width=26)
    pen.rounded_rectangle((150, 600, 220, 760), radius=20, fill=(60, 64, 70))


_DRAWN: Final[Mapping[str, Draw]] = {
    "MOD-580": _panel, "MOD-450": _panel, "INV-5": _inverter, "INV-25": _inverter, "INV-75": _inverter,
    "BAT-10": _battery, "EV-22": _charger,
}  # fmt: skip
