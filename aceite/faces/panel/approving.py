"""The customer's yes or no: exactly what is bound beside the button, and the receipt afterwards."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from aceite.core.people.models import CodePurpose
from aceite.core.proposals.states import State
from aceite.core.sales.approving import AlreadyApproved, StillBlocked, approve, may_be_approved
from aceite.core.sales.declining import decline
from aceite.core.signatures.consent import Consent, Occasion
from aceite.core.trail.refusals import Refusal
from aceite.faces.panel.access import PanelRequest, panel
from aceite.faces.panel.answering import answer_of, bound_to, consent_to
from aceite.faces.panel.changes import sent_to_changes
from aceite.faces.panel.counter import open_points
from aceite.faces.panel.files import former_forms
from aceite.faces.panel.forms.answers import ApproveForm, BoundForm, DeclineForm
from aceite.faces.panel.paying import entry_of
from aceite.faces.panel.proving import Bound, proof, prove
from aceite.faces.panel.reading import Shown, contracts_of, shown
from aceite.faces.panel.refusing import beside, status_of, told
from aceite.faces.panel.right import right_card
from aceite.faces.panel.seeing import note_view
from aceite.faces.panel.sheet import standing_approval


@require_http_methods(["GET", "HEAD", "POST"])
@panel("proposal.approve")
def approve_page(request: PanelRequest, number: str) -> HttpResponse:
    """What is bound, an optional number and note, and the one button."""
    at = timezone.now()
    sale = shown(request.scope, number, at=at)
    if sale.state in (State.APPROVED, State.ORDER):
        return redirect(request.scope.url("receipt", number))
    consent = consent_to(request, Occasion.APPROVAL)
    form = ApproveForm(request.POST) if request.method == "POST" else ApproveForm(initial=bound_to(sale, consent))
    if _is_of(sale, form) and (elsewhere := sent_to_changes(request, sale)) is not None:
        return elsewhere
    if request.method == "POST" and form.is_valid():
        bound = _approval_of(request, form.cleaned_data["bundle_sha256"])
        note_view(request, sale, at=at)
        if prove(request, form, bound, at=at) and (done := _approve(request, sale, form)):
            return done
    blockers = may_be_approved(sale.proposal, at=at)
    if request.method != "POST" and not blockers.clear:
        for blocker in blockers:
            messages.info(request, blocker.sentence)
        return redirect(request.scope.url("proposal", number))
    bound = _approval_of(request, sale.version.bundle_sha256)
    context = _context(request, sale, form, consent, bound) | {"negotiated": open_points(request.scope, sale)}
    return render(request, "panel/approve.html", context, status=status_of(form))


@require_http_methods(["GET", "HEAD", "POST"])
@panel("proposal.decline")
def decline_page(request: PanelRequest, number: str) -> HttpResponse:
    """Why not: a reason from the list, and words if she likes."""
    at = timezone.now()
    sale = shown(request.scope, number, at=at)
    consent = consent_to(request, Occasion.DECLINE)
    form = DeclineForm(request.POST) if request.method == "POST" else DeclineForm(initial=bound_to(sale, consent))
    if not sale.is_open and request.method != "POST":
        return redirect(request.scope.url("proposal", number))
    if request.method == "POST" and form.is_valid():
        bound = Bound(form.cleaned_data["bundle_sha256"], CodePurpose.DECLINE)
        note_view(request, sale, at=at)
        if prove(request, form, bound, at=at) and (done := _decline(request, sale, form)):
            return done
    bound = Bound(sale.version.bundle_sha256, CodePurpose.DECLINE)
    context = _context(request, sale, form, consent, bound) | {"may_ask": request.scope.may("question.ask")}
    return render(request, "panel/decline.html", context, status=status_of(form))


@require_safe
@panel("price.see")
def receipt(request: PanelRequest, number: str) -> HttpResponse:
    """What was approved, by whom and when, with its hash; the order when it came."""
    sale = shown(request.scope, number, at=timezone.now())
    approval = standing_approval(sale)
    if approval is None:
        raise Http404
    context = {
        "sale": sale,
        "approval": approval,
        "version": approval.version,
        "contracts": contracts_of(request.scope, approval.version),
        "former": former_forms(request, sale, f"approval/{approval.pk}"),
        "order": getattr(sale.proposal, "order", None),
        "may_prove": request.scope.may("sale.dossier"),
        "right": right_card(request.scope, sale),
        "entry": entry_of(sale) if sale.state == State.APPROVED and request.scope.sees_invoices else None,
    }
    return render(request, "panel/receipt.html", context)


def _is_of(sale: Shown, form: BoundForm) -> bool:
    """Whether the form is not one of an older version: of that she is told beside what she typed."""
    return not form.is_bound or form["version"].value() == str(sale.version.version)


def _approve(request: PanelRequest, sale: Shown, form: ApproveForm) -> HttpResponse | None:
    at, typed = timezone.now(), form.cleaned_data
    try:
        approve(
            sale.proposal,
            answer_of(request, sale, form),
            customer_order_number=typed["customer_order_number"],
            note=typed["note"],
            by=request.scope.person,
            at=at,
        )
    except AlreadyApproved as refusal:
        messages.info(request, told(refusal))
    except StillBlocked as refusal:
        form.add_error(None, [str(blocker.sentence) for blocker in refusal.blockers])
        return None
    except Refusal as refusal:
        beside(form, refusal)
        return None
    else:
        messages.success(request, _("Proposta aprovada. O recibo vai agora para o seu e-mail."))
    return redirect(request.scope.url("receipt", sale.number))


def _decline(request: PanelRequest, sale: Shown, form: DeclineForm) -> HttpResponse | None:
    at, typed = timezone.now(), form.cleaned_data
    try:
        decline(
            sale.proposal,
            answer_of(request, sale, form),
            reason=typed["reason"],
            text=typed["text"],
            by=request.scope.person,
            at=at,
        )
    except Refusal as refusal:
        beside(form, refusal)
        return None
    company = request.scope.company.trade_name
    messages.success(request, _("Recusa registrada. %(company)s já foi avisada.") % {"company": company})
    return redirect(request.scope.url("proposal", sale.number))


def _approval_of(request: PanelRequest, bundle_sha256: str) -> Bound:
    return Bound(bundle_sha256, anew=request.scope.company.asks_code_to_approve)


def _context(request: PanelRequest, sale: Shown, form: BoundForm, consent: Consent, bound: Bound) -> dict[str, Any]:
    form.show_terms(consent)
    found = contracts_of(request.scope, sale.version)
    # Optional only for a session that is proved already.
    form.fields["code"].required = True
    return {
        "sale": sale,
        "form": form,
        "consent": consent,
        "overtaken": form.is_bound and (not sale.is_open or form["version"].value() != str(sale.version.version)),
        "contracts": found,
        "proof": proof(request, bound, at=timezone.now()),
        "instalments": sale.version.instalments.all(),
        "line_count": sale.version.lines.counted().count(),
        "siblings": request.scope.siblings(sale.proposal),
        "paper_url": request.scope.url("paper", sale.number, sale.version.version),
    }
