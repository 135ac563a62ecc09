"""Signing a rogo, at the request of a person who cannot: M says who does, S repeats it, and two witnesses sign too."""

from collections.abc import Iterator, Mapping
from typing import Final

from aceite_verify.acts import name_of, named_file
from aceite_verify.evidence import Act, Evidence
from aceite_verify.findings import Finding, bad, good
from aceite_verify.marked_places import follow, holders_of, holds, signer_of
from aceite_verify.shape import Value
from aceite_verify.signing_plan import WITNESS

# In M, of a signer: commitments to name and CPF of who asked her. In S: one commitment to both. Absent elsewhere.
AT_REQUEST: Final = "at_request_of"
# Código Civil, art. 595.
WITNESSES: Final = 2


def check_requests(evidence: Evidence) -> Iterator[Finding]:
    """Whether those who signed a rogo were those M names for it, said so, and had two witnesses; nothing elsewhere."""
    entry = Value(named_file(evidence) or {}, "$.contract")
    # What was sealed before plans, or names another file, says nothing of its signers that could be asked here.
    if evidence.kind != "contract" or entry.maybe("plan") is None:
        return
    acts, asked = {act.event: act for act in evidence.acts}, holders_of(entry, AT_REQUEST)
    witnesses = _witnesses(evidence)
    for event in evidence.trail:
        follow(asked, event, contract=entry["id"].number())
        if (act := acts.get(event["hash"])) is not None:
            yield from _told(act, asked, witnesses)


def _witnesses(evidence: Evidence) -> int:
    """How many signed as witnesses with a CPF."""
    signers = (signer_of(act) for act in evidence.acts)
    return sum(1 for signer in signers if signer.get("role") == WITNESS and signer.get("cpf"))


def _told(act: Act, asked: Mapping[int, int], witnesses: int) -> Iterator[Finding]:
    is_asked, says = holds(act, asked), AT_REQUEST in signer_of(act)
    if not is_asked and not says:
        return
    if is_asked is not says:
        yield bad("plan.request_unsaid" if is_asked else "plan.request_unasked", name=name_of(act))
    elif witnesses < WITNESSES:
        yield bad("plan.request_unwitnessed", name=name_of(act))
    else:
        yield good("plan.requested", name=name_of(act))
