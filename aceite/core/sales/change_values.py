"""How the values of what changed are said: each field of `comparing.Facts` under its label, and its value in words."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from aceite.core.catalog.models import ItemKind
from aceite.core.companies.moments import day_words
from aceite.core.conditions.models import PaymentMethod
from aceite.core.contracts.demands import Level, Requirement
from aceite.core.contracts.models import SignerRole
from aceite.core.contracts.term_words import term_words
from aceite.core.contracts.terms import term_of
from aceite.core.customers.signing_powers import PowerKind
from aceite.core.proposals.change_words import change_words
from aceite.core.proposals.changes import change_of
from aceite.core.proposals.choices import FreightKind, LineChoice
from aceite.core.proposals.paper import discount_words, dues_words, price_words, quantity_words
from aceite.core.proposals.recurring import recurring_of
from aceite.core.proposals.recurring_words import price_words as all_of_it
from aceite.core.proposals.recurring_words import rhythm_words
from aceite.kit.money import format_brl
from aceite.kit.taxid import format_taxid

Say = Callable[[Any], str]


@dataclass(frozen=True)
class Field:
    """A field's label and how its value is said; of a long one the words that came and went are shown."""

    label: str | Promise
    say: Say = str
    long: bool = False
    # Not itself to be read (the hash of a picture): only that it changed, and how.
    hidden: bool = False


def fact_of(kind: str) -> Field:
    """The field that this kind of change is about; one nobody has worded yet is told by its name."""
    return FIELDS.get(kind) or Field(kind)


def price(value: Any) -> str:
    """All it costs: what is paid once, and what recurs."""
    total, recurring = value
    return all_of_it(Decimal(total), recurring_of(recurring))


def brl(value: Any) -> str:
    """An amount."""
    return format_brl(Decimal(value))


def _day(value: Any) -> str:
    return day_words(date.fromisoformat(value))


def _yes(value: Any) -> str:
    return _("sim") if value else _("não")


def _percent(value: Any) -> str:
    return f"{quantity_words(Decimal(value))} %"


def _discount(value: Any) -> str:
    kind, amount = value
    return discount_words(kind, Decimal(amount or 0)) or _("sem desconto")


def _freight(value: Any) -> str:
    kind, amount = value
    return " · ".join((str(FreightKind(kind).label), brl(amount or 0)))


def _adjustment(value: Any) -> str:
    name, rate = value
    number = Decimal(rate or 0)
    signed = f"{'+' if number > 0 else '−'}{quantity_words(abs(number))} %"
    return f"{name} ({signed})" if name else signed


def _dues(value: Any) -> str:
    first, day, method = value
    return dues_words(date.fromisoformat(first) if first else None, day or 0, method=str(PaymentMethod(method).label))


def _plan(value: Any) -> str:
    """A payment a line."""
    parts = sum(1 for payment in value if payment["number"])
    return "\n".join(_payment(payment, parts) for payment in value)


def _payment(payment: Mapping[str, Any], parts: int) -> str:
    label = f"{payment['number']}/{parts}" if payment["number"] else _("Entrada")
    said = (label, _day(payment["due_on"]), brl(payment["amount"]), str(PaymentMethod(payment["method"]).label))
    return " · ".join(said)


def _amendment(value: Any) -> str:
    own = ("kind", "effective_on", "ends", "ends_on", "recurring")
    words = change_words(change_of({name: value[name] for name in own if name in value}), recurs=True)
    return " ".join((f"{value.get('number', '')}.", *words))


def _quantity(value: Any) -> str:
    return quantity_words(Decimal(value))


def _unit_price(value: Any) -> str:
    # The space is one that keeps the amount together.
    return f"R$\xa0{price_words(Decimal(value))}"


def _choice(value: Any) -> str:
    return str(LineChoice(value).label)


def _rhythm(value: Any) -> str:
    return rhythm_words(value[0] or "", value[1] or 0) or _("uma vez")


def _limits(value: Any) -> str:
    least, most, step = (quantity_words(Decimal(one or 0)) for one in value)
    words = {"least": least, "most": most, "step": step}
    return _("de %(least)s a %(most)s, de %(step)s em %(step)s") % words


def _pictures(value: Any) -> str:
    return ngettext("%(count)s foto", "%(count)s fotos", len(value)) % {"count": len(value)}


def _term(value: Any) -> str:
    return term_words(term_of(value))


def _quorums(value: Any) -> str:
    said = _("etapa %(step)s: %(needed)s")
    return "; ".join(said % {"step": step, "needed": needed} for step, needed in sorted(value.items()))


def _signed_before(value: Any) -> str:
    count = len(value)
    return ngettext("%(count)s assinatura no arquivo", "%(count)s assinaturas no arquivo", count) % {"count": count}


def _power(value: Any) -> str:
    said = str(PowerKind(value["kind"]).label)
    if not value.get("until"):
        return said
    # `until` is the midnight after the last day, in a zone of Brazil.
    last = datetime.fromisoformat(value["until"]) - timedelta(hours=12)
    return _("%(power)s, até %(day)s") % {"power": said, "day": day_words(last.date())}


def _step(value: Any) -> str:
    return _("etapa %(step)s") % {"step": value}


def _numbers(value: Any) -> str:
    return ngettext("%(count)s alternativa ao lado", "%(count)s alternativas ao lado", len(value)) % {
        "count": len(value)
    }


def _where(value: Any) -> str:
    return _("depois dos itens") if value else _("antes dos itens")


def _file(value: Any) -> str:
    return _("PDF %(mark)s") % {"mark": value[:8]}


def _labelled(kinds: Any) -> Say:
    return lambda value: str(kinds(value).label)


def _named(label: str | Promise) -> Field:
    return Field(label, hidden=True)


_OF_THE_VERSION: Final[dict[str, Field]] = {
    "price": Field(gettext_lazy("Total"), price),
    "discount_rule": Field(gettext_lazy("Desconto combinado"), _discount),
    "freight_rule": Field(gettext_lazy("Frete"), _freight),
    "adjustment_rule": Field(gettext_lazy("Ajuste da forma de pagamento"), _adjustment),
    "sum_subtotal": Field(gettext_lazy("Subtotal dos itens"), brl),
    "sum_discount": Field(gettext_lazy("Desconto no total"), brl),
    "sum_adjustment": Field(gettext_lazy("Valor do ajuste"), brl),
    "payment_text": Field(gettext_lazy("Condição de pagamento")),
    "plan": Field(gettext_lazy("Parcelas"), _plan, long=True),
    "recurring_dues": Field(gettext_lazy("Vencimento do que é recorrente"), _dues),
    "down_percent": Field(gettext_lazy("Entrada, em parte do total"), _percent),
    "valid_until": Field(gettext_lazy("Válida até"), _day),
    "delivery_term": Field(gettext_lazy("Prazo de entrega")),
    "delivery_place": Field(gettext_lazy("Local de entrega")),
    "warranty": Field(gettext_lazy("Garantia")),
    "consumer_relation": Field(gettext_lazy("Relação de consumo"), _yes),
    "amends": Field(gettext_lazy("O que o aditivo muda"), _amendment, long=True),
    "title": Field(gettext_lazy("Título")),
    "introduction": Field(gettext_lazy("Introdução"), long=True),
    "taxes_text": Field(gettext_lazy("Impostos"), long=True),
    "terms": Field(gettext_lazy("Condições gerais"), long=True),
    "company_name": Field(gettext_lazy("Quem vende")),
    "company_cnpj": Field(gettext_lazy("CNPJ de quem vende"), format_taxid),
    "customer_name": Field(gettext_lazy("Quem compra")),
    "customer_taxid": Field(gettext_lazy("CPF ou CNPJ de quem compra"), format_taxid),
    "alternatives": Field(gettext_lazy("Alternativas"), _numbers),
}
_OF_A_LINE: Final[dict[str, Field]] = {
    "lines.name": Field(gettext_lazy("Nome")),
    "lines.quantity": Field(gettext_lazy("Quantidade"), _quantity),
    "lines.unit": Field(gettext_lazy("Unidade")),
    "lines.unit_price": Field(gettext_lazy("Preço unitário"), _unit_price),
    "lines.discount_rule": Field(gettext_lazy("Desconto"), _discount),
    "lines.total": Field(gettext_lazy("Total do item"), brl),
    "lines.rhythm": Field(gettext_lazy("Pago"), _rhythm),
    "lines.choice": Field(gettext_lazy("Na proposta"), _choice),
    "lines.limits": Field(gettext_lazy("Quantidade à sua escolha"), _limits),
    "lines.section": Field(gettext_lazy("Seção")),
    "lines.kind": Field(gettext_lazy("Tipo"), _labelled(ItemKind)),
    "lines.code": Field(gettext_lazy("Código")),
    "lines.description": Field(gettext_lazy("Descrição"), long=True),
    "lines.note": Field(gettext_lazy("Observação"), long=True),
    "lines.pictures": Field(gettext_lazy("Fotos"), _pictures),
}
_OF_FILES: Final[dict[str, Field]] = {
    "attachments.name": Field(gettext_lazy("Nome")),
    "attachments.sha256": _named(gettext_lazy("O arquivo é outro, com o mesmo nome")),
    "passages.kind": _named(gettext_lazy("Tipo do texto")),
    "passages.title": Field(gettext_lazy("Título")),
    "passages.text": Field(gettext_lazy("Texto"), long=True),
    "passages.after": Field(gettext_lazy("Lugar"), _where),
    "passages.picture": _named(gettext_lazy("A imagem")),
}
_OF_A_CONTRACT: Final[dict[str, Field]] = {
    "contracts.title": Field(gettext_lazy("Título")),
    "contracts.text": Field(gettext_lazy("Texto"), long=True),
    "contracts.file": Field(gettext_lazy("O PDF do contrato"), _file),
    "contracts.requirement": Field(gettext_lazy("Como se assina"), _labelled(Requirement)),
    "contracts.level": Field(gettext_lazy("Nível da assinatura"), _labelled(Level)),
    "contracts.executive": Field(gettext_lazy("Título executivo"), _yes),
    "contracts.term": Field(gettext_lazy("Vigência"), _term),
    "contracts.quorums": Field(gettext_lazy("Quantas assinaturas bastam"), _quorums),
    "contracts.hand_over": Field(gettext_lazy("Quem assina pode passar a vez"), _yes),
    "contracts.signed_before": Field(gettext_lazy("Já veio assinado"), _signed_before),
    "contracts.signers.panel_user": _named(gettext_lazy("Quem assina")),
    "contracts.signers.role": Field(gettext_lazy("Assina como"), _labelled(SignerRole)),
    "contracts.signers.name": Field(gettext_lazy("Nome")),
    "contracts.signers.cpf": _named(gettext_lazy("O CPF de quem assina")),
    "contracts.signers.at_request_of": Field(gettext_lazy("Assina a rogo de")),
    "contracts.signers.request_cpf": _named(gettext_lazy("O CPF de quem pediu a assinatura")),
    "contracts.signers.asks_proxy": Field(gettext_lazy("Envia a procuração ao assinar"), _yes),
    "contracts.signers.step": Field(gettext_lazy("Quando assina"), _step),
    "contracts.signers.power": Field(gettext_lazy("Poder para assinar"), _power),
    "contracts.countersigners.member": _named(gettext_lazy("Quem assina pela empresa")),
    "contracts.countersigners.name": Field(gettext_lazy("Nome")),
    "contracts.countersigners.level": Field(gettext_lazy("Nível da assinatura"), _labelled(Level)),
}
FIELDS: Final[Mapping[str, Field]] = {**_OF_THE_VERSION, **_OF_A_LINE, **_OF_FILES, **_OF_A_CONTRACT}


def line_words(line: Mapping[str, Any]) -> str:
    """What a line that came or went was: "2 un × R$ 300,00 = R$ 600,00"."""
    quantity, each = _quantity(line.get("quantity", "0")), _unit_price(line.get("unit_price", "0"))
    said = f"{quantity} {line.get('unit', '')} × {each} = {brl(line.get('total', '0'))}"
    return f"{said}, {_rhythm(line['rhythm'])}" if "rhythm" in line else said


def amount_words(line: Mapping[str, Any]) -> str:
    """How much of it there was, without what it costs: "2 un"."""
    return f"{_quantity(line.get('quantity', '0'))} {line.get('unit', '')}".strip()


def signer_words(signer: Mapping[str, Any]) -> str:
    """Who signs, in what quality."""
    role = SignerRole(signer["role"]).label if signer.get("role") else _("pela empresa")
    return f"{signer.get('name') or '—'} ({role})"
