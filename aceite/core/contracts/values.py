"""Where the values of the merge fields come from: the company, the customer, the version."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from aceite.core.companies.models import Company
from aceite.core.companies.moments import day_words
from aceite.core.contracts.asked import answered, asked_of
from aceite.core.contracts.merging import (
    OfferFacts,
    PartyFacts,
    Value,
    day_values,
    offer_values,
    party_values,
)
from aceite.core.contracts.models import Contract
from aceite.core.contracts.term_words import end_words, renewal_words, start_words, term_words
from aceite.core.contracts.terms import term_of
from aceite.core.customers.models import Customer
from aceite.core.proposals.models import Instalment, Line, ProposalVersion
from aceite.core.proposals.paper import recurring_due_words
from aceite.kit.brazil import format_phone
from aceite.kit.money import format_brl, format_decimal_br
from aceite.kit.richtext import Table
from aceite.kit.taxid import format_taxid

PLACES = 4
PRICE_PLACES = 10


def values_of(contract: Contract, *, at: datetime) -> dict[str, Value]:
    """The values a contract is filled with: of its version, or of its customer when it stands in the register.

    They are worded in the company's language, as its papers are, whoever looks or sends.
    """
    with override(contract.company.language):
        term = term_values(contract.term)
        if contract.version is not None:
            return {**own_values(contract), **values_for(contract.version, at=at), **term}
        values = {**_company_values(contract.company), **_today(contract.company, at), **term}
        if contract.customer is not None:
            values |= party_values("cliente", customer_facts(contract.customer))
        return values


def own_values(contract: Contract) -> dict[str, Value]:
    """The values of the fields that came with its template."""
    return answered(asked_of(contract.asked), contract.answers)


def values_for(version: ProposalVersion, *, at: datetime) -> dict[str, Value]:
    """The values of one version, in the company's language; `at` becomes `hoje` in its zone."""
    with override(version.company.language):
        return {
            **party_values("cliente", customer_facts(version.proposal.customer)),
            **_company_values(version.company),
            **offer_values(_offer_facts(version)),
            **term_values({}),
            **_today(version.company, at),
        }


def term_values(data: Mapping[str, Any]) -> dict[str, Value]:
    """The values of `contrato.…`: what was agreed of its term, in words; nothing where nothing was."""
    term = term_of(data)
    if not term.starts:
        return dict.fromkeys(("contrato.inicio", "contrato.fim", "contrato.vigencia", "contrato.renovacao"), "")
    return {
        "contrato.inicio": start_words(term),
        "contrato.fim": end_words(term),
        "contrato.vigencia": term_words(term),
        "contrato.renovacao": renewal_words(term) or _("sem renovação automática"),
    }


def customer_facts(customer: Customer) -> PartyFacts:
    """A customer as contracts name it."""
    return PartyFacts(
        name=customer.name,
        trade_name=customer.trade_name,
        document=format_taxid(customer.taxid),
        state_registration=_("isento") if customer.state_exempt else customer.state_registration,
        address=customer.address_line,
        city=_city(customer),
        email=customer.email,
        phone=_phone(customer.phone),
    )


def _company_values(company: Company) -> dict[str, Value]:
    facts = PartyFacts(
        name=company.legal_name,
        trade_name=company.trade_name,
        document=format_taxid(company.cnpj),
        state_registration=company.state_registration,
        address=company.address_line,
        city=_city(company),
        email=company.email,
        phone=_phone(company.phone),
    )
    return party_values("empresa", facts)


def _today(company: Company, at: datetime) -> dict[str, Value]:
    today = at.astimezone(company.tz).date()
    return day_values(today, day_words(today))


def _offer_facts(version: ProposalVersion) -> OfferFacts:
    proposal = version.proposal
    return OfferFacts(
        number=proposal.number,
        version=str(version.version),
        title=proposal.title,
        total=version.total,
        recurring=" + ".join(version.recurring_words),
        recurring_due=recurring_due_words(version),
        subtotal=version.subtotal,
        discount=version.discount,
        freight=version.freight,
        adjustment=version.adjustment,
        valid_until=day_words(version.valid_until),
        items=_items(version),
        payments=_payments(version),
        payment_text=version.payment_text,
        delivery_term=version.delivery_term,
        delivery_place=version.delivery_place,
        warranty=version.warranty,
        taxes=version.taxes_text,
        seller=proposal.seller.name,
    )


def _items(version: ProposalVersion) -> Table:
    header = (_("Item"), _("Qtd."), _("Un."), _("Preço unit."), _("Total"))
    rows = [_item(line) for line in version.lines.counted()]
    return Table(header, rows, ("left", "right", "left", "right", "right"))


def _item(line: Line) -> tuple[str, ...]:
    name = "\n".join(part for part in (line.name, line.rhythm_words, line.note) if part)
    quantity = _trimmed(format_decimal_br(line.quantity, PLACES), keep=0)
    price = _trimmed(format_decimal_br(line.unit_price, PRICE_PLACES), keep=2)
    return (name, quantity, line.unit, price, format_brl(line.total))


def _payments(version: ProposalVersion) -> Table:
    instalments = list(version.instalments.all())
    many = sum(1 for instalment in instalments if instalment.number)
    header = (_("Parcela"), _("Vencimento"), _("Forma"), _("Valor"))
    rows = [_payment(instalment, many) for instalment in instalments]
    return Table(header, rows, ("left", "left", "left", "right"))


def _payment(instalment: Instalment, many: int) -> tuple[str, ...]:
    label = f"{instalment.number}/{many}" if instalment.number else _("Entrada")
    method = str(instalment.get_method_display())
    return (label, day_words(instalment.due_on), method, format_brl(instalment.amount))


def _trimmed(number: str, *, keep: int) -> str:
    # Trailing zeros say nothing; prices keep their two.
    whole, _comma, decimals = number.partition(",")
    decimals = decimals.rstrip("0").ljust(keep, "0")
    return f"{whole},{decimals}" if decimals else whole


def _city(addressed: Customer | Company) -> str:
    return "/".join(part for part in (addressed.city, addressed.state) if part)


def _phone(number: str) -> str:
    return format_phone(number) if number else ""
