"""A PDF brought by the vendor as contract: kept untouched, and re-made inert before anybody signs it.

One that is signed already cannot be re-made without breaking its signatures: it is taken as it is, or not at all.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from aceite.core.contracts.drafting import new_contract
from aceite.core.contracts.editing import lock_draft
from aceite.core.contracts.levels import clean_level
from aceite.core.contracts.models import Contract, Level, Requirement, Source
from aceite.core.contracts.paper import block_of
from aceite.core.contracts.signed_before import look_at_signed
from aceite.core.contracts.texts import Text, clean_requirement, clean_title, write_text
from aceite.core.documents.forgetting import let_go
from aceite.core.documents.storing import keep, store
from aceite.core.proposals.models import ProposalVersion
from aceite.core.proposals.permitting import require
from aceite.core.trail.actors import Actor
from aceite.core.trail.refusals import Unfit, unfit
from aceite.kit.pdf.pages import page_count
from aceite.kit.pdf.refusing import SIGNED, Refused
from aceite.kit.pdf.remaking import remake_inert
from aceite.kit.sentences import Complaint

PDF: Final = "application/pdf"
BIGGEST: Final = 15 * 1024 * 1024


@dataclass(frozen=True)
class ContractUpload:
    """A file from a form. Without a title, its name becomes one."""

    name: str
    data: bytes
    requirement: str
    title: str = ""
    level: str = Level.SIMPLE
    executive: bool = False


def add_upload(version: ProposalVersion, upload: ContractUpload, *, key: str = "", by: Actor, at: datetime) -> Contract:
    """Adds the PDF as a contract. Until it is frozen, `document` is its re-made form for looking at.

    The same file by the same form (`key`) is one contract.
    Raises Unfit for `file` with the reason why this PDF cannot become a contract, and for `title`.
    """
    require("proposal.edit", version.proposal, by)
    title = clean_title(upload.title or upload.name.rpartition("/")[2].removesuffix(".pdf").removesuffix(".PDF"))
    requirement = clean_requirement(upload.requirement)
    executive = upload.executive and requirement != Requirement.NONE
    text = Text(title, "", requirement, clean_level(upload.level, requirement), executive)
    taken = _taken(version, text, upload.data, at)
    original = store(upload.data, company_id=version.company_id, content_type=PDF, at=at, pages=taken.pages_of_original)
    preview = store(taken.inert, company_id=version.company_id, content_type=PDF, at=at, pages=page_count(taken.inert))
    # Looking into a PDF takes seconds, so the sale is locked only now.
    with transaction.atomic():
        sent = f"{key}/{original.sha256}" if key else ""
        contract = new_contract(lock_draft(version, by=by, at=at), text, source=Source.UPLOADED, key=sent, at=at)
        if contract.uploaded_id is not None:
            let_go({original.pk, preview.pk} - {contract.uploaded_id, contract.preview_id}, at=at)
            return contract
        original = keep(original, upload.data, at=at, beside=[preview.pk])
        preview = keep(preview, taken.inert, at=at)
        contract.uploaded, contract.signed_before = original, taken.signed_before
        contract.preview = contract.document = preview
        contract.save(update_fields=["uploaded", "signed_before", "preview", "document"])
    return contract


@dataclass(frozen=True)
class _Taken:
    """The file as it is signed: re-made inert, or untouched where it came signed, with what was found on that."""

    inert: bytes
    pages_of_original: int = 0
    signed_before: dict[str, Any] = field(default_factory=dict)


def _taken(version: ProposalVersion, text: Text, data: bytes, at: datetime) -> _Taken:
    if not data:
        raise Unfit("file", _("O arquivo está vazio. Escolha-o de novo."))
    if len(data) > BIGGEST:
        raise Unfit("file", _("O PDF passa de 15 MB. Reduza-o e envie outra vez."))
    draft = Contract(company=version.company, version=version)
    write_text(draft, text)
    try:
        return _Taken(remake_inert(data, block=block_of(draft, signers=[], code="", at=at)))
    except Refused as refused:
        if refused.reason == SIGNED:
            return _as_it_came(data, at)
        raise unfit("file", refused) from refused
    except Complaint as complaint:
        raise unfit("title", complaint) from complaint


def _as_it_came(data: bytes, at: datetime) -> _Taken:
    try:
        return _Taken(data, page_count(data), look_at_signed(data, at=at))
    except Complaint as refused:
        raise unfit("file", refused) from refused
