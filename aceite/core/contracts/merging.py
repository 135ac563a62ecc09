"""Merge fields of contracts: which there are, what they mean, and putting values in their places."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from aceite.kit.money import amount_in_words, format_brl
from aceite.kit.richtext import Omitted, Table, fields, fill, unfilled
from aceite.kit.sentences import gettext_noop as _

Value = str | Table | Omitted

# Name → what people read in the editor's picker, in its order.
FIELDS: Final[dict[str, str]] = {
    "cliente.nome": _("Cliente: nome ou razão social"),
    "cliente.nome_fantasia": _("Cliente: nome fantasia"),
    "cliente.documento": _("Cliente: CPF ou CNPJ"),
    "cliente.inscricao_estadual": _("Cliente: inscrição estadual"),
    "cliente.endereco": _("Cliente: endereço"),
    "cliente.cidade": _("Cliente: cidade e UF"),
    "cliente.email": _("Cliente: e-mail"),
    "cliente.telefone": _("Cliente: telefone"),
    "empresa.nome": _("Empresa: razão social"),
    "empresa.nome_fantasia": _("Empresa: nome fantasia"),
    "empresa.documento": _("Empresa: CNPJ"),
    "empresa.inscricao_estadual": _("Empresa: inscrição estadual"),
    "empresa.endereco": _("Empresa: endereço"),
    "empresa.cidade": _("Empresa: cidade e UF"),
    "empresa.email": _("Empresa: e-mail"),
    "empresa.telefone": _("Empresa: telefone"),
    "proposta.numero": _("Proposta: número"),
    "proposta.versao": _("Proposta: versão"),
    "proposta.titulo": _("Proposta: título"),
    "proposta.itens": _("Proposta: itens (tabela)"),
    "proposta.subtotal": _("Proposta: subtotal"),
    "proposta.desconto": _("Proposta: desconto"),
    "proposta.frete": _("Proposta: frete"),
    "proposta.ajuste": _("Proposta: acréscimo ou desconto da forma de pagamento"),
    "proposta.total": _("Proposta: total"),
    "proposta.total_por_extenso": _("Proposta: total por extenso"),
    "proposta.recorrente": _("Proposta: valores recorrentes"),
    "proposta.vencimento_recorrente": _("Proposta: vencimento dos valores recorrentes"),
    "proposta.pagamento": _("Proposta: parcelas (tabela)"),
    "proposta.condicao_de_pagamento": _("Proposta: condição de pagamento"),
    "proposta.prazo_de_entrega": _("Proposta: prazo de entrega"),
    "proposta.local_de_entrega": _("Proposta: local de entrega"),
    "proposta.garantia": _("Proposta: garantia"),
    "proposta.impostos": _("Proposta: impostos"),
    "proposta.validade": _("Proposta: válida até"),
    "contrato.inicio": _("Contrato: começo da vigência"),
    "contrato.fim": _("Contrato: fim da vigência"),
    "contrato.vigencia": _("Contrato: vigência por extenso"),
    "contrato.renovacao": _("Contrato: renovação"),
    "vendedor.nome": _("Vendedor: nome"),
    "hoje": _("Data do envio"),
    "hoje_por_extenso": _("Data do envio por extenso"),
}
# Letters of what stands between braces, where it is told.
LONGEST_TOLD: Final = 60
MONTHS: Final = (
    *("janeiro", "fevereiro", "março", "abril", "maio", "junho"),
    *("julho", "agosto", "setembro", "outubro", "novembro", "dezembro"),
)


@dataclass(frozen=True)
class PartyFacts:
    """A customer or the company, every value already written for people."""

    name: str
    document: str
    trade_name: str = ""
    state_registration: str = ""
    address: str = ""
    city: str = ""
    email: str = ""
    phone: str = ""


@dataclass(frozen=True)
class OfferFacts:
    """One version of a proposal. `items` and `payments` are tables, amounts in BRL."""

    number: str
    version: str
    title: str
    total: Decimal
    subtotal: Decimal
    discount: Decimal
    freight: Decimal
    adjustment: Decimal
    valid_until: str
    items: Table
    payments: Table
    payment_text: str = ""
    recurring: str = ""
    recurring_due: str = ""
    delivery_term: str = ""
    delivery_place: str = ""
    warranty: str = ""
    taxes: str = ""
    seller: str = ""


@dataclass(frozen=True)
class Merged:
    """The filled text, and the placeholders that stand there still: `missing` have no value, `unknown` mean nothing."""

    html: str
    missing: list[str]
    unknown: list[str]


def merge(body: str, values: Mapping[str, Value], own: Collection[str] = ()) -> Merged:
    """Puts the values into the placeholders of sanitized HTML; those without a value stay as they are.

    `own` are the names of the text's own fields, beside FIELDS.
    """
    known = {*FIELDS, *own}
    standing = unfilled(body, values)
    return Merged(
        html=fill(body, values),
        missing=[name for name in standing if name in known],
        # Braces around a field close around its value: they are seen only in the filled text.
        unknown=[name for name in dict.fromkeys([*fields(body), *standing]) if name not in known],
    )


def unknown_in(body: str) -> list[str]:
    """What the text holds between braces that is no field of every contract's."""
    return [name for name in fields(body) if name not in FIELDS]


def braced(name: str) -> str:
    """A field as the text writes it, for people; of a whole passage between braces, its beginning.

    What lacks a brace (`richtext.fields`) shows those it has.
    """
    told = name if len(name) <= LONGEST_TOLD else f"{name[: LONGEST_TOLD - 1]}…"
    return told if "{" in name else f"{{{{{told}}}}}"


def party_values(prefix: str, party: PartyFacts) -> dict[str, Value]:
    """The values of `cliente.…` or `empresa.…`."""
    return {
        f"{prefix}.nome": party.name,
        f"{prefix}.nome_fantasia": party.trade_name,
        f"{prefix}.documento": party.document,
        f"{prefix}.inscricao_estadual": party.state_registration,
        f"{prefix}.endereco": party.address,
        f"{prefix}.cidade": party.city,
        f"{prefix}.email": party.email,
        f"{prefix}.telefone": party.phone,
    }


def offer_values(offer: OfferFacts) -> dict[str, Value]:
    """The values of `proposta.…` and `vendedor.nome`."""
    return {
        "proposta.numero": offer.number,
        "proposta.versao": offer.version,
        "proposta.titulo": offer.title,
        "proposta.itens": offer.items,
        "proposta.subtotal": format_brl(offer.subtotal),
        "proposta.desconto": format_brl(offer.discount),
        "proposta.frete": format_brl(offer.freight),
        "proposta.ajuste": format_brl(offer.adjustment),
        "proposta.total": format_brl(offer.total),
        "proposta.recorrente": offer.recurring,
        "proposta.vencimento_recorrente": offer.recurring_due,
        "proposta.total_por_extenso": amount_in_words(offer.total),
        "proposta.pagamento": offer.payments,
        "proposta.condicao_de_pagamento": offer.payment_text,
        "proposta.prazo_de_entrega": offer.delivery_term,
        "proposta.local_de_entrega": offer.delivery_place,
        "proposta.garantia": offer.warranty,
        "proposta.impostos": offer.taxes,
        "proposta.validade": offer.valid_until,
        "vendedor.nome": offer.seller,
    }


def day_values(today: date, written: str) -> dict[str, Value]:
    """The values of `hoje`, as it is `written`, and of `hoje_por_extenso`, which is Portuguese as contracts are."""
    return {"hoje": written, "hoje_por_extenso": day_in_words(today)}


def day_in_words(day: date) -> str:
    """A day as contracts end with it: "24 de novembro de 2026"."""
    return f"{day.day} de {MONTHS[day.month - 1]} de {day.year}"
