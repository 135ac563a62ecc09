"""The consumer withdraws from what she approved: what ends and what comes back beside one button, and the receipt."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from aceite.core.people.models import CodePurpose
from aceite.core.proposals.models import ProposalQuerySet
from aceite.core.proposals.states import State
from aceite.core.receivables.returning import arrived_for
from aceite.core.sales.models import Rescission
from aceite.core.sales.rescinding import AlreadyRescinded, may_be_rescinded, rescind
from aceite.core.signatures.consent import Consent, Occasion
from aceite.core.trail.refusals import Refusal
from aceite.faces.panel.access import PanelRequest, panel
from aceite.faces.panel.answering import answer_of, bound_to, consent_to
from aceite.faces.panel.files import download, former_forms, pdf_name
from aceite.faces.panel.forms.answers import RescindForm
from aceite.faces.panel.proving import Bound, proof, prove
from aceite.faces.panel.reading import Shown, contracts_of, shown
from aceite.faces.panel.refusing import beside, status_of, told
from aceite.faces.panel.right import right_card
from aceite.faces.panel.seeing import note_view


@require_http_methods(["GET", "HEAD", "POST"])
@panel("proposal.rescind")
def rescind_page(request: PanelRequest, number: str) -> HttpResponse:
    """What ends, what comes back, an optional word, and the one button."""
    at = timezone.now()
    sale = shown(request.scope, number, at=at)
    if sale.state == State.RESCINDED:
        return redirect(request.scope.url("rescission", number))
    if request.method != "POST" and may_be_rescinded(sale.proposal, at=at) is None:
        messages.info(request, _("Esta compra não pode mais ser desfeita por aqui. Se precisar, fale com a empresa."))
        return redirect(request.scope.url("proposal", number))
    consent = consent_to(request, Occasion.RESCISSION)
    form = RescindForm(request.POST) if request.method == "POST" else RescindForm(initial=bound_to(sale, consent))
    if request.method == "POST" and form.is_valid():
        note_view(request, sale, at=at)
        proved = prove(request, form, Bound(form.cleaned_data["bundle_sha256"], CodePurpose.RESCISSION), at=at)
        if proved and (done := _rescind(request, sale, form)):
            return done
    return render(request, "panel/rescind.html", _context(request, sale, form, consent), status=status_of(form))


@require_safe
@panel("price.see")
def rescission(request: PanelRequest, number: str) -> HttpResponse:
    """Who withdrew and when, what comes back, and the papers to keep."""
    sale = shown(request.scope, number, at=timezone.now())
    made = _made(request, sale)
    fallen = list(_amendments(request, sale).fallen())
    context = {
        "sale": sale,
        "made": made,
        "version": made.version,
        "order": getattr(sale.proposal, "order", None),
        "fallen": fallen,
        "returning": arrived_for(sale.proposal, fallen, _today(request)) if request.scope.sees_invoices else None,
        "contracts": contracts_of(request.scope, made.version),
        "former": former_forms(request, sale, f"rescission/{made.pk}"),
        "card": right_card(request.scope, sale),
        "own_receipt": request.scope.acts.filter(pk=made.statement_id).first(),
        "may_prove": request.scope.may("sale.dossier"),
    }
    return render(request, "panel/rescission.html", context)


@require_safe
@panel("price.see")
def rescission_file(request: PanelRequest, number: str) -> HttpResponseBase:
    """The proposal with the page of the withdrawal."""
    made = _made(request, shown(request.scope, number, at=timezone.now()))
    return download(request, made.file, pdf_name(_("desistencia"), number))


def _made(request: PanelRequest, sale: Shown) -> Rescission:
    made = request.scope.rescission(sale.proposal)
    if made is None:
        raise Http404
    made.version.company = made.company = sale.version.company
    return made


def _rescind(request: PanelRequest, sale: Shown, form: RescindForm) -> HttpResponse | None:
    try:
        rescind(
            sale.proposal,
            answer_of(request, sale, form),
            text=form.cleaned_data["text"],
            by=request.scope.person,
            at=timezone.now(),
        )
    except AlreadyRescinded as refusal:
        messages.info(request, told(refusal))
    except Refusal as refusal:
        beside(form, refusal)
        return None
    else:
        messages.success(
            request,
            _("Compra desfeita. O recibo vai agora para o seu e-mail; o comprovante em PDF fica aqui no painel."),
        )
    return redirect(request.scope.url("rescission", sale.number))


def _context(request: PanelRequest, sale: Shown, form: RescindForm, consent: Consent) -> dict[str, Any]:
    form.show_terms(consent)
    # Optional only for a session that is proved already.
    form.fields["code"].required = True
    at = timezone.now()
    # Those that fall with the sale.
    amendments = list(_amendments(request, sale).that_would_fall())
    return {
        "sale": sale,
        "form": form,
        "overtaken": form.is_bound and may_be_rescinded(sale.proposal, at=at) is None,
        "card": right_card(request.scope, sale),
        "order": getattr(sale.proposal, "order", None),
        "contracts": contracts_of(request.scope, sale.version),
        "amendments": amendments,
        "paid": arrived_for(sale.proposal, amendments, _today(request)) if request.scope.sees_invoices else None,
        "consent": consent,
        "proof": proof(request, Bound(sale.version.bundle_sha256, CodePurpose.RESCISSION), at=at),
        "paper_url": request.scope.url("paper", sale.number, sale.version.version),
    }


def _amendments(request: PanelRequest, sale: Shown) -> ProposalQuerySet:
    """Those of the sale, as far as this visitor sees them."""
    return request.scope.proposals.amending(sale.proposal.pk).with_sheet()


def _today(request: PanelRequest) -> date:
    return timezone.localdate(timezone=request.scope.company.tz)
