"""Colleagues of the same customer, for those who manage them: who enters, with which rights."""

from typing import Final

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from aceite.core.contracts.models import Contract
from aceite.core.contracts.unable import waiting_for
from aceite.core.customers.invitations import invite
from aceite.core.customers.models import PanelUser
from aceite.core.customers.people import (
    PersonData,
    add_panel_user,
    change_panel_user,
    deactivate_panel_user,
    reactivate_panel_user,
)
from aceite.core.customers.rights import COLUMNS, RIGHTS, rights_words
from aceite.core.proposals.permitting import seen_by
from aceite.core.trail.refusals import Refusal, Unfit
from aceite.faces.panel.access import PanelRequest, panel
from aceite.faces.panel.forms.people import ColleagueForm, RightsForm

_NOTHING: Final = dict.fromkeys(RIGHTS, False)


@require_safe
@panel("colleague.manage")
def colleagues(request: PanelRequest) -> HttpResponse:
    """Everybody of this customer."""
    contracts = request.scope.company.uses_contracts
    found = [
        (one, _state(one), rights_words(one.rights, contracts=contracts))
        for one in request.scope.colleagues.in_house_order()
    ]
    return render(request, "panel/colleagues.html", {"rows": found, "me": request.scope.person})


@require_http_methods(["GET", "HEAD", "POST"])
@panel("colleague.manage")
def new(request: PanelRequest) -> HttpResponse:
    """Somebody new, invited at once."""
    form = ColleagueForm(request.POST if request.method == "POST" else None, given=_hers(request))
    if request.method == "POST" and form.is_valid():
        person, at = request.scope.person, timezone.now()
        try:
            added = add_panel_user(
                request.scope.customer, PersonData(**(_NOTHING | form.cleaned_data)), by=person, at=at
            )
            invite(added, by=person, at=at)
        except Refusal as refusal:
            _beside(form, refusal)
        else:
            messages.success(request, _("Convite enviado para %(email)s.") % {"email": added.email})
            return redirect(request.scope.url("colleagues"))
    return render(request, "panel/colleague.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@panel("colleague.manage")
def colleague(request: PanelRequest, pk: int) -> HttpResponse:
    """A colleague's rights."""
    other = _other(request, pk)
    initial = {name: getattr(other, name) for name in ("job_title", *RIGHTS)}
    form = RightsForm(request.POST if request.method == "POST" else None, initial=initial, given=_hers(request))
    if request.method == "POST" and form.is_valid():
        kept = {name: getattr(other, name) for name in RIGHTS if name not in form.fields}
        data = PersonData(name=other.name, email=other.email, cpf=other.cpf, **(kept | form.cleaned_data))
        try:
            changed = change_panel_user(other, data, by=request.scope.person, at=timezone.now())
        except Refusal as refusal:
            _beside(form, refusal)
        else:
            said = {"name": other.name, "rights": rights_words(changed.rights)}
            messages.success(request, _("%(name)s agora: %(rights)s.") % said)
            return redirect(request.scope.url("colleagues"))
    context = {"form": form, "other": other, "state": _state(other), "awaited": _awaited(request, other)}
    return render(request, "panel/colleague.html", context, status=422 if form.errors else 200)


@require_POST
@panel("colleague.manage")
def access(request: PanelRequest, pk: int) -> HttpResponse:
    """End a colleague's access, or give it back."""
    other, at = _other(request, pk), timezone.now()
    try:
        if request.POST.get("access") == "end":
            deactivate_panel_user(other, by=request.scope.person, at=at)
            messages.success(request, _("O acesso de %(name)s terminou agora.") % {"name": other.name})
        else:
            reactivate_panel_user(other, by=request.scope.person, at=at)
            messages.success(request, _("%(name)s tem acesso de novo.") % {"name": other.name})
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect(request.scope.url("colleagues"))


@require_POST
@panel("colleague.manage")
def invite_again(request: PanelRequest, pk: int) -> HttpResponse:
    """A new link; the former one dies."""
    other = _other(request, pk)
    try:
        invite(other, by=request.scope.person, at=timezone.now())
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Convite enviado para %(email)s.") % {"email": other.email})
    return redirect(request.scope.url("colleagues"))


def _other(request: PanelRequest, pk: int) -> PanelUser:
    found = request.scope.colleagues.filter(pk=pk).exclude(pk=request.scope.person.pk).first()
    if found is None:
        raise Http404
    return found


def _awaited(request: PanelRequest, other: PanelUser) -> list[tuple[Contract, str]]:
    """What waits for the colleague's signature, of the sales that this visitor sees too."""
    scope = request.scope
    found = [(one, one.version.proposal) for one in waiting_for(other) if one.version is not None]
    return [(one, scope.url("proposal", sale.number)) for one, sale in found if seen_by(sale, scope.person)]


def _hers(request: PanelRequest) -> list[str]:
    """The rights she has, and so may give; where no contracts are made, nobody is asked who signs."""
    may_sign = request.scope.company.uses_contracts
    held = request.scope.person.rights
    return [column for name, column in COLUMNS.items() if name in held and (name != "sign" or may_sign)]


def _beside(form: RightsForm, refusal: Refusal) -> None:
    field = refusal.field if isinstance(refusal, Unfit) and refusal.field in form.fields else None
    form.add_error(field, str(refusal))


def _state(person: PanelUser) -> str:
    if person.deactivated_at is not None:
        return "inactive"
    return "active" if person.joined_at is not None else "invited"
