"""The customers' support threads: which wait for an answer, one thread, answering, closing, opening again."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from aceite.core.tickets.closing import close_ticket, reopen_ticket
from aceite.core.tickets.models import Ticket
from aceite.core.tickets.states import TicketState
from aceite.core.tickets.writing import write_in
from aceite.faces.office.access import OfficeRequest, found, office
from aceite.faces.office.answers import accepted, done, form_page, typed
from aceite.faces.office.forms.tickets import TicketForm
from aceite.faces.office.listing import page_of
from aceite.faces.office.places import go, place
from aceite.faces.office.sale_files import hand_over
from aceite.faces.ui.parts import Tab


@require_safe
@office("sale.see")
def tickets(request: OfficeRequest) -> HttpResponse:
    """Those of one state, the longest waiting first while they wait for the vendor; else the newest."""
    typed_state = request.GET.get("situacao", TicketState.OPEN.value)
    state = TicketState(typed_state) if typed_state in set(TicketState) else TicketState.OPEN
    rows = request.scope.tickets.in_state(state).with_sheet()
    rows = rows.order_by("moved_at", "pk") if state is TicketState.OPEN else rows.order_by("-moved_at", "-pk")
    context = {"page": page_of(request, rows), "tabs": _tabs(request, state), "state": state.value}
    return render(request, "office/tickets/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@office("sale.see", change="ticket.answer")
def ticket(request: OfficeRequest, pk: int) -> HttpResponse:
    """One thread from its beginning, and the answer below it."""
    one = found(request.scope.tickets.with_sheet(), pk)
    form = TicketForm(typed(request), request.FILES if request.method == "POST" else None)
    if request.method != "POST":
        form = TicketForm.new()
    elif form.is_valid() and accepted(
        form, lambda: write_in(one, form.words(), by=request.scope.member, at=timezone.now()), field="text"
    ):
        messages.success(request, _("Resposta enviada. O cliente foi avisado por e-mail."))
        return go(request, "ticket", one.pk)
    thread = one.messages.select_related("panel_user", "member").prefetch_related("files__document")
    return form_page(
        request, "office/tickets/ticket.html", form, ticket=one, thread=thread,
        may_answer=request.scope.may("ticket.answer"), back_url=place(request, "tickets"),
    )  # fmt: skip


@require_POST
@office("ticket.answer")
def close(request: OfficeRequest, pk: int) -> HttpResponse:
    """Nothing is left to say."""
    words = _("Chamado fechado. O cliente foi avisado e pode reabri-lo.")
    return _moved(request, pk, lambda one: close_ticket(one, by=request.scope.member, at=timezone.now()), words)


@require_POST
@office("ticket.answer")
def reopen(request: OfficeRequest, pk: int) -> HttpResponse:
    """Something is left to say."""
    words = _("Chamado reaberto.")
    return _moved(request, pk, lambda one: reopen_ticket(one, by=request.scope.member, at=timezone.now()), words)


@require_safe
@office("sale.see")
def ticket_file(request: OfficeRequest, pk: int, file: int) -> HttpResponseBase:
    """A file that came with a message."""
    kept = request.scope.ticket_files.filter(message__ticket=pk, pk=file).select_related("document").first()
    if kept is None:
        raise Http404
    return hand_over(request, kept.document, kept.name)


def _moved(request: OfficeRequest, pk: int, verb: Callable[[Ticket], object], words: str) -> HttpResponse:
    one = found(request.scope.tickets, pk)
    done(request, lambda: verb(one), words)
    return go(request, "ticket", one.pk)


def _tabs(request: OfficeRequest, state: TicketState) -> list[Tab]:
    labels = {
        TicketState.OPEN: _("Esperam resposta"),
        TicketState.ANSWERED: _("Respondidos"),
        TicketState.CLOSED: _("Fechados"),
    }
    base = place(request, "tickets")
    waiting = request.scope.tickets.in_state(TicketState.OPEN).count()
    return [
        Tab(label, f"{base}?situacao={one.value}", one is state, waiting if one is TicketState.OPEN else None)
        for one, label in labels.items()
    ]
