"""What the seller hands on by WhatsApp or another app: the company's words for a sent proposal, and the link."""

import re
from datetime import timedelta
from typing import Final
from urllib.parse import quote, urlencode

from django.utils import timezone, translation
from django.utils.translation import get_language

from aceite.core.customers.models import PanelUser
from aceite.core.proposals.models import Proposal
from aceite.kit.money import without_amounts
from aceite.outbound.mail.mail_texts import MailText
from aceite.outbound.mail.wording import USUAL, merged
from aceite.outbound.mail.words import deadline, price

_LETTER: Final = "proposal_sent"
_BRAZIL: Final = "55"
# Area code and number, of a fixed line or of a mobile.
_NATIONAL: Final = (10, 11)


def words_for(sale: Proposal, person: PanelUser, link: str) -> str:
    """The message to this person in her language and zone: the company's text of the letter, its fields filled."""
    user, company = person.user, sale.company
    language = user.language if user else company.language
    with translation.override(language), timezone.override((user.reads_in if user else "") or company.zone):
        return _written(sale, person, link)


def _written(sale: Proposal, person: PanelUser, link: str) -> str:
    own = MailText.objects.filter(company=sale.company_id, letter=_LETTER, language=get_language() or "pt-br").first()
    body = own.body if own else str(USUAL[_LETTER][1])
    words = merged(body, _values(sale, person))
    return f"{words if 'prices' in person.rights else without_amounts(words)}\n\n{link}"


def whatsapp_link(phone: str, words: str) -> str:
    """The address that opens WhatsApp with the message written; without a telephone one chooses whom it goes to.

    `phone` as people write it; without a country it is Brazil's (WhatsApp's "click to chat" wants it international).
    """
    digits = re.sub(r"\D", "", phone).lstrip("0")
    if len(digits) in _NATIONAL and not phone.strip().startswith("+"):
        digits = _BRAZIL + digits
    return f"https://wa.me/{digits}?{urlencode({'text': words}, quote_via=quote)}"


def _values(sale: Proposal, person: PanelUser) -> dict[str, str]:
    offered = sale.shown or sale.current
    end = sale.expires_at
    return {
        "nome": (person.name.split() or [""])[0],
        "cliente": str(sale.customer),
        "empresa": sale.company.trade_name,
        "vendedor": sale.seller.name,
        "numero": sale.number,
        "titulo": offered.title if offered else sale.title,
        "total": price(offered) if offered else "",
        # People read "23:59", not the next day's "00:00".
        "prazo": deadline(end - timedelta(minutes=1), sale.company) if end else "",
    }
