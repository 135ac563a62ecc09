"""Photos of printed pages as people take them with a phone: askew, in a room's light, with a hand that shakes."""

import random
from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageChops, ImageFilter, ImageOps

Corner = tuple[float, float]


@dataclass(frozen=True)
class Shot:
    """How a photo is taken, by default as most are.

    `slant` is how far corners wander (share of the width), `tilt` in degrees, `blur` in pixels, `noise` and `shadow` in
    levels of 255; `fills` is the share of the photo that the sheet takes.
    """

    slant: float = 0.03
    tilt: float = 2.0
    blur: float = 1.0
    noise: float = 8.0
    shadow: int = 60
    fills: float = 0.9
    size: tuple[int, int] = (3000, 4000)
    quality: int = 75
    turned: int = 0


def photograph(page: Image.Image, shot: Shot, *, seed: int = 0) -> bytes:
    """A JPEG of this page; the same seed gives the same bytes."""
    chance = random.Random(seed)
    table = Image.new("L", shot.size, 110)
    seen = _seen_askew(ImageOps.invert(page.convert("L")), shot, chance)
    mask = _seen_askew(Image.new("L", page.size, 255), shot, random.Random(seed))
    table.paste(ImageOps.invert(seen), (0, 0), mask)
    table = table.rotate(chance.uniform(-shot.tilt, shot.tilt), Image.Resampling.BICUBIC, fillcolor=110)
    table = table.filter(ImageFilter.GaussianBlur(shot.blur))
    shade = Image.linear_gradient("L").rotate(chance.uniform(0, 360)).resize(shot.size)
    table = ImageChops.subtract(table, shade.point(lambda level: level * shot.shadow // 255))
    grain = _grain(shot, seed)
    table = ImageChops.add(table, grain, offset=-128)
    out = BytesIO()
    table.rotate(-shot.turned, expand=True).convert("RGB").save(out, "JPEG", quality=shot.quality)
    return out.getvalue()


def _grain(shot: Shot, seed: int) -> Image.Image:
    # Pillow's own noise has no seed.
    small = Image.frombytes("L", (512, 512), random.Random(seed).randbytes(512 * 512))
    soft = small.point(lambda level: int(128 + (level - 128) * shot.noise / 74))
    whole = Image.new("L", shot.size)
    for left in range(0, shot.size[0], 512):
        for top in range(0, shot.size[1], 512):
            whole.paste(soft, (left, top))
    return whole


def _seen_askew(page: Image.Image, shot: Shot, chance: random.Random) -> Image.Image:
    width, height = shot.size
    across = min(width * shot.fills, height * shot.fills * page.width / page.height)
    down = across * page.height / page.width
    left, top = (width - across) / 2, (height - down) / 2

    def wander() -> float:
        return chance.uniform(-shot.slant, shot.slant) * across

    corners = [
        (x + wander(), y + wander())
        for x, y in ((left, top), (left + across, top), (left + across, top + down), (left, top + down))
    ]
    sheet: list[Corner] = [(0, 0), (page.width, 0), (page.width, page.height), (0, page.height)]
    return page.transform(shot.size, Image.Transform.PERSPECTIVE, _mapping(corners, sheet), Image.Resampling.BICUBIC)


def _mapping(seen: list[Corner], sheet: list[Corner]) -> tuple[float, ...]:
    """The eight numbers that lead from a point of the photo to one of the sheet."""
    rows = []
    for (x, y), (u, v) in zip(seen, sheet, strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y, u], [0, 0, 0, x, y, 1, -v * x, -v * y, v]]
    return tuple(_solved(rows))


def _solved(rows: list[list[float]]) -> list[float]:
    for at in range(len(rows)):
        best = max(range(at, len(rows)), key=lambda row: abs(rows[row][at]))
        rows[at], rows[best] = rows[best], rows[at]
        rows[at] = [value / rows[at][at] for value in rows[at]]
        for row in range(len(rows)):
            if row != at:
                rows[row] = [a - rows[row][at] * b for a, b in zip(rows[row], rows[at], strict=True)]
    return [row[-1] for row in rows]
