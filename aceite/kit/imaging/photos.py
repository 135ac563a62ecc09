"""A photo of what is sold: any common picture in, two bounded JPEGs out."""

from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from typing import Final, Literal

from aceite.kit.imaging.refusal import SECONDS, PictureRefused, ask

BIGGEST: Final = 15 * 1024 * 1024
# For a page of paper or a screen, and for a row of a list.
LARGE: Final = 1200
SMALL: Final = 320
_FORMATS: Final = ("JPEG", "PNG", "WEBP", "HEIF")

# WebP for every browser of today; JPEG for those that came before it (Safari until 2020).
PhotoKind = Literal["webp", "jpeg"]


@dataclass(frozen=True)
class Photo:
    """One photo in two sizes, as JPEG, upright, on white, without what a camera tells of the place."""

    large: bytes
    small: bytes


def photo_of(data: bytes, *, seconds: int = SECONDS) -> Photo:
    """Read by its content, never its name; the same picture gives the same bytes. Raises PictureRefused."""
    if len(data) > BIGGEST:
        raise PictureRefused("photo_too_big")
    large = _sized(data, LARGE, seconds)
    return Photo(large, _sized(large, SMALL, seconds))


def fitted(photo: bytes, *, width: int, kind: PhotoKind) -> bytes:
    """A photo that `photo_of` made, no wider than `width` pixels. Raises PictureRefused."""
    return ask("fit", {"data": photo, "width": width, "kind": kind}, otherwise="photo_kind")


@cache
def fitter() -> str:
    """What fits photos, by name and version."""
    return f"Pillow {version('pillow')}"


def _sized(data: bytes, side: int, seconds: int) -> bytes:
    job = {"data": data, "formats": list(_FORMATS), "side": side}
    return ask("photo", job, otherwise="photo_kind", seconds=seconds)
