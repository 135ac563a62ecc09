"""The vendor's side of a counter-offer: each point answered on the sale's page, and the granted ones taken over."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from aceite.core.sales.conceding import answer_points, grant_all, take_points
from aceite.core.sales.point_words import tell_points
from aceite.core.trail.refusals import NotAllowed, Refusal
from aceite.faces.office.access import OfficeRequest, office
from aceite.faces.office.answers import accepted, done
from aceite.faces.office.forms.points import RulingsForm
from aceite.faces.office.places import go, sale_of
from aceite.faces.office.sale import sale_page


@require_POST
@office("point.answer")
def answer(request: OfficeRequest, number: str, pk: int) -> HttpResponse:
    """Answer the points chosen, or accept all that are left; a refusal leaves what was typed on the sale's page."""
    sale = sale_of(request, number)
    offer = sale.counter_offers.sent().filter(pk=pk).select_related("version").prefetch_related("points").first()
    if offer is None:
        raise Http404
    member, at = request.scope.member, timezone.now()
    if request.POST.get("do") == "accept_all":
        done(request, lambda: grant_all(offer, by=member, at=at), _("Todos os pontos foram aceitos."))
        return go(request, "sale", sale.number)
    form = RulingsForm(request.POST, points=tell_points(offer.points.all(), offer.version))
    if form.is_valid() and accepted(form, lambda: answer_points(offer, form.rulings(), by=member, at=at)):
        messages.success(request, _("Respostas enviadas ao cliente."))
        return go(request, "sale", sale.number)
    return sale_page(request, sale, rulings=(offer.pk, form))


@require_POST
@office("point.answer")
def take(request: OfficeRequest, number: str) -> HttpResponse:
    """Open the next version with everything granted in it, and go there."""
    sale = sale_of(request, number)
    try:
        version = take_points(sale, by=request.scope.member, at=timezone.now())
    except NotAllowed:
        raise
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return go(request, "sale", sale.number)
    by_hand = sum(offer.points.filter(by_hand=True).count() for offer in version.made_of.all())
    messages.success(
        request,
        _("A versão %(version)s está aberta com o que foi combinado. Confira e envie.") % {"version": version.version},
    )
    if by_hand:
        words = ngettext(
            "Falta escrever %(count)s ponto à mão: veja em Contraproposta, na página da venda.",
            "Falta escrever %(count)s pontos à mão: veja em Contraproposta, na página da venda.",
            by_hand,
        )
        messages.warning(request, words % {"count": by_hand})
    return go(request, "sale", sale.number)
