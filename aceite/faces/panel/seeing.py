"""Noting that a person has a proposal before her: by the page's own small post, and with any act of hers."""

from datetime import datetime

from aceite.core.sales.viewing import record_view
from aceite.core.trail.refusals import NotAllowed, Refusal
from aceite.faces.panel.access import PanelRequest
from aceite.faces.panel.reading import Shown


def note_view(request: PanelRequest, sale: Shown, *, at: datetime) -> None:
    """Records *viewed*, once a person, version and day; a sale that is over needs no such note."""
    try:
        record_view(sale.proposal, by=request.scope.person, at=at)
    except NotAllowed:
        raise
    except Refusal:
        return
