"""A long hexadecimal string read at once: pyHanko reads letter by letter, and the room of a signature has thousands.

Only what leaves no question is read here: pairs of digits, up to the closing bracket. All else stays pyHanko's.
"""

import re
from typing import IO, Any, Final

from pyhanko.pdf_utils import generic

PLAIN: Final = re.compile(rb"<((?:[0-9A-Fa-f]{2})*)>")
# A signature with its certificates and its time stamp takes less.
LONGEST: Final = 128 * 1024
_by_letter: Final = generic.read_hex_string_from_stream


def read_hexadecimal(stream: IO[bytes]) -> Any:
    """The string that begins at the stream's place, which moves behind it; what pyHanko makes of it, and raises."""
    here = stream.tell()
    plain = PLAIN.match(stream.read(LONGEST))
    stream.seek(here + (plain.end() if plain else 0))
    return generic.pdf_string(bytes.fromhex(plain[1].decode())) if plain else _by_letter(stream)


def read_at_once() -> None:
    """Lets pyHanko read so, in this process."""
    generic.read_hex_string_from_stream = read_hexadecimal
