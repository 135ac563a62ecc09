"""The company's stylesheet: its colour as tokens, at an address of its own because no page may hold style inline."""

import hashlib
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from aceite.faces.ui.colour import brand_css

A_YEAR = 60 * 60 * 24 * 365


# Every page asks for it, and the arithmetic of colours takes longer than all the rest of the shell.
@lru_cache(maxsize=1024)
def brand_version(colour: str) -> str:
    """A short mark of what the stylesheet says: put it behind `?v=`, so that it can be kept for a year."""
    return hashlib.sha256(brand_css(colour).encode()).hexdigest()[:8]


def cache_by_version(request: HttpRequest) -> str:
    """Under an address with `?v=` the content never changes; without it, five minutes at most."""
    return f"public, max-age={A_YEAR}, immutable" if "v" in request.GET else "public, max-age=300"


def brand_view(find_colour: Callable[..., str]) -> Callable[..., HttpResponse]:
    """Make the view of a face: `find_colour(request, **kwargs)` gives the company's `#rrggbb` or raises Http404."""

    @require_safe
    def brand(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        response = HttpResponse(brand_css(find_colour(request, **kwargs)), content_type="text/css; charset=utf-8")
        response["Cache-Control"] = cache_by_version(request)
        return response

    return brand
