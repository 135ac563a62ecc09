"""Sending: what stands in the way, what exactly will be bound, and the one button."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from aceite.core.clearances.needing import deciders, need_of
from aceite.core.clearances.states import ClearanceState
from aceite.core.clearances.words import caught_words
from aceite.core.proposals.locking import current_of
from aceite.core.proposals.models import Proposal
from aceite.core.proposals.states import State
from aceite.core.sales.sending import NotReady, ready_to_send, send, what_is_bound
from aceite.core.trail.refusals import NotAllowed, Refusal
from aceite.faces.office.access import OfficeRequest, office
from aceite.faces.office.alternatives import beside
from aceite.faces.office.forms.answers import PREFIX
from aceite.faces.office.places import go, place, sale_of
from aceite.faces.office.sale_changes import first_changes


def _where(request: OfficeRequest, sale: Proposal, field: str) -> str:
    """Where a problem is put right."""
    kind, _dot, rest = field.partition(".")
    pk, _dot, name = rest.partition(".")
    if kind == "contracts" and pk.isdecimal():
        page = place(request, "sale_contract", sale.number, int(pk))
        return f"{page}#id_{PREFIX}-{name}" if name else page
    if kind == "customer":
        return place(request, "customer", sale.customer_id)
    if kind == "company" and request.scope.may("company.edit"):
        return place(request, "company")
    if kind == "points":
        return place(request, "sale", sale.number) + "#contraproposta"
    # What is wrong with all of them together is put right where their sum is told.
    plan = "#plan" if rest else "#totals"
    anchors = {"lines": "#lines", "total": "#lines", "instalments": plan, "valid_until": "#id_valid_until"}
    return place(request, "edit_sale", sale.number) + anchors.get(kind, "")


@require_http_methods(["GET", "HEAD", "POST"])
@office("proposal.send")
def send_sale(request: OfficeRequest, number: str) -> HttpResponse:
    """Check everything, show what is frozen and who is written to, send."""
    sale = sale_of(request, number)
    if request.method == "POST":
        return _send(request, sale)
    if sale.state != State.DRAFT:
        return go(request, "sale", sale.number)
    return _show(request, sale)


def _send(request: OfficeRequest, sale: Proposal) -> HttpResponse:
    typed = request.POST.get("revision", "")
    revision = int(typed) if typed.isdecimal() else -1
    try:
        version = send(sale, revision=revision, by=request.scope.member, at=timezone.now())
    except NotAllowed:
        raise
    except NotReady:
        return _show(request, sale_of(request, sale.number), status=409)
    except Refusal as refusal:
        return _show(request, sale_of(request, sale.number), refused=str(refusal.sentence), status=409)
    words = _("Proposta enviada: versão %(version)s. O cliente já foi avisado.") % {"version": version.version}
    messages.success(request, words)
    _send_together(request, sale)
    return go(request, "sale", sale.number)


def _drafts_beside(request: OfficeRequest, sale: Proposal) -> list[Proposal]:
    """The other alternatives that are drafts too."""
    return [one.sale for one in beside(request, sale) if one.sale.state == State.DRAFT]


def _send_together(request: OfficeRequest, sale: Proposal) -> None:
    """Sends the alternatives that were ticked, as they stood on the page; each that cannot be sent says why not."""
    for other in _drafts_beside(request, sale):
        revision = request.POST.get(f"with-{other.number}", "")
        if not revision.isdecimal():
            continue
        try:
            send(other, revision=int(revision[:9]), by=request.scope.member, at=timezone.now())
        except NotReady:
            words = _("A alternativa %(number)s ainda não pode ser enviada: abra-a e veja o que falta.")
            messages.warning(request, words % {"number": other.number})
        except Refusal as refusal:
            messages.warning(request, f"{other.number}: {refusal.sentence}")
        else:
            messages.success(request, _("Alternativa %(number)s enviada também.") % {"number": other.number})


def _clearance(request: OfficeRequest, sale: Proposal) -> dict[str, Any]:
    """Whose yes is missing, and what for; whether it was asked for, given or refused already."""
    need = need_of(sale, current_of(sale), by=request.scope.member)
    latest = need.latest if need.latest is not None and need.latest.covers(need.caught) else None
    return {
        "need": need, "latest": latest,
        "asked": latest is not None and latest.state == ClearanceState.ASKED,
        "turned_down": latest is not None and latest.state == ClearanceState.REFUSED,
        "reasons": [caught_words(one, with_cost=request.scope.may("cost.set")) for one in need.caught],
        "deciders": [] if need.is_met else deciders(need.rules, request.scope.members.joined()),
    }  # fmt: skip


def _show(request: OfficeRequest, sale: Proposal, *, refused: str = "", status: int = 200) -> HttpResponse:
    at = timezone.now()
    found = [(problem, _where(request, sale, problem.field)) for problem in ready_to_send(sale, at=at)]
    context = {
        "sale": sale, "version": sale.current, "refused": refused,
        "problems": [(problem, url) for problem, url in found if problem.blocks],
        "warnings": [(problem, url) for problem, url in found if not problem.blocks],
        "binding": what_is_bound(sale, at=at), "instalments": current_of(sale).instalments.all(),
        "sale_url": place(request, "sale", sale.number), "edit_url": place(request, "edit_sale", sale.number),
        "preview_url": place(request, "preview_sale", sale.number),
        "customer_url": place(request, "customer", sale.customer_id),
        "changed": first_changes(sale),
        "drafts_beside": _drafts_beside(request, sale),
        **_clearance(request, sale),
    }  # fmt: skip
    return render(request, "office/sales/send.html", context, status=status)
