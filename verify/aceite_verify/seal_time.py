"""What a seal says of its time, and who vouches for it (RFC 3161): an authority, or the sealing computer alone."""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from asn1crypto import cms
from pyhanko.sign.validation.generic_cms import validate_tst_signed_data
from pyhanko.sign.validation.status import TimestampSignatureStatus
from pyhanko_certvalidator import ValidationContext

from aceite_verify.chains import chain_of
from aceite_verify.container import Container, NotCanonical, read_token
from aceite_verify.findings import Finding, bad, good, missing
from aceite_verify.holders import name_of
from aceite_verify.offline import finished
from aceite_verify.seal_file import SealedFile
from aceite_verify.trust import STAMPING, Trust


@dataclass(frozen=True)
class Vouched:
    """A time stamp that holds: its time, its authority, and whether this place trusts that authority."""

    time: datetime
    authority: str
    trusted: bool


class BrokenStamp(ValueError):
    """A time stamp that is not over these bytes, or whose signature does not hold."""


def stamp_of_seal(seal: Container, trust: Trust) -> Vouched | None:
    """The time stamp inside a seal's container, over its signature. Raises BrokenStamp."""
    if seal.stamp is None:
        return None
    signature = seal.signature_value
    return _vouched(read_token(seal.stamp), trust, lambda algorithm: hashlib.new(algorithm, signature).digest())


def stamps_after(file: SealedFile, trust: Trust) -> list[Vouched]:
    """The document time stamps. Raises BrokenStamp, or NotCanonical for one that could be written in another way."""
    return [_vouched(read_token(each.pkcs7_content), trust, each.compute_digest) for each in file.stamps]


def stamp_over(token: bytes, data: bytes, trust: Trust) -> Vouched:
    """A time stamp's token (DER) over these bytes. Raises BrokenStamp, or NotCanonical as above."""
    return _vouched(read_token(token), trust, lambda algorithm: hashlib.new(algorithm, data).digest())


def time_findings(inside: Vouched | None, after: list[Vouched]) -> Iterator[Finding]:
    """What is told of the times."""
    if inside is None and not after:
        yield missing("seal.not_stamped")
    for each, code in [(inside, "seal.stamped"), *((each, "seal.kept") for each in after)]:
        if each is None:
            continue
        if each.trusted:
            yield good(code, time=each.time.isoformat(), authority=each.authority)
        else:
            yield missing("seal.stamp_not_checked", time=each.time.isoformat(), authority=each.authority)


def act_faults(claimed: datetime, evidence: Mapping[str, Any] | None) -> Iterator[Finding]:
    """A seal cannot be older than the acts it seals (its own time has whole seconds)."""
    acts = [datetime.fromisoformat(each["confirmed_at"]) for each in (evidence or {}).get("statements", [])]
    if any(act.replace(microsecond=0) > claimed for act in acts):
        yield bad("seal.before_its_acts", time=claimed.isoformat())


def _vouched(token: Container, trust: Trust, imprint: Callable[[str], bytes]) -> Vouched:
    signed = cms.ContentInfo.load(token.whole)["content"]
    time = signed["encap_content_info"]["content"].parsed["gen_time"].native
    chain = chain_of(token.path, trust, STAMPING, time)
    if chain is not None and not chain.vouches_for(token.unvouched):
        raise NotCanonical("token")
    roots = list(chain.roots.roots) if chain else []
    others = list(chain.roots.others) if chain else []
    # An authority is judged as of its own time: its certificate may have ended since.
    context = ValidationContext(trust_roots=roots, other_certs=others, moment=time, allow_fetching=False)
    status = TimestampSignatureStatus(**finished(validate_tst_signed_data(signed, context, imprint)))
    if not (status.intact and status.valid):
        raise BrokenStamp("time stamp")
    return Vouched(time, name_of(token.path[0].subject), bool(status.trusted))
