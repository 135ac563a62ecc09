"""A new proposal: for whom, and under which title; the editor opens next."""

import secrets
from dataclasses import replace

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from aceite.core.customers.models import Customer
from aceite.core.proposals.cleaning import DraftRefused
from aceite.core.proposals.drafting import create_proposal
from aceite.core.proposals.drafts import Draft, blank_draft
from aceite.core.proposals.models import Proposal
from aceite.faces.office.access import OfficeRequest, office
from aceite.faces.office.answers import form_page, typed
from aceite.faces.office.forms.proposal import NewProposalForm
from aceite.faces.office.listing import sought
from aceite.faces.office.places import go

CHOICES_AT_MOST = 30


@require_http_methods(["GET", "HEAD", "POST"])
@office("proposal.edit")
def new_sale(request: OfficeRequest) -> HttpResponse:
    """First the customer, then the title."""
    wanted = request.GET.get("cliente", "")
    found = request.scope.customers.active().filter(pk=int(wanted)) if wanted.isdecimal() and len(wanted) < 18 else None
    customer = found.first() if found is not None else None
    if customer is None:
        return _choose(request)
    form = NewProposalForm(typed(request), initial={"key": secrets.token_urlsafe(12)})
    if request.method == "POST" and form.is_valid():
        made = _create(request, customer, form)
        if made is not None:
            return go(request, "edit_sale", made.number)
    return form_page(request, "office/sales/new.html", form, customer=customer)


def _choose(request: OfficeRequest) -> HttpResponse:
    text = sought(request)
    customers = request.scope.customers.active()
    customers = customers.matching(text) if text else customers.recently_sold_to()
    context = {"customers": customers[:CHOICES_AT_MOST], "text": text, "may_create": request.scope.may("customer.edit")}
    return render(request, "office/sales/choose_customer.html", context)


def _create(request: OfficeRequest, customer: Customer, form: NewProposalForm) -> Proposal | None:
    at, member = timezone.now(), request.scope.member
    draft: Draft = replace(blank_draft(request.scope.company, at), title=form.cleaned_data["title"])
    try:
        return create_proposal(customer, draft, seller=member, key=form.cleaned_data["key"], by=member, at=at)
    except DraftRefused as refused:
        for problem in refused.problems:
            form.add_error(problem.field if problem.field in form.fields else None, problem.sentence)
        return None
