"""The acts of an evidence against each other: bundle, statements, consents, and the events that recorded them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from aceite_verify.canonical import BUNDLE_TYPE, canonical, moment_of, rfc3339, sha256_hex
from aceite_verify.evidence import Act, Evidence
from aceite_verify.findings import Finding, bad, good
from aceite_verify.own_words import own_words, stands_in
from aceite_verify.statements import consent_hash, false_openings, statement_hash
from aceite_verify.trail import GENESIS

# What a statement was prepared for must be confirmed within this time (TRUST: *The act*).
LIFETIME: Final = timedelta(minutes=10)
# Events after which what was prepared is no longer what the person would confirm.
BINDING_CHANGES: Final = (
    "proposal.revised",
    "proposal.withdrawn",
    "proposal.cancelled",
    "proposal.expired",
    "proposal.superseded",
    "proposal.rescinded",
    "amendment.fell",
    "choice.made",
    "signer.replaced",
    "countersigner.replaced",
)
# Events that record somebody's act, each with its statement.
ACTING: Final = (
    *("contract.signed", "contract.countersigned"),
    *("proposal.approved", "proposal.declined", "proposal.rescinded"),
)
# The act that each kind of file proves, and the event that says it is complete.
ACTS: Final = {"contract": "sign", "approval": "approve", "rescission": "rescind"}
_COMPLETED_BY: Final = {"approval": "proposal.approved", "rescission": "proposal.rescinded"}


@dataclass(frozen=True)
class Recorded:
    """The trail, with each event's place by its hash; the start of the chain is place 0."""

    events: Sequence[Mapping[str, Any]]
    places: dict[str, int] = field(init=False)

    def __post_init__(self) -> None:
        places = {event["hash"]: place for place, event in enumerate(self.events, 1)}
        object.__setattr__(self, "places", {GENESIS: 0, **places})

    def between(self, earlier: int, later: int) -> Sequence[Mapping[str, Any]]:
        """The events after the place `earlier` and before the place `later`."""
        return self.events[earlier : later - 1]

    def of_kind(self, kind: str) -> list[Mapping[str, Any]]:
        """The data of all events of a kind, oldest first."""
        return [event["data"] for event in self.events if event["kind"] == kind]


def check_bundle(evidence: Evidence) -> list[Finding]:
    """Whether M hashes to b, and names the file that was given."""
    if sha256_hex(canonical(evidence.manifest)) != evidence.bundle or evidence.manifest.get("type") != BUNDLE_TYPE:
        return [bad("bundle.changed")]
    return [good("bundle.sound", sha256=evidence.bundle) if named_file(evidence) else bad("bundle.other_file")]


def check_acts(evidence: Evidence) -> Iterator[Finding]:
    """Whether each act is about this file and bundle, was confirmed in time and recorded, and none is missing."""
    recorded = Recorded(evidence.trail)
    for act in evidence.acts:
        faults = [*_content_faults(act, evidence), *_record_faults(act, evidence, recorded)]
        yield from faults or _sound(act, evidence)
    yield _completeness(evidence, recorded)


def name_of(act: Act) -> str:
    """The signer's name where it is opened, and the statement's first letters where it is not."""
    return act.openings.get("name", {}).get("value") or act.sha256[:8]


def named_file(evidence: Evidence) -> Mapping[str, Any] | None:
    """How M names the original: among the contracts, or as the proposal's paper."""
    given, manifest = evidence.original, evidence.manifest
    named = manifest.get("contracts") if evidence.kind == "contract" else [manifest.get("paper")]
    wanted = {"code": given.code, "sha256": given.sha256, "length": given.length, "pages": given.pages}
    candidates = [entry for entry in named or [] if isinstance(entry, dict)]
    return next((entry for entry in candidates if wanted.items() <= entry.items()), None)


def _content_faults(act: Act, evidence: Evidence) -> Iterator[Finding]:
    said, given, name = act.statement, evidence.original, name_of(act)
    if statement_hash(said) != act.sha256:
        yield bad("statement.changed", name=name)
    if said.get("bundle") != evidence.bundle:
        yield bad("statement.other_bundle", name=name)
    if said.get("file") != {"sha256": given.sha256, "length": given.length, "pages": given.pages}:
        yield bad("statement.other_file", name=name)
    if said.get("client_sha256") not in (None, given.sha256):
        yield bad("statement.other_device_hash", name=name)
    if said.get("act") != ACTS[evidence.kind]:
        yield bad("statement.other_act", name=name)
    for opening in false_openings(said, act.openings):
        yield bad("statement.opening_false", name=name, field=opening)
    if not _agreed(evidence.consents.get(str(said.get("consent"))), said):
        yield bad("consent.changed", name=name)
    if not _is_named(said.get("signer"), evidence):
        yield bad("statement.not_named", name=name)


def _sound(act: Act, evidence: Evidence) -> Iterator[Finding]:
    yield good("statement.sound", name=name_of(act), at=rfc3339(act.confirmed_at))
    own = own_words(evidence.consents[str(act.statement["consent"])])
    if own is not None:
        yield good("consent.own", name=name_of(act), number=own.number)


def _agreed(consent: object, said: Mapping[str, Any]) -> bool:
    """Whether it is the text whose hash S holds, for this act; what it calls a company's must stand in it."""
    if not isinstance(consent, dict) or consent.get("act") != said.get("act"):
        return False
    return consent_hash(consent) == said.get("consent") and stands_in(consent)


def _is_named(signer: object, evidence: Evidence) -> bool:
    """Whether M names this person as a signer of this contract, or the trail tells who replaced one."""
    if not isinstance(signer, dict):
        return False
    if evidence.kind != "contract":
        return True
    entry, recorded = named_file(evidence) or {}, Recorded(evidence.trail)
    if signer.get("kind") == "panel_user":
        named = [person.get("panel_user") for person in entry.get("signers", [])]
        named += [data.get("new_panel_user") for data in recorded.of_kind("signer.replaced")]
    else:
        named = [each.get("member") for each in (entry.get("plan") or {}).get("countersigners", [])]
        named += [data.get("new_member") for data in recorded.of_kind("countersigner.replaced")]
    return signer.get("id") in named


def _record_faults(act: Act, evidence: Evidence, recorded: Recorded) -> Iterator[Finding]:
    name, place = name_of(act), recorded.places.get(act.event, 0)
    event = recorded.events[place - 1] if place else {}
    if not place or event["data"].get("statement_sha256") != act.sha256:
        yield bad("statement.unrecorded", name=name)
        return
    if event.get("at") != rfc3339(act.confirmed_at) or not _in_time(act):
        yield bad("statement.other_time", name=name)
    if event.get("chain") != f"sale/{act.statement.get('sale')}":
        yield bad("statement.other_sale", name=name)
    head = recorded.places.get(str(act.statement.get("head")))
    if head is None or head >= place:
        yield bad("statement.head_unknown", name=name)
    elif any(between["kind"] in BINDING_CHANGES for between in recorded.between(head, place)):
        yield bad("statement.changed_meanwhile", name=name)
    if act.sha256 in [data.get("statement_sha256") for data in recorded.of_kind("signature.voided")]:
        yield bad("statement.voided", name=name)


def _in_time(act: Act) -> bool:
    try:
        prepared: datetime = moment_of(str(act.statement.get("at")))
    except ValueError:
        return False
    return prepared <= act.confirmed_at < prepared + LIFETIME


def _completeness(evidence: Evidence, recorded: Recorded) -> Finding:
    """Whether the acts shown are exactly those with which the trail calls that file complete."""
    shown = sorted(act.sha256 for act in evidence.acts)
    if evidence.kind == "contract":
        told = [sorted(map(str, data.get("statements") or [])) for data in recorded.of_kind("contract.completed")]
    else:
        told = [[str(data.get("statement_sha256"))] for data in recorded.of_kind(_COMPLETED_BY[evidence.kind])]
    complete = bool(shown) and shown in told
    return good("statement.complete", count=len(shown)) if complete else bad("statement.incomplete", count=len(shown))
