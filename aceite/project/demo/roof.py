"""The picture on a proposal's cover, drawn: a roof with modules under a morning sky."""

import io
from typing import Final

from PIL import Image, ImageDraw

SIZE: Final = (1600, 900)
_SKY: Final = ((226, 236, 240), (250, 232, 206))
_TILES: Final = (148, 92, 70)
_FRAME: Final = (196, 200, 206)
_CELLS: Final = (24, 38, 78)
_SUN: Final = (252, 214, 140)
_ROWS, _COLUMNS = 3, 7


def roof() -> bytes:
    """A JPEG, wider than high."""
    fade = Image.linear_gradient("L").resize(SIZE)
    sheet = Image.composite(Image.new("RGB", SIZE, _SKY[1]), Image.new("RGB", SIZE, _SKY[0]), fade)
    pen = ImageDraw.Draw(sheet)
    pen.ellipse((1180, 110, 1360, 290), fill=_SUN)
    pen.polygon([(0, 900), (300, 360), (1600, 360), (1600, 900)], fill=_TILES)
    for row in range(_ROWS):
        for column in range(_COLUMNS):
            _module(pen, row, column)
    out = io.BytesIO()
    sheet.save(out, "JPEG", quality=85)
    return out.getvalue()


def _module(pen: ImageDraw.ImageDraw, row: int, column: int) -> None:
    """One module, leaning with the roof: each row further down stands further left."""
    top, height, width = 400 + row * 156, 144, 170
    left = 380 - row * 86 + column * (width + 8)
    lean = 80
    pen.polygon(
        [(left, top), (left + width, top), (left + width - lean, top + height), (left - lean, top + height)],
        fill=_CELLS, outline=_FRAME, width=5,
    )  # fmt: skip
    for part in (1, 2, 3):
        across, down = width * part // 4, height * part // 4
        pen.line((left + across, top, left + across - lean, top + height), fill=_FRAME)
        slide = lean * part // 4
        pen.line((left - slide, top + down, left + width - slide, top + down), fill=_FRAME)
