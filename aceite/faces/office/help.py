"""The handbook in the office: every task of it, the search over it, and which task explains the page one is on."""

from functools import cache
from typing import Final

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from aceite.faces.office.access import OfficeRequest, office
from aceite.faces.office.listing import sought
from aceite.faces.ui.handbooks import text_of
from aceite.kit.handbook import Handbook, headings

_HERE: Final = "office"


@cache
def handbook() -> Handbook:
    """The sellers' handbook; it comes with the product and never changes while a process lives."""
    return Handbook(settings.HANDBOOK)


def help_url(request: HttpRequest, company: str) -> str:
    """Where the `?` of this page leads: the task that explains it, or the handbook's first page."""
    match = request.resolver_match
    about = handbook().about(match.url_name or "") if match and match.namespace == _HERE else None
    if about is None:
        return reverse("office:help", args=[company])
    task, place = about
    return _address(company, task.slug, place)


@require_safe
@office("sale.see")
def help_index(request: OfficeRequest) -> HttpResponse:
    """All tasks by group, or those that hold the words sought."""
    words = sought(request)
    context = {"sought": words, "found": handbook().matching(words), "groups": handbook().groups().items()}
    return render(request, "office/help/index.html", context)


@require_safe
@office("sale.see")
def help_task(request: OfficeRequest, task: str) -> HttpResponse:
    """One task."""
    shown = handbook().task(task)
    if shown is None:
        raise Http404
    before, after = handbook().around(shown)
    context = {
        "task": shown,
        "text": _text(request.scope.company.slug, task),
        "headings": headings(shown),
        "before": before,
        "after": after,
    }
    return render(request, "office/help/task.html", context)


@cache
def _text(company: str, slug: str) -> SafeString:
    task = handbook().task(slug)
    assert task is not None
    return text_of(task, lambda other, place: _address(company, other, place), settings.HANDBOOK / "imagens", "ajuda")


def _address(company: str, slug: str, place: str) -> str:
    address = reverse("office:help_task", args=[company, slug])
    return f"{address}#{place}" if place else address
