"""A company's colour made into an accent that can be read: contrast kept by computation (WCAG 2.2, 1.4.3 and 1.4.11).

Colours are turned into OKLCH (B. Ottosson, https://bottosson.github.io/posts/oklab/), where lightness moves and the hue
stays.
"""

import math
import re

DEFAULT_ACCENT = "#0b5d66"
READABLE = 4.5

Rgb = tuple[float, float, float]
Lch = tuple[float, float, float]

# What text stands on, the least favourable first: base.css draws these grounds.
LIGHT_GROUND = "#f4f4f2"
DARK_GROUND = "#26282d"
WHITE = "#ffffff"
INK = "#0d0f12"


def parse(colour: str) -> Rgb:
    """Read `#rrggbb` (or `#rgb`) into red, green, blue from 0 to 1; raises ValueError for anything else."""
    found = re.fullmatch(r"#?([0-9a-fA-F]{6}|[0-9a-fA-F]{3})", colour.strip())
    if not found:
        raise ValueError(colour)
    digits = found[1] if len(found[1]) == 6 else "".join(digit * 2 for digit in found[1])
    red, green, blue = (int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4))
    return red, green, blue


def to_hex(rgb: Rgb) -> str:
    """Write red, green, blue from 0 to 1 as `#rrggbb`."""
    return "#" + "".join(f"{round(min(max(part, 0), 1) * 255):02x}" for part in rgb)


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


def _gamma(part: float) -> float:
    return part * 12.92 if part <= 0.0031308 else 1.055 * part ** (1 / 2.4) - 0.055


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, from 1 to 21 (WCAG 2.2, definition of contrast ratio)."""
    light, dark = sorted((_luminance(parse(one)), _luminance(parse(other))), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(rgb: Rgb) -> float:
    red, green, blue = map(_linear, rgb)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def to_oklch(rgb: Rgb) -> Lch:
    """Lightness (0 to 1), chroma and hue (radians) of a colour."""
    red, green, blue = map(_linear, rgb)
    long = (0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue) ** (1 / 3)
    medium = (0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue) ** (1 / 3)
    short = (0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue) ** (1 / 3)
    lightness = 0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short
    a = 1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short
    b = 0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short
    return lightness, math.hypot(a, b), math.atan2(b, a)


def from_oklch(lch: Lch) -> Rgb:
    """The colour of a lightness, chroma and hue; chroma gives way until the screen can show it."""
    lightness, chroma, hue = lch
    while True:
        rgb = _from_oklab(lightness, chroma * math.cos(hue), chroma * math.sin(hue))
        if chroma < 0.002 or all(-0.001 <= part <= 1.001 for part in rgb):
            return rgb
        chroma *= 0.95


def _from_oklab(lightness: float, a: float, b: float) -> Rgb:
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    red = 4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short
    green = -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short
    blue = -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short
    return _gamma(red), _gamma(green), _gamma(blue)


def _until_readable(colour: str, grounds: tuple[str, ...], step: float) -> str:
    """Move lightness by `step` until the colour can be read on every ground."""
    lightness, chroma, hue = to_oklch(parse(colour))
    while min(contrast(colour, ground) for ground in grounds) < READABLE and 0 < lightness + step < 1:
        lightness += step
        colour = to_hex(from_oklch((lightness, chroma, hue)))
    return colour


def _tint(colour: str, lightness: float, most_chroma: float) -> str:
    _old, chroma, hue = to_oklch(parse(colour))
    return to_hex(from_oklch((lightness, min(chroma, most_chroma), hue)))


def _fill(colour: str) -> tuple[str, str]:
    """A ground for buttons as near to the brand as can be, and the colour of the words on it."""
    if contrast(colour, WHITE) >= READABLE:
        return colour, WHITE
    if contrast(colour, INK) >= READABLE:
        return colour, INK
    return _until_readable(colour, (WHITE,), -0.01), WHITE


def _hover(fill: str, words: str) -> str:
    """A step away from the words' own lightness, so contrast only grows."""
    lightness, chroma, hue = to_oklch(parse(fill))
    moved = lightness - 0.05 if words == WHITE else lightness + 0.04
    return to_hex(from_oklch((min(max(moved, 0), 1), chroma, hue)))


def accent_tokens(colour: str) -> dict[str, str]:
    """Make the accent's tokens for the light theme (bare names) and the dark one (`dark-…`) from a company's `#rrggbb`.

    `accent` fills buttons under `on-accent` words; `accent-text` is for links and edges on the page; `accent-soft` is a
    tint that `accent-text` can stand on. Every such pair has a contrast of at least 4.5.
    Raises ValueError when it is no colour.
    """
    brand = to_hex(parse(colour))
    fill, words = _fill(brand)
    soft, dark_soft = _tint(brand, 0.958, 0.018), _tint(brand, 0.3, 0.035)
    return {
        "accent": fill,
        "accent-strong": _hover(fill, words),
        "on-accent": words,
        "accent-soft": soft,
        "accent-text": _until_readable(brand, (soft, LIGHT_GROUND, WHITE), -0.01),
        "dark-accent-soft": dark_soft,
        "dark-accent-text": _until_readable(brand, (dark_soft, DARK_GROUND), 0.01),
    }


def shown_tokens(colour: str) -> dict[str, str]:
    """The same, with the product's own accent for what is no colour."""
    try:
        return accent_tokens(colour)
    except ValueError:
        return accent_tokens(DEFAULT_ACCENT)


def brand_css(colour: str) -> str:
    """Write the stylesheet that puts a company's accent over the product's own; what is no colour gives the latter."""
    tokens = shown_tokens(colour)
    light = "".join(f"--{name}:{value};" for name, value in tokens.items() if not name.startswith("dark-"))
    dark = "".join(f"--{name[5:]}:{value};" for name, value in tokens.items() if name.startswith("dark-"))
    return (
        f"@layer tokens{{:root{{{light}}}"
        f"@media (prefers-color-scheme:dark){{:root:not([data-theme=light]){{{dark}}}}}"
        f":root[data-theme=dark]{{{dark}}}}}\n"
    )
