"""The handbook in the office: every task of it, the search over it, and which task explains the page one is on."""

from functools import cache
from typing import TYPE_CHECKING, Final

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from aceite.faces.office.access import OfficeRequest, office
from aceite.faces.office.listing import sought
from aceite.kit.handbook import Handbook, Picture, headings, html_of
from aceite.kit.late import late

if TYPE_CHECKING:
    from PIL import Image
else:
    Image = late("PIL.Image")

# Pictures are taken at twice the size they are shown in, so that they stay sharp on any screen.
_DENSITY: Final = 2
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
        "text": mark_safe(_text(request.scope.company.slug, task)),  # noqa: S308 - our own file, raw HTML not taken
        "headings": headings(shown),
        "before": before,
        "after": after,
    }
    return render(request, "office/help/task.html", context)


@cache
def _text(company: str, slug: str) -> str:
    task = handbook().task(slug)
    assert task is not None
    return html_of(task, lambda other, place: _address(company, other, place), _picture)


def _address(company: str, slug: str, place: str) -> str:
    address = reverse("office:help_task", args=[company, slug])
    return f"{address}#{place}" if place else address


@cache
def _picture(name: str) -> Picture:
    with Image.open(settings.HANDBOOK / "imagens" / name) as picture:
        width, height = picture.size
    return Picture(static(f"ajuda/{name}"), width // _DENSITY, height // _DENSITY)
