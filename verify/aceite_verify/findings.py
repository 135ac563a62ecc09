"""What the checker says: findings, each with a code and a verdict, and the report they make."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final


class Verdict(StrEnum):
    """MISSING means: it could not be checked. It is neither good nor bad, and never counts as valid."""

    GOOD = "good"
    BAD = "bad"
    MISSING = "missing"


VALID: Final = 0
INVALID: Final = 1
INCOMPLETE: Final = 2
LONGEST_DETAIL: Final = 200


@dataclass(frozen=True)
class Finding:
    """One thing looked at. `words.sentence` says it for people; `detail` fills the sentence's blanks."""

    code: str
    verdict: Verdict
    detail: dict[str, str] = field(default_factory=dict)
    # Where it was found, when a dossier holds several files.
    file: str = ""

    @property
    def section(self) -> str:
        """What the finding is about: the code up to its dot."""
        return self.code.partition(".")[0]


def good(code: str, **detail: object) -> Finding:
    """It was checked, and it holds."""
    return _finding(code, Verdict.GOOD, detail)


def bad(code: str, **detail: object) -> Finding:
    """It was checked, and it does not hold."""
    return _finding(code, Verdict.BAD, detail)


def missing(code: str, **detail: object) -> Finding:
    """It could not be checked here and now."""
    return _finding(code, Verdict.MISSING, detail)


def _finding(code: str, verdict: Verdict, detail: dict[str, object]) -> Finding:
    return Finding(code, verdict, {name: _shown(str(value)) for name, value in detail.items()})


def _shown(text: str) -> str:
    # A detail may come out of a hostile file, and goes to a terminal.
    return "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in text[:LONGEST_DETAIL])


@dataclass(frozen=True)
class Report:
    """All findings about one file, in the order in which they are told."""

    findings: Sequence[Finding]

    @property
    def exit_status(self) -> int:
        """0 valid: all is good; 1 invalid: something is bad; 2 incomplete: something could not be checked."""
        verdicts = {finding.verdict for finding in self.findings}
        if Verdict.BAD in verdicts:
            return INVALID
        return VALID if verdicts == {Verdict.GOOD} else INCOMPLETE


def without_repeats(findings: Iterable[Finding]) -> list[Finding]:
    """The same findings, each told once."""
    told: list[Finding] = []
    for finding in findings:
        if finding not in told:
            told.append(finding)
    return told


def attempt(look: Callable[[], Sequence[Finding]], code: str) -> list[Finding]:
    """What `look` finds; when it stumbles over a hostile or broken file, that is what was found.

    `code` is the finding for it, with the kind of stumble as its `reason`.
    """
    try:
        return list(look())
    except Exception as stumble:
        return [bad(code, reason=type(stumble).__name__)]
