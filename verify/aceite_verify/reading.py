"""One reader for each file, whoever asks: taking a file apart is half of what its check costs."""

from functools import lru_cache
from io import BytesIO
from typing import Final

from pyhanko.pdf_utils.decode_limits import DecodeLimits, StreamDecodeLimits
from pyhanko.pdf_utils.reader import PdfFileReader

from aceite_verify.hexadecimal import read_at_once
from aceite_verify.shape import LARGEST

# What a packed stream may come to.
LIMITS: Final = DecodeLimits(per_stream=StreamDecodeLimits(max_output_size=LARGEST))

read_at_once()


# The file and the original it begins with; nothing here changes what a reader has read.
@lru_cache(maxsize=2)
def reader_of(data: bytes) -> PdfFileReader:
    """The file, read strictly. Raises whatever pyHanko raises when it is no sound PDF."""
    return PdfFileReader(BytesIO(data), decode_limits=LIMITS)
