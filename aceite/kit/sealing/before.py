"""A PDF that is brought with signatures in it, looked at by the offline checker in a limited child, without network."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any, Final

from aceite.kit.limits import ChildFailed, run_limited
from aceite_verify.before import Before, Looked, look
from aceite_verify.external_pages import TOO_HARD_BEFORE
from aceite_verify.findings import Finding, Verdict
from aceite_verify.trust import Files, trust_of

SECONDS: Final = 15
MEMORY_MB: Final = 800


def look_before(data: bytes, *, trusted: Files, at: datetime) -> Looked:
    """What the file's own signatures say as of `at` (aware); one that takes too much is told so with a sentence."""
    job = {"data": data, "trusted": trusted, "at": at}
    try:
        told = json.loads(run_limited("aceite.kit.sealing.before:examine", job, seconds=SECONDS, memory_mb=MEMORY_MB))
    except ChildFailed:
        return Looked([TOO_HARD_BEFORE])
    findings = [Finding(code, Verdict(verdict), detail) for code, verdict, detail in told["findings"]]
    return Looked(findings, [Before(**one) for one in told["signatures"]])


def examine(job: Mapping[str, Any]) -> bytes:
    """What was found as JSON; called in the limited child."""
    # A file nobody can read is told to the operator at the start; here it only means trusting less.
    looked = look(job["data"], trust_of(job["trusted"], at=job["at"], strict=False))
    told = {
        "findings": [[one.code, one.verdict.value, one.detail] for one in looked.findings],
        "signatures": [asdict(one) for one in looked.signatures],
    }
    return json.dumps(told).encode()
