"""Support threads of the customer: her list, a new one, one thread, closing and opening again."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from aceite.core.tickets.closing import close_ticket, reopen_ticket
from aceite.core.tickets.models import Ticket
from aceite.core.tickets.writing import open_ticket, write_in
from aceite.core.trail.refusals import Refusal
from aceite.faces.panel.access import PanelRequest, panel
from aceite.faces.panel.files import download
from aceite.faces.panel.forms.tickets import MessageForm, NewTicketForm
from aceite.faces.panel.lists import page_of
from aceite.faces.panel.refusing import beside

# The newest sales one can open a thread about; about an older one she writes from its own page.
CHOICES = 50


@require_safe
@panel()
def tickets(request: PanelRequest) -> HttpResponse:
    """The threads this person may read, the newest first."""
    page = page_of(request, request.scope.tickets.select_related("proposal", "opened_by"))
    return render(request, "panel/tickets.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
@panel("ticket.ask")
def new_ticket(request: PanelRequest) -> HttpResponse:
    """Open one, about a sale she sees (`?proposta=`) or about none."""
    scope, number = request.scope, request.GET.get("proposta", "")
    sales = list(scope.proposals.select_related("shown", "order").newest_first()[:CHOICES])
    sales += [one for one in scope.proposals.numbered(number).select_related("shown", "order") if one not in sales]
    form = NewTicketForm.asked(number) if request.method != "POST" else NewTicketForm(request.POST, request.FILES)
    form.about(sales)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        about = next((one for one in sales if one.number == said["sale"]), None)

        def act() -> Ticket:
            return open_ticket(said["subject"], form.words(), about=about, by=scope.person, at=timezone.now())

        made = _attempt(form, act)
        if made is not None:
            messages.success(request, _("Chamado aberto. A resposta chega aqui e por e-mail."))
            return redirect(scope.url("ticket", made.pk))
    return _page(request, "panel/ticket_new.html", form)


@require_http_methods(["GET", "HEAD", "POST"])
@panel("ticket.ask")
def ticket(request: PanelRequest, pk: int) -> HttpResponse:
    """One thread, and a message below it."""
    one = _ticket(request, pk)
    form = MessageForm.new() if request.method != "POST" else MessageForm(request.POST, request.FILES)
    if request.method == "POST" and form.is_valid():
        written = _attempt(form, lambda: write_in(one, form.words(), by=request.scope.person, at=timezone.now()))
        if written is not None:
            messages.success(request, _("Mensagem enviada."))
            return redirect(request.scope.url("ticket", one.pk))
    thread = one.messages.select_related("panel_user", "member").prefetch_related("files")
    return _page(
        request, "panel/ticket.html", form, ticket=one, thread=thread, may_have_files=_may_have_files(request, one)
    )


@require_POST
@panel("ticket.ask")
def close(request: PanelRequest, pk: int) -> HttpResponse:
    """Nothing is left to say."""
    return _moved(request, pk, close_ticket, _("Chamado fechado. Se precisar, escreva nele: ele reabre."))


@require_POST
@panel("ticket.ask")
def reopen(request: PanelRequest, pk: int) -> HttpResponse:
    """Something is left to say."""
    return _moved(request, pk, reopen_ticket, _("Chamado reaberto."))


@require_safe
@panel()
def ticket_file(request: PanelRequest, pk: int, file: int) -> HttpResponseBase:
    """A file that came with a message."""
    one = _ticket(request, pk)
    kept = request.scope.ticket_files.filter(message__ticket=one, pk=file).select_related("document").first()
    if kept is None or not _may_have_files(request, one):
        raise Http404
    return download(request, kept.document, kept.name)


def _may_have_files(request: PanelRequest, ticket: Ticket) -> bool:
    """Nobody knows what stands in a file: without prices only whoever the thread was written to has them."""
    return request.scope.sees_prices or ticket.opened_by_id == request.scope.person.pk


def _ticket(request: PanelRequest, pk: int) -> Ticket:
    one = request.scope.tickets.select_related("proposal__shown").filter(pk=pk).first()
    if one is None:
        raise Http404
    return one


def _moved(request: PanelRequest, pk: int, verb: Callable[..., object], words: str) -> HttpResponse:
    one = _ticket(request, pk)
    verb(one, by=request.scope.person, at=timezone.now())
    messages.success(request, words)
    return redirect(request.scope.url("ticket", one.pk))


def _attempt(form: MessageForm, act: Callable[[], Any]) -> Any:
    try:
        return act()
    except Refusal as refusal:
        beside(form, refusal, field="added")
        return None


def _page(request: PanelRequest, template: str, form: MessageForm, **more: Any) -> HttpResponse:
    return render(request, template, {"form": form, **more}, status=422 if form.errors else 200)
