"""A letter made into a message: HTML and plain text, the company's look, one fixed Message-ID."""

from dataclasses import replace
from email.utils import formataddr, parseaddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from aceite.core.companies.models import Company
from aceite.outbound.mail.letter import Block, Letter, Text
from aceite.outbound.mail.look import LOGO_ID, look_of
from aceite.outbound.mail.plain import plain
from aceite.outbound.mail.readers import Reader
from aceite.outbound.mail.words import one_line, one_stop


class Message(EmailMultiAlternatives):
    """HTML, text and the logo that the HTML shows."""

    mixed_subtype = "related"
    reader_address: str = ""


def message_of(letter: Letter, reader: Reader, company: Company, *, message_id: str, stop: str = "") -> Message:
    """The message as the mail server gets it. The active language is the reader's.

    `stop` is the address at which she switches such letters off, of those that may be.
    """
    letter = replace(letter, blocks=[_with_one_stop(block) for block in letter.blocks])
    footer = [one_stop(line) for line in _footer(company, letter, reader)]
    look = look_of(company)
    message = Message(
        subject=one_line(letter.subject),
        body=plain(letter, [*footer, *_stop_line(stop)]),
        from_email=_sender(company),
        to=[formataddr((one_line(reader.name, 60), reader.address))],
        reply_to=[letter.reply_to] if letter.reply_to else None,
        headers={
            "Message-ID": message_id,
            "Content-Language": get_language() or "pt-br",
            # Absence notes and other robots stay silent (RFC 3834; the second one is what Exchange reads).
            "Auto-Submitted": "auto-generated",
            "X-Auto-Response-Suppress": "All",
            **_stop_headers(stop),
        },
    )
    message.reader_address = reader.address
    html = render_to_string(
        "mail/letter.html",
        {
            "letter": letter,
            "look": look,
            "footer": footer,
            "language": get_language() or "pt-br",
            "logo_id": LOGO_ID,
            "stop": stop,
        },
    )
    message.attach_alternative(html, "text/html")
    if look.logo is not None:
        message.attach(look.logo)
    for file in letter.enclosures:
        message.attach(file.name, file.data, file.content_type)
    return message


def _with_one_stop(block: Block) -> Block:
    """Of our own sentences; what somebody wrote stays as she wrote it."""
    return replace(block, text=one_stop(block.text)) if isinstance(block, Text) else block


def _sender(company: Company) -> str:
    _name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    return formataddr((one_line(company.trade_name, 60), address))


def _stop_headers(stop: str) -> dict[str, str]:
    """By which a mail program offers to switch them off itself, with one touch (RFC 2369; RFC 8058, 3.1)."""
    if not stop:
        return {}
    return {"List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}


def _stop_line(stop: str) -> list[str]:
    return [_("Não quer mais receber e-mails como este?") + f" {stop}"] if stop else []


def _footer(company: Company, letter: Letter, reader: Reader) -> list[str]:
    answer = _("Responda a este e-mail para escrever a %(address)s.") % {"address": letter.reply_to}
    lines = [answer] if letter.reply_to else []
    return [
        *lines,
        _why(company, reader),
        company.legal_name,
        *([company.address_line] if company.address_line else []),
    ]


def _why(company: Company, reader: Reader) -> str:
    """Why this mail came to this address."""
    if reader.panel_user is not None:
        said = {"company": company.trade_name, "customer": str(reader.panel_user.customer)}
        return _("%(company)s cadastrou este endereço para %(customer)s: por isso você recebe este e-mail.") % said
    if reader.in_place_of:
        said = {"company": company.trade_name, "name": reader.in_place_of}
        return _("Você recebe este e-mail no lugar de %(name)s, que está ausente, na equipe de %(company)s.") % said
    if reader.kind == "member":
        return _("Você recebe este e-mail por fazer parte da equipe de %(company)s.") % {"company": company.trade_name}
    return _("Você recebe este e-mail porque alguém usou este endereço para entrar.")
