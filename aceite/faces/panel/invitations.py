"""Accepting an invitation: opening its link consumes nothing, its button does."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from aceite.core.companies.models import Company
from aceite.core.companies.scope import scoped
from aceite.core.customers.invitations import (
    Invitation,
    Joined,
    accept_invitation,
    ask_for_invitation_code,
    open_invitation,
)
from aceite.core.people.codes import CodeRefusal, is_open, newest_code
from aceite.core.people.invitations import InvitationState, InvitationUnknown
from aceite.core.people.models import CodePurpose, User
from aceite.core.people.passwords import WeakPassword, typed_here
from aceite.core.trail.refusals import Refusal
from aceite.faces.panel.access import CHOSEN, accesses, company_by_slug
from aceite.faces.panel.forms.entering import InvitationForm
from aceite.faces.panel.glimpsing import discreet, glimpsed
from aceite.faces.panel.masking import masked_email
from aceite.faces.panel.onward import onward
from aceite.faces.panel.shell import outside_shell
from aceite.faces.ui.sessions import Entrance, begin


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, company: str, token: str) -> HttpResponse:
    """Who invites whom to what, and the button."""
    here = company_by_slug(company)
    with scoped(here.pk):
        try:
            opened = open_invitation(token, company_id=here.pk, at=timezone.now())
        except InvitationUnknown as refusal:
            context = {"company": here, "shell": outside_shell(here), "sentence": refusal.sentence}
            return render(request, "panel/invitation_unknown.html", context, status=404)
        if opened.state == InvitationState.USED and (target := _hers(request, here, opened)):
            return redirect(target)
        if opened.state != InvitationState.OPEN:
            return _not_open(request, here, opened)
        form = InvitationForm(request.POST if request.method == "POST" else None)
        joined = _post(request, opened, form) if request.method == "POST" and form.is_valid() else None
        if joined is None:
            return _draw(request, here, opened, form, token)
    # A copied link proves nothing: there the code let her in.
    by: Entrance = "session_invitation" if opened.proves_mailbox else "session_code"
    begin(request, joined.user, by=by, at=timezone.now(), company_id=here.pk)
    request.session[CHOSEN] = joined.panel_user.pk
    if joined.password_kept and typed_here():
        messages.success(request, _("Pronto. Você continua entrando com a senha que já usa, ou com código por e-mail."))
    else:
        messages.success(request, _("Pronto, você entrou. Para voltar, entre com o seu e-mail."))
    return redirect(onward(request, here) or reverse("panel:home", args=[here.slug]))


def _post(request: HttpRequest, opened: Invitation, form: InvitationForm) -> Joined | None:
    at, typed = timezone.now(), form.cleaned_data
    try:
        if not opened.proves_mailbox and ("send_code" in request.POST or not _code_sent(opened)):
            ask_for_invitation_code(opened, at=at)
            return None
        password = typed["password"] if opened.asks_password else ""
        return accept_invitation(opened, password=password or None, code=typed["code"] or None, at=at)
    except WeakPassword as refusal:
        form.add_error("password", [str(reason) for reason in refusal.reasons] or str(refusal))
    except CodeRefusal as refusal:
        form.add_error("code", str(refusal))
    except Refusal as refusal:
        form.add_error(None, str(refusal))
    return None


def _code_sent(opened: Invitation) -> bool:
    subject = f"panel_user/{opened.panel_user.pk}"
    newest = newest_code(purpose=CodePurpose.INVITATION, subject=subject)
    return newest is not None and is_open(newest, timezone.now())


def _draw(request: HttpRequest, here: Company, opened: Invitation, form: InvitationForm, token: str) -> HttpResponse:
    person = opened.panel_user
    context = {
        "company": here,
        "shell": outside_shell(here),
        "person": person,
        "customer": person.customer,
        "address": masked_email(person.email),
        "invitation": opened,
        "code_sent": not opened.proves_mailbox and _code_sent(opened),
        "form": form,
        "disown_url": reverse("panel:disown_invitation", args=[here.slug, token]),
        **glimpsed(request, here),
    }
    return discreet(render(request, "panel/invitation.html", context, status=422 if form.errors else 200))


def _hers(request: HttpRequest, here: Company, opened: Invitation) -> str:
    """Where the link of a used invitation leads on the device of whoever accepted it; empty for others."""
    if not isinstance(request.user, User):
        return ""
    if all(one.pk != opened.panel_user.pk for one in accesses(request.user, here.slug)):
        return ""
    return onward(request, here) or reverse("panel:home", args=[here.slug])


def _not_open(request: HttpRequest, here: Company, opened: Invitation) -> HttpResponse:
    context = {
        "company": here,
        "shell": outside_shell(here),
        "state": opened.state.value,
        "person": opened.panel_user,
        "next": onward(request, here),
        "takes_passwords": typed_here(),
    }
    return render(request, "panel/invitation_closed.html", context, status=410)
