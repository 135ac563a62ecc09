"""A PFX looked at without its password: is it one, how big, how encrypted (RFC 7292).

The library would answer a wrong password, a damaged file and an old cipher with one and the same error.
"""

from collections.abc import Iterator
from typing import Any, Final

from asn1crypto import pkcs12

from aceite.kit.sealing.refusals import LegacyEncryption, NotAPfx, TooBig

BIGGEST: Final = 256 * 1024
# What a password may cost us; Windows and OpenSSL write 2,000 to 600,000.
MOST_ROUNDS: Final = 2_000_000
MODERN: Final = "pbes2"
LEGACY_CIPHERS: Final = frozenset({"des", "tripledes", "rc2", "rc4", "rc5"})


def look_into(pfx: bytes) -> None:
    """Raise TooBig, NotAPfx or LegacyEncryption when these bytes are not worth trying a password on."""
    if len(pfx) > BIGGEST:
        raise TooBig(TooBig.SENTENCE)
    try:
        ciphers, rounds = _read(pfx)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError, OverflowError) as refusal:
        raise NotAPfx(NotAPfx.SENTENCE) from refusal
    if max(rounds, default=0) > MOST_ROUNDS:
        raise NotAPfx(NotAPfx.SENTENCE)
    if any(_is_legacy(cipher) for cipher in ciphers):
        raise LegacyEncryption(LegacyEncryption.SENTENCE)


def _read(pfx: bytes) -> tuple[list[Any], list[int]]:
    parsed = pkcs12.Pfx.load(pfx, strict=True)
    ciphers = list(_ciphers(parsed.authenticated_safe))
    if not ciphers and not parsed["mac_data"].native:
        raise ValueError("neither encrypted nor sealed")
    rounds = [parsed["mac_data"]["iterations"].native] if parsed["mac_data"].native else []
    return ciphers, [*rounds, *(cipher.kdf_iterations for cipher in ciphers)]


def _ciphers(safe: Any) -> Iterator[Any]:
    """The algorithm of every encrypted part: whole bags, and keys within bags that lie open."""
    for part in safe:
        if part["content_type"].native == "encrypted_data":
            yield part["content"]["encrypted_content_info"]["content_encryption_algorithm"]
        elif part["content_type"].native == "data":
            for bag in pkcs12.SafeContents.load(part["content"].native):
                if bag["bag_id"].native == "pkcs8_shrouded_key_bag":
                    yield bag["bag_value"]["encryption_algorithm"]
        else:
            raise ValueError("a kind of bag for which nobody has a password")


def _is_legacy(cipher: Any) -> bool:
    return cipher["algorithm"].native != MODERN or cipher.encryption_cipher in LEGACY_CIPHERS
