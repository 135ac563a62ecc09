"""A photo of what is sold: any common picture in, two bounded JPEGs out."""

from dataclasses import dataclass
from typing import Final

from aceite.kit.imaging.refusal import SECONDS, PictureRefused, ask

BIGGEST: Final = 15 * 1024 * 1024
# For a page of paper or a screen, and for a row of a list.
LARGE: Final = 1200
SMALL: Final = 320
_FORMATS: Final = ("JPEG", "PNG", "WEBP", "HEIF")


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


def _sized(data: bytes, side: int, seconds: int) -> bytes:
    job = {"data": data, "formats": list(_FORMATS), "side": side}
    return ask("photo", job, otherwise="photo_kind", seconds=seconds)
