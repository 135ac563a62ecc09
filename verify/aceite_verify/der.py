"""Pieces of DER (X.690) as they stand: taken apart without being interpreted, and put together in the shortest way.

The bytes of a piece stay what they were; a library that interprets them may write them in another way again.
"""

from typing import Final

from asn1crypto import parser

UNIVERSAL: Final = 0
CONTEXT: Final = 2
CONSTRUCTED: Final = 1
SEQUENCE: Final = 16
SET: Final = 17


def children(der: bytes) -> list[bytes]:
    """What stands inside one value. Raises ValueError when it is none, or is followed by something."""
    content = parser.parse(der, strict=True)[4]
    found = []
    while content:
        length = parser.peek(content)
        found.append(content[:length])
        content = content[length:]
    return found


def first(data: bytes) -> tuple[bytes, bytes]:
    """The value at the beginning, and what follows it. Raises ValueError when there is none."""
    length = parser.peek(data)
    return data[:length], data[length:]


def sequence(*parts: bytes) -> bytes:
    """SEQUENCE of these values, in this order."""
    return bytes(parser.emit(UNIVERSAL, CONSTRUCTED, SEQUENCE, b"".join(parts)))


def set_of(*parts: bytes) -> bytes:
    """SET OF these values, in the order of DER."""
    return bytes(parser.emit(UNIVERSAL, CONSTRUCTED, SET, b"".join(sorted(parts))))


def tagged(number: int, *parts: bytes) -> bytes:
    """These values under a context tag [number]."""
    return bytes(parser.emit(CONTEXT, CONSTRUCTED, number, b"".join(parts)))


def integer(value: int) -> bytes:
    """INTEGER, from 0 to 127."""
    return bytes(parser.emit(UNIVERSAL, 0, 2, bytes([value])))
