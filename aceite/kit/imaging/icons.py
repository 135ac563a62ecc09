"""The picture by which a company's application stands among others on a device: its logo, or its initial."""

from typing import Final

from aceite.kit.fonts import coverage, font_paths
from aceite.kit.imaging.refusal import ask

_SEMIBOLD: Final = next(str(path) for path in font_paths() if path.stem.endswith("-Semibold"))


def initial_icon(letter: str, *, ground: str, ink: str, size: int) -> bytes:
    """A letter in `ink` on `ground` (both `#rrggbb`) as PNG of `size` pixels; a check where the font lacks the letter.

    It fills its square, and what matters stands within the circle that every device leaves (W3C manifest, maskable).
    """
    drawn = letter if len(letter) == 1 and ord(letter) in coverage() else ""
    job = {"letter": drawn, "font": _SEMIBOLD, "ground": ground, "ink": ink, "size": size}
    return ask("initial", job, otherwise="logo_kind", file="iconing")


def logo_icon(logo: bytes, *, ground: str, size: int) -> bytes:
    """A logo, as `normalize_logo` gives it, on white; a light one on `ground`. Raises PictureRefused."""
    return ask("framed", {"logo": logo, "ground": ground, "size": size}, otherwise="logo_kind", file="iconing")
