"""One's own receipts: what she signed, approved or declined here, each with the file that proves it without us."""

from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from aceite.core.proposals.models import Proposal
from aceite.core.signatures.models import Act, Statement
from aceite.core.signatures.receipts import own_receipt_file, receipt_name
from aceite.faces.panel.access import PanelRequest, Scope, panel
from aceite.faces.panel.lists import page_of
from aceite.faces.ui.files import inert


@dataclass(frozen=True)
class ReceiptRow:
    """One act: what was done to what, in which sale, and whether it still has its effect there."""

    statement: Statement
    done: str
    what: str
    sale: Proposal | None
    url: str
    standing: bool


@require_safe
@panel()
def receipts(request: PanelRequest) -> HttpResponse:
    """Every act of this person, the newest first; also of sales that are over."""
    page = page_of(request, request.scope.acts.order_by("-confirmed_at", "-pk"))
    return render(request, "panel/receipts.html", {"page": page, "rows": _rows(request.scope, page.object_list)})


@require_safe
@panel()
def receipt_file(request: PanelRequest, pk: int) -> HttpResponse:
    """The receipt as it was mailed, to be kept and checked on any machine."""
    found = request.scope.acts.filter(pk=pk).first()
    if found is None:
        raise Http404
    answer = HttpResponse(own_receipt_file(found, at=timezone.now()), content_type="application/json")
    sale = request.scope.sales_of([found]).get(found.sale_id)
    name = receipt_name(sale.number if sale else "", found)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Cache-Control"] = "private, no-store"
    return inert(answer)


def _rows(scope: Scope, acts: list[Statement]) -> list[ReceiptRow]:
    sales, titles = scope.sales_of(acts), scope.titles_of(acts)
    return [
        ReceiptRow(
            statement=act,
            done=_done(act),
            what=titles.get(act.subject) or (sales[act.sale_id].title if act.sale_id in sales else ""),
            sale=sales.get(act.sale_id),
            url=scope.url("own_receipt", act.pk),
            standing=act.voided_at is None,
        )
        for act in acts
    ]


def _done(act: Statement) -> str:
    words = {
        Act.SIGN: _("Assinou"),
        Act.APPROVE: _("Aprovou"),
        Act.DECLINE: _("Recusou"),
        Act.RESCIND: _("Desistiu de"),
    }
    return words[Act(act.act)]
