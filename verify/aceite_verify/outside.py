"""What a file signed outside is judged by, and what can follow; apart from the judging, which loads heavy libraries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from aceite_verify.findings import Finding, Verdict
from aceite_verify.holders import Kind
from aceite_verify.levels import SIMPLE

# How a statement names them among its factors.
FACTORS: Final = {
    Kind.ICP_BRASIL: "external_icp_brasil",
    Kind.GOVBR: "external_govbr",
    Kind.OTHER: "external_other",
}


class Outcome(StrEnum):
    """What the rules say of an uploaded file."""

    ACCEPTED = "accepted"
    MANUAL = "manual"
    REFUSED = "refused"


@dataclass(frozen=True)
class Basis:
    """What was handed out to be signed: D with its number of pages, and the files accepted on top of it, in order.

    `since` is when D was made: no signature over it is older.
    """

    original: bytes
    pages: int
    since: datetime
    accepted: Sequence[bytes] = ()
    others_pending: bool = False

    @property
    def newest(self) -> bytes:
        """The file that the next one signs."""
        return self.accepted[-1] if self.accepted else self.original


@dataclass(frozen=True)
class Expected:
    """Who is to sign, and how: bare CPF ("" when not on file yet), the company's CNPJ where she may sign for one.

    `cpf_told`: the CPF was not on file, and is the word of whoever sent the file; then the name has to be hers too.
    """

    name: str
    cpf: str = ""
    cnpj: str = ""
    level: str = SIMPLE
    cpf_told: bool = False


def outcome_of(findings: Sequence[Finding]) -> Outcome:
    """One bad finding refuses a file, a missing one leaves it to people; where all are good it is accepted."""
    verdicts = {finding.verdict for finding in findings}
    if Verdict.BAD in verdicts or not verdicts:
        return Outcome.REFUSED
    return Outcome.MANUAL if Verdict.MISSING in verdicts else Outcome.ACCEPTED
