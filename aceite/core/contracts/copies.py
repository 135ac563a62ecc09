"""The copy signed on paper: sent by the customer, or registered by the vendor; accepted or refused by the vendor."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy

from aceite.core.contracts.closing import wanting_copy
from aceite.core.contracts.copy_files import BadCopy, UploadedFile, clean_words, take, write_files
from aceite.core.contracts.copy_reading import collation_of, is_read, told_of
from aceite.core.contracts.models import Contract
from aceite.core.contracts.signed_copies import SignedCopy
from aceite.core.contracts.states import CopyState
from aceite.core.contracts.turns import note_waiting
from aceite.core.contracts.witnessing import Witness, refuse_unfit_witnesses, write_witnesses
from aceite.core.customers.models import PanelUser
from aceite.core.people.models import Member
from aceite.core.proposals.locking import current_of, lock_sale
from aceite.core.proposals.models import Proposal
from aceite.core.proposals.permitting import not_current, require, require_move
from aceite.core.trail.actors import Actor, Origin
from aceite.core.trail.recording import record
from aceite.core.trail.refusals import NotAllowed, Refusal
from aceite.kit.codes import new_nonce
from aceite.kit.hashing import sha256_hex

__all__ = [
    "AlreadyChecked",
    "BadCopy",
    "CopyNotWanted",
    "ReasonMissing",
    "UploadedFile",
    "accept_copy",
    "refuse_copy",
    "upload_copy",
]


class CopyNotWanted(Refusal):
    """No copy of this contract is asked for, or one that counts is there already."""

    sentence = gettext_lazy("Este contrato não espera uma via assinada agora. Nada foi enviado.")


class AlreadyChecked(Refusal):
    """It was answered before: by a colleague, or by herself the other way."""

    def __init__(self, copy: SignedCopy) -> None:
        super().__init__(copy.answer_words)


class ReasonMissing(Refusal):
    """A copy is refused with words for the customer."""

    sentence = gettext_lazy("Diga ao cliente por que a via não serve, para que ele possa enviar outra.")


@dataclass(frozen=True)
class Came:
    """How a copy came: the event it leaves, and what of the row and of the event says so."""

    kind: str
    key: str
    row: Mapping[str, Any]
    personal: Mapping[str, str]
    data: Mapping[str, str] = field(default_factory=dict)


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
    """Keeps the files untouched and tells the vendor, in one step. The same `key` sent twice is one copy.

    Raises NotAllowed, BadCopy, CopyNotWanted, permitting.NotNow and NotCurrent, documents.storing.DiskFull.
    """
    require_frozen("copy.upload", contract, by)
    if (sent := sent_before(contract, key, files)) is not None:
        return sent
    came = uploaded(unused_key(key, contract), clean_words(note), by, origin)
    taken = take(files, company_id=contract.company_id, at=at)
    with transaction.atomic():
        return arrive("copy.upload", contract, came, lambda copy: write_files(taken, copy=copy), by=by, at=at)


def sent_before(contract: Contract, key: str, files: Sequence[UploadedFile]) -> SignedCopy | None:
    """The copy that these very files made when the same form was sent before."""
    copies = SignedCopy.objects.filter(contract=contract, key=key).prefetch_related("files__document")
    given = sorted(sha256_hex(file.data) for file in files)
    return next((copy for copy in copies if sorted(f.document.sha256 for f in copy.files.all()) == given), None)


def unused_key(key: str, contract: Contract) -> str:
    """Going back in the browser shows the form of a copy that was sent before: other files in it are another copy."""
    return new_nonce() if SignedCopy.objects.filter(contract=contract, key=key).exists() else key


def uploaded(key: str, note: str, by: PanelUser, origin: Origin) -> Came:
    """How a copy came that the customer sent through the panel."""
    words = {"note": note} if note else {}
    personal = {"name": by.name, **words, **origin.personal()}
    return Came("copy.uploaded", key, {"uploaded_by": by, "note": note}, personal)


def require_frozen(verb: str, contract: Contract, by: Actor) -> None:
    """Raises NotAllowed unless the contract was sent and this actor may do this with its sale."""
    if contract.version is None or contract.frozen_at is None:
        raise NotAllowed
    require(verb, contract.version.proposal, by)


def lock_expecting(verb: str, contract: Contract, *, by: Actor, at: datetime) -> Proposal:
    """The sale, locked, when a copy of this contract is asked for now. Raises NotNow, NotCurrent, CopyNotWanted."""
    assert contract.version is not None
    proposal = lock_sale(contract.version.proposal_id)
    require_move(verb, proposal, at)
    if current_of(proposal).pk != contract.version_id:
        raise not_current(by)
    if not wanting_copy(Contract.objects.get(pk=contract.pk)):
        raise CopyNotWanted
    return proposal


def arrive(
    verb: str, contract: Contract, came: Came, fill: Callable[[SignedCopy], object], *, by: Actor, at: datetime
) -> SignedCopy:
    """Makes the row of a copy, lets `fill` give it its files, and records that it came. Inside a transaction.

    The same key twice is one copy, whoever came between. Raises NotNow, NotCurrent, CopyNotWanted.
    """
    assert contract.version is not None
    lock_sale(contract.version.proposal_id)
    if (sent := SignedCopy.objects.filter(contract=contract, key=came.key).first()) is not None:
        return sent
    proposal = lock_expecting(verb, contract, by=by, at=at)
    copy = SignedCopy.objects.create(
        company_id=contract.company_id, contract=contract, uploaded_at=at, key=came.key, **came.row
    )
    fill(copy)
    note_waiting(proposal, at)
    files = list(copy.files.select_related("document").prefetch_related("pages"))
    data: dict[str, Any] = {
        "copy": copy.pk,
        "contract": contract.pk,
        "version": current_of(proposal).version,
        **came.data,
        "files": [{"sha256": file.document.sha256, "rotation": str(file.rotation)} for file in files],
    }
    if is_read(files):
        copy.read_at = at
        copy.save(update_fields=["read_at"])
        data["reading"] = told_of(collation_of(contract, files))
    record(came.kind, by=by, at=at, sale=proposal.pk, data=data, personal=came.personal)
    return copy


def accept_copy(copy: SignedCopy, *, witnesses: Sequence[Witness] = (), by: Actor, at: datetime) -> SignedCopy:
    """The vendor takes the copy as the signed contract; of an executive title he says which two witnesses are on it.

    Raises NotAllowed, NotNow, AlreadyChecked, witnessing.BadWitnesses.
    """

    def note(fresh: SignedCopy) -> dict[str, str]:
        named = refuse_unfit_witnesses(fresh.contract, witnesses)
        return write_witnesses(fresh, named)

    return _answer(copy, CopyState.ACCEPTED, note, by=by, at=at)


def refuse_copy(copy: SignedCopy, *, reason: str, by: Actor, at: datetime) -> SignedCopy:
    """The vendor refuses the copy and says why; the customer may send another. Raises ReasonMissing besides."""
    words = clean_words(reason)
    if not words:
        raise ReasonMissing

    def note(fresh: SignedCopy) -> dict[str, str]:
        fresh.refusal_reason = words
        return {"reason": words}

    return _answer(copy, CopyState.REFUSED, note, by=by, at=at)


def _answer(
    copy: SignedCopy, state: CopyState, note: Callable[[SignedCopy], dict[str, str]], *, by: Actor, at: datetime
) -> SignedCopy:
    contract = Contract.objects.select_related("version__proposal").get(pk=copy.contract_id)
    if contract.version is None or not isinstance(by, Member):
        raise NotAllowed
    require("copy.check", contract.version.proposal, by)
    with transaction.atomic():
        proposal = lock_sale(contract.version.proposal_id)
        fresh = SignedCopy.objects.with_sheet().get(pk=copy.pk)
        if fresh.state == state and fresh.checked_by_id == by.pk:
            return fresh
        if fresh.state != CopyState.TO_CHECK:
            # Nobody takes a colleague's answer for her own.
            raise AlreadyChecked(fresh)
        require_move("copy.check", proposal, at)
        if current_of(proposal).pk != contract.version_id:
            raise not_current(by)
        personal = note(fresh)
        fresh.state = state
        fresh.checked_by = by
        fresh.checked_at = at
        fresh.save(update_fields=["state", "refusal_reason", "checked_by", "checked_at"])
        note_waiting(proposal, at)
        data = {"copy": fresh.pk, "contract": contract.pk, "version": current_of(proposal).version}
        record(f"copy.{state}", by=by, at=at, sale=proposal.pk, data=data, personal=personal)
    return fresh
