"""Stored files as answers: checked against their hash, and so that no browser runs what is in them."""

from typing import TypeVar

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from aceite.core.companies.models import Company
from aceite.core.companies.scope import scoped
from aceite.core.documents.logos import logo_of
from aceite.core.documents.models import Document
from aceite.core.documents.reading import Removed, Tampered, open_checked
from aceite.faces.ui.brand import A_YEAR, cache_by_version

Answer = TypeVar("Answer", bound=HttpResponseBase)


def inert(answer: Answer) -> Answer:
    """Tells the browser to run nothing of it and to guess no other type."""
    answer["Content-Security-Policy"] = "sandbox"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def attached(document: Document, name: str) -> FileResponse:
    """The file as an attachment. Raises Tampered when its bytes are not those that were stored."""
    opened = open_checked(document)
    return inert(FileResponse(opened, as_attachment=True, filename=name, content_type=document.content_type))


def unfit(request: HttpRequest, template: str, broken: Tampered, *, status: int, **more: object) -> HttpResponse:
    """The page that says why a stored file is not given out: 410 where it went for good, else `status`."""
    removed = isinstance(broken, Removed)
    context = {"sentence": broken.sentence, "removed": removed, **more}
    return render(request, template, context, status=410 if removed else status)


def picture_answer(document: Document) -> FileResponse:
    """A picture of our own making under an address that carries its hash: what is there never changes.

    404 when its bytes are not those that were stored.
    """
    try:
        opened = open_checked(document)
    except Tampered as broken:
        raise Http404 from broken
    answer = inert(FileResponse(opened, content_type=document.content_type))
    answer["Cache-Control"] = f"private, max-age={A_YEAR}, immutable"
    return answer


def logo_answer(request: HttpRequest, owner: Company) -> FileResponse:
    """A company's logo; 404 when it has none, or when its bytes were changed."""
    with scoped(owner.pk):
        document = logo_of(owner)
        if document is None:
            raise Http404
        try:
            opened = open_checked(document)
        except Tampered as broken:
            raise Http404 from broken
    answer = inert(FileResponse(opened, content_type="image/png"))
    answer["Cache-Control"] = cache_by_version(request)
    return answer
