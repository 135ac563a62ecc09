"""The customer's handbook: short, in the reader's language, and open to whoever cannot get in."""

from functools import cache

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from aceite.faces.panel.access import company_by_slug
from aceite.faces.panel.helping import handbook, language, task_address
from aceite.faces.panel.shell import outside_shell
from aceite.faces.ui.handbooks import text_of


@require_safe
def help_index(request: HttpRequest, company: str) -> HttpResponse:
    """All tasks by group."""
    here = company_by_slug(company)
    groups = [
        (group, [(task, task_address(here.slug, task.slug)) for task in tasks])
        for group, tasks in handbook(language()).groups().items()
    ]
    context = {"company": here, "shell": outside_shell(here), "groups": groups, "page_help": None}
    return render(request, "panel/help.html", context)


@require_safe
def help_task(request: HttpRequest, company: str, task: str) -> HttpResponse:
    """One task, and the way to the one before and the one after it."""
    here, book = company_by_slug(company), handbook(language())
    shown = book.task(task)
    if shown is None:
        raise Http404
    context = {
        "company": here,
        "shell": outside_shell(here),
        "task": shown,
        "text": _text(here.slug, task, language()),
        "around": [(one, task_address(here.slug, one.slug)) if one else None for one in book.around(shown)],
        "page_help": None,
    }
    return render(request, "panel/help_task.html", context)


@cache
def _text(company: str, slug: str, spoken: str) -> SafeString:
    task = handbook(spoken).task(slug)
    assert task is not None
    pictures = settings.CUSTOMER_HANDBOOK / "imagens" / spoken
    return text_of(
        task, lambda other, place: task_address(company, other, place), pictures, f"ajuda-do-cliente/{spoken}"
    )
