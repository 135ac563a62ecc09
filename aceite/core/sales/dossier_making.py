"""Making a dossier in the worker: gathered from the rows, then written without them, so that nobody waits for it."""

import base64
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import IO

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from django.utils.translation import gettext as _
from django.utils.translation import override

from aceite.core.sales.dossier_cover import cover_paper
from aceite.core.sales.dossier_parts import Part, Subject, parts_of
from aceite.core.sales.dossier_readme import readme
from aceite.core.sales.dossier_store import Kept, keep
from aceite.core.sales.dossier_zip import require_checkable, write_zip
from aceite.core.sales.models import Audience, Dossier
from aceite.core.sales.papers import CouldNotRender
from aceite.core.signatures.keys import standing_seal
from aceite.core.signatures.models import Statement
from aceite.core.signatures.receipts import receipt_of
from aceite.core.signatures.sealers import file_seal
from aceite.core.signatures.sealing import Finished, Unsealed, seal_file
from aceite.core.trail.refusals import said
from aceite.kit.hashing import sha256_hex
from aceite.kit.pdf.papers import DossierPaper
from aceite.kit.sentences import Complaint
from aceite_verify.acts import ACTING
from aceite_verify.dossier_index import NAME, README, SEAL, Index, index_text, seal_written

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Gathered:
    """Everything that will be written: the ZIP's parts in their order, the index, what the sealed cover is made of."""

    dossier: Dossier
    parts: Sequence[Part]
    index: bytes
    cover: Unsealed


@dataclass(frozen=True)
class Written:
    """What stands in the storage now, and how the cover was sealed."""

    index_sha256: str
    zip: Kept
    pdf: Kept
    cover: Finished


def gather(dossier: Dossier, *, at: datetime) -> Gathered:
    """Reads the sale as it stands; receipts that nobody has asked for yet are issued, dated `at`.

    The same facts give the same parts and index, whenever it is made. Raises Tampered and DossierTooLarge.
    """
    subject = Subject(dossier.proposal, Audience(dossier.audience))
    with override(dossier.company.language):
        _issue_receipts(subject, at)
        parts = parts_of(subject)
        parts = [Part(README, "readme", _("O que há aqui e como conferir"), readme(subject, parts).encode()), *parts]
        require_checkable(parts)
        raw = _index(subject, parts).written()
        signature = Part(SEAL, "index", _("Assinatura do índice"), _signed(raw, at))
        whole = [parts[0], Part(NAME, "index", _("Índice"), raw), signature, *parts[1:]]
        return Gathered(dossier, whole, raw, _unsealed(cover_paper(subject, parts, sha256_hex(raw)), dossier, raw, at))


def write(gathered: Gathered, *, at: datetime, progress: Progress) -> Written:
    """Writes ZIP and PDF, with `progress(done, total)` in between; asks the database nothing.

    Raises Tampered, DiskFull and CouldNotRender.
    """
    total = len(gathered.parts) + 1
    progress(0, total)
    steps = iter(range(1, total))
    kept = keep(
        gathered.dossier,
        "zip",
        lambda out: write_zip(out, gathered.parts, told=lambda: progress(next(steps), total)),
    )
    finished = seal_file(gathered.cover, at=at)
    cover = keep(gathered.dossier, "pdf", lambda out: _write(out, finished.data))
    progress(total, total)
    return Written(sha256_hex(gathered.index), kept, cover, finished)


def _unsealed(cover: DossierPaper, dossier: Dossier, index: bytes, at: datetime) -> Unsealed:
    return Unsealed(
        original=b"",
        draw=lambda seal: _rendered(replace(cover, seal=seal)),
        attachments={NAME: index},
        reason=_("Capa do dossiê, com o hash do índice"),
        language=dossier.company.language,
        seal=file_seal(dossier.company, at=at),
    )


def _rendered(cover: DossierPaper) -> bytes:
    try:
        return cover.render()
    except Complaint as complaint:
        raise CouldNotRender(said(complaint)) from complaint


def _index(subject: Subject, parts: Sequence[Part]) -> Index:
    last = subject.events[-1]
    return Index(
        company=subject.proposal.company_id,
        sale=subject.proposal.pk,
        number=subject.proposal.number,
        head=last.hash,
        events=last.seq,
        files=[part.listed for part in parts],
    )


def _signed(raw: bytes, at: datetime) -> bytes:
    # Deterministic (RFC 6979), so that the same facts give the same bytes.
    seal = standing_seal(at=at)
    algorithm = ec.ECDSA(hashes.SHA256(), deterministic_signing=True)
    signature = seal.private_key.sign(index_text(raw), algorithm)
    return seal_written(raw, base64.b64encode(signature).decode(), seal.row.as_evidence())


def _issue_receipts(subject: Subject, at: datetime) -> None:
    recorded = {
        event.data["statement_sha256"]: event
        for event in subject.events
        if event.kind in ACTING and "statement_sha256" in event.data
    }
    proposal = subject.proposal
    acts = Statement.objects.confirmed().filter(company_id=proposal.company_id, sale_id=proposal.pk)
    for statement in acts.filter(receipt=None):
        if statement.sha256 in recorded:
            receipt_of(statement, recorded[statement.sha256], at=at)


def _write(out: IO[bytes], data: bytes) -> None:
    out.write(data)
