"""Where a page of the office leads: addresses of this company, and going there after a form."""

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from aceite.core.blueprints.models import Blueprint
from aceite.core.proposals.models import Proposal
from aceite.faces.office.access import OfficeRequest


def place(request: OfficeRequest, name: str, *args: object) -> str:
    """The address of a page of this company's office."""
    return reverse(f"office:{name}", args=[request.scope.company.slug, *args])


def go(request: OfficeRequest, name: str, *args: object) -> HttpResponse:
    """See other: the next page after a form."""
    return HttpResponseRedirect(place(request, name, *args))


def sale_of(request: OfficeRequest, number: str, *, own_act: bool = False) -> Proposal:
    """The sale with this number, with its customer, seller and current version; 404 for a stranger's.

    One in which she is only named to sign is hers to read, and to change by what is her `own_act`: signing, commenting.
    """
    found = request.scope.open_sale(number)
    reading = own_act or request.method in {"GET", "HEAD"}
    if found is None or not (reading or request.scope.may_change(found)):
        raise Http404
    return found


def blueprint_of(request: OfficeRequest, pk: int) -> Blueprint:
    """A model of proposals this member sees; 404 for any other."""
    found = request.scope.blueprints.with_sheet().filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
