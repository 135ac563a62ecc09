"""The powers of attorney that M asks of signers: each statement names the hash of the file that was brought."""

import re
from collections.abc import Iterator
from typing import Final

from aceite_verify.acts import name_of, named_file
from aceite_verify.evidence import Act, Evidence
from aceite_verify.findings import Finding, bad, good
from aceite_verify.marked_places import follow, holders_of, holds, signer_of
from aceite_verify.shape import Value

# In M, of a signer: that she brings it to the signing. Absent where nobody asked.
ASKS_PROXY: Final = "asks_proxy"
# In S, of the signer: SHA-256 of the file.
BROUGHT: Final = "proxy"
_SHA256: Final = re.compile(r"[0-9a-f]{64}")


def check_brought(evidence: Evidence) -> Iterator[Finding]:
    """Whether everybody who was to bring a power of attorney did; nothing where M asks nobody."""
    entry = Value(named_file(evidence) or {}, "$.contract")
    # What was sealed before plans, or names another file, says nothing of its signers that could be asked here.
    if evidence.kind != "contract" or entry.maybe("plan") is None:
        return
    acts, asked = {act.event: act for act in evidence.acts}, holders_of(entry, ASKS_PROXY)
    for event in evidence.trail:
        follow(asked, event, contract=entry["id"].number())
        if (act := acts.get(event["hash"])) is not None and holds(act, asked):
            yield _told(act)


def _told(act: Act) -> Finding:
    sha256 = signer_of(act).get(BROUGHT)
    if not isinstance(sha256, str) or not _SHA256.fullmatch(sha256):
        return bad("plan.proxy_missing", name=name_of(act))
    return good("plan.proxy_brought", name=name_of(act), sha256=sha256)
