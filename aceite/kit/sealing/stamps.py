"""Time stamps (RFC 3161) as told: who is asked, what came, or why nothing did; apart from the asking."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final

LARGEST_TOKEN: Final = 12 * 1024


class Why(StrEnum):
    """Why there is no stamp, as one word; the sentences belong to whoever shows it."""

    UNREACHABLE = "unreachable"
    SLOW = "slow"
    NOT_A_STAMP = "not_a_stamp"
    REFUSED = "refused"
    WRONG_NONCE = "wrong_nonce"
    WRONG_HASH = "wrong_hash"
    WRONG_TIME = "wrong_time"
    BROKEN = "broken"
    UNTRUSTED = "untrusted"
    TOO_BIG = "too_big"


@dataclass(frozen=True)
class TimeAuthority:
    """One RFC 3161 server, and the roots (PEM) its stamps must lead to; name and password where it asks for them."""

    url: str
    roots: bytes
    user: str = ""
    password: str = field(default="", repr=False)


@dataclass(frozen=True)
class Stamp:
    """A time stamp that was checked: its token (DER, RFC 3161), the time it vouches for, and who gave it."""

    token: bytes
    time: datetime
    authority: str


@dataclass(frozen=True)
class NoStamp:
    """Why there is none: each authority asked (its URL) with its reason, in order; empty when none is configured."""

    failures: tuple[tuple[str, Why], ...] = ()


NO_AUTHORITY: Final = NoStamp()
