"""The pictures of what is offered, each fetched among the lines of a sale that the visitor may see."""

from django.http import Http404, HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_safe

from aceite.core.proposals.picturing import picture_under
from aceite.faces.panel.access import PanelRequest, panel
from aceite.faces.ui.files import photo_answer


@require_safe
@panel(preview=True)
def line_picture(request: PanelRequest, number: str, sha256: str) -> HttpResponseBase:
    """A picture that a version of this sale was sent with, or in a preview that it would be."""
    sale = request.scope.sale(number)
    found = picture_under(request.scope.versions.filter(proposal=sale), sha256) if sale else None
    if found is None:
        raise Http404
    return photo_answer(request, found, at=timezone.now())
