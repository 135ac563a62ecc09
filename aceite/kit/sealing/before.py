"""A PDF that is brought with signatures in it, looked at by the offline checker in a limited child, without network."""

import json
from datetime import datetime
from typing import Final

from aceite.kit.limits import ChildFailed, run_limited
from aceite_verify.before import Before, Looked
from aceite_verify.external_pages import TOO_HARD_BEFORE
from aceite_verify.findings import Finding, Verdict
from aceite_verify.trust import Files

SECONDS: Final = 15
MEMORY_MB: Final = 800


def look_before(data: bytes, *, trusted: Files, at: datetime) -> Looked:
    """What the file's own signatures say as of `at` (aware); one that takes too much is told so with a sentence."""
    job = {"data": data, "trusted": trusted, "at": at}
    try:
        answer = run_limited("aceite.kit.sealing.examining:signed_before", job, seconds=SECONDS, memory_mb=MEMORY_MB)
    except ChildFailed:
        return Looked([TOO_HARD_BEFORE])
    told = json.loads(answer)
    findings = [Finding(code, Verdict(verdict), detail) for code, verdict, detail in told["findings"]]
    return Looked(findings, [Before(**one) for one in told["signatures"]])
