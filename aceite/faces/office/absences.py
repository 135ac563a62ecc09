"""When members are away and who stands in: each for herself, a manager for the team."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from aceite.core.people.models import Member
from aceite.core.people.permissions import Role
from aceite.core.people.standing_in import end_absence, plan_absence
from aceite.faces.office.access import OfficeRequest, found, office
from aceite.faces.office.answers import accepted, done, form_page, typed
from aceite.faces.office.forms.absences import AbsenceForm
from aceite.faces.office.places import go, place


@require_http_methods(["GET", "HEAD", "POST"])
@office("team.see")
def own(request: OfficeRequest) -> HttpResponse:
    """One's own absences."""
    return _page(request, request.scope.member)


@require_http_methods(["GET", "HEAD", "POST"])
@office("team.manage")
def of_member(request: OfficeRequest, pk: int) -> HttpResponse:
    """A colleague's, noted for her."""
    member = found(request.scope.members.joined(), pk)
    _require_right(request, member)
    return _page(request, member)


@require_POST
@office("team.see")
def end(request: OfficeRequest, pk: int) -> HttpResponse:
    """Takes one back, or ends it early."""
    absence = found(request.scope.absences.select_related("member"), pk)
    _require_right(request, absence.member)
    words = _("Ausência encerrada.")
    done(request, lambda: end_absence(absence, by=request.scope.member, at=timezone.now()), words)
    return _back(request, absence.member)


def _page(request: OfficeRequest, member: Member) -> HttpResponse:
    colleagues = request.scope.members.joined().exclude(pk=member.pk).in_house_order()
    form = AbsenceForm(typed(request), colleagues=colleagues)
    if form.is_valid() and accepted(
        form, lambda: plan_absence(member, form.given(), by=request.scope.member, at=timezone.now())
    ):
        messages.success(request, _("Ausência anotada. Os avisos chegam também a quem fica no lugar."))
        return _back(request, member)
    mine = member.pk == request.scope.member.pk
    today = timezone.now().astimezone(request.scope.company.tz).date()
    return form_page(
        request, "office/absences/absences.html", form, member=member, mine=mine, today=today,
        absences=request.scope.absences.filter(member=member).from_day(today).select_related("stand_in"),
        back_url=place(request, "account" if mine else "team"),
        back_label=_("Minha conta") if mine else _("Equipe"),
    )  # fmt: skip


def _back(request: OfficeRequest, member: Member) -> HttpResponse:
    if member.pk == request.scope.member.pk:
        return go(request, "own_absences")
    return go(request, "member_absences", member.pk)


def _require_right(request: OfficeRequest, member: Member) -> None:
    right = "team.manage_owners" if member.role == Role.OWNER else "team.manage"
    if member.pk != request.scope.member.pk and not request.scope.may(right):
        raise Http404
