"""Pages travel compressed, also where no proxy does it; files go as they are, with their length told beforehand."""

from typing import Final

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

WORDS: Final = ("text/html", "text/css", "application/json")


class CompressPages(GZipMiddleware):
    """Compresses what is text and made for one answer.

    Secrets on a page (the token of its forms) are masked anew in each answer, and Django pads the length at random: an
    eavesdropper who makes a page repeat words of his learns nothing from its size (BREACH).
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """The answer, smaller where that is worth it and the browser reads it."""
        if response.streaming or not response.get("Content-Type", "").startswith(WORDS):
            return response
        return super().process_response(request, response)
