"""A contract's page: its pages as pictures of the very bytes to be signed, and the word of the person who read them."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from aceite.core.contracts.models import Contract
from aceite.core.contracts.opening import record_opening
from aceite.core.contracts.signed_before import told_of
from aceite.core.trail.refusals import Refusal
from aceite.faces.panel.access import PanelRequest, Scope, panel
from aceite.faces.panel.files import draft_pdf, former_forms
from aceite.faces.panel.reading import (
    SIGNED_ON_PAPER,
    Shown,
    contract_of,
    contract_state,
    contracts_of,
    on_paper,
    only_outside,
    own_act,
    own_outside,
    passes_on,
    place_of,
    signers_of,
    to_sign,
    under_way,
    wants_copy,
)
from aceite.faces.panel.refusing import told
from aceite.faces.panel.seeing import note_view
from aceite.faces.ui.origin import origin_of
from aceite.faces.ui.sessions import reader_of
from aceite.kit.pdf.pages import page_count

READ_FOR = "read_for"


@dataclass(frozen=True)
class PagePicture:
    """One page as the template draws it; `base` is its address up to the width."""

    number: int
    base: str


@require_safe
@panel("price.see", preview=True)
def contract(request: PanelRequest, number: str, pk: int) -> HttpResponse:
    """The contract, page by page."""
    scope = request.scope
    sale, found = contract_of(scope, number, pk, at=timezone.now())
    place = place_of(found, scope)
    signing = sale.is_open and to_sign(found, scope)
    context = {
        "sale": sale,
        "contract": found,
        "state": contract_state(found, goes_on=sale.goes_on),
        "pages": _pages(scope, sale, found),
        "signers": signers_of(found),
        "act": own_act(found, scope),
        "outside": own_outside(found, scope),
        "signed_on_paper": on_paper(found, sale),
        "to_sign": signing,
        "came_signed": told_of(found),
        "only_outside": only_outside(found),
        "checking": place is not None and not place.idle and under_way(found, place) is not None,
        "to_read": signing and place is not None and place.opened_at is None,
        "wants_copy": sale.is_open and wants_copy(found) and scope.may("copy.upload"),
        "passable": [found] if passes_on(found, sale, scope) else [],
        "on_paper": found.requirement in SIGNED_ON_PAPER,
        "mark": _mark(request, found),
        "former": [] if scope.is_preview else former_forms(request, sale, f"contract/{pk}", f"manifest/{pk}"),
    }
    return render(request, "panel/contract.html", context)


@require_POST
@panel("price.see")
def read(request: PanelRequest, number: str, pk: int) -> HttpResponse:
    """She says she read it to the end; then on to the next contract she has to sign, or to signing."""
    scope, at = request.scope, timezone.now()
    sale, found = contract_of(scope, number, pk, at=at)
    note_view(request, sale, at=at)
    try:
        record_opening(found, by=scope.person, origin=origin_of(request), at=at)
    except Refusal as refusal:
        messages.error(request, told(refusal))
        return redirect(scope.url("proposal", number))
    _remember_seconds(request, pk)
    if request.headers.get("X-Requested-With") == "fetch":
        return HttpResponse(status=204)
    return redirect(_onwards(scope, sale, found))


def seconds_read(request: PanelRequest, pk: int) -> int:
    """How long the page stood open before she said she read it, as her browser counted; 0 without JavaScript."""
    return int(request.session.get(READ_FOR, {}).get(str(pk), 0))


def _remember_seconds(request: PanelRequest, pk: int) -> None:
    typed = request.POST.get("seconds", "")
    if typed.isdecimal() and len(typed) < 6:
        request.session[READ_FOR] = {**request.session.get(READ_FOR, {}), str(pk): int(typed)}


def _mark(request: PanelRequest, found: Contract) -> str:
    # Each session asks for the pictures itself: what another one left in the browser was not served to this one.
    session = "" if request.scope.is_preview else reader_of(request)[:8]
    return f"{found.document.sha256[:8]}{session}" if found.document else ""


def _onwards(scope: Scope, sale: Shown, found: Contract) -> str:
    mine = [one for one in contracts_of(scope, sale.version) if to_sign(one, scope)]
    unread = [one for one in mine if (place := place_of(one, scope)) is not None and place.opened_at is None]
    if unread:
        return scope.url("contract", sale.number, unread[0].pk)
    if mine and sale.is_open:
        # One that only a certificate can sign has a way of its own.
        return scope.url("external", sale.number, found.pk) if only_outside(found) else scope.url("sign", sale.number)
    return scope.url("proposal", sale.number)


def _pages(scope: Scope, sale: Shown, found: Contract) -> list[PagePicture]:
    count = found.document.pages if found.document and found.frozen_at else page_count(draft_pdf(found, sale.version))
    base = scope.url("contract", sale.number, found.pk)
    return [PagePicture(number, f"{base}paginas/{number}/") for number in range(1, count + 1)]
