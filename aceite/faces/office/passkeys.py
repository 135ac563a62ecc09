"""One's own passkeys in the office: created, renamed and removed on the account page."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from aceite.faces.office.access import OfficeRequest, office
from aceite.faces.office.account import card_of, draw_account
from aceite.faces.ui.passkeys import register, registering_options, remove, rename


@require_POST
@office("sale.see")
def passkey_options(request: OfficeRequest) -> HttpResponse:
    """What the browser is to ask the device."""
    return registering_options(request, request.scope.user)


@require_http_methods(["GET", "HEAD", "POST"])
@office("sale.see")
def passkeys(request: OfficeRequest) -> HttpResponse:
    """Keep the one the device made."""
    scope = request.scope
    if request.method == "POST" and (refused := register(request, scope.user, by=scope.member)):
        return draw_account(request, card_of(request, refused=str(refused)))
    return redirect("office:account", scope.company.slug)


@require_http_methods(["GET", "HEAD", "POST"])
@office("sale.see")
def passkey(request: OfficeRequest, pk: int) -> HttpResponse:
    """Another name."""
    scope = request.scope
    if (form := rename(request, scope.user, pk, by=scope.member)) is not None:
        return draw_account(request, card_of(request, renaming=(pk, form)))
    return redirect("office:account", scope.company.slug)


@require_POST
@office("sale.see")
def passkey_removal(request: OfficeRequest, pk: int) -> HttpResponse:
    """Take one away."""
    remove(request, request.scope.user, pk, by=request.scope.member)
    return redirect("office:account", request.scope.company.slug)
