"""evidence.json (E): everything a file brings to prove its acts, read into values that have their kinds.

What it says is checked elsewhere (`acts`, `keys`, `assertions`, `trail`); here only its form is.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Self

from aceite_verify.anchored import Anchored
from aceite_verify.canonical import EVIDENCE_TYPE
from aceite_verify.shape import Malformed, Value, read_json

NAME: Final = "evidence.json"
KINDS: Final = ("contract", "approval", "rescission")


@dataclass(frozen=True)
class GivenFile:
    """D (or P): what the signer was given, with the code printed on it."""

    sha256: str
    length: int
    pages: int
    code: str

    @classmethod
    def of(cls, value: Value) -> Self:
        """Raises Malformed."""
        return cls(value["sha256"].sha256(), value["length"].number(), value["pages"].number(), value["code"].text())


@dataclass(frozen=True)
class ExternalFile:
    """A PDF of the contract that somebody signed outside, and the hash of her statement."""

    sha256: str
    length: int
    pages: int
    statement: str

    @classmethod
    def of(cls, value: Value) -> Self:
        """Raises Malformed."""
        numbers = (value["length"].number(), value["pages"].number())
        return cls(value["sha256"].sha256(), *numbers, value["statement"].sha256())


@dataclass(frozen=True)
class Receipt:
    """The installation's signature (base64 of DER) over statement and place in the trail, and its key's id."""

    signature: str
    at: str
    key: str

    @classmethod
    def of(cls, value: Value) -> Self:
        """Raises Malformed."""
        value["at"].moment()
        return cls(value["signature"].text(), value["at"].text(), value["key"].sha256())


@dataclass(frozen=True)
class Ceremony:
    """What was signed together with one touch: all d and all s, each sorted."""

    files: Sequence[str]
    statements: Sequence[str]

    @classmethod
    def of(cls, value: Value) -> Self:
        """Raises Malformed."""
        return cls(*([one.sha256() for one in value[name].items()] for name in ("files", "statements")))


@dataclass(frozen=True)
class Assertion:
    """What the signer's device signed (WebAuthn): s, or the digest of a ceremony. `public_key` is PEM."""

    public_key: str
    client_data: bytes
    authenticator_data: bytes
    signature: bytes
    sign_count: int
    rp_id: str
    origin: str
    ceremony: Ceremony | None

    @classmethod
    def of(cls, value: Value) -> Self:
        """Raises Malformed."""
        ceremony = value.maybe("ceremony")
        return cls(
            public_key=value["public_key"].text(),
            client_data=value["client_data"].octets(),
            authenticator_data=value["authenticator_data"].octets(),
            signature=value["signature"].octets(),
            sign_count=value["sign_count"].number(),
            rp_id=value["rp_id"].text(),
            origin=value["origin"].text(),
            ceremony=Ceremony.of(ceremony) if ceremony else None,
        )


@dataclass(frozen=True)
class Act:
    """One statement S with its hash s, what opens its commitments, and what proves it."""

    sha256: str
    statement: Mapping[str, Any]
    openings: Mapping[str, Mapping[str, str]]
    confirmed_at: datetime
    event: str
    receipt: Receipt | None
    assertion: Assertion | None

    @classmethod
    def of(cls, value: Value) -> Self:
        """Raises Malformed."""
        receipt, assertion = value.maybe("receipt"), value.maybe("assertion")
        return cls(
            sha256=value["sha256"].sha256(),
            statement=value["statement"].record(),
            openings=openings_of(value["openings"]),
            confirmed_at=value["confirmed_at"].moment(),
            event=value["event"].sha256(),
            receipt=Receipt.of(receipt) if receipt else None,
            assertion=Assertion.of(assertion) if assertion else None,
        )


@dataclass(frozen=True)
class Key:
    """A key of the installation with its certificate and the certificate of who issued it, all PEM."""

    id: str
    public_key: str
    certificate: str
    issuer: str

    @classmethod
    def of(cls, value: Value) -> Self:
        """Raises Malformed."""
        texts = (value[name].text() for name in ("public_key", "certificate", "issuer"))
        return cls(value["id"].sha256(), *texts)


@dataclass(frozen=True)
class Evidence:
    """All of it. `raw` is the JSON object as it stood in the file.

    `external` are the PDFs signed outside, in the order of their signing; the last of them is the signed contract.
    """

    raw: Mapping[str, Any]
    kind: str
    original: GivenFile
    bundle: str
    manifest: Mapping[str, Any]
    acts: Sequence[Act]
    consents: Mapping[str, Any]
    trail: Sequence[Mapping[str, Any]]
    keys: Sequence[Key]
    anchors: Sequence[Anchored]
    external: Sequence[ExternalFile] = ()


def read_evidence(raw: bytes) -> Evidence:
    """Reads the attached JSON. Raises Malformed, whose message names the place."""
    value = read_json(raw)
    if value["type"].text() != EVIDENCE_TYPE or value["kind"].text() not in KINDS:
        raise Malformed("$.type: not of a kind known here")
    anchors, external = value.maybe("anchors"), value.maybe("external")
    return Evidence(
        raw=value.record(),
        kind=value["kind"].text(),
        original=GivenFile.of(value["original"]),
        bundle=value["bundle"]["sha256"].sha256(),
        manifest=value["bundle"]["manifest"].record(),
        acts=[Act.of(act) for act in value["statements"].items()],
        consents=value["consents"].record(),
        trail=[_event(event) for event in value["trail"].items()],
        keys=[Key.of(key) for key in value["keys"].items()],
        # What was sealed before there were anchors has none.
        anchors=[Anchored.of(one) for one in anchors.items()] if anchors else [],
        external=[ExternalFile.of(one) for one in external.items()] if external else [],
    )


def openings_of(value: Value) -> dict[str, dict[str, str]]:
    """The values and salts behind a statement's commitments, by name. Raises Malformed."""
    return {name: {part: one[part].text() for part in ("value", "salt")} for name, one in value.entries()}


def _event(value: Value) -> dict[str, Any]:
    # What the checks lean on; the rest of an event is only hashed.
    value["hash"].sha256()
    value["kind"].text()
    value["data"].record()
    return value.record()
