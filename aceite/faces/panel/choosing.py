"""The customer picks among what the vendor left to choose: live totals, one confirmation, and the version it makes."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from aceite.core.sales.choosing import ChoiceUnfit, Chosen, confirm_choice, is_awaited
from aceite.core.sales.offer_choices import OfferChoice
from aceite.core.trail.refusals import Refusal
from aceite.faces.panel.access import PanelRequest, panel
from aceite.faces.panel.options import Options
from aceite.faces.panel.reading import Shown, shown
from aceite.faces.panel.refusing import told
from aceite.faces.panel.seeing import note_view
from aceite.faces.ui.origin import origin_of


@require_http_methods(["GET", "HEAD", "POST"])
@panel("proposal.choose")
def choose_page(request: PanelRequest, number: str) -> HttpResponse:
    """What can be chosen and what it comes to; while a choice is being made into a version, that it is."""
    sale = shown(request.scope, number, at=timezone.now())
    if request.method == "POST":
        return _posted(request, sale)
    choice = sale.version.choices.select_related("panel_user").first() if sale.version.choosable else None
    if choice is not None and is_awaited(choice, sale.at):
        return render(request, "panel/choice_pending.html", {"sale": sale, "choice": choice})
    if not _stands(sale) or _came_of(request, sale):
        return redirect(request.scope.url("proposal", number))
    return _show(request, sale, Options.standing(sale), failed=choice)


def _posted(request: PanelRequest, sale: Shown) -> HttpResponse:
    options, recount = Options.posted(sale, request.POST), request.POST.get("do") == "recount"
    if _stands(sale) and (recount or options.problems):
        return _show(request, sale, options, status=422 if options.problems else 200)
    if recount:
        return redirect(request.scope.url("proposal", sale.number))
    at = timezone.now()
    note_view(request, sale, at=at)
    version = request.POST.get("version", "")
    chosen = Chosen(
        int(version) if version.isdecimal() and len(version) < 6 else 0,
        request.POST.get("bundle_sha256", "")[:64],
        options.picks,
        origin_of(request),
    )
    try:
        confirm_choice(sale.proposal, chosen, by=request.scope.person, at=at)
    except ChoiceUnfit as refusal:
        options.problems[refusal.line] = told(refusal)
        return _show(request, sale, options, status=422)
    except Refusal as refusal:
        messages.info(request, told(refusal))
        return redirect(request.scope.url("proposal", sale.number))
    return redirect(f"{request.scope.url('options', sale.number)}?de={chosen.version}")


def _stands(sale: Shown) -> bool:
    """Whether something of it can be chosen still. Confirming what cannot is refused by the verb, which says why."""
    return sale.is_open and sale.version.choosable


def _came_of(request: PanelRequest, sale: Shown) -> bool:
    """Whether the version she waited for is here: then it is read."""
    before = request.GET.get("de", "")
    if not (before.isdecimal() and sale.version.version > int(before[:6])):
        return False
    messages.success(request, _("Pronto: esta é a versão com a sua escolha."))
    return True


def _show(
    request: PanelRequest, sale: Shown, options: Options, *, failed: OfferChoice | None = None, status: int = 200
) -> HttpResponse:
    context = {"sale": sale, "options": options, "failed": failed, "version": sale.version}
    return render(request, "panel/choice.html", context, status=status)
