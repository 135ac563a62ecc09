"""Who seals: a key opened once, its certificate with the path above it, and the time authorities asked."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from asn1crypto import tsp, x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from pyhanko.keys import load_certs_from_pemder_data
from pyhanko.sign.attributes import CMSAttributeProvider, SignedAttributeProviderSpec
from pyhanko.sign.general import as_signing_certificate_v2
from pyhanko.sign.signers.pdf_cms import Signer
from pyhanko_certvalidator.registry import SimpleCertificateStore

from aceite.kit.sealing.authority import Issued, NotASealKey, SealKey, open_key
from aceite.kit.sealing.timestamps import TimeAuthorities

DIGEST = "sha256"


class NotInForce(ValueError):
    """The certificate has not begun or has ended: a seal made now would never be valid."""


class WholePath(CMSAttributeProvider):
    """Names every certificate of the path by its hash (RFC 5035), so that none can be touched, added or left out."""

    attribute_type = "signing_certificate_v2"

    def __init__(self, path: list[x509.Certificate]) -> None:
        names = [as_signing_certificate_v2(each)["certs"][0] for each in path]
        self._value = tsp.SigningCertificateV2({"certs": names})

    async def build_attr_value(self, dry_run: bool = False) -> tsp.SigningCertificateV2:
        """The attribute's value, the same for every file."""
        return self._value


class SealAttributes(SignedAttributeProviderSpec):
    """What a seal signs beside the file's hash: PAdES forbids the signing time, so it is the path alone."""

    def __init__(self, path: list[x509.Certificate]) -> None:
        self._path = WholePath(path)

    def signed_attr_providers(self, data_digest: bytes, digest_algorithm: str) -> list[CMSAttributeProvider]:
        """The one attribute."""
        return [self._path]


class KeptKey(Signer):
    """PyHanko's signer over a key that is already open; its own reads and checks the key twice for every file."""

    def __init__(self, key: SealKey, certificate: x509.Certificate, chain: list[x509.Certificate]) -> None:
        self._key = key
        store = SimpleCertificateStore()
        store.register_multiple(chain)
        super().__init__(signing_cert=certificate, cert_registry=store)
        self.signed_attr_prov_spec = SealAttributes([certificate, *chain])

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
        """The signature: ECDSA as RFC 6979 makes it, without a die; or RSA PKCS #1 v1.5, which never had one."""
        if digest_algorithm != DIGEST:
            raise ValueError(digest_algorithm)
        if isinstance(self._key, ec.EllipticCurvePrivateKey):
            return self._key.sign(data, ec.ECDSA(hashes.SHA256(), deterministic_signing=True))
        return self._key.sign(data, padding.PKCS1v15(), hashes.SHA256())


@dataclass(frozen=True)
class Sealer:
    """A key ready to seal. `room` is how many bytes its signature without time stamp can take."""

    signer: KeptKey
    authorities: TimeAuthorities | None
    valid_from: datetime
    valid_until: datetime
    room: int

    def check(self, at: datetime) -> None:
        """Raise NotInForce when `at` (aware) is outside the certificate's time."""
        if not self.valid_from <= at <= self.valid_until:
            raise NotInForce(f"{self.valid_from:%Y-%m-%d} – {self.valid_until:%Y-%m-%d}")


def open_sealer(seal: Issued, chain: bytes, *, passphrase: bytes, authorities: TimeAuthorities | None = None) -> Sealer:
    """Open a seal's key once, for many files. `chain` (PEM) leads from its issuer upwards.

    Raises WrongPassphrase, and NotASealKey when the key is another certificate's.
    """
    key = open_key(seal.key, passphrase)
    certificate, *above = load_certs_from_pemder_data(seal.certificate + chain)
    public: Any = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    if certificate.public_key.dump() != public:
        raise NotASealKey("the key is not this certificate's")
    return Sealer(
        signer=KeptKey(key, certificate, above),
        authorities=authorities,
        valid_from=certificate.not_valid_before,
        valid_until=certificate.not_valid_after,
        # Each certificate and its name in the attributes; a signature (at most 512 bytes, of RSA 4096); the frame.
        room=sum(len(each.dump()) + len(each.issuer.dump()) + 128 for each in (certificate, *above)) + 1536,
    )
