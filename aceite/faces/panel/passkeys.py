"""One's own passkeys in the panel: created, renamed and removed on the account page."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from aceite.faces.panel.access import PanelRequest, panel
from aceite.faces.panel.account import draw_account, user_of
from aceite.faces.ui.passkeys import card, register, registering_options, remove, rename


@require_POST
@panel()
def passkey_options(request: PanelRequest) -> HttpResponse:
    """What the browser is to ask the device."""
    return registering_options(request, user_of(request))


@require_http_methods(["GET", "HEAD", "POST"])
@panel()
def passkeys(request: PanelRequest) -> HttpResponse:
    """Keep the one the device made."""
    scope, user = request.scope, user_of(request)
    if request.method == "POST" and (refused := register(request, user, by=scope.person)):
        return draw_account(
            request, passkeys=card(request, user, scope.url, signs=True, refused=str(refused)), status=422
        )
    return redirect(scope.url("account"))


@require_http_methods(["GET", "HEAD", "POST"])
@panel()
def passkey(request: PanelRequest, pk: int) -> HttpResponse:
    """Another name."""
    scope, user = request.scope, user_of(request)
    if (form := rename(request, user, pk, by=scope.person)) is not None:
        return draw_account(
            request, passkeys=card(request, user, scope.url, signs=True, renaming=(pk, form)), status=422
        )
    return redirect(scope.url("account"))


@require_POST
@panel()
def passkey_removal(request: PanelRequest, pk: int) -> HttpResponse:
    """Take one away."""
    remove(request, user_of(request), pk, by=request.scope.person)
    return redirect(request.scope.url("account"))
