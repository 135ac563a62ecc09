"""A company's logo: any common picture in, a bounded PNG out."""

from typing import Final

from aceite.kit.imaging.refusal import PictureRefused, ask

BIGGEST: Final = 5 * 1024 * 1024


def normalize_logo(data: bytes) -> bytes:
    """PNG, JPEG or WebP as PNG of at most 800 × 400 pixels, without metadata and empty margins.

    Raises PictureRefused.
    """
    if len(data) > BIGGEST:
        raise PictureRefused("logo_too_big")
    return ask("logo", {"data": data, "formats": ["PNG", "JPEG", "WEBP"]}, otherwise="logo_kind")
