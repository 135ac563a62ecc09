"""The panel's first page: what waits for me, then the latest proposals and orders."""

from typing import Final

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from aceite.core.proposals.states import State
from aceite.faces.panel.access import PanelRequest, panel
from aceite.faces.panel.rows import rows, with_sent

LATEST: Final = 8
# More than this nobody works through on one page; the list of proposals has the rest.
WAITING: Final = 30


@require_safe
@panel()
def home(request: PanelRequest) -> HttpResponse:
    """What waits for this person, and what is new."""
    scope, at = request.scope, timezone.now()
    sales = with_sent(scope.proposals)
    waiting = [row for row in rows(scope, sales.in_state(State.SENT, at)[:WAITING], at=at) if row.waits]
    refused = scope.refused_copies.select_related("version__proposal") if scope.may("copy.upload") else []
    again = {one.version.proposal_id for one in refused if one.version is not None}
    waiting = [row for row in waiting if row.proposal.pk not in again]
    here = again | {row.proposal.pk for row in waiting}
    context = {
        "waiting": waiting,
        "refused": refused,
        "latest": [row for row in rows(scope, sales[:LATEST], at=at) if row.proposal.pk not in here],
        "orders": scope.orders.select_related("proposal", "version")[:5],
    }
    return render(request, "panel/home.html", context)
