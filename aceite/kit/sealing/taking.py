"""A PFX from somebody's disk, opened in a limited child: no network, no secret of ours, nothing but its own bytes."""

import json
import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from aceite.kit.limits import ChildFailed, run_limited
from aceite.kit.sealing import refusals
from aceite.kit.sealing.authority import Issued, kept_key, open_key
from aceite.kit.sealing.pfx import CompanyCertificate, Upload, accept
from aceite.kit.sealing.refusals import NotAPfx, PfxRefused

# Somebody waits for the answer, twenty seconds at most.
SECONDS: Final = 15
MEMORY_MB: Final = 400


def take(upload: Upload, *, keep_under: bytes, at: datetime, known: bytes = b"") -> CompanyCertificate:
    """As `pfx.accept`, with the same refusals; what takes too much time or memory is NotAPfx.

    The child closes the key under a passphrase of this one errand: `keep_under` never leaves this process.
    """
    errand = secrets.token_hex(32)
    job = {"upload": vars(upload), "keep_under": errand, "at": at, "known": known}
    try:
        answer = json.loads(run_limited("aceite.kit.sealing.taking:examine", job, seconds=SECONDS, memory_mb=MEMORY_MB))
    except ChildFailed as failed:
        raise NotAPfx(NotAPfx.SENTENCE) from failed
    if "refused" in answer:
        kind: type[PfxRefused] = getattr(refusals, answer["refused"])
        raise kind(kind.SENTENCE, **answer["details"])
    return _certificate(answer, errand.encode(), keep_under)


def examine(job: Mapping[str, Any]) -> bytes:
    """The certificate, or why it is refused, as JSON; called in the limited child."""
    try:
        taken = accept(Upload(**job["upload"]), keep_under=job["keep_under"].encode(), at=job["at"], known=job["known"])
    except PfxRefused as refusal:
        return json.dumps({"refused": type(refusal).__name__, "details": refusal.details}).encode()
    told = {
        **vars(taken),
        "valid_from": taken.valid_from.isoformat(),
        "valid_until": taken.valid_until.isoformat(),
        "chain": taken.chain.decode(),
        "issued": {name: value.decode() for name, value in vars(taken.issued).items()},
    }
    return json.dumps(told).encode()


def _certificate(told: Mapping[str, Any], errand: bytes, keep_under: bytes) -> CompanyCertificate:
    key = open_key(told["issued"]["key"].encode(), errand)
    return CompanyCertificate(
        **{
            **told,
            "valid_from": datetime.fromisoformat(told["valid_from"]),
            "valid_until": datetime.fromisoformat(told["valid_until"]),
            "chain": told["chain"].encode(),
            "issued": Issued(told["issued"]["certificate"].encode(), kept_key(key, keep_under)),
        }
    )
