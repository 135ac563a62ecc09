"""One step before an advanced signature: whoever has no passkey yet makes one here and goes on to sign."""

from collections.abc import Sequence

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from aceite.core.contracts.levels import may_confirm, strictest_of
from aceite.core.contracts.models import Contract
from aceite.core.signatures.proofs import Means
from aceite.faces.panel.access import PanelRequest, panel
from aceite.faces.panel.account import user_of
from aceite.faces.panel.forms.signing import KeyForm
from aceite.faces.panel.proving import Bound, proof, prove
from aceite.faces.panel.reading import Shown, contracts_of, only_outside, passes_on, shown, to_sign
from aceite.faces.ui.passkeys import origin_for, own_origin, register
from aceite.faces.ui.sessions import mailbox_proved


def asks_for_key(request: PanelRequest, mine: Sequence[Contract]) -> bool:
    """Whether one of these contracts is confirmed by a passkey alone, and she has none that works here."""
    return not code_may_confirm(mine) and not origin_for(request.scope.person.user)


def code_may_confirm(mine: Sequence[Contract]) -> bool:
    """Whether a mailed code reaches the level of all of them."""
    return may_confirm(Means.CODE, strictest_of(mine))


@require_http_methods(["GET", "HEAD", "POST"])
@panel("contract.sign")
def signing_key(request: PanelRequest, number: str) -> HttpResponse:
    """Proves the mailbox where that is long ago, keeps the passkey her device makes, and leads on to signing."""
    scope, at = request.scope, timezone.now()
    sale = shown(scope, number, at=at)
    mine = _to_sign(request, sale)
    if not mine or not sale.is_open or not asks_for_key(request, mine):
        return redirect(scope.url("sign", number))
    form = KeyForm(request.POST if request.method == "POST" else None)
    bound = Bound(sale.version.bundle_sha256, enough=mailbox_proved)
    refused = None
    if request.method == "POST" and form.is_valid() and prove(request, form, bound, at=at):
        if not form.cleaned_data["credential"]:
            return redirect(scope.url("signing_key", number))
        refused = register(request, user_of(request), by=scope.person)
        if refused is None:
            return redirect(scope.url("sign", number))
    # Optional only for a session that is proved already.
    form.fields["code"].required = True
    context = {
        "sale": sale,
        "contracts": mine,
        "form": form,
        "passable": [one for one in mine if passes_on(one, sale, scope)],
        "proof": proof(request, bound, at=at),
        "passkey_origin": own_origin(),
        "refused": str(refused or ""),
    }
    return render(request, "panel/signing_key.html", context, status=422 if form.errors or refused else 200)


def _to_sign(request: PanelRequest, sale: Shown) -> list[Contract]:
    found = contracts_of(request.scope, sale.version)
    if not any(one.panel_user_id == request.scope.person.pk for contract in found for one in contract.signers.all()):
        raise Http404
    return [one for one in found if to_sign(one, request.scope) and not only_outside(one)]
