"""The dossier of a sale, checked as a whole: its index, every file in it, and what each says of the others."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import IO, Final

from aceite_verify.archive import Archive, BadArchive, open_archive
from aceite_verify.canonical import sha256_hex
from aceite_verify.checking import LARGEST, check
from aceite_verify.dossier_index import NAME, SEAL, Index, index_text, read_index, read_seal
from aceite_verify.dossier_sale import beside, check_sale, evidence_faults
from aceite_verify.findings import Finding, Report, attempt, bad, good
from aceite_verify.keys import certified_of, check_key
from aceite_verify.receipts import receipt_holds
from aceite_verify.shape import LARGEST as LARGEST_JSON
from aceite_verify.shape import Malformed
from aceite_verify.trust import Tree, Trust

# How findings about the cover are told; it is no file of the ZIP.
COVER: Final = "dossie.pdf"
# What is sealed, and so says by itself whether it holds.
SEALED: Final = ("signed", "page", "approval", "rescission")


def check_dossier(file: IO[bytes], trust: Trust, *, cover: bytes | None = None) -> Report:
    """Checks a dossier (ZIP) by itself, and with its cover (PDF) when that is given; whatever the bytes are, there is a
    report."""
    found = attempt(lambda: _check(file, trust), "dossier.unreadable")
    beside = attempt(lambda: list(_check_cover(found, cover, trust)), "dossier.unreadable") if cover else []
    return Report([*found, *beside])


def _check(file: IO[bytes], trust: Trust) -> Sequence[Finding]:
    try:
        archive = open_archive(file)
        raw = _required(archive, NAME)
        index = read_index(raw)
    except BadArchive as refused:
        return [bad(str(refused), file=refused.what)]
    except Malformed as malformed:
        return [bad("dossier.malformed", file=NAME, place=malformed)]
    return [
        *attempt(lambda: list(_check_index(archive, index, raw, trust)), "dossier.unreadable"),
        *attempt(lambda: list(_check_files(archive, index)), "dossier.unreadable"),
        *attempt(lambda: list(check_sale(archive, index, trust)), "dossier.unreadable"),
        *attempt(lambda: list(_check_sealed(archive, index, trust)), "dossier.unreadable"),
    ]


def _check_cover(found: Sequence[Finding], cover: bytes, trust: Trust) -> Iterator[Finding]:
    """Whether the cover was sealed over this very index, and what its seal is worth."""
    told = check(cover, trust).findings
    named = {finding.detail["sha256"] for finding in told if finding.code == "dossier.cover"}
    here = {finding.detail["sha256"] for finding in found if finding.code == "dossier.index_sound"}
    yield good("dossier.cover_same") if named and named == here else bad("dossier.cover_other")
    yield from (replace(finding, file=COVER) for finding in told)


def _required(archive: Archive, name: str) -> bytes:
    if name not in archive.entries:
        raise BadArchive("dossier.missing_file", name)
    return archive.read(name, LARGEST_JSON)


def _check_index(archive: Archive, index: Index, raw: bytes, trust: Trust) -> Iterator[Finding]:
    """Whether the installation signed this very list of files."""
    try:
        seal = read_seal(_required(archive, SEAL))
    except BadArchive as refused:
        yield bad(str(refused), file=refused.what)
        return
    except Malformed as malformed:
        yield bad("dossier.malformed", file=SEAL, place=malformed)
        return
    yield check_key(seal.key, {root.dump() for root in trust.tree(Tree.INSTANCE).roots})
    key = certified_of([seal.key]).get(seal.key.id)
    if key is None or not receipt_holds(seal.signature, index_text(raw), key=key.key):
        yield bad("dossier.index_false")
    else:
        yield good("dossier.index_sound", number=index.number, count=len(index.files), sha256=sha256_hex(raw))


def _check_files(archive: Archive, index: Index) -> Iterator[Finding]:
    """Whether each file is there as listed, and no other."""
    faults = [fault for listed in index.files if (fault := _file_fault(archive, listed.path, listed.sha256))]
    known = {NAME, SEAL, *(listed.path for listed in index.files)}
    faults += [bad("dossier.unlisted", file=name) for name in archive.entries if name not in known]
    yield from faults or [good("dossier.whole", count=len(index.files))]


def _file_fault(archive: Archive, path: str, sha256: str) -> Finding | None:
    if path not in archive.entries:
        return bad("dossier.missing_file", file=path)
    try:
        measured, _length = archive.measured(path)
    except BadArchive as broken:
        return bad(str(broken), file=path)
    return None if measured == sha256 else bad("dossier.changed", file=path)


def _check_sealed(archive: Archive, index: Index, trust: Trust) -> Iterator[Finding]:
    """Every sealed file by itself, and its evidence against the dossier's trail."""
    for listed in index.of_kind(*SEALED):
        if listed.path not in archive.entries:
            continue
        data = archive.read(listed.path, LARGEST)
        findings = attempt(partial(_sealed_findings, archive, index, data, trust), "file.unreadable")
        yield from (replace(finding, file=listed.path) for finding in findings)


def _sealed_findings(archive: Archive, index: Index, data: bytes, trust: Trust) -> list[Finding]:
    other = beside(archive, index, data)
    return [*check(data, trust, beside=other).findings, *evidence_faults(archive, index, data)]
