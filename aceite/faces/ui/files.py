"""Stored files as answers: checked against their hash, and so that no browser runs what is in them."""

from datetime import datetime
from typing import Final, TypeVar

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.cache import patch_vary_headers

from aceite.core.companies.models import Company
from aceite.core.companies.scope import scoped
from aceite.core.documents.fitting import PHOTO_WIDTHS, photo
from aceite.core.documents.logos import logo_of
from aceite.core.documents.models import Document
from aceite.core.documents.pictures import NotDrawn
from aceite.core.documents.placing import DiskFull
from aceite.core.documents.reading import Removed, Tampered, open_checked
from aceite.faces.ui.brand import A_YEAR, cache_by_version

Answer = TypeVar("Answer", bound=HttpResponseBase)
# Seconds after which the right picture is asked for again.
_A_MOMENT: Final = 60


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


def shows_webp(request: HttpRequest) -> bool:
    """Whether this browser shows WebP. Those that came before it ask for other kinds by name, or for a whole page.

    Who names no kind at all is a program.
    """
    accepted = request.headers.get("Accept", "")
    return "image/webp" in accepted or accepted in {"", "*/*"}


def kept_for_good(answer: Answer) -> Answer:
    """Lets the browser keep a picture of our own making: under its address, and to a browser that shows its kind, it
    never changes."""
    answer["Cache-Control"] = f"private, max-age={A_YEAR}, immutable"
    patch_vary_headers(answer, ["Accept"])
    return inert(answer)


def picture_answer(document: Document) -> FileResponse:
    """A picture under an address that carries its hash. 404 when its bytes are not those that were stored."""
    try:
        opened = open_checked(document)
    except Tampered as broken:
        raise Http404 from broken
    return kept_for_good(FileResponse(opened, content_type=document.content_type))


def photo_answer(request: HttpRequest, document: Document, *, at: datetime) -> FileResponse:
    """A photo, with `?w=` in the width and the kind that the screen wants; without it as it was sent.

    So it comes too, and is kept no longer than a moment, where it cannot be fitted now: the disk is full, or the child
    that fits it is out of time. 404 when its bytes are not those that were stored.
    """
    width = request.GET.get("w", "")
    if not width.isdecimal() or int(width) not in PHOTO_WIDTHS:
        return picture_answer(document)
    try:
        wanted = photo(document, width=int(width), kind="webp" if shows_webp(request) else "jpeg", at=at)
    except Tampered as broken:
        raise Http404 from broken
    except (NotDrawn, DiskFull):
        whole = picture_answer(document)
        whole["Cache-Control"] = f"private, max-age={_A_MOMENT}"
        return whole
    return picture_answer(wanted)


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
