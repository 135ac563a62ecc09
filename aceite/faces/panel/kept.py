"""A proposal's page as one piece, kept for its visitor until something happens to the sale or in the company.

Whatever a page shows changes by a verb that leaves an event: with the newest hashes of both chains in its key, and with
everything read after them, a page that is kept is never older than what it tells.
"""

import secrets
from typing import Final

from django.conf import settings
from django.contrib.messages import get_messages
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.safestring import SafeString

from aceite.faces.panel.access import PanelRequest, read_again
from aceite.faces.panel.counter import noted
from aceite.faces.panel.frozen import Kept
from aceite.faces.panel.reading import Shown, shown
from aceite.faces.panel.right import is_open_now
from aceite.faces.panel.sheet import context_of

# "há 5 minutos" may stand a little longer than it is true.
PAGES: Final = Kept(seconds=60)
# Stands where each answer has a token of its own; nobody can type it into what a page shows.
_TOKEN: Final = secrets.token_hex(16)


def page(request: PanelRequest, sale: Shown) -> str:
    """The whole page for this visitor; what is told once (a message) and what must not be old is never kept."""
    if request.scope.is_preview or settings.DEBUG or len(get_messages(request)):
        return _draw(request, sale, get_token(request))

    def draw() -> SafeString:
        # The key's hashes vouch only for what is read after them.
        request.scope = read_again(request.scope)
        again = shown(request.scope, sale.number, at=sale.at, version=sale.version.version)
        return _draw(request, again, _TOKEN)

    return PAGES.get(_key(request, sale), draw).replace(_TOKEN, get_token(request))


def _draw(request: PanelRequest, sale: Shown, token: str) -> SafeString:
    context = context_of(request.scope, sale) | {"csrf_token": token}
    return render_to_string("panel/proposal.html", context, request=request)


def _key(request: PanelRequest, sale: Shown) -> str:
    scope, person = request.scope, request.scope.person
    order = getattr(sale.proposal, "order", None)
    parts = (
        request.path,
        *scope.heads_of(sale.proposal),
        # The clock alone ends a validity and a right to withdraw, and an order is printed without an event.
        sale.state,
        is_open_now(sale),
        order.paper_id if order else 0,
        # What becomes of the alternatives is told in their own trails.
        *((one.pk, one.shown_id, one.state_at(sale.at)) for one in scope.siblings(sale.proposal)),
        noted(request),
        person.pk,
        sorted(person.rights),
        translation.get_language(),
        timezone.get_current_timezone_name(),
        request.COOKIES.get("theme", ""),
    )
    return "/".join(str(part) for part in parts)
