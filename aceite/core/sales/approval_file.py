"""The approval's file: P, byte for byte, and one update with its page, evidence and seal. Made after the act."""

from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from aceite.core.documents.logos import logo_of
from aceite.core.documents.models import Document
from aceite.core.documents.reading import read
from aceite.core.proposals.locking import lock_sale
from aceite.core.sales.answering import paper_of
from aceite.core.sales.models import Approval
from aceite.core.sales.paper import approval_page
from aceite.core.signatures.evidence import NAME as EVIDENCE
from aceite.core.signatures.evidence import Proven, evidence_of
from aceite.core.signatures.models import SealedFile
from aceite.core.signatures.sealed_files import facts_of, keep_sealed
from aceite.core.signatures.sealers import file_seal
from aceite.core.signatures.sealing import Finished, Unsealed
from aceite.core.trail.actors import Actor
from aceite.core.trail.models import Event
from aceite.core.trail.recording import record
from aceite.core.trail.refusals import NotAllowed


def unsealed_approval(approval: Approval, *, at: datetime) -> Unsealed:
    """What F is made of: P, the page of the approval and its evidence, gathered at `at`; the same act gives the same.

    Raises Tampered when P is not what it was, and what `file_seal` raises.
    """
    paper = paper_of(approval.version)
    evidence = evidence_of(_proven(approval, paper), [approval.statement], at=at)
    return _unsealed(approval, paper, evidence, at)


def keep_approval_file(approval: Approval, finished: Finished, *, by: Actor, at: datetime) -> None:
    """Keeps F, once: another worker's is thrown away. Raises NotAllowed."""
    if by.company_id != approval.company_id or not by.may("sale.file"):
        raise NotAllowed
    with transaction.atomic():
        lock_sale(approval.proposal_id)
        if Approval.objects.filter(pk=approval.pk, file__isnull=False).exists():
            return
        sealed = keep_sealed(finished, subject=subject_of(approval), company_id=approval.company_id, at=at)
        Approval.objects.filter(pk=approval.pk).update(file=sealed.document)
        data = {"approval": approval.pk, **facts_of(sealed)}
        record("approval.filed", sale=approval.proposal_id, by=by, at=at, data=data)


def unsealed_again(approval: Approval, evidence: bytes, *, at: datetime) -> Unsealed:
    """What F′ is made of: the same P and this evidence, as it stands in F. Raises as `unsealed_approval`."""
    return _unsealed(approval, paper_of(approval.version), evidence, at)


def keep_improved(approval: Approval, form: SealedFile, finished: Finished, *, by: Actor, at: datetime) -> None:
    """Hands out the next form from now on; the one before stays valid and stays known. Raises NotAllowed."""
    if by.company_id != approval.company_id or not by.may("sale.file"):
        raise NotAllowed
    with transaction.atomic():
        lock_sale(approval.proposal_id)
        if SealedFile.objects.standing(form.pk) is None:
            return
        sealed = keep_sealed(finished, subject=form.subject, company_id=approval.company_id, at=at)
        Approval.objects.filter(pk=approval.pk).update(file=sealed.document)
        data = {"approval": approval.pk, "before_sha256": form.document.sha256, **facts_of(sealed)}
        record("file.stamped", sale=approval.proposal_id, by=by, at=at, data=data)


def subject_of(approval: Approval) -> str:
    """How sealed files name an approval."""
    return f"approval/{approval.pk}"


def _unsealed(approval: Approval, paper: Document, evidence: bytes, at: datetime) -> Unsealed:
    logo = logo_of(approval.company)
    page = approval_page(approval, at=approval.approved_at, logo=read(logo) if logo else None)
    with override(approval.company.language):
        reason = _("Aprovação registrada e trilha anexada")
    return Unsealed(
        original=read(paper),
        draw=lambda seal: replace(page, seal=seal).render(),
        attachments={EVIDENCE: evidence},
        reason=reason,
        language=approval.company.language,
        seal=file_seal(approval.company, at=at),
    )


def _proven(approval: Approval, paper: Document) -> Proven:
    version = approval.version
    chain = Event.objects.of_chain(approval.company_id, f"sale/{approval.proposal_id}")
    recorded = next(event for event in chain.filter(kind="proposal.approved") if event.data["approval"] == approval.pk)
    return Proven("approval", paper, version.code, version.manifest, version.bundle_sha256, recorded)
