"""The company's own words in a letter: fields in braces are merged, what the letter must say stays.

Fixed are who it is from, the first line with total and deadline, the button, sums and quotes, sentences about what the
reader has to sign, and why it came. Only the subject and the paragraphs around them are the company's.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from aceite.outbound.mail.happening import Gone, Happening
from aceite.outbound.mail.letter import Block, Letter, Text
from aceite.outbound.mail.mail_texts import MailText
from aceite.outbound.mail.readers import Reader
from aceite.outbound.mail.words import deadline, price

# What may stand in braces, and what it is.
FIELDS: Final[dict[str, "str | Promise"]] = {
    "nome": _("primeiro nome de quem lê"),
    "cliente": _("nome do cliente"),
    "empresa": _("nome da sua empresa"),
    "vendedor": _("nome do vendedor"),
    "numero": _("número da proposta"),
    "titulo": _("título da proposta"),
    "total": _("total da proposta"),
    "prazo": _("até quando a proposta vale"),
}
# The letters whose words a company may choose, in the order in which a sale goes.
EDITABLE: Final[dict[str, "str | Promise"]] = {
    "proposal_sent": _("Proposta enviada"),
    "new_version": _("Nova versão enviada"),
    "reminder": _("Lembrete: a validade está no fim"),
    "asked_again": _("Lembrete: falta agir"),
    "extended": _("Validade prorrogada"),
    "signer_called": _("Vez de assinar"),
    "all_signed": _("Contrato assinado por todos"),
    "approved": _("Proposta aprovada"),
    "order_made": _("Pedido feito"),
    "payment_confirmed": _("Pagamento confirmado"),
}
# What the form shows before anything was chosen; close to what the letters say of themselves.
USUAL: Final[dict[str, "tuple[str | Promise, str | Promise]"]] = {
    "proposal_sent": (
        _("Proposta {{numero}} de {{empresa}}: {{titulo}}"),
        _("Olá, {{nome}}. {{vendedor}} preparou para {{cliente}} a proposta {{numero}}."),
    ),
    "new_version": (
        _("Nova versão da proposta {{numero}}: {{titulo}}"),
        _("Olá, {{nome}}. {{vendedor}} enviou uma nova versão da proposta {{numero}}."),
    ),
    "reminder": (
        _("A proposta {{numero}} termina em breve: {{titulo}}"),
        _(
            "Olá, {{nome}}. A proposta {{numero}}, {{titulo}}, ainda espera a sua resposta. Se precisar de mais prazo "
            "ou de um ajuste, responda a este e-mail."
        ),
    ),
    "asked_again": (
        _("Proposta {{numero}} de {{empresa}}: falta você"),
        _("Olá, {{nome}}. A proposta {{numero}}, {{titulo}}, de {{empresa}}, espera por você."),
    ),
    "extended": (
        _("Mais prazo para a proposta {{numero}}: {{titulo}}"),
        _("Olá, {{nome}}. {{empresa}} prorrogou a proposta {{numero}} até {{prazo}}."),
    ),
    "signer_called": (
        _("É a sua vez de assinar (proposta {{numero}})"),
        _("Olá, {{nome}}. Quem assina antes já assinou, e agora falta a sua assinatura."),
    ),
    "all_signed": (
        _("Contrato assinado por todos (proposta {{numero}})"),
        _("Olá, {{nome}}. O contrato da proposta {{numero}} tem todas as assinaturas."),
    ),
    "approved": (
        _("Proposta {{numero}} aprovada: {{titulo}}"),
        _("Olá, {{nome}}. A proposta {{numero}}, {{titulo}}, está aprovada. Guarde esta mensagem."),
    ),
    "order_made": (
        _("Pedido feito: {{titulo}}"),
        _("Olá, {{nome}}. {{empresa}} fez o pedido a partir da proposta {{numero}}."),
    ),
    "payment_confirmed": (
        _("Pagamento confirmado: proposta {{numero}}"),
        _("Olá, {{nome}}. {{empresa}} confirmou o pagamento da proposta {{numero}}, {{titulo}}."),
    ),
}
_FIELD: Final = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")


def unknown_fields(text: str) -> list[str]:
    """The names in braces that are no fields, each once, in the order they appear."""
    return [name for name in dict.fromkeys(_FIELD.findall(text)) if name not in FIELDS]


def merged(text: str, values: Mapping[str, str]) -> str:
    """The text with its fields filled; what is filled in is never looked at again. What is no field stays as it is
    typed: nothing like it is ever saved, and who tries a text out sees it."""
    return _FIELD.sub(lambda found: values.get(found[1], "" if found[1] in FIELDS else found[0]), text)


def own_words(letter: Letter, name: str, h: Happening, reader: Reader) -> Letter:
    """The letter in the company's words, where it has chosen some for the active language."""
    if name not in EDITABLE:
        return letter
    own = MailText.objects.filter(company=h.company, letter=name, language=get_language() or "pt-br").first()
    return dressed(letter, own.subject, own.body, values_of(h, reader)) if own else letter


def dressed(letter: Letter, subject: str, body: str, values: Mapping[str, str]) -> Letter:
    """The letter with this subject and these paragraphs before what stays."""
    said = [Text(paragraph) for paragraph in merged(body, values).split("\n\n") if paragraph.strip()]
    return replace(letter, subject=merged(subject, values), blocks=[*said, *_staying(letter)])


def values_of(h: Happening, reader: Reader) -> dict[str, str]:
    """What the fields stand for in this letter."""
    return {
        "nome": reader.first_name,
        "cliente": str(h.proposal.customer),
        "empresa": h.company.trade_name,
        "vendedor": h.proposal.seller.name,
        "numero": h.proposal.number,
        "titulo": h.offered.title,
        "total": price(h.offered),
        "prazo": _deadline(h),
    }


def _deadline(h: Happening) -> str:
    try:
        return deadline(h.last_minute, h.company) if h.last_minute else ""
    except Gone:
        return ""


def _staying(letter: Letter) -> Iterator[Block]:
    for block in letter.blocks:
        if not isinstance(block, Text) or block.fixed:
            yield block
