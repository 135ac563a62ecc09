"""A file from anybody, checked by the offline checker in a limited child: no network, no file of ours but this one."""

import json
from datetime import datetime
from typing import Final

from aceite.kit.limits import ChildFailed, run_limited
from aceite.kit.sentences import Complaint
from aceite.kit.sentences import gettext_noop as _
from aceite_verify.findings import Finding, Report, Verdict
from aceite_verify.trust import Files

# Somebody waits for the answer, twenty seconds at most.
SECONDS: Final = 15
MEMORY_MB: Final = 800


class TooHard(Complaint):
    """The file took more time or memory than any honest one; nothing is said about it."""


def check_file(data: bytes, *, trusted: Files, at: datetime, beside: bytes | None = None) -> Report:
    """Checks a file as of `at` (aware), trusting the authorities of these files. Raises TooHard.

    `beside` is what it is checked with: the other half of a contract signed outside and its page of signatures, a
    dossier's cover, or the file whose trail a receipt is compared with.
    """
    job = {"data": data, "trusted": trusted, "at": at, "beside": beside}
    try:
        answer = run_limited("aceite.kit.sealing.examining:report", job, seconds=SECONDS, memory_mb=MEMORY_MB)
    except ChildFailed as failed:
        raise TooHard(
            _("Este arquivo exigiu tempo ou memória demais para ser conferido aqui. Nada se afirma sobre ele.")
        ) from failed
    found = json.loads(answer)
    return Report([Finding(code, Verdict(verdict), detail, file) for code, verdict, detail, file in found])
