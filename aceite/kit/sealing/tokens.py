"""A time authority's answer (RFC 3161, 2.4.2) judged: believed, or the reason why not."""

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from asn1crypto import cms, core, tsp
from pyhanko.keys import load_certs_from_pemder_data
from pyhanko.sign.validation.generic_cms import validate_tst_signed_data
from pyhanko.sign.validation.status import TimestampSignatureStatus
from pyhanko_certvalidator import ValidationContext

from aceite.kit.sealing.stamps import Why
from aceite_verify.container import rebuilt_token

# An authority whose clock, or ours, is further off than this has one that nobody should vouch for.
CLOCKS_MAY_DIFFER: Final = timedelta(days=1)


class _Answer(core.Sequence):  # type: ignore[misc]  # untyped
    """TimeStampResp; asn1crypto's own insists on a token, which a refusal does not have."""

    _fields = [("status", tsp.PKIStatusInfo), ("time_stamp_token", cms.ContentInfo, {"optional": True})]


class BadToken(Exception):
    """No stamp came, or not one to believe; `why` says it."""

    def __init__(self, why: Why) -> None:
        self.why = why
        super().__init__(why.value)


@dataclass(frozen=True)
class Request:
    """What was asked: a stamp over this SHA-256 digest, told from a replay by this number."""

    digest: bytes
    nonce: int


def believed(answer: bytes, request: Request, *, roots: bytes, at: datetime) -> tuple[bytes, datetime]:
    """The token in an answer, with no certificate beyond its path, and its time. Raises BadToken.

    `roots` (PEM) are the authority's; `at` (aware) is now.
    """
    try:
        token = _granted(answer)
        info = token["content"]["encap_content_info"]["content"].parsed
        _check_info(info, request, at)
        path = _trusted_path(token["content"], request, roots, at)
        # The signature does not cover the certificates beside it: what is not asked for stays out.
        clean = rebuilt_token(token.dump(), tuple(each.dump() for each in path))
        _trusted_path(cms.ContentInfo.load(clean)["content"], request, roots, at)
        return clean, info["gen_time"].native
    except BadToken:
        raise
    except Exception as strange:
        # Whatever a stranger's bytes made the parser stumble over, they are no stamp.
        raise BadToken(Why.NOT_A_STAMP) from strange


def _granted(answer: bytes) -> cms.ContentInfo:
    response = _Answer.load(answer, strict=True)
    if response["status"]["status"].native not in {"granted", "granted_with_mods"}:
        raise BadToken(Why.REFUSED)
    return cms.ContentInfo.load(response["time_stamp_token"].dump())


def _check_info(info: Any, request: Request, at: datetime) -> None:
    if not isinstance(info, tsp.TSTInfo):
        raise BadToken(Why.NOT_A_STAMP)
    if info["nonce"].native != request.nonce:
        raise BadToken(Why.WRONG_NONCE)
    imprint = info["message_imprint"]
    if (imprint["hash_algorithm"]["algorithm"].native, imprint["hashed_message"].native) != ("sha256", request.digest):
        raise BadToken(Why.WRONG_HASH)
    if abs(info["gen_time"].native - at) > CLOCKS_MAY_DIFFER:
        raise BadToken(Why.WRONG_TIME)


def _trusted_path(signed: cms.SignedData, request: Request, roots: bytes, at: datetime) -> list[Any]:
    """The certificates inside that lead from the authority's own up to, without it, one of `roots`; its own first."""
    trusted = list(load_certs_from_pemder_data(roots))
    context = ValidationContext(trust_roots=trusted, moment=at, allow_fetching=False)
    told = asyncio.run(validate_tst_signed_data(signed, context, lambda _algorithm: request.digest))
    status = TimestampSignatureStatus(**told)
    if not (status.intact and status.valid):
        raise BadToken(Why.BROKEN)
    if not status.trusted or status.validation_path is None:
        raise BadToken(Why.UNTRUSTED)
    inside = {choice.chosen.dump() for choice in signed["certificates"]}
    way = [each for each in reversed(list(status.validation_path)) if each.dump() in inside]
    # A root vouches for itself alone, and whoever checks has his own.
    return [each for each in way if each is way[0] or each.issuer.dump() != each.subject.dump()]
