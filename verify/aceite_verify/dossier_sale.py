"""What the files of a dossier say of each other: the trail holds every version, act and anchor that is in it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from aceite_verify.acts import ACTING, name_of
from aceite_verify.anchor_faults import check_anchors
from aceite_verify.anchored import Anchored
from aceite_verify.apart import contract_of, stands_apart
from aceite_verify.archive import LARGEST_ENTRY as LARGEST_FILE
from aceite_verify.archive import Archive, BadArchive
from aceite_verify.canonical import BUNDLE_TYPE, commit
from aceite_verify.chosen import within
from aceite_verify.dossier_index import TRAIL_TYPE, Index
from aceite_verify.embedded import attached_evidence
from aceite_verify.evidence import Act, Key, Receipt, openings_of, read_evidence
from aceite_verify.findings import Finding, attempt, bad, good, missing
from aceite_verify.keys import certified_of, check_receipt
from aceite_verify.shape import LARGEST, Malformed, Value, read_json
from aceite_verify.statements import false_openings, statement_hash
from aceite_verify.trail import check_trail
from aceite_verify.trust import Trust

Events = Sequence[Mapping[str, Any]]
# Events that tell of a version that was frozen: sent by the vendor, or made of what the customer chose.
FROZEN: Final = ("proposal.sent", "choice.made")
# Events that tell of a file which must then be among the others.
FILED: Final = ("contract.filed", "approval.filed", "rescission.filed", "file.stamped")


@dataclass(frozen=True)
class Sale:
    """The dossier's own trail, and the keys that come with it."""

    archive: Archive
    index: Index
    events: Events
    openings: Mapping[str, Any]
    keys: Mapping[str, Key]

    def of_kind(self, *kinds: str) -> list[Mapping[str, Any]]:
        """The events of these kinds, oldest first."""
        return [event for event in self.events if event["kind"] in kinds]

    def read(self, path: str) -> Value:
        """A JSON file of the dossier. Raises Malformed, BadArchive."""
        return read_json(self.archive.read(path, LARGEST))


def check_sale(archive: Archive, index: Index, trust: Trust) -> Iterator[Finding]:
    """Trail, versions, acts and anchors against each other."""
    try:
        sale = _read(archive, index)
    except (Malformed, BadArchive) as broken:
        yield bad("dossier.malformed", file="trilha", place=broken)
        return
    yield from attempt(lambda: check_trail(sale.events), "trail.unreadable")
    yield from attempt(lambda: list(_trail_faults(sale)), "trail.unreadable")
    yield from attempt(lambda: list(_check_versions(sale)), "dossier.unreadable")
    yield from attempt(lambda: list(_check_filed(sale)), "dossier.unreadable")
    yield from attempt(lambda: list(_check_acts(sale)), "statement.unreadable")
    yield from attempt(lambda: list(_check_anchors(sale, trust)), "anchor.unreadable")


def beside(archive: Archive, index: Index, data: bytes) -> bytes | None:
    """The contract that a page of signatures beside it is about: among the dossier's files, by its hash."""
    attached = attached_evidence(data)
    evidence = read_evidence(attached.data) if attached else None
    if evidence is None or not stands_apart(evidence):
        return None
    wanted = contract_of(evidence).sha256
    found = [listed.path for listed in index.of_kind("external", "contract") if listed.sha256 == wanted]
    here = [path for path in found if path in archive.entries]
    return archive.read(here[0], LARGEST_FILE) if here else None


def trail_of(archive: Archive, index: Index) -> tuple[Events, Sequence[Key]]:
    """The dossier's trail and the keys that come with it. Raises Malformed, BadArchive."""
    sale = _read(archive, index)
    return sale.events, list(sale.keys.values())


def evidence_faults(archive: Archive, index: Index, data: bytes) -> Iterator[Finding]:
    """Whether the trail inside a sealed file is the beginning of the dossier's."""
    try:
        attached = attached_evidence(data)
        inside = read_evidence(attached.data).trail if attached else []
        whole = _read(archive, index).events
    except (Malformed, BadArchive):
        # Told where each of them is read for itself.
        return
    if list(inside) != list(whole[: len(inside)]):
        yield bad("dossier.other_trail")


def _read(archive: Archive, index: Index) -> Sale:
    listed = [file.path for file in index.of_kind("trail") if file.path in archive.entries]
    if len(listed) != 1:
        raise BadArchive("dossier.missing_file", "trilha")
    value = read_json(archive.read(listed[0], LARGEST))
    if value["type"].text() != TRAIL_TYPE:
        raise Malformed("$.type: no trail")
    events = [_event(event) for event in value["events"].items()]
    keys = [Key.of(read_json(archive.read(file.path, LARGEST))) for file in index.of_kind("key")]
    return Sale(archive, index, events, value["openings"].record(), {key.id: key for key in keys})


def _event(value: Value) -> dict[str, Any]:
    value["hash"].sha256()
    value["kind"].text()
    value["data"].record()
    value["commitments"].record()
    return value.record()


def _trail_faults(sale: Sale) -> Iterator[Finding]:
    last = sale.events[-1]
    told = (sale.index.company, f"sale/{sale.index.sale}", sale.index.events, sale.index.head)
    if (last.get("company"), last.get("chain"), len(sale.events), last["hash"]) != told:
        yield bad("dossier.other_trail")
    for seq, opened in sale.openings.items():
        event = sale.events[int(seq) - 1]
        for field, opening in Value(opened).entries():
            if not _opens(event["commitments"].get(field), opening):
                yield bad("dossier.opening_false", event=seq, field=field)


def _opens(commitment: object, opening: Value) -> bool:
    try:
        return commit(opening["value"].text(), bytes.fromhex(opening["salt"].text())) == commitment
    except ValueError:
        return False


def _check_versions(sale: Sale) -> Iterator[Finding]:
    """Each version that was sent: its manifest hashes to the recorded b, and what it binds is here."""
    manifests = {listed.sha256: listed.path for listed in sale.index.of_kind("manifest")}
    here = sale.index.hashes()
    for event in sale.of_kind(*FROZEN):
        said, number = event["data"], event["data"].get("version")
        path = manifests.get(str(said.get("bundle_sha256")))
        if path is None:
            yield missing("dossier.absent", what=f"M {number}", sha256=said.get("bundle_sha256"))
            continue
        manifest = sale.read(path).record()
        bound = _bound(manifest)
        recorded = [said.get("paper_sha256"), *said.get("documents", [])]
        if manifest.get("type") != BUNDLE_TYPE or bound[: len(recorded)] != recorded:
            yield bad("dossier.version_differs", version=number)
            continue
        absent = [sha256 for sha256 in bound if sha256 not in here]
        yield from (missing("dossier.absent", what=number, sha256=sha256) for sha256 in absent)
        if not absent:
            yield good("dossier.version_sound", version=number, sha256=said["bundle_sha256"], count=len(bound))
        yield from _check_choice(sale, manifests, manifest, number)


def _check_choice(
    sale: Sale, manifests: Mapping[str, str], manifest: Mapping[str, Any], number: object
) -> Iterator[Finding]:
    """Of a version that the customer chose: it is one she could choose of the version it names."""
    chosen = Value(manifest, "$").maybe("chosen")
    if chosen is None:
        return
    sha256 = chosen["from"]["bundle_sha256"].sha256()
    if (path := manifests.get(sha256)) is None:
        yield missing("dossier.absent", what=f"M {chosen['from']['version'].number()}", sha256=sha256)
        return
    before = sale.read(path)
    sent = _sent_first(sale, manifests, before)["proposal"].record()
    sound = within(before["proposal"].record(), Value(manifest, "$")["proposal"].record(), sent)
    yield good("choice.sound", version=number) if sound else bad("choice.beyond", version=number)


def _sent_first(sale: Sale, manifests: Mapping[str, str], manifest: Value) -> Value:
    """The version of the vendor's that a row of choices began with, as far as the dossier holds it."""
    for _each in manifests:
        chosen = manifest.maybe("chosen")
        path = chosen and manifests.get(chosen["from"]["bundle_sha256"].sha256())
        if not path:
            break
        manifest = sale.read(path)
    return manifest


def _bound(manifest: Mapping[str, Any]) -> list[str]:
    """The hashes of every file that a manifest binds: P, each D, each attachment."""
    files = [manifest.get("paper"), *(manifest.get("contracts") or []), *(manifest.get("attachments") or [])]
    return [str(Value(file)["sha256"].raw) for file in files]


def _check_filed(sale: Sale) -> Iterator[Finding]:
    here = sale.index.hashes()
    for event in sale.of_kind(*FILED):
        told = {event["data"].get(name) for name in ("file_sha256", "external_sha256")} - {None}
        yield from (missing("dossier.absent", what=event["kind"], sha256=sha256) for sha256 in sorted(told - here))


def _check_acts(sale: Sale) -> Iterator[Finding]:
    """Each receipt: the statement has its hash, its event records it, and the installation signed both."""
    keys, events = certified_of(sale.keys.values()), {event["hash"]: event for event in sale.events}
    told: set[str] = set()
    for listed in sale.index.of_kind("act"):
        act = act_of(sale.read(listed.path))
        told.add(act.sha256)
        faults = list(_act_faults(act, events.get(act.event)))
        yield from faults or [check_receipt(act, keys)]
    recorded = [str(event["data"].get("statement_sha256")) for event in sale.of_kind(*ACTING)]
    yield from (missing("dossier.absent", what="S", sha256=sha256) for sha256 in recorded if sha256 not in told)


def act_of(value: Value) -> Act:
    """The act in a receipt as its holder has it (recibo.json). Raises Malformed."""
    key = Key.of(value["key"])
    return Act(
        sha256=value["sha256"].sha256(),
        statement=value["statement"].record(),
        openings=openings_of(value["openings"]),
        confirmed_at=value["at"].moment(),
        event=value["head"].sha256(),
        receipt=Receipt(value["signature"].text(), value["at"].text(), key.id),
        assertion=None,
    )


def _act_faults(act: Act, event: Mapping[str, Any] | None) -> Iterator[Finding]:
    name = name_of(act)
    if statement_hash(act.statement) != act.sha256:
        yield bad("statement.changed", name=name)
    if event is None or event["data"].get("statement_sha256") != act.sha256:
        yield bad("statement.unrecorded", name=name)
    for field in false_openings(act.statement, act.openings):
        yield bad("statement.opening_false", name=name, field=field)


def _check_anchors(sale: Sale, trust: Trust) -> Iterator[Finding]:
    anchors = [Anchored.of(sale.read(listed.path)) for listed in sale.index.of_kind("anchor")]
    keys = {name: key.public_key for name, key in sale.keys.items()}
    yield from check_anchors(anchors, sale.events, keys, trust)
    if not anchors:
        yield missing("anchor.none")
