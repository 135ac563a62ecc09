"""A template tried out with a real proposal: its text filled, what stays empty, and the pages as they would print."""

from base64 import b64encode
from typing import Final

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from aceite.core.contracts.asked import asked_of, defaults_of
from aceite.core.contracts.models import ContractTemplate
from aceite.core.contracts.trying import print_trial, try_out
from aceite.core.proposals.models import Proposal, ProposalVersion
from aceite.faces.office.access import OfficeRequest, found, office
from aceite.faces.office.forms.answers import PREFIX, AnswersForm
from aceite.faces.office.listing import sought
from aceite.faces.office.places import sale_of
from aceite.faces.ui.fields import as_error
from aceite.faces.ui.files import inert
from aceite.kit.pdf.pages import page_count, picture
from aceite.kit.sentences import Complaint

OFFERED: Final = 8
PICTURED: Final = 12
_WIDTH: Final = 800


@require_safe
@office("contract.see", contracts=True)
def trial(request: OfficeRequest, pk: int) -> HttpResponse:
    """Choose a proposal (`?proposta=`), and read the template filled from it."""
    template = found(request.scope.templates, pk)
    number = request.GET.get("proposta", "")
    sale = sale_of(request, number) if number else None
    answers = _answers(request, template)
    given = answers.typed() if answers.is_valid() else None
    sales = request.scope.sales.matching(sought(request)) if sought(request) else request.scope.sales
    context = {
        "template": template, "sale": sale,
        "sales": [] if sale else list(sales.newest_first().select_related("customer")[:OFFERED]),
        "trial": try_out(template, _version(sale), given, at=timezone.now()) if sale else None,
        "answers": answers,
    }  # fmt: skip
    return render(request, "office/templates/trial.html", context)


@require_safe
@office("contract.see", contracts=True)
def pages(request: OfficeRequest, pk: int, number: str) -> HttpResponse:
    """The first pages as pictures."""
    template, sale = found(request.scope.templates, pk), sale_of(request, number)
    context = {"template": template, "sale": sale, "pictures": [], "refused": "", "more": 0}
    try:
        paper = print_trial(template, _version(sale), _given(request, template), at=timezone.now())
        count = page_count(paper)
        shown = range(min(count, PICTURED))
        context["pictures"] = [b64encode(picture(paper, page, width=_WIDTH)).decode() for page in shown]
        context["more"] = count - len(shown)
    except Complaint as complaint:
        context["refused"] = " ".join(as_error(complaint).messages)
    return render(request, "office/templates/trial_pages.html", context)


@require_safe
@office("contract.see", contracts=True)
def printed(request: OfficeRequest, pk: int, number: str) -> HttpResponse:
    """The same as PDF."""
    template, sale = found(request.scope.templates, pk), sale_of(request, number)
    try:
        paper = print_trial(template, _version(sale), _given(request, template), at=timezone.now())
    except Complaint as complaint:
        words = {"template": template, "sale": sale, "pictures": [], "refused": " ".join(as_error(complaint).messages)}
        return render(request, "office/templates/trial_pages.html", words, status=422)
    answer = HttpResponse(paper, content_type="application/pdf")
    name = _("ensaio")
    answer["Content-Disposition"] = f'inline; filename="{name}-{template.pk}-{sale.number}.pdf"'
    return inert(answer)


def _answers(request: OfficeRequest, template: ContractTemplate) -> AnswersForm:
    """What is tried for the template's own fields: what stands in the address, or the defaults."""
    asked = asked_of(template.asked)
    tried = request.GET if any(f"{PREFIX}-{field.name}" in request.GET for field in asked) else None
    return AnswersForm(tried, asked=asked, answers=defaults_of(asked))


def _given(request: OfficeRequest, template: ContractTemplate) -> dict[str, str] | None:
    answers = _answers(request, template)
    return answers.typed() if answers.is_valid() else None


def _version(sale: Proposal) -> ProposalVersion:
    if sale.current is None:
        raise Http404
    return sale.current
