"""A company's colour and logo, open to all: its pages, its panel and its mails show them before anybody has entered."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from aceite.core.companies.scope import scoped
from aceite.core.documents.logos import logo_of
from aceite.core.documents.reading import read
from aceite.faces.office.access import company_by_slug
from aceite.faces.ui.brand import A_YEAR, brand_view


def _colour(request: HttpRequest, **kwargs: Any) -> str:
    return company_by_slug(kwargs["company"]).colour


brand = brand_view(_colour)


@require_safe
def logo(request: HttpRequest, company: str) -> HttpResponse:
    """The company's logo; 404 when it has none."""
    shown = company_by_slug(company)
    with scoped(shown.pk):
        document = logo_of(shown)
        data = read(document) if document else None
    if data is None:
        raise Http404
    answer = HttpResponse(data, content_type="image/png")
    answer["Content-Security-Policy"] = "sandbox"
    answer["Cache-Control"] = f"public, max-age={A_YEAR}, immutable" if "v" in request.GET else "public, max-age=300"
    return answer
