"""A file from anybody, checked by the offline checker in a limited child: no network, no file of ours but this one."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from asn1crypto import pem, x509

from aceite.kit.limits import ChildFailed, run_limited
from aceite.kit.sentences import Complaint
from aceite.kit.sentences import gettext_noop as _
from aceite_verify.checking import check
from aceite_verify.findings import Finding, Report, Verdict
from aceite_verify.trust import Roots, Tree, Trust

SECONDS: Final = 20
MEMORY_MB: Final = 800


class TooHard(Complaint):
    """The file took more time or memory than any honest one; nothing is said about it."""


def check_file(data: bytes, *, roots: Sequence[str], at: datetime) -> Report:
    """Checks a file as of `at` (aware), trusting these authorities (PEM) of installations. Raises TooHard."""
    job = {"data": data, "roots": list(roots), "at": at.isoformat()}
    try:
        answer = run_limited("aceite.kit.sealing.checking:examine", job, seconds=SECONDS, memory_mb=MEMORY_MB)
    except ChildFailed as failed:
        raise TooHard(
            _("Este arquivo exigiu tempo ou memória demais para ser conferido aqui. Nada se afirma sobre ele.")
        ) from failed
    found = json.loads(answer)
    return Report([Finding(code, Verdict(verdict), detail) for code, verdict, detail in found])


def examine(job: Mapping[str, Any]) -> bytes:
    """The findings as JSON; called in the limited child."""
    roots = tuple(x509.Certificate.load(pem.unarmor(text.encode())[2]) for text in job["roots"])
    trust = Trust(datetime.fromisoformat(job["at"]), {Tree.INSTANCE: Roots(roots=roots)})
    report = check(job["data"], trust)
    return json.dumps([[one.code, one.verdict.value, one.detail] for one in report.findings]).encode()
