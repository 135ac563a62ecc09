"""What this member was told of: the list behind the bell, opening one, and how each kind comes."""

from typing import Final

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from aceite.core.notices.choosing import choices_of, choose
from aceite.core.notices.kinds import Kind
from aceite.core.notices.models import Notice
from aceite.core.notices.reading import open_notice, read_all
from aceite.core.notices.telling import grouped
from aceite.faces.office.access import OfficeRequest, found, office
from aceite.faces.office.answers import form_page, typed
from aceite.faces.office.forms.notices import ChoicesForm
from aceite.faces.office.places import go, place

SHOWN: Final = 60


@require_safe
@office("sale.see")
def notices(request: OfficeRequest) -> HttpResponse:
    """The newest, by sale; those before them by the address `?antes=`, the unread alone by `?novos=1`."""
    rows = request.scope.notices.select_related("proposal__customer", "in_place_of")
    only_new, before = request.GET.get("novos") == "1", request.GET.get("antes", "")
    if only_new:
        rows = rows.unread()
    if before.isdecimal() and len(before) < 19:
        rows = rows.filter(pk__lt=int(before))
    shown = list(rows[: SHOWN + 1])
    context = {
        "groups": grouped(shown[:SHOWN]), "only_new": only_new, "first": not before,
        "older": shown[SHOWN - 1].pk if len(shown) > SHOWN else 0,
        "any_new": any(one.read_at is None for one in shown[:SHOWN]),
    }  # fmt: skip
    return render(request, "office/notices/list.html", context)


@require_POST
@office("sale.see")
def open_one(request: OfficeRequest, pk: int) -> HttpResponse:
    """Marks it as read, with what else is new about the same sale, and goes where it leads."""
    notice = found(request.scope.notices.select_related("proposal"), pk)
    open_notice(notice, by=request.scope.member, at=timezone.now())
    return HttpResponseRedirect(where(request, notice))


@require_POST
@office("sale.see")
def all_read(request: OfficeRequest) -> HttpResponse:
    """Nothing is new any more."""
    read_all(by=request.scope.member, at=timezone.now())
    messages.success(request, _("Todos os avisos estão lidos."))
    return go(request, "notices")


@require_http_methods(["GET", "HEAD", "POST"])
@office("sale.see")
def choices(request: OfficeRequest) -> HttpResponse:
    """Which kinds come in the app, by mail at once, or in the day's summary."""
    form = ChoicesForm(typed(request), chosen=choices_of(request.scope.member))
    if form.is_valid():
        choose(request.scope.member, form.given())
        messages.success(request, _("Suas escolhas de aviso foram salvas."))
        return go(request, "notice_choices")
    return form_page(request, "office/notices/choices.html", form)


def where(request: OfficeRequest, notice: Notice) -> str:
    """The page where what the notice tells is seen."""
    room = notice.event_kind.split(".")[0]
    if room == "ticket":
        return place(request, "ticket", notice.about_id)
    if room == "clearance":
        return place(request, "clearance", notice.about_id)
    if room in {"panel_user", "power"}:
        return place(request, "customer", notice.about_id)
    if notice.proposal is None:
        return place(request, "notices")
    if notice.kind == Kind.COUNTERSIGN and notice.in_place_of_id is None:
        return place(request, "countersigning", notice.proposal.number)
    if room == "time":
        return place(request, "extend_sale", notice.proposal.number)
    anchor = {"comment": "#comentarios", "question": "#perguntas", "points": "#contraproposta"}.get(room, "")
    return place(request, "sale", notice.proposal.number) + anchor
