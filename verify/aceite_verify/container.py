"""A signature's CMS container (RFC 5652) and the one way it may be written.

What a signature does not cover is its own container: 16 of 102 bits flipped there went unseen by pyHanko. So the
container is built anew from the parts that are covered (signed attributes, signature value, certificates that vouch
for one another, the token of a time stamp) and must come out byte for byte as it stands in the file.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final

from asn1crypto import algos, cms, x509
from cryptography.x509 import Certificate, load_der_x509_certificate

from aceite_verify.issuers import issued, issuers_of

SIGNED: Final = {"content_type", "message_digest", "signing_certificate_v2"}
STAMP: Final = "signature_time_stamp_token"
MECHANISMS: Final = {"ec": "sha256_ecdsa", "rsa": "sha256_rsa"}


class NotCanonical(ValueError):
    """The container could be written in another way, or holds what is not asked for; the message says what."""


@dataclass(frozen=True)
class Container:
    """A parsed container: its signer's certificate, the path above it as far as it is inside, and the time stamp."""

    content: cms.ContentInfo
    path: tuple[x509.Certificate, ...]
    stamp: cms.ContentInfo | None

    @property
    def unvouched(self) -> x509.Certificate | None:
        """The top of the path when nothing inside vouches for its bytes: it is not validly self-signed."""
        top = load_der_x509_certificate(self.path[-1].dump())
        return None if issued(top, top) else self.path[-1]

    @property
    def info(self) -> Any:
        """The one SignerInfo."""
        return self.content["content"]["signer_infos"][0]


def read_seal(contents: bytes) -> Container:
    """Read `/Contents` of a seal, padding included. Raises NotCanonical, or ValueError when it is no CMS at all."""
    content = _unpadded(contents)
    read = Container(content, _path(content), _stamp_in(content))
    if _named(read.info) != [sha256(each.dump()).digest() for each in read.path]:
        raise NotCanonical("certificates")
    if rebuilt_seal(read) != content.dump():
        raise NotCanonical("container")
    if read.stamp is not None:
        check_token(read.stamp)
    return read


def read_token(contents: bytes) -> Container:
    """Read `/Contents` of a document time stamp, padding included. Raises as `read_seal`."""
    content = _unpadded(contents)
    check_token(content)
    return Container(content, _path(content), None)


def check_token(token: cms.ContentInfo) -> None:
    """Raise NotCanonical when a time stamp's token is not written as `rebuilt_token` writes it, or holds a root."""
    path = _path(token)
    # Its signature covers the authority's own certificate alone; a root below it could be touched unseen.
    if rebuilt_token(token, path) != token.dump() or any(each.issuer == each.subject for each in path[1:]):
        raise NotCanonical("token")


def rebuilt_seal(container: Container) -> bytes:
    """The container of a seal from its covered parts alone (PAdES: SHA-256, no signing time inside)."""
    leaf, info = container.path[0], container.info
    if {attribute["type"].native for attribute in info["signed_attrs"]} != SIGNED:
        raise NotCanonical("attributes")
    digest = algos.DigestAlgorithm({"algorithm": "sha256"})
    mechanism = algos.SignedDigestAlgorithm({"algorithm": MECHANISMS.get(leaf.public_key.algorithm, "")})
    rebuilt = _signer(leaf, info, digest, mechanism)
    if container.stamp is not None:
        stamp = cms.CMSAttribute({"type": STAMP, "values": [container.stamp]})
        rebuilt["unsigned_attrs"] = cms.CMSAttributes([stamp])
    return _content("v1", cms.ContentInfo({"content_type": "data"}), container.path, rebuilt)


def rebuilt_token(token: cms.ContentInfo, path: Sequence[x509.Certificate]) -> bytes:
    """A time stamp's token from its covered parts and the certificates of `path`, without anything unsigned."""
    info = token["content"]["signer_infos"][0]
    rebuilt = _signer(path[0], info, info["digest_algorithm"], info["signature_algorithm"])
    return _content("v3", token["content"]["encap_content_info"], path, rebuilt)


def _named(info: Any) -> list[bytes]:
    """The hashes of the certificates that the signature covers (RFC 5035): here all of them, not just the signer's."""
    (value,) = [each["values"] for each in info["signed_attrs"] if each["type"].native == "signing_certificate_v2"]
    names = value[0]["certs"]
    return [each["cert_hash"].native for each in names if each["hash_algorithm"]["algorithm"].native == "sha256"]


def _signer(leaf: x509.Certificate, info: Any, digest: Any, mechanism: Any) -> cms.SignerInfo:
    # Named by the certificate itself: names compare without regard to case, bytes do not.
    sid = cms.IssuerAndSerialNumber({"issuer": leaf.issuer, "serial_number": leaf.serial_number})
    return cms.SignerInfo(
        {
            "version": "v1",
            "sid": cms.SignerIdentifier({"issuer_and_serial_number": sid}),
            "digest_algorithm": digest,
            "signed_attrs": info["signed_attrs"],
            "signature_algorithm": mechanism,
            "signature": info["signature"],
        }
    )


def _content(version: str, encapsulated: Any, path: Sequence[x509.Certificate], signer: cms.SignerInfo) -> bytes:
    certificates = [cms.CertificateChoices(name="certificate", value=each) for each in path]
    signed = cms.SignedData(
        {
            "version": version,
            "digest_algorithms": [signer["digest_algorithm"]],
            "encap_content_info": encapsulated,
            "certificates": certificates,
            "signer_infos": [signer],
        }
    )
    return bytes(cms.ContentInfo({"content_type": "signed_data", "content": signed}).dump())


def _unpadded(contents: bytes) -> cms.ContentInfo:
    content = cms.ContentInfo.load(contents)
    if any(contents[len(content.dump()) :]):
        raise NotCanonical("padding")
    if len(content["content"]["signer_infos"]) != 1:
        raise NotCanonical("signers")
    return content


def _stamp_in(content: cms.ContentInfo) -> cms.ContentInfo | None:
    attributes = content["content"]["signer_infos"][0]["unsigned_attrs"]
    found = [attribute for attribute in attributes if attribute["type"].native == STAMP]
    if len(found) != len(attributes) or len(found) > 1:
        raise NotCanonical("unsigned")
    if found and len(found[0]["values"]) != 1:
        raise NotCanonical("stamps")
    return found[0]["values"][0] if found else None


def _path(content: cms.ContentInfo) -> tuple[x509.Certificate, ...]:
    """The signer's certificate and its issuers, of those inside; raises NotCanonical when one is of no use there."""
    inside = [choice.chosen for choice in content["content"]["certificates"]]
    leaf = _signer_of(content, inside)
    strict = {_strict(each): each for each in inside}
    issuers, _complete = issuers_of(_strict(leaf), [each for each in strict if strict[each] is not leaf])
    path = [leaf, *(strict[each] for each in issuers)]
    if len(path) != len(inside):
        raise NotCanonical("certificates")
    return tuple(path)


def _signer_of(content: cms.ContentInfo, inside: Sequence[x509.Certificate]) -> x509.Certificate:
    sid = content["content"]["signer_infos"][0]["sid"].chosen
    if isinstance(sid, cms.IssuerAndSerialNumber):
        wanted = (sid["issuer"].dump(), sid["serial_number"].native)
        found = [each for each in inside if (each.issuer.dump(), each.serial_number) == wanted]
    else:
        found = [each for each in inside if each.key_identifier == sid.native]
    if len(found) != 1:
        raise NotCanonical("signer")
    return found[0]


def _strict(certificate: x509.Certificate) -> Certificate:
    # This parser takes DER alone; and the algorithm outside the signed part must be the one inside.
    if certificate["signature_algorithm"].dump() != certificate["tbs_certificate"]["signature"].dump():
        raise NotCanonical("certificate")
    return load_der_x509_certificate(certificate.dump())
