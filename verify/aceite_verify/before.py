"""D that came signed: a PDF that the vendor brought with people's signatures in it, kept exactly as it was.

Nothing can be appended to such a file without speaking over them (TRUST: *Already signed … taken untouched when valid
and inert*). M names the certificates of its signatures, so that nobody can say later that it had others. What there is
to say of them stands apart (`before_faults`), with the libraries that judge.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from aceite_verify.acts import named_file
from aceite_verify.evidence import Evidence
from aceite_verify.findings import Finding, Verdict

# How M names the certificates, in the order in which they signed.
NAMED: Final = "signed_before"
NOTHING: Final = "nothing"
SIGNING: Final = "signing"


@dataclass(frozen=True)
class Before:
    """One signature that was in the file already. `claimed` is RFC 3339 ("" unsaid), `allows` "" without certifying."""

    holder: str
    kind: str
    issuer: str
    fingerprint: str
    claimed: str
    allows: str


@dataclass(frozen=True)
class Looked:
    """What there is to say of a file that came signed, and by whom it was."""

    findings: Sequence[Finding]
    signatures: Sequence[Before] = ()

    @property
    def against(self) -> list[Finding]:
        """Why it cannot be taken."""
        return [finding for finding in self.findings if finding.verdict is Verdict.BAD]


def named_before(evidence: Evidence) -> list[str]:
    """The certificates that M says were in D already; none for a file that was made here."""
    listed = (named_file(evidence) or {}).get(NAMED)
    return [str(each) for each in listed] if isinstance(listed, list) else []
