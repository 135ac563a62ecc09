"""The company's colour and logo, open to all: they stand on the entering page too."""

from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe

from aceite.core.companies.scope import scoped
from aceite.core.documents.logos import logo_of
from aceite.core.documents.reading import Tampered, open_checked
from aceite.faces.panel.access import company_by_slug
from aceite.faces.ui.brand import A_YEAR, brand_view


def _colour_of(request: HttpRequest, company: str) -> str:
    return company_by_slug(company).colour


brand = brand_view(_colour_of)


@require_safe
def logo(request: HttpRequest, company: str) -> HttpResponseBase:
    """The company's logo as PNG; 404 when it has none."""
    owner = company_by_slug(company)
    with scoped(owner.pk):
        document = logo_of(owner)
        if document is None:
            raise Http404
        try:
            opened = open_checked(document)
        except Tampered as broken:
            raise Http404 from broken
    answer = FileResponse(opened, content_type="image/png")
    answer["Cache-Control"] = f"public, max-age={A_YEAR}, immutable" if "v" in request.GET else "public, max-age=300"
    answer["Content-Security-Policy"] = "sandbox"
    return answer
