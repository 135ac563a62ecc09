"""A signature's CMS container (RFC 5652) and the one way it may be written.

What a signature does not cover is its own container: 16 of 102 bits flipped there went unseen by pyHanko. So the
container is written anew from the parts that are covered (signed attributes, signature value, certificates that the
attributes name, the token of a time stamp) and must come out byte for byte as it stands in the file.
"""

from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from typing import Any, Final

# asn1crypto learns further names from pdf and tsp, and only as long as none was asked for.
from asn1crypto import algos, cms, core, pdf, tsp, x509  # noqa: F401
from cryptography.x509 import Certificate, load_der_x509_certificate

from aceite_verify.der import children, first, integer, sequence, set_of, tagged
from aceite_verify.issuers import issued, issuers_of

SIGNED: Final = {"content_type", "message_digest", "signing_certificate_v2"}
DIGEST: Final = bytes(algos.DigestAlgorithm({"algorithm": "sha256"}).dump())
MECHANISMS: Final = {
    kind: bytes(algos.SignedDigestAlgorithm({"algorithm": f"sha256_{name}"}).dump())
    for kind, name in (("ec", "ecdsa"), ("rsa", "rsa"))
}
SIGNED_DATA: Final = bytes(cms.ContentType("signed_data").dump())
DATA: Final = sequence(bytes(cms.ContentType("data").dump()))
STAMP: Final = bytes(cms.CMSAttributeType("signature_time_stamp_token").dump())


class NotCanonical(ValueError):
    """The container could be written in another way, or holds what is not asked for; the message says what."""


@dataclass(frozen=True)
class Container:
    """A container in its parts, each as it stands there (DER)."""

    whole: bytes
    encapsulated: bytes
    inside: tuple[bytes, ...]
    sid: bytes
    digest: bytes
    attributes: bytes
    mechanism: bytes
    signature: bytes
    unsigned: bytes

    @cached_property
    def path(self) -> tuple[x509.Certificate, ...]:
        """The signer's certificate and its issuers, of those inside; whatever else is there makes no part of it."""
        found = [der for der in self.inside if _sid(der) == self.sid]
        if len(found) != 1:
            raise NotCanonical("signer")
        strict = {_strict(der): der for der in self.inside}
        issuers, _complete = issuers_of(_strict(found[0]), [each for each in strict if strict[each] != found[0]])
        return tuple(x509.Certificate.load(der) for der in (*found, *(strict[each] for each in issuers)))

    @property
    def unvouched(self) -> x509.Certificate | None:
        """The top of the path when nothing inside vouches for its bytes: it is not validly self-signed."""
        top = load_der_x509_certificate(self.path[-1].dump())
        return None if issued(top, top) else self.path[-1]

    @property
    def stamp(self) -> bytes | None:
        """The token of the time stamp over the signature. Raises NotCanonical for any other unsigned attribute."""
        attributes = children(self.unsigned) if self.unsigned else []
        if not attributes:
            return None
        (kind, values), *others = (children(attribute) for attribute in attributes)
        if others or kind != STAMP or len(children(values)) != 1:
            raise NotCanonical("unsigned")
        return children(values)[0]

    @property
    def signature_value(self) -> bytes:
        """The bytes over which a time stamp was given."""
        return bytes(core.OctetString.load(self.signature).native)

    def written(self, version: int, path: tuple[bytes, ...], unsigned: bytes = b"") -> bytes:
        """The container from its covered parts and these certificates, the signer's first."""
        parts = (integer(1), _sid(path[0]), self.digest, self.attributes, self.mechanism, self.signature, unsigned)
        signed = (integer(version), set_of(self.digest), self.encapsulated, tagged(0, *sorted(path)))
        return sequence(SIGNED_DATA, tagged(0, sequence(*signed, set_of(sequence(*parts)))))


def read_seal(contents: bytes) -> Container:
    """Read `/Contents` of a seal, padding included. Raises NotCanonical, also when it is no CMS at all."""
    read = _read(contents)
    path = tuple(each.dump() for each in read.path)
    if _named(read.attributes) != [sha256(each).digest() for each in path]:
        raise NotCanonical("certificates")
    if (read.encapsulated, read.digest, read.mechanism) != (DATA, DIGEST, MECHANISMS.get(_key_of(read.path[0]))):
        raise NotCanonical("algorithms")
    stamp = read.stamp
    unsigned = tagged(1, sequence(STAMP, set_of(stamp))) if stamp else b""
    if read.written(1, path, unsigned) != read.whole:
        raise NotCanonical("container")
    if stamp:
        read_token(stamp)
    return read


def read_token(contents: bytes) -> Container:
    """Read the token of a time stamp, padding included. Raises as `read_seal`."""
    read = _read(contents)
    path = tuple(each.dump() for each in read.path)
    # Its signature covers the authority's own certificate alone; a root below it could be touched unseen.
    if read.written(3, path) != read.whole or any(each.issuer == each.subject for each in read.path[1:]):
        raise NotCanonical("token")
    return read


def rebuilt_token(token: bytes, path: tuple[bytes, ...]) -> bytes:
    """A time stamp's token as `read_token` wants it: with the certificates of `path` alone, and nothing unsigned."""
    return _read(token).written(3, path)


def _read(contents: bytes) -> Container:
    try:
        whole, padding = first(contents)
        _kind, wrapped = children(whole)
        (signed,) = children(wrapped)
        _version, _digests, encapsulated, inside, infos = children(signed)
        (info,) = children(infos)
        _version, sid, digest, attributes, mechanism, signature, *unsigned = children(info)
    except ValueError as malformed:
        raise NotCanonical("form") from malformed
    if any(padding) or len(unsigned) > 1:
        raise NotCanonical("padding" if any(padding) else "unsigned")
    parts = (sid, digest, attributes, mechanism, signature, *unsigned, *([] if unsigned else [b""]))
    return Container(whole, encapsulated, tuple(children(inside)), *parts)


def _named(attributes: bytes) -> list[bytes]:
    """The hashes of the certificates that the signature covers (RFC 5035): here all of them, not just the signer's."""
    # Implicitly tagged [0] in the container; a set by itself.
    parsed = {each["type"].native: each["values"] for each in cms.CMSAttributes.load(b"\x31" + attributes[1:])}
    if set(parsed) != SIGNED:
        raise NotCanonical("attributes")
    names = parsed["signing_certificate_v2"][0]["certs"]
    return [each["cert_hash"].native for each in names if each["hash_algorithm"]["algorithm"].native == "sha256"]


def _sid(certificate: bytes) -> bytes:
    """How a certificate is named: by its own bytes, as names compare without regard to case, and bytes do not."""
    _version, serial, _algorithm, issuer, *_rest = children(children(certificate)[0])
    return sequence(issuer, serial)


def _strict(certificate: bytes) -> Certificate:
    # This parser takes DER alone; and the algorithm outside the signed part must be the one inside.
    inside, algorithm, _signature = children(certificate)
    if children(inside)[2] != algorithm:
        raise NotCanonical("certificate")
    return load_der_x509_certificate(certificate)


def _key_of(certificate: x509.Certificate) -> Any:
    return certificate.public_key.algorithm
