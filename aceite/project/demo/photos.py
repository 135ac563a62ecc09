"""Photos of a signed contract as a phone takes them: a little tilted, on a table, signed in blue ink."""

import io
from typing import Final

from PIL import Image, ImageDraw, ImageFilter

TABLE: Final = (116, 92, 74)
INK: Final = (28, 54, 140)
# As wide as the code at the foot of the page needs to be read.
WIDTH: Final = 1600
MARGIN: Final = 100


def photograph(page: bytes, *, signed: bool, blurred: bool = False) -> bytes:
    """A JPEG of one printed page, given as a picture of any kind; `blurred` is what a hurried hand makes of it."""
    sheet = Image.open(io.BytesIO(page)).convert("RGB")
    sheet = sheet.resize((WIDTH, round(WIDTH * sheet.height / sheet.width)))
    if signed:
        _scribble(ImageDraw.Draw(sheet), sheet.width * 0.18, sheet.height * 0.86)
    table = Image.new("RGB", (sheet.width + 2 * MARGIN, sheet.height + 2 * MARGIN), TABLE)
    table.paste(sheet, (MARGIN, MARGIN))
    photo = table.rotate(1.4, resample=Image.Resampling.BICUBIC, fillcolor=TABLE)
    if blurred:
        photo = photo.filter(ImageFilter.GaussianBlur(16))
    out = io.BytesIO()
    photo.save(out, "JPEG", quality=72)
    return out.getvalue()


def _scribble(pen: ImageDraw.ImageDraw, x: float, y: float) -> None:
    heights = (0, -34, 6, -22, 10, -40, 4, -14, 8, -26, 2, -8, 0)
    points = [(x + 38 * step, y + 1.8 * height) for step, height in enumerate(heights)]
    pen.line(points, fill=INK, width=7, joint="curve")
    pen.line([(x - 18, y + 32), (x + 510, y + 10)], fill=INK, width=5)
