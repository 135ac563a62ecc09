"""A PDF brought by the vendor as contract: kept untouched, and re-made inert before anybody signs it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from aceite.core.contracts.drafting import new_contract
from aceite.core.contracts.editing import lock_draft
from aceite.core.contracts.levels import clean_level
from aceite.core.contracts.models import Contract, Level, Requirement, Source
from aceite.core.contracts.paper import block_of
from aceite.core.contracts.texts import Text, clean_requirement, clean_title, unfit, write_text
from aceite.core.documents.storing import store
from aceite.core.proposals.models import ProposalVersion
from aceite.core.proposals.permitting import require
from aceite.core.trail.actors import Actor
from aceite.core.trail.refusals import Unfit
from aceite.kit.pdf.pages import page_count
from aceite.kit.pdf.remaking import Refused, remake_inert
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


def add_upload(version: ProposalVersion, upload: ContractUpload, *, by: Actor, at: datetime) -> Contract:
    """Adds the PDF as a contract. Until it is frozen, `document` is its re-made form for looking at.

    Raises Unfit for `file` with the reason why this PDF cannot become a contract, and for `title`.
    """
    require("proposal.edit", version.proposal, by)
    title = clean_title(upload.title or upload.name.rpartition("/")[2].removesuffix(".pdf").removesuffix(".PDF"))
    requirement = clean_requirement(upload.requirement)
    executive = upload.executive and requirement != Requirement.NONE
    text = Text(title, "", requirement, clean_level(upload.level, requirement), executive)
    remade = _remade(version, text, upload.data, at)
    original = store(upload.data, company_id=version.company_id, content_type=PDF, at=at)
    preview = store(remade, company_id=version.company_id, content_type=PDF, at=at, pages=page_count(remade))
    # Re-making takes seconds, so the sale is locked only now.
    with transaction.atomic():
        contract = new_contract(lock_draft(version, by=by, at=at), text, source=Source.UPLOADED, at=at)
        contract.uploaded = original
        contract.preview = contract.document = preview
        contract.save(update_fields=["uploaded", "preview", "document"])
    return contract


def _remade(version: ProposalVersion, text: Text, data: bytes, at: datetime) -> bytes:
    if not data:
        raise Unfit("file", _("O arquivo está vazio. Escolha-o de novo."))
    if len(data) > BIGGEST:
        raise Unfit("file", _("O PDF passa de 15 MB. Reduza-o e envie outra vez."))
    draft = Contract(company=version.company, version=version)
    write_text(draft, text)
    try:
        return remake_inert(data, block=block_of(draft, signers=[], code="", at=at))
    except Refused as refused:
        raise unfit("file", refused) from refused
    except Complaint as complaint:
        raise unfit("title", complaint) from complaint
