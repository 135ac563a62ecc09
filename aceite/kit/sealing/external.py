"""A file signed outside, judged by the offline checker in a limited child: no network, no file of ours but this one."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from aceite.kit.limits import ChildFailed, run_limited
from aceite.kit.pdf.comparing import NotComparable, Rectangle, compare, covered_pages
from aceite_verify.external_pages import TOO_HARD, page_findings, stamp_findings
from aceite_verify.findings import Finding, Verdict
from aceite_verify.outside import Basis, Expected, Outcome, outcome_of
from aceite_verify.trust import Files

SECONDS: Final = 20
MEMORY_MB: Final = 800
BY_EYE: Final = frozenset({"external.manner", "external.other_object"})


@dataclass(frozen=True)
class Judged:
    """What the rules say of a file: the findings, what follows, the certificate's facts ({} where none was read)."""

    findings: Sequence[Finding]
    certificate: Mapping[str, Any]

    @property
    def outcome(self) -> Outcome:
        """What follows from the findings."""
        return outcome_of(self.findings)


def judge_file(data: bytes, basis: Basis, expected: Expected, *, trusted: Files, at: datetime) -> Judged:
    """Judges a file as of `at` (aware), and looks at its pages where the rules ask for people's eyes.

    A file that takes too much time or memory is refused with a sentence of its own.
    """
    job = {"data": data, "basis": basis, "expected": expected, "trusted": trusted, "at": at}
    try:
        answer = run_limited("aceite.kit.sealing.examining:judgement", job, seconds=SECONDS, memory_mb=MEMORY_MB)
    except ChildFailed:
        return Judged([TOO_HARD], {})
    told = json.loads(answer)
    findings = [Finding(code, Verdict(verdict), detail) for code, verdict, detail in told["findings"]]
    looked = _looked_at(data, basis, told) if outcome_of(findings) is not Outcome.REFUSED else []
    return Judged([*findings, *looked], told["certificate"])


def _looked_at(data: bytes, basis: Basis, told: Mapping[str, Any]) -> list[Finding]:
    """What the pages show; TRUST: *when U does not start with D it is kept, compared page by page*."""
    stamps: list[tuple[int, Rectangle]] = [(int(page), tuple(box)) for page, *box in told["stamps"]]
    try:
        # What begins otherwise, or is written so that the machine does not interpret it, people compare page by page.
        if told["continues"] and not any(code in BY_EYE for code, _verdict, _detail in told["findings"]):
            return list(stamp_findings(covered_pages(basis.original, stamps)))
        compared = compare(basis.original, data)
    except NotComparable:
        return [TOO_HARD]
    return list(page_findings(compared.same, expected=compared.expected, found=compared.found))
