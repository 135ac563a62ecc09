"""Papers that follow from an act: the approval's file and the printed order. Made after it, never inside."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from aceite.core.documents.logos import logo_of
from aceite.core.documents.models import Document
from aceite.core.documents.reading import read
from aceite.core.documents.storing import store
from aceite.core.proposals.locking import lock_sale
from aceite.core.sales.answering import paper_of
from aceite.core.sales.models import Approval, Order
from aceite.core.sales.paper import approval_page, order_paper
from aceite.core.signatures.evidence import NAME as EVIDENCE
from aceite.core.signatures.evidence import Proven, evidence_of
from aceite.core.signatures.keys import standing_seal
from aceite.core.trail.actors import Actor
from aceite.core.trail.models import Event
from aceite.core.trail.recording import record
from aceite.core.trail.refusals import NotAllowed
from aceite.kit.pdf.increment import Update
from aceite.kit.pdf.pages import page_count
from aceite.kit.sealing.sealing import append_sealed

_PDF = "application/pdf"


def file_approval(approval: Approval, *, by: Actor, at: datetime) -> Approval:
    """Keeps F: P followed by one update with the page of the approval, its evidence and the seal.

    Twice is the one file. Raises NotAllowed, and Tampered when P is not what it was.
    """
    _require_system(approval.company_id, by)
    if approval.file_id is not None:
        return approval
    logo = logo_of(approval.company)
    page = approval_page(approval, at=approval.approved_at, logo=read(logo) if logo else None)
    paper = paper_of(approval.version)
    evidence = evidence_of(_proven(approval, paper), [approval.statement], at=at)
    with override(approval.company.language):
        reason = _("Aprovação registrada e trilha anexada")
    update = Update(read(paper), page.render(), {EVIDENCE: evidence})
    filed = append_sealed(update, by=standing_seal(at=at).sealer, reason=reason, at=at).data
    document = store(filed, company_id=approval.company_id, content_type=_PDF, at=at, pages=page_count(filed))
    with transaction.atomic():
        lock_sale(approval.proposal_id)
        standing = Approval.objects.get(pk=approval.pk)
        if standing.file_id is None:
            standing.file = document
            standing.save(update_fields=["file"])
            data = {"approval": standing.pk, "file_sha256": document.sha256}
            record("approval.filed", sale=standing.proposal_id, by=by, at=at, data=data)
        return standing


def file_order(order: Order, *, by: Actor, at: datetime) -> Order:
    """Keeps the printed order. Twice is the one file. Raises NotAllowed."""
    _require_system(order.company_id, by)
    if order.paper_id is not None:
        return order
    logo = logo_of(order.company)
    approval = Approval.objects.select_related("panel_user", "company").get(proposal=order.proposal_id, undone_at=None)
    pdf = order_paper(order, approval, logo=read(logo) if logo else None).render()
    document = store(pdf, company_id=order.company_id, content_type=_PDF, at=at, pages=page_count(pdf))
    # The same bytes come out of every try, so the last writer changes nothing.
    Order.objects.filter(pk=order.pk).update(paper=document)
    order.paper = document
    return order


def _proven(approval: Approval, paper: Document) -> Proven:
    version = approval.version
    chain = Event.objects.of_chain(approval.company_id, f"sale/{approval.proposal_id}")
    recorded = next(event for event in chain.filter(kind="proposal.approved") if event.data["approval"] == approval.pk)
    return Proven("approval", paper, version.code, version.manifest, version.bundle_sha256, recorded)


def _require_system(company_id: int, by: Actor) -> None:
    if by.company_id != company_id or not by.may("sale.file"):
        raise NotAllowed
