"""Letters about people's data: that somebody asks to be erased, and that the company says no."""

from datetime import timedelta
from typing import Final

from django.utils.translation import gettext as _

from aceite.core.privacy.models import PersonKind, Request
from aceite.outbound.mail import addresses
from aceite.outbound.mail.happening import Happening
from aceite.outbound.mail.letter import Button, Letter, Quote, Text
from aceite.outbound.mail.readers import Reader
from aceite.outbound.mail.words import day

# LGPD, art. 19, II.
ANSWER_WITHIN: Final = timedelta(days=15)


def erasure_asked(h: Happening, reader: Reader) -> Letter | None:
    """To those who answer for the data: who asks, and until when an answer is due."""
    asked = _request(h)
    if asked is None or h.actor is None:
        return None
    until = (asked.asked_at + ANSWER_WITHIN).astimezone(h.company.tz).date()
    said = {"name": h.actor.name, "company": h.company.trade_name, "reader": reader.first_name, "day": day(until)}
    kind = "clientes" if asked.person_kind == PersonKind.CUSTOMER else "usuarios"
    return Letter(
        subject=_("%(name)s pede a exclusão dos próprios dados") % said,
        title=_("Pedido de exclusão de dados"),
        first_line=_("Responda até %(day)s") % said,
        blocks=[
            Text(_("Olá, %(reader)s.") % said),
            Text(
                _(
                    "%(name)s pediu, no painel de %(company)s, a exclusão dos próprios dados. A página do pedido "
                    "mostra o que sai, o que precisa ficar como prova e até quando."
                )
                % said
            ),
        ],
        button=Button(_("Ver o pedido"), addresses.personal_data(h.company, kind, asked.person_id)),
        reply_to=h.company.email,
    )


def erasure_refused(h: Happening, reader: Reader) -> Letter | None:
    """To the person: the company's reason, in its own words."""
    asked = _request(h)
    if asked is None or not asked.reason:
        return None
    said = {"company": h.company.trade_name, "name": reader.first_name}
    return Letter(
        subject=_("%(company)s respondeu ao seu pedido de exclusão de dados") % said,
        title=_("Seus dados não foram apagados"),
        first_line=_("%(company)s recusou o pedido e diz por quê") % said,
        blocks=[Text(_("Olá, %(name)s.") % said), Quote(asked.reason, who=h.company.trade_name)],
        button=Button(_("Ver meus dados"), addresses.own_data(h.company)),
        reply_to=h.company.email,
        closing=_("Você pode pedir de novo, ou procurar a Autoridade Nacional de Proteção de Dados (ANPD)."),
    )


def _request(h: Happening) -> Request | None:
    return Request.objects.filter(company_id=h.company.pk, pk=h.id("request")).first()
