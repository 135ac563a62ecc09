"""The instance's own keys: made at the first start, kept encrypted under SEAL_SECRET, renewed before they end.

The authority vouches for the seals of its ten years; a seal signs files and receipts for two. A retired seal stays,
with its certificate, for everything it sealed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cache, cached_property
from typing import TYPE_CHECKING, Final

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings
from django.db import transaction

from aceite.core.signatures.models import InstanceKey, KeyKind
from aceite.kit.hashing import sha256_hex
from aceite.kit.late import late
from aceite.kit.sealing.authority import Issued, NotASealKey, is_due, new_authority, new_seal, open_key

if TYPE_CHECKING:
    from aceite.kit.sealing import sealer as opening
else:
    opening = late("aceite.kit.sealing.sealer")

AUTHORITY: Final = KeyKind.AUTHORITY
SEAL: Final = KeyKind.SEAL


class NoKeys(Exception):
    """The instance has no keys yet: `aceite serve` makes them before it serves."""


@dataclass(frozen=True)
class Seal:
    """The seal in use: its row, its opened key for receipts, and the sealer for files."""

    row: InstanceKey
    private_key: ec.EllipticCurvePrivateKey

    @cached_property
    def sealer(self) -> opening.Sealer:
        """Opened when first asked for: whoever gives receipts seals no file."""
        above = self.row.issuer.certificate.encode() if self.row.issuer else b""
        return opening.open_sealer(_issued(self.row), above, passphrase=_secret())


def ensure_keys(*, at: datetime) -> InstanceKey:
    """Makes what is missing, and the next seal when the standing one ends within 60 days; returns the seal's row.

    Twice is harmless. Raises kit.sealing.authority.WrongPassphrase when SEAL_SECRET is not the one of the kept keys.
    """
    with transaction.atomic():
        authority = _standing(AUTHORITY) or _keep(new_authority(passphrase=_secret(), at=at), None, at)
        standing = _standing(SEAL)
        if standing is None or is_due(standing.certificate.encode(), at):
            return _new_seal(authority, at)
        # Opening it now lets a wrong secret be told at the start, and not by the first contract.
        open_key(standing.private_key.encode(), _secret())
        return standing


def rotate_seal(*, at: datetime) -> InstanceKey:
    """Retires the standing seal and makes another, as after a leak; files sealed before stay valid. Raises NoKeys."""
    with transaction.atomic():
        authority = _standing(AUTHORITY)
        if authority is None:
            raise NoKeys
        return _new_seal(authority, at)


def standing_seal(*, at: datetime) -> Seal:
    """The seal in use, opened once a process; made now where nobody made it before. Raises WrongPassphrase."""
    row = _standing(SEAL) or ensure_keys(at=at)
    return _opened(row.key_id)


@cache
def _opened(key_id: str) -> Seal:
    kept = InstanceKey.objects.select_related("issuer").get(key_id=key_id)
    key = open_key(kept.private_key.encode(), _secret())
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise NotASealKey(type(key).__name__)
    return Seal(kept, key)


def _new_seal(authority: InstanceKey, at: datetime) -> InstanceKey:
    made = new_seal(_issued(authority), passphrase=_secret(), at=at)
    InstanceKey.objects.standing(SEAL).update(retired_at=at)
    return _keep(made, authority, at)


def _keep(made: Issued, issuer: InstanceKey | None, at: datetime) -> InstanceKey:
    certificate = x509.load_pem_x509_certificate(made.certificate)
    public = certificate.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return InstanceKey.objects.create(
        kind=SEAL if issuer else AUTHORITY,
        issuer=issuer,
        key_id=sha256_hex(public),
        certificate=made.certificate.decode(),
        private_key=made.key.decode(),
        made_at=at,
        expires_at=certificate.not_valid_after_utc,
    )


def _standing(kind: KeyKind) -> InstanceKey | None:
    return InstanceKey.objects.standing(kind).first()


def _issued(row: InstanceKey) -> Issued:
    return Issued(row.certificate.encode(), row.private_key.encode())


def _secret() -> bytes:
    return str(settings.SEAL_SECRET).encode()
