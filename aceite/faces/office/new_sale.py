"""A new proposal: for whom, from what, and under which title; the editor opens next."""

import secrets
from dataclasses import replace

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from aceite.core.blueprints.models import Blueprint
from aceite.core.blueprints.using import begin_proposal, use_blueprint
from aceite.core.customers.models import Customer
from aceite.core.proposals.cleaning import DraftRefused
from aceite.core.proposals.drafts import Draft, blank_draft
from aceite.core.proposals.models import Proposal
from aceite.faces.office.access import OfficeRequest, office
from aceite.faces.office.answers import form_page, typed
from aceite.faces.office.blueprint_words import told_words
from aceite.faces.office.forms.proposal import NewProposalForm
from aceite.faces.office.listing import sought
from aceite.faces.office.places import go, place
from aceite.faces.office.sale_begun import register_first

CHOICES_AT_MOST = 30
_LONGEST_ID = 18


@require_http_methods(["GET", "HEAD", "POST"])
@office("proposal.edit")
def new_sale(request: OfficeRequest) -> HttpResponse:
    """First the customer, then the title."""
    wanted = request.GET.get("cliente", "")
    found = (
        request.scope.customers.active().filter(pk=int(wanted))
        if wanted.isdecimal() and len(wanted) < _LONGEST_ID
        else None
    )
    customer = found.first() if found is not None else None
    if customer is None:
        return _choose(request)
    offered = request.scope.blueprints.active().without_text()
    initial = {"key": secrets.token_urlsafe(12), "blueprint": request.GET.get("modelo", "")}
    form = NewProposalForm(typed(request), initial=initial, blueprints=offered)
    if request.method == "POST" and form.is_valid():
        made = _create(request, customer, form)
        if made is not None:
            return go(request, "edit_sale", made.number)
    chosen, again_url = _chosen(request), place(request, "new_sale")
    again_url = f"{again_url}?{chosen}" if chosen else again_url
    return form_page(request, "office/sales/new.html", form, customer=customer, chosen=chosen, again_url=again_url)


def _choose(request: OfficeRequest) -> HttpResponse:
    text = sought(request)
    customers = request.scope.customers.active()
    customers = customers.matching(text).best_first(text) if text else customers.recently_sold_to()
    context = {"customers": customers[:CHOICES_AT_MOST], "text": text, "may_create": request.scope.may("customer.edit")}
    context["chosen"] = _chosen(request)
    wanted = _id_in(request, "modelo")
    context["customer_url"] = register_first(request, text, str(wanted) if wanted else "")
    return render(request, "office/sales/choose_customer.html", context)


def _chosen(request: OfficeRequest) -> str:
    """The blueprint that was chosen before the customer, as the address carries it on."""
    wanted = _id_in(request, "modelo")
    return f"modelo={wanted}" if wanted else ""


def _id_in(request: OfficeRequest, name: str) -> int:
    """The id an address carries under this name; 0 for none."""
    wanted = request.GET.get(name, "")
    return int(wanted) if wanted.isdecimal() and len(wanted) < _LONGEST_ID else 0


def _create(request: OfficeRequest, customer: Customer, form: NewProposalForm) -> Proposal | None:
    try:
        return _made(request, customer, form)
    except DraftRefused as refused:
        for problem in refused.problems:
            form.add_error(problem.field if problem.field in form.fields else None, problem.sentence)
        return None


def _made(request: OfficeRequest, customer: Customer, form: NewProposalForm) -> Proposal:
    at, member = timezone.now(), request.scope.member
    title, key = form.cleaned_data["title"], form.cleaned_data["key"]
    blueprint: Blueprint | None = form.cleaned_data.get("blueprint")
    if blueprint is None:
        draft: Draft = replace(blank_draft(request.scope.company, at), title=title)
        return begin_proposal(customer, draft, seller=member, key=key, by=member, at=at)
    begun = use_blueprint(blueprint, customer, title=title, seller=member, key=key, by=member, at=at)
    for words in told_words(begun.told):
        messages.warning(request, words)
    return begun.proposal
