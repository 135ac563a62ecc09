"""Codes people copy from paper, and codes and tokens derived again from a secret instead of being stored."""

import base64
import hashlib
import hmac
import secrets
from typing import Final

from aceite.kit.sentences import Complaint
from aceite.kit.sentences import gettext_noop as _

# Crockford's base 32: no I, L, O (taken for 1 and 0), no U (fewer accidental words).
ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LETTERS: Final = 16
_AS_TYPED: Final = str.maketrans("OIL", "011", "-\u2010\u2011\u2012\u2013\u2014\u2212. ")


class BadCode(Complaint):
    """The text cannot be one of our codes."""


def new_code() -> str:
    """Return 80 random bits as 16 letters."""
    return "".join(secrets.choice(ALPHABET) for _i in range(CODE_LETTERS))


def format_code(code: str) -> str:
    """Write XXXX-XXXX-XXXX-XXXX."""
    return "-".join(code[i : i + 4] for i in range(0, len(code), 4))


def parse_code(text: str) -> str:
    """Return the 16 letters of a code typed from paper.

    O is read as 0, I and L as 1; case, dashes and spaces do not matter. Raises BadCode.
    """
    code = "".join(text.split()).upper().translate(_AS_TYPED)
    if len(code) != CODE_LETTERS or not set(code) <= set(ALPHABET):
        raise BadCode(_("O código tem 16 letras e números, em quatro grupos de quatro. Confira o que digitou."))
    return code


def new_nonce() -> str:
    """Return 128 random bits in hexadecimal."""
    return secrets.token_hex(16)


def derive_digits(pepper: bytes, *parts: str, digits: int = 6) -> str:
    """Return the one-time code for these parts: HMAC-SHA256 under `pepper`, truncated to decimal digits."""
    number = int.from_bytes(_mac(pepper, "digits", *parts))
    return str(number % 10**digits).zfill(digits)


def derive_token(pepper: bytes, *parts: str) -> str:
    """Return a token for links, 256 bits in URL-safe base 64 without padding, derived from these parts."""
    return base64.urlsafe_b64encode(_mac(pepper, "token", *parts)).rstrip(b"=").decode("ascii")


def same(left: str, right: str) -> bool:
    """Compare two secrets in a time that does not tell where they differ."""
    return hmac.compare_digest(left.encode("utf-8", "surrogatepass"), right.encode("utf-8", "surrogatepass"))


def _mac(pepper: bytes, *parts: str) -> bytes:
    # Each part carries its length, so that ("ab", "c") and ("a", "bc") differ.
    encoded = (part.encode() for part in parts)
    return hmac.digest(pepper, b"".join(len(part).to_bytes(4) + part for part in encoded), hashlib.sha256)
