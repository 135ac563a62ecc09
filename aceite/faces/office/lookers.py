"""Who of the customer may see a sale and who opened what, as the customer's administrator sees it too."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from aceite.core.sales.looking import lookers_of
from aceite.faces.office.access import OfficeRequest, office
from aceite.faces.office.places import place, sale_of


@require_safe
@office("sale.see")
def lookers(request: OfficeRequest, number: str) -> HttpResponse:
    """Each person with what she opened."""
    sale = sale_of(request, number)
    context = {"sale": sale, "lookers": lookers_of(sale), "back_url": place(request, "sale", number)}
    return render(request, "office/sales/lookers.html", context)
