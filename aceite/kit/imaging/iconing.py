"""Drawing icons: everything here runs in a limited child, see icons."""

from collections.abc import Mapping
from io import BytesIO
from typing import Any, Final

from PIL import Image, ImageDraw, ImageFont, ImageStat

from aceite.kit.imaging.opening import open_picture

# Four fifths of the width are seen on every device; the corners of a logo reach farther than its sides.
LETTER: Final = 0.6
LOGO: Final = 0.62
# Mean grey (0 to 255) from which a logo would be lost on white.
LIGHT: Final = 215
# As the product's own mark has it, in 32nds of the side.
CHECK: Final = ((9, 16.5), (13.6, 21.1), (23.2, 11))
STROKE: Final = 3 / 32


def initial(job: Mapping[str, Any]) -> bytes:
    """The letter, or a check for none."""
    size = job["size"]
    image = Image.new("RGB", (size, size), job["ground"])
    drawing = ImageDraw.Draw(image)
    if job["letter"]:
        font = ImageFont.truetype(job["font"], round(size * LETTER))
        left, top, right, bottom = drawing.textbbox((0, 0), job["letter"], font=font)
        place = ((size - left - right) / 2, (size - top - bottom) / 2)
        drawing.text(place, job["letter"], font=font, fill=job["ink"])
    else:
        points = [(across * size / 32, down * size / 32) for across, down in CHECK]
        drawing.line(points, fill=job["ink"], width=round(size * STROKE), joint="curve")
    return _png(image)


def framed(job: Mapping[str, Any]) -> bytes:
    """The logo in the middle."""
    size = job["size"]
    logo = open_picture(job["logo"], ["PNG"]).convert("RGBA")
    times = LOGO * size / max(logo.size)
    logo = logo.resize(
        (max(1, round(logo.width * times)), max(1, round(logo.height * times))), Image.Resampling.LANCZOS
    )
    seen = ImageStat.Stat(logo.convert("L"), mask=logo.getchannel("A").point(lambda level: 255 if level > 127 else 0))
    light = seen.count[0] > 0 and seen.mean[0] > LIGHT
    image = Image.new("RGB", (size, size), job["ground"] if light else "white")
    image.paste(logo, ((size - logo.width) // 2, (size - logo.height) // 2), logo)
    return _png(image)


def _png(image: Image.Image) -> bytes:
    out = BytesIO()
    image.save(out, "PNG", optimize=True)
    return out.getvalue()
