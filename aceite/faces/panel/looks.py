"""The company's colour and logo, open to all: they stand on the entering page too."""

from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe

from aceite.faces.panel.access import company_by_slug
from aceite.faces.ui.brand import brand_view
from aceite.faces.ui.files import logo_answer


def _colour_of(request: HttpRequest, company: str) -> str:
    return company_by_slug(company).colour


brand = brand_view(_colour_of)


@require_safe
def logo(request: HttpRequest, company: str) -> HttpResponseBase:
    """The company's logo as PNG; 404 when it has none."""
    return logo_answer(request, company_by_slug(company))
