"""A reader of BR Codes of the tests' own: it shares nothing with the writer, not even the checksum."""

from dataclasses import dataclass


class Unreadable(Exception):
    """No payer's bank would take this code."""


@dataclass(frozen=True)
class Read:
    """What a bank's application shows before one confirms."""

    key: str
    amount: str
    name: str
    city: str
    txid: str


def fields(text: str) -> dict[str, str]:
    """The fields of one level, by id; every letter must belong to one."""
    found: dict[str, str] = {}
    while text:
        number, length, rest = text[:2], text[2:4], text[4:]
        if not (number.isdecimal() and length.isdecimal()) or len(rest) < int(length) or number in found:
            raise Unreadable(text)
        found[number], text = rest[: int(length)], rest[int(length) :]
    return found


def crc16(data: bytes) -> int:
    """CRC-16/CCITT-FALSE, bit by bit as the standard draws it."""
    register = 0xFFFF
    for byte in data:
        for bit in range(7, -1, -1):
            out = register >> 15 ^ byte >> bit & 1
            register = (register << 1 & 0xFFFF) ^ (0x1021 if out else 0)
    return register


def read(code: str) -> Read:
    """What the code asks for; refuses what the manual does not allow."""
    if int(code[-4:], 16) != crc16(code[:-4].encode("ascii")) or code[-8:-4] != "6304":
        raise Unreadable("checksum")
    found = fields(code)
    if list(found) != sorted(found) or (found["00"], found["53"], found["58"]) != ("01", "986", "BR"):
        raise Unreadable("head")
    account, more = fields(found["26"]), fields(found["62"])
    if account["00"].lower() != "br.gov.bcb.pix" or not 1 <= len(found["59"]) <= 25 or not 1 <= len(found["60"]) <= 15:
        raise Unreadable("account")
    return Read(account["01"], found.get("54", ""), found["59"], found["60"], more["05"])
