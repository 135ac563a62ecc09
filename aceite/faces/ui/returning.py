"""The page a form was sent from: where its person goes on when the form could not be taken."""

from urllib.parse import unquote, urlsplit

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme


def stood_on(request: HttpRequest, below: str = "/") -> str:
    """The path of that page, when it is one of ours below `below`; "" when the browser does not tell, or is elsewhere.

    Our pages send the whole address to ourselves alone (Referrer-Policy: same-origin).
    """
    told = request.headers.get("Referer", "")
    here = {request.get_host()}
    if not told or not url_has_allowed_host_and_scheme(told, allowed_hosts=here):
        return ""
    parts = urlsplit(told)
    path = f"{parts.path}?{parts.query}" if parts.query else parts.path
    return path if leads_below(path, below) else ""


def leads_below(address: str, below: str) -> bool:
    """Whether a browser that follows this address comes to one of our pages below `below`.

    It goes up at "..", also one written as "%2e%2e" or after a backslash, before it asks; no page of ours has such a
    step in its address.
    """
    if not address.startswith(below) or not url_has_allowed_host_and_scheme(address, allowed_hosts=None):
        return False
    steps = unquote(urlsplit(address).path).replace("\\", "/").split("/")
    return not {".", ".."}.intersection(steps)


def is_page(request: HttpRequest) -> bool:
    """Whether the answer is a page for the person, and not for a script that asks in the background."""
    return request.headers.get("Sec-Fetch-Mode", "navigate") == "navigate"
