"""How people and companies come in: founding a company, and accepting an invitation to a team."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from aceite.core.companies.scope import Door, everywhere
from aceite.core.people.invitations import InvitationUnknown, refuse_unless_open
from aceite.core.people.limits import hit_page
from aceite.core.people.member_invitations import MemberInvitation, accept_member_invitation, open_member_invitation
from aceite.core.people.models import Member
from aceite.core.people.teams import found_company
from aceite.core.trail.refusals import Refusal
from aceite.faces.office.answers import attempt, form_page, typed
from aceite.faces.office.forms.company import SignUpForm
from aceite.faces.office.forms.entering import InvitedForm
from aceite.faces.office.shell import outer_shell
from aceite.faces.ui.origin import origin_of
from aceite.faces.ui.sessions import begin


@require_http_methods(["GET", "HEAD", "POST"])
def sign_up(request: HttpRequest) -> HttpResponse:
    """Founds a company; its owner gets an invitation by mail, so that her mailbox is proved before anything else."""
    _refuse_when_closed()
    form = SignUpForm(typed(request))
    if form.is_valid():
        with everywhere(Door.SIGN_UP):
            owner = attempt(form, lambda: _found(request, form))
        if owner is not None:
            return redirect("office:signed_up")
    return form_page(request, "office/entering/sign_up.html", form)


@require_safe
def signed_up(request: HttpRequest) -> HttpResponse:
    """Says what to do next."""
    _refuse_when_closed()
    return render(request, "office/entering/signed_up.html")


@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """An invitation to a team. Opening it consumes nothing; its button does."""
    form = InvitedForm(typed(request))
    with everywhere(Door.SIGN_IN):
        try:
            invited = open_member_invitation(token, at=timezone.now())
        except InvitationUnknown as refusal:
            return render(request, "office/entering/no_invitation.html", {"sentence": refusal.sentence}, status=404)
        member = _accept(form, invited) if form.is_valid() else None
    if member is not None and member.user is not None:
        begin(request, member.user, by="session_invitation", at=timezone.now(), company_id=member.company_id)
        return redirect("office:home", member.company.slug)
    context = {"invited": invited, "closed": _closed(invited), "shell": outer_shell(invited.member.company)}
    return form_page(request, "office/entering/invitation.html", form, **context)


def _refuse_when_closed() -> None:
    if not settings.SIGN_UP_OPEN:
        raise Http404


def _found(request: HttpRequest, form: SignUpForm) -> Member:
    at, values = timezone.now(), form.cleaned_data
    hit_page("sign-up", origin_of(request), at=at)
    return found_company(form.given(), owner_name=values["owner_name"], owner_email=values["owner_email"], at=at)


def _closed(invited: MemberInvitation) -> str:
    """Why it can no longer be accepted; empty while it can."""
    try:
        refuse_unless_open(invited.state)
    except Refusal as refusal:
        return str(refusal.sentence)
    return ""


def _accept(form: InvitedForm, invited: MemberInvitation) -> Member | None:
    password = form.cleaned_data["password"] if invited.asks_password else ""
    at = timezone.now()
    return attempt(form, lambda: accept_member_invitation(invited, password=password or None, at=at), field="password")
