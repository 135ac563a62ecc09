"""A mark drawn by a signer: refused when blank or a mere dot, cut to its ink, kept as a small PNG."""

import base64
import binascii
from typing import Final

from aceite.kit.imaging.refusal import PictureRefused, ask

BIGGEST: Final = 400 * 1024
PREFIX: Final = b"data:image/png;base64,"


def mark_picture(data: bytes) -> bytes:
    """`data` is a PNG or a `data:image/png;base64,` address of one; the same mark gives the same bytes.

    Raises PictureRefused: `mark_blank`, `mark_too_short`, `mark_filled`, `mark_kind`.
    """
    if len(data) > BIGGEST:
        raise PictureRefused("mark_kind")
    if data.startswith(PREFIX):
        try:
            data = base64.b64decode(data.removeprefix(PREFIX), validate=True)
        except binascii.Error:
            raise PictureRefused("mark_kind") from None
    return ask("mark", {"data": data, "formats": ["PNG"]}, otherwise="mark_kind")
