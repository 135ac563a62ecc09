"""Opening a support thread, and writing in it: both sides by the same verb."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from aceite.core.companies.numbering import draw
from aceite.core.customers.models import PanelUser
from aceite.core.people.models import Member
from aceite.core.proposals.models import Proposal
from aceite.core.proposals.permitting import seen_by
from aceite.core.tickets.files import Given, Kept, hang, keep_files
from aceite.core.tickets.models import Ticket, TicketMessage
from aceite.core.tickets.states import MOVES, TicketState
from aceite.core.trail.actors import Actor
from aceite.core.trail.recording import record
from aceite.core.trail.refusals import NotAllowed, fit_text

LONGEST: Final = 8000
SERIES: Final = "ticket"


@dataclass(frozen=True)
class Words:
    """What is written, with its files; `key` is the form's own, so that it is written once."""

    text: str
    key: str
    files: Sequence[Given] = ()


def open_ticket(subject: str, words: Words, *, about: Proposal | None, by: PanelUser, at: datetime) -> Ticket:
    """Begins a thread of this person's customer; the same form twice is one. Raises NotAllowed, Unfit, and what
    `keep_files` refuses."""
    if not by.may("ticket.ask"):
        raise NotAllowed
    if about is not None and (about.company_id != by.company_id or not seen_by(about, by)):
        raise NotAllowed
    empty = _("Escreva o assunto em poucas palavras.")
    title = fit_text("subject", subject, longest=160, multiline=False, empty=empty)
    text = fit_text("text", words.text, longest=LONGEST, empty=_("Escreva a mensagem."))
    files = keep_files(words.files, company_id=by.company_id, at=at)
    with transaction.atomic():
        # The lock is on the counter's row, taken before the look, so that the same form twice finds the first.
        number = draw(company_id=by.company_id, series=SERIES, year=0)
        if same := _same(by, words.key):
            transaction.set_rollback(True)
            return same.ticket
        ticket = Ticket.objects.create(
            company_id=by.company_id, number=number, customer_id=by.customer_id, opened_by=by, proposal=about,
            subject=title, opened_at=at, moved_at=at,
        )  # fmt: skip
        message = _write(ticket, text, words.key, files, by, at)
        told = {"ticket": ticket.pk, "message": message.pk}
        personal = {"subject": title, "text": text}
        record("ticket.opened", sale=ticket.proposal_id, by=by, at=at, data=told, personal=personal)
    return ticket


def write_in(ticket: Ticket, words: Words, *, by: Actor, at: datetime) -> TicketMessage:
    """Adds a message; a closed thread is open again. The same form twice is one. Raises NotAllowed, Unfit, and what
    `keep_files` refuses."""
    verb = require_side(ticket, by)
    text = fit_text("text", words.text, longest=LONGEST, empty=_("Escreva a mensagem."))
    files = keep_files(words.files, company_id=ticket.company_id, at=at)
    with transaction.atomic():
        locked = Ticket.objects.select_for_update().get(pk=ticket.pk)
        if same := _same(by, words.key):
            return same
        move = MOVES.require(verb, TicketState(locked.state))
        again = {"reopened": True} if locked.state == TicketState.CLOSED else {}
        message = _write(locked, text, words.key, files, by, at)
        locked.state, locked.moved_at = move.target, at
        locked.save(update_fields=["state", "moved_at"])
        told = {"ticket": locked.pk, "message": message.pk, **again}
        record("ticket.written", sale=locked.proposal_id, by=by, at=at, data=told, personal={"text": text})
    return message


def require_side(ticket: Ticket, by: Actor) -> str:
    """The verb by which this actor writes in the thread. Raises NotAllowed when she may not."""
    verb = "ticket.ask" if isinstance(by, PanelUser) else "ticket.answer"
    if by.company_id != ticket.company_id or not by.may(verb) or not isinstance(by, PanelUser | Member):
        raise NotAllowed
    if isinstance(by, PanelUser) and not Ticket.objects.for_panel_user(by).filter(pk=ticket.pk).exists():
        raise NotAllowed
    return verb


def _same(by: Actor, key: str) -> TicketMessage | None:
    return TicketMessage.objects.select_related("ticket").filter(company_id=by.company_id, key=key).first()


def _write(ticket: Ticket, text: str, key: str, files: Sequence[Kept], by: Actor, at: datetime) -> TicketMessage:
    message = TicketMessage.objects.create(
        company_id=ticket.company_id, ticket=ticket, text=text, written_at=at, key=key,
        panel_user=by if isinstance(by, PanelUser) else None, member=by if isinstance(by, Member) else None,
    )  # fmt: skip
    hang(files, message, at=at)
    return message
