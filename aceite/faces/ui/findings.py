"""What the checker found, as pages list it: one sentence with its verdict and the verdict's icon."""

from dataclasses import dataclass
from typing import Final

from aceite_verify.findings import Finding, Verdict

_ICONS: Final = {Verdict.GOOD: "check-circle", Verdict.BAD: "x-circle", Verdict.MISSING: "question-mark-circle"}


@dataclass(frozen=True)
class Point:
    """One thing looked at: its sentence, and whether it holds."""

    sentence: str
    verdict: str
    icon: str


def point(finding: Finding, sentence: str) -> Point:
    """The finding, said in this sentence."""
    return Point(sentence, finding.verdict.value, _ICONS[finding.verdict])
