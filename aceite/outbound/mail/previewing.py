"""How a letter looks with words that were just typed: with an example in place of each field, sent to nobody."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Final

from django.utils import timezone
from django.utils.translation import gettext as _

from aceite.core.companies.models import Company
from aceite.core.customers.models import Customer, PanelUser
from aceite.core.people.models import Member
from aceite.outbound.mail import addresses
from aceite.outbound.mail.letter import Button, Facts, Letter
from aceite.outbound.mail.readers import Reader
from aceite.outbound.mail.rendering import Message, message_of
from aceite.outbound.mail.wording import EDITABLE, dressed
from aceite.outbound.mail.words import brl, moment

_TOTAL: Final = Decimal("12400.00")


def preview(name: str, subject: str, body: str, *, sender: Member, at: datetime) -> Message:
    """The message as it would leave in the sales of this member. The active language is the letter's."""
    company = sender.company
    with timezone.override(company.zone):
        end = moment((at + timedelta(days=7)).astimezone(company.tz).replace(hour=23, minute=59))
    reader = _reader(company)
    values = {
        "nome": reader.first_name,
        "cliente": _("Nome do cliente"),
        "empresa": company.trade_name,
        "vendedor": sender.name,
        "numero": f"{company.number_prefix}{at.year}-0001",
        "titulo": _("Título da proposta"),
        "total": brl(_TOTAL),
        "prazo": end,
    }
    plain = Letter(
        subject="",
        title=str(EDITABLE[name]),
        first_line=_("%(total)s · responda até %(deadline)s") % {"total": brl(_TOTAL), "deadline": end},
        blocks=[Facts([(_("Item da proposta"), brl(_TOTAL)), (_("Total"), brl(_TOTAL))], is_sum=True)],
        button=Button(_("Ver a proposta"), addresses.panel_entry(company)),
        reply_to=sender.email,
    )
    return message_of(dressed(plain, subject, body, values), reader, company, message_id="<preview@invalid>")


def _reader(company: Company) -> Reader:
    """Somebody of the customer, of whom there is no row."""
    name = _("Nome de quem lê")
    person = PanelUser(company=company, customer=Customer(company=company, name=_("Nome do cliente")), name=name)
    return Reader(person.kind, 0, name, company.email, company.language, company.zone, person)
