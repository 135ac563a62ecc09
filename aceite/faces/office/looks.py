"""A company's colour and logo, open to all: its pages, its panel and its mails show them before anybody has entered."""

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe

from aceite.faces.office.access import company_by_slug
from aceite.faces.ui.brand import brand_view
from aceite.faces.ui.files import logo_answer


def _colour(request: HttpRequest, **kwargs: Any) -> str:
    return company_by_slug(kwargs["company"]).colour


brand = brand_view(_colour)


@require_safe
def logo(request: HttpRequest, company: str) -> HttpResponseBase:
    """The company's logo; 404 when it has none."""
    return logo_answer(request, company_by_slug(company))
