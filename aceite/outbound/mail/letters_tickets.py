"""Letters about support threads, to both sides."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from aceite.core.people.models import Member
from aceite.core.tickets.states import TicketState
from aceite.outbound.mail import addresses
from aceite.outbound.mail.happening import Happening
from aceite.outbound.mail.letter import Block, Button, Letter, Quote, Text
from aceite.outbound.mail.readers import Reader


def ticket_to_vendor(h: Happening, reader: Reader) -> Letter | None:
    """The customer opened a thread, or wrote in one."""
    said = _said(h)
    opened = h.event.kind == "ticket.opened"
    subject = _("Chamado de %(customer)s: %(subject)s") if opened else _("%(who)s escreveu no chamado %(number)s")
    return Letter(
        subject=subject % said,
        title=(_("%(who)s abriu um chamado") if opened else _("%(who)s escreveu")) % said,
        first_line=_first_line(h),
        blocks=_message(h),
        button=Button(_("Responder"), addresses.office_ticket(h.company, h.ticket.pk)),
        reply_to=h.actor.email if h.actor else h.company.email,
    )


def ticket_answered(h: Happening, reader: Reader) -> Letter | None:
    """The vendor answered."""
    said = {**_said(h), "name": reader.first_name}
    return Letter(
        subject=_("Resposta ao chamado %(number)s: %(subject)s") % said,
        title=_("%(who)s respondeu ao chamado") % said,
        first_line=_first_line(h),
        blocks=[Text(_("Olá, %(name)s.") % said), *_message(h)],
        button=Button(_("Ler e responder"), addresses.panel_ticket(h.company, h.ticket.pk)),
        reply_to=_answers(h),
    )


def ticket_moved(h: Happening, reader: Reader) -> Letter | None:
    """The vendor closed the thread or opened it again; nothing of what was changed back meanwhile."""
    closed = h.event.kind == "ticket.closed"
    if closed is not (h.ticket.state == TicketState.CLOSED):
        return None
    said = {**_said(h), "name": reader.first_name}
    told = (
        _(
            "Olá, %(name)s. %(company)s fechou o chamado %(number)s. Se algo ficou sem resposta, escreva nele: "
            "ele reabre."
        )
        if closed
        else _("Olá, %(name)s. %(company)s reabriu o chamado %(number)s e vai escrever a você.")
    )
    return Letter(
        subject=(
            _("Chamado %(number)s fechado: %(subject)s") if closed else _("Chamado %(number)s reaberto: %(subject)s")
        )
        % said,
        title=_("Chamado fechado") if closed else _("Chamado reaberto"),
        first_line=_first_line(h),
        blocks=[Text(told % said)],
        button=Button(_("Ver o chamado"), addresses.panel_ticket(h.company, h.ticket.pk)),
        reply_to=_answers(h),
    )


def ticket_moved_to_vendor(h: Happening, reader: Reader) -> Letter | None:
    """The customer closed the thread or opened it again; nothing of what was changed back meanwhile."""
    closed = h.event.kind == "ticket.closed"
    if closed is not (h.ticket.state == TicketState.CLOSED):
        return None
    said = _said(h)
    subject = _("%(who)s fechou o chamado %(number)s") if closed else _("%(who)s reabriu o chamado %(number)s")
    return Letter(
        subject=subject % said,
        title=_("Chamado fechado") if closed else _("Chamado reaberto"),
        first_line=_first_line(h),
        blocks=[Text(_("%(who)s, de %(customer)s: “%(subject)s”.") % said)],
        button=Button(_("Ver o chamado"), addresses.office_ticket(h.company, h.ticket.pk)),
        reply_to=h.actor.email if h.actor else h.company.email,
    )


def _said(h: Happening) -> dict[str, str]:
    return {
        "company": h.company.trade_name,
        "customer": str(h.ticket.customer),
        "number": str(h.ticket.number),
        "subject": h.ticket.subject or _("(assunto apagado)"),
        "who": h.who,
    }


def _first_line(h: Happening) -> str:
    sale = h.ticket.proposal
    if sale is None:
        return _("Chamado %(number)s · %(subject)s") % _said(h)
    title = sale.shown.title if sale.shown else sale.title
    return _("Sobre a proposta %(number)s: %(title)s") % {"number": sale.number, "title": title}


def _message(h: Happening) -> list[Block]:
    count = len(h.message.files.all())
    files = ngettext("Veio junto %(count)s arquivo.", "Vieram juntos %(count)s arquivos.", count) % {"count": count}
    return [Quote(h.message.text, h.message.writer.name), *([Text(files)] if count else [])]


def _answers(h: Happening) -> str:
    return h.actor.email if isinstance(h.actor, Member) else h.company.email
