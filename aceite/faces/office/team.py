"""The team: who works here in which role, invitations, and leaving."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from aceite.core.people.models import Member
from aceite.core.people.permissions import Role
from aceite.core.people.teams import (
    NewMember,
    change_role,
    deactivate_member,
    invite_member,
    invite_member_again,
    reactivate_member,
)
from aceite.faces.office.access import OfficeRequest, found, office
from aceite.faces.office.answers import accepted, done, form_page, typed
from aceite.faces.office.forms.team import MemberForm, RoleForm


@require_safe
@office("team.see")
def team(request: OfficeRequest) -> HttpResponse:
    """Everybody who works or worked here."""
    scope = request.scope
    people = [
        {
            "member": member,
            "status": _status(member),
            "may_change": _may_change(request, member),
            "away": scope.away.get(member.pk),
        }
        for member in scope.members.in_house_order()
    ]
    return render(request, "office/team/list.html", {"people": people, "may_manage": scope.may("team.manage")})


@require_http_methods(["GET", "HEAD", "POST"])
@office("team.manage")
def new_member(request: OfficeRequest) -> HttpResponse:
    """Invites somebody by mail."""
    scope = request.scope
    form = MemberForm(typed(request))
    form.only(owners=scope.may("team.manage_owners"))
    if form.is_valid():
        at, new = timezone.now(), NewMember(**form.cleaned_data)
        if accepted(form, lambda: invite_member(scope.company, new, by=scope.member, at=at), field="email"):
            messages.success(request, _("Convite a caminho de %(email)s.") % {"email": new.email})
            return _to_team(request)
    return form_page(request, "office/team/form.html", form)


@require_http_methods(["GET", "HEAD", "POST"])
@office("team.manage")
def role(request: OfficeRequest, pk: int) -> HttpResponse:
    """Another role for a member."""
    member = _changeable(request, pk)
    form = RoleForm(typed(request), initial={"role": member.role})
    form.only(owners=request.scope.may("team.manage_owners"))
    if form.is_valid():
        by, at, given = request.scope.member, timezone.now(), Role(form.cleaned_data["role"])
        if accepted(form, lambda: change_role(member, given, by=by, at=at), field="role"):
            messages.success(request, _("Papel de %(name)s alterado.") % {"name": member.name})
            return _to_team(request)
    return form_page(request, "office/team/form.html", form, member=member)


@require_POST
@office("team.manage")
def invitation(request: OfficeRequest, pk: int) -> HttpResponse:
    """Mails a new invitation; the older link stops working."""
    member = _changeable(request, pk)
    words = _("Convite a caminho de %(email)s.") % {"email": member.email}
    done(request, lambda: invite_member_again(member, by=request.scope.member, at=timezone.now()), words)
    return _to_team(request)


@require_http_methods(["GET", "HEAD", "POST"])
@office("team.manage")
def ending(request: OfficeRequest, pk: int) -> HttpResponse:
    """Asks before a member leaves: her sessions end at once, her sales stay."""
    member = _changeable(request, pk)
    if request.method == "POST":
        words = _("%(name)s não entra mais.") % {"name": member.name}
        done(request, lambda: deactivate_member(member, by=request.scope.member, at=timezone.now()), words)
        return _to_team(request)
    return render(request, "office/team/ending.html", {"member": member})


@require_POST
@office("team.manage")
def return_of_access(request: OfficeRequest, pk: int) -> HttpResponse:
    """Lets a member who left in again."""
    member = _changeable(request, pk)
    words = _("%(name)s faz parte da equipe de novo.") % {"name": member.name}
    done(request, lambda: reactivate_member(member, by=request.scope.member, at=timezone.now()), words)
    return _to_team(request)


def _status(member: Member) -> str:
    if member.deactivated_at:
        return "inactive"
    return "active" if member.joined_at else "invited"


def _may_change(request: OfficeRequest, member: Member) -> bool:
    scope = request.scope
    right = "team.manage_owners" if member.role == Role.OWNER else "team.manage"
    return scope.may(right) and member.pk != scope.member.pk


def _changeable(request: OfficeRequest, pk: int) -> Member:
    member = found(request.scope.members, pk)
    if not _may_change(request, member):
        raise Http404
    return member


def _to_team(request: OfficeRequest) -> HttpResponse:
    return redirect("office:team", request.scope.company.slug)
