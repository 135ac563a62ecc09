"""An order's page: the closed sale as the customer keeps it."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from aceite.faces.panel.access import PanelRequest, panel
from aceite.faces.panel.in_force import standings
from aceite.faces.panel.paying import bill_of
from aceite.faces.panel.reading import contracts_of, shown, state_word
from aceite.faces.panel.right import right_card
from aceite.faces.panel.sheet import frozen_body, standing_approval, with_base


@require_safe
@panel()
def order(request: PanelRequest, order: str) -> HttpResponse:
    """What was ordered, with its papers."""
    scope = request.scope
    found = scope.orders.filter(number=order).select_related("proposal").first()
    if found is None:
        raise Http404
    sale = shown(scope, found.proposal.number, at=timezone.now())
    version = next(one for one in scope.versions.filter(proposal=found.proposal) if one.pk == found.version_id)
    context = {
        "order": found,
        "sale": sale,
        "version": version,
        "approval": standing_approval(sale),
        "may_prove": scope.may("sale.dossier"),
        "contracts": contracts_of(scope, version),
        "bill": bill_of(sale, found.proposal.billed_files.of_sale(found.proposal)) if scope.sees_invoices else None,
        "agreements": standings(scope.agreements.of_sale(found.proposal), sale.at, scope.company),
        "amendments": [
            (one, state_word(one, one.shown, newest=one.shown, at=sale.at))
            for one in scope.proposals.amending(found.proposal_id).select_related("shown", "amends", "current")
            if one.shown
        ],
        "right": right_card(scope, sale),
        "body": with_base(frozen_body(version, prices=scope.sees_prices), scope.url("proposal", sale.number)),
    }
    return render(request, "panel/order.html", context)
