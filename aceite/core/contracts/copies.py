"""The copy signed on paper: the customer uploads it, the vendor accepts or refuses it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aceite.core.contracts.closing import blocking, wanting_copy
from aceite.core.contracts.models import Contract, CopyFile, SignedCopy
from aceite.core.contracts.states import CopyState
from aceite.core.customers.models import PanelUser
from aceite.core.documents.models import Document
from aceite.core.documents.storing import store
from aceite.core.people.models import Member
from aceite.core.proposals.locking import current_of, lock_sale
from aceite.core.proposals.models import Proposal
from aceite.core.proposals.permitting import NotCurrent, require, require_move
from aceite.core.proposals.states import State
from aceite.core.trail.actors import Actor, Origin
from aceite.core.trail.recording import record
from aceite.core.trail.refusals import NotAllowed, Refusal
from aceite.kit.imaging import PictureRefused, Scan, read_scan
from aceite.kit.sentences import Complaint
from aceite.kit.text import clean

MOST_FILES: Final = 20
LONGEST_NOTE: Final = 400
TYPES: Final = {"jpeg": "image/jpeg", "png": "image/png", "heic": "image/heic", "pdf": "application/pdf"}
ENDINGS: Final = {"jpeg": ("jpg", "jpeg"), "png": ("png",), "heic": ("heic", "heif"), "pdf": ("pdf",)}
LONGEST_NAME: Final = 160


class BadCopy(Refusal):
    """A file of the copy cannot be taken; `file` names it, "" for the copy as a whole."""

    def __init__(self, sentence: str, file: str = "") -> None:
        self.file = file
        super().__init__(sentence)


class CopyNotWanted(Refusal):
    """No copy of this contract is asked for, or one that counts is there already."""

    sentence = gettext_lazy("Este contrato não espera uma via assinada agora. Nada foi enviado.")


class AlreadyChecked(Refusal):
    """Another member of the team has answered the other way."""

    sentence = gettext_lazy("Esta via já foi conferida por outra pessoa da equipe. Veja a resposta dada.")


class ReasonMissing(Refusal):
    """A copy is refused with words for the customer."""

    sentence = gettext_lazy("Diga ao cliente por que a via não serve, para que ele possa enviar outra.")


@dataclass(frozen=True)
class UploadedFile:
    """One photo or PDF in the customer's order, turned clockwise by `rotation` (0, 90, 180, 270) before sending."""

    name: str
    data: bytes
    rotation: int = 0


def upload_copy(
    contract: Contract,
    files: Sequence[UploadedFile],
    *,
    key: str,
    note: str = "",
    by: PanelUser,
    origin: Origin,
    at: datetime,
) -> SignedCopy:
    """Keeps the files untouched and tells the vendor. The same `key` sent twice is one copy.

    Raises NotAllowed, BadCopy, CopyNotWanted, permitting.NotNow and NotCurrent, documents.storing.DiskFull.
    """
    if contract.version is None or contract.frozen_at is None:
        raise NotAllowed
    require("copy.upload", contract.version.proposal, by)
    if (sent := SignedCopy.objects.filter(contract=contract, key=key).first()) is not None:
        return sent
    words = _words(note)
    # Looking at photos takes seconds, so the sale is locked only afterwards.
    kept = [(file, _kept(file, _look(file), contract.company_id, at)) for file in _counted(files)]
    with transaction.atomic():
        proposal = lock_sale(contract.version.proposal_id)
        if (sent := SignedCopy.objects.filter(contract=contract, key=key).first()) is not None:
            return sent
        require_move("copy.upload", proposal, at)
        if current_of(proposal).pk != contract.version_id:
            raise NotCurrent
        if not wanting_copy(Contract.objects.get(pk=contract.pk)):
            raise CopyNotWanted
        copy = SignedCopy.objects.create(
            company_id=contract.company_id, contract=contract, uploaded_by=by, uploaded_at=at, note=words, key=key
        )
        _write_files(copy, kept)
        note_waiting(proposal, at)
        _record_upload(copy, kept, proposal, by=by, origin=origin, at=at)
    return copy


def accept_copy(copy: SignedCopy, *, by: Actor, at: datetime) -> SignedCopy:
    """The vendor takes the copy as the signed contract. Raises NotAllowed, NotNow, AlreadyChecked."""
    return _answer(copy, CopyState.ACCEPTED, "", by=by, at=at)


def refuse_copy(copy: SignedCopy, *, reason: str, by: Actor, at: datetime) -> SignedCopy:
    """The vendor refuses the copy and says why; the customer may send another. Raises ReasonMissing besides."""
    words = _words(reason)
    if not words:
        raise ReasonMissing
    return _answer(copy, CopyState.REFUSED, words, by=by, at=at)


def note_waiting(proposal: Proposal, at: datetime) -> None:
    """Keeps beside the state of a sent sale for whom it waits, after a copy or a question came or was answered."""
    if proposal.state_at(at) is not State.SENT:
        return
    sides = {blocker.side for blocker in blocking(current_of(proposal), proposal.company.copies_policy)}
    waits = "vendor" if sides == {"vendor"} or proposal.questions.unanswered().exists() else "customer"
    if proposal.waiting_for != waits:
        proposal.waiting_for = waits
        proposal.waiting_since = at
        proposal.save(update_fields=["waiting_for", "waiting_since"])


def _answer(copy: SignedCopy, state: CopyState, reason: str, *, by: Actor, at: datetime) -> SignedCopy:
    contract = Contract.objects.select_related("version__proposal").get(pk=copy.contract_id)
    if contract.version is None or not isinstance(by, Member):
        raise NotAllowed
    require("copy.check", contract.version.proposal, by)
    with transaction.atomic():
        proposal = lock_sale(contract.version.proposal_id)
        fresh = SignedCopy.objects.get(pk=copy.pk)
        if fresh.state == state:
            return fresh
        if fresh.state != CopyState.TO_CHECK:
            raise AlreadyChecked
        require_move("copy.check", proposal, at)
        if current_of(proposal).pk != contract.version_id:
            raise NotCurrent
        fresh.state = state
        fresh.refusal_reason = reason
        fresh.checked_by = by
        fresh.checked_at = at
        fresh.save(update_fields=["state", "refusal_reason", "checked_by", "checked_at"])
        note_waiting(proposal, at)
        record(
            f"copy.{state}",
            by=by,
            at=at,
            sale=proposal.pk,
            data={"copy": fresh.pk, "contract": contract.pk, "version": current_of(proposal).version},
            personal={"reason": reason} if reason else {},
        )
    return fresh


def _record_upload(
    copy: SignedCopy,
    kept: Sequence[tuple[UploadedFile, Document]],
    proposal: Proposal,
    *,
    by: PanelUser,
    origin: Origin,
    at: datetime,
) -> None:
    data = {
        "copy": copy.pk,
        "contract": copy.contract_id,
        "version": current_of(proposal).version,
        "files": [{"sha256": document.sha256, "rotation": str(file.rotation)} for file, document in kept],
    }
    note = {"note": copy.note} if copy.note else {}
    personal = {"name": by.name, **note, **origin.personal()}
    record("copy.uploaded", by=by, at=at, sale=proposal.pk, data=data, personal=personal)


def _counted(files: Sequence[UploadedFile]) -> Sequence[UploadedFile]:
    if not files:
        raise BadCopy(_("Escolha as fotos ou o PDF do contrato assinado."))
    if len(files) > MOST_FILES:
        details = {"limit": MOST_FILES, "count": len(files)}
        raise BadCopy(_("Você escolheu %(count)s arquivos; cabem %(limit)s. Junte as páginas em um PDF.") % details)
    if any(file.rotation not in {0, 90, 180, 270} for file in files):
        raise BadCopy(_("Só é possível girar uma página de quarto em quarto de volta. Envie outra vez."))
    return files


def _look(file: UploadedFile) -> Scan:
    try:
        return read_scan(file.data)
    except PictureRefused as refused:
        raise BadCopy(_(refused.sentence), file.name) from refused


def _kept(file: UploadedFile, scan: Scan, company_id: int, at: datetime) -> Document:
    return store(file.data, company_id=company_id, content_type=TYPES[scan.kind], at=at, pages=scan.pages)


def _write_files(copy: SignedCopy, kept: Sequence[tuple[UploadedFile, Document]]) -> None:
    CopyFile.objects.bulk_create(
        CopyFile(
            company_id=copy.company_id,
            copy=copy,
            position=position,
            name=_safe_name(file.name, document.content_type),
            rotation=file.rotation,
            document=document,
        )
        for position, (file, document) in enumerate(kept)
    )


def _safe_name(name: str, content_type: str) -> str:
    # The vendor downloads and opens it: a photo called "via.hta" would run, and a bidi control would hide that ending.
    seen = "".join(letter for letter in name if letter.isprintable())
    endings = next(ENDINGS[kind] for kind, known in TYPES.items() if known == content_type)
    named = seen if seen.lower().endswith(tuple(f".{ending}" for ending in endings)) else f"{seen}.{endings[0]}"
    return named[-LONGEST_NAME:]


def _words(text: str) -> str:
    try:
        return clean(text, max_length=LONGEST_NOTE).text
    except Complaint as complaint:
        sentence = _(complaint.sentence)
        raise BadCopy(sentence % complaint.details if complaint.details else sentence) from complaint
