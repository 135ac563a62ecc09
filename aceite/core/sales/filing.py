"""The printed order. Made after the act, never inside."""

from datetime import datetime

from aceite.core.documents.storing import store
from aceite.core.sales.models import Approval, Order
from aceite.core.sales.paper import order_paper
from aceite.core.trail.actors import Actor
from aceite.core.trail.refusals import NotAllowed
from aceite.kit.pdf.pages import page_count

_PDF = "application/pdf"


def file_order(order: Order, *, by: Actor, at: datetime) -> Order:
    """Keeps the printed order. Twice is the one file. Raises NotAllowed."""
    if by.company_id != order.company_id or not by.may("sale.file"):
        raise NotAllowed
    if order.paper_id is not None:
        return order
    approval = Approval.objects.select_related("panel_user", "company").get(proposal=order.proposal_id, undone_at=None)
    pdf = order_paper(order, approval).render()
    document = store(pdf, company_id=order.company_id, content_type=_PDF, at=at, pages=page_count(pdf))
    # The same bytes come out of every try, so the last writer changes nothing.
    Order.objects.filter(pk=order.pk).update(paper=document)
    order.paper = document
    return order
