"""The customer's handbook in the reader's language, and which task of it a page of the panel leads to."""

from functools import cache
from typing import Final

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from aceite.faces.ui.shell import NavItem
from aceite.kit.handbook import Handbook

_HERE: Final = "panel"


def language() -> str:
    """The language of this page among those the handbook is written in."""
    spoken = get_language() or settings.LANGUAGE_CODE
    return spoken if spoken in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


@cache
def handbook(spoken: str) -> Handbook:
    """The handbook in one language; it comes with the product and never changes while a process lives."""
    return Handbook(settings.CUSTOMER_HANDBOOK / spoken)


def page_help(request: HttpRequest) -> NavItem | None:
    """The link to the task that explains this page, or to all of them; None outside of the panel."""
    match = request.resolver_match
    if match is None or not match.namespaces or match.namespaces[0] != _HERE:
        return None
    company = str(match.kwargs.get("company", ""))
    about = handbook(language()).about(match.url_name or "")
    if about is None:
        return NavItem(_("Ajuda"), reverse("panel:help", args=[company]))
    task, place = about
    return NavItem(_("Ajuda com esta página"), task_address(company, task.slug, place))


def task_address(company: str, slug: str, place: str = "") -> str:
    """Where a task stands in this company's panel."""
    address = reverse("panel:help_task", args=[company, slug])
    return f"{address}#{place}" if place else address
