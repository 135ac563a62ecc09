"""P: a version of a proposal as it is printed, worded in the company's language."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from aceite.core.companies.moments import day_words
from aceite.core.customers.models import Customer
from aceite.core.documents.letterheads import foot, letterhead, paper_language, paper_words
from aceite.core.proposals.choices import FreightKind, LineChoice
from aceite.core.proposals.headings import sections
from aceite.core.proposals.models import Instalment, Line, ProposalVersion
from aceite.core.proposals.options import Limits
from aceite.kit.brazil import format_phone
from aceite.kit.money import amount_in_words, format_brl, format_decimal_br
from aceite.kit.pdf.papers import ProposalPaper
from aceite.kit.pdf.parts import (
    AttachmentPaper,
    ConditionsPaper,
    CoverPaper,
    FooterPaper,
    InstalmentPaper,
    LinePaper,
    PartyPaper,
    PassagePaper,
    PicturePaper,
    TotalsPaper,
)
from aceite.kit.richtext import text_blocks
from aceite.kit.taxid import format_taxid
from aceite.kit.units import unit_words

_KILO: Final = 1024


@dataclass(frozen=True)
class Printing:
    """What a printing needs beside the rows: the code drawn before it, its moment; the presentation, and the pictures
    of lines by their ids."""

    code: str
    at: datetime
    cover: CoverPaper | None = None
    before: Sequence[PassagePaper] = ()
    after: Sequence[PassagePaper] = ()
    pictures: Mapping[int, PicturePaper] = field(default_factory=dict)


def proposal_paper(version: ProposalVersion, printing: Printing) -> ProposalPaper:
    """The version as a paper; the same rows and printing give the same bytes in any process."""
    company, proposal = version.company, version.proposal
    with translation.override(company.language):
        return ProposalPaper(
            company=letterhead(company),
            footer=footer(version, printing.code),
            title=version.title,
            at=printing.at,
            language=paper_language(company),
            labels={**paper_words(company), **_kind(version)},
            customer=party(proposal.customer),
            issued=day_words(printing.at.astimezone(company.tz).date()),
            valid_until=day_words(version.valid_until),
            lines=line_papers(version, pictures=printing.pictures),
            totals=totals_paper(version),
            cover=printing.cover,
            before=printing.before,
            after=printing.after,
            seller=proposal.seller.name,
            introduction=text_blocks("\n\n".join(part for part in (_amending(version), version.introduction) if part)),
            plan=plan_papers(list(version.instalments.all())),
            conditions=conditions_paper(version),
            terms=text_blocks(version.terms),
            attachments=[
                AttachmentPaper(name=file.name, size=size_words(file.document.size), sha256=file.document.sha256)
                for file in version.attachments.select_related("document")
            ],
        )


def party(customer: Customer) -> PartyPaper:
    """The customer as an address block."""
    kind = "CPF" if len(customer.taxid) == 11 else "CNPJ"
    exempt = _("IE isento") if customer.state_exempt else ""
    registration = (
        _("IE %(number)s") % {"number": customer.state_registration} if customer.state_registration else exempt
    )
    contact = [customer.email, format_phone(customer.phone) if customer.phone else ""]
    lines = [
        " · ".join(part for part in (f"{kind} {format_taxid(customer.taxid)}", registration) if part),
        customer.address_line,
        " · ".join(part for part in contact if part),
    ]
    return PartyPaper(name=customer.name, lines=[line for line in lines if line])


def footer(version: ProposalVersion, code: str) -> FooterPaper:
    """What every page repeats."""
    return foot(code, number=version.proposal.number, version=version.version)


def line_papers(
    version: ProposalVersion, *, only_counted: bool = False, pictures: Mapping[int, PicturePaper] | None = None
) -> list[LinePaper]:
    """The items, each section under its heading; an order has only those that its total holds."""
    papers: list[LinePaper] = []
    lines = list(version.lines.counted() if only_counted else version.lines.all())
    for section in sections(lines):
        first, *others = (line_paper(line, (pictures or {}).get(line.pk)) for line in section.lines)
        total = format_decimal_br(section.subtotal, 2) if section.name else ""
        papers += [replace(first, heading=section.name, heading_total=total), *others]
    return papers


def line_paper(line: Line, picture: PicturePaper | None = None) -> LinePaper:
    """One item, worded."""
    return LinePaper(
        code=line.code,
        description="\n".join(part for part in (line.name, line.description) if part),
        note="\n".join(part for part in (_rhythm(line), line.note) if part),
        optional=choice_words(line),
        apart=line.choice == LineChoice.OUT,
        picture=picture,
        quantity=quantity_words(line.quantity),
        unit=unit_words(line.unit, line.quantity),
        unit_price=price_words(line.unit_price),
        discount=discount_words(line.discount_kind, line.discount_value),
        total=format_decimal_br(line.total, 2),
    )


def _rhythm(line: Line) -> str:
    words = line.rhythm_words
    return f"{words[0].upper()}{words[1:]}." if words else ""


def choice_words(line: Line) -> str:
    """What an optional line says of itself; nothing for one that is simply offered."""
    said = {LineChoice.IN: _("Opcional, incluído no total."), LineChoice.OUT: _("Opcional, não incluído no total.")}
    return " ".join(part for part in (said.get(LineChoice(line.choice), ""), limits_words(line)) if part)


def limits_words(line: Line) -> str:
    """Which quantities the customer may choose; nothing where it is fixed."""
    limits = line.limits
    if not limits.open:
        return ""
    words = limits_named(limits, line.unit)
    if limits.step == 1:
        return _("Quantidade à sua escolha: de %(least)s a %(most)s %(unit)s.") % words
    return _("Quantidade à sua escolha: de %(least)s a %(most)s %(unit)s, de %(step)s em %(step)s.") % words


def limits_named(limits: Limits, unit: str) -> dict[str, str]:
    """From how many to how many, in steps of how many, and of what: as sentences about them name it."""
    named = {"least": limits.least, "most": limits.most, "step": limits.step}
    return {name: quantity_words(value) for name, value in named.items()} | {"unit": unit_words(unit, limits.most)}


def totals_paper(version: ProposalVersion) -> TotalsPaper:
    """The sums, with the total spelled out; sums that say nothing are left out."""
    plain = not version.discount and not version.freight and not version.adjustment
    portuguese = not version.company.language.startswith("en")
    return TotalsPaper(
        total=format_brl(version.total),
        subtotal="" if plain else format_brl(version.subtotal),
        discount=f"− {format_brl(version.discount)}" if version.discount else "",
        freight=format_brl(version.freight) if version.freight else "",
        adjustment=signed_words(version.adjustment) if version.adjustment else "",
        adjustment_label=version.adjustment_label,
        in_words=amount_in_words(version.total) if portuguese and version.total > 0 else "",
        recurring=version.recurring_words,
        recurring_due=recurring_due_words(version),
        once_label=_("Pago uma vez") if version.recurring and version.total else "",
    )


def _kind(version: ProposalVersion) -> dict[str, str]:
    """What an amendment or a termination is called on its head and foot, in the place of a proposal's name."""
    if not version.amendment:
        return {}
    return {"proposal": _("Distrato") if version.change.terminates else _("Aditivo")}


def _amending(version: ProposalVersion) -> str:
    tie = version.proposal.tie_words
    return " ".join([f"{tie}.", *version.change_words]) if tie else ""


def recurring_due_words(version: ProposalVersion) -> str:
    """When and how what recurs is paid, in one sentence; nothing where nothing does."""
    if not version.recurring:
        return ""
    first, method = version.recurring_first_due, str(version.get_recurring_method_display())
    said, since = dues_words(first, version.recurring_day, method=method), version.change.effective_on
    if first or not since:
        return said
    return _("%(said)s, e não antes de %(day)s") % {"said": said, "day": day_words(since)}


def dues_words(first: date | None, day: int, *, method: str) -> str:
    """When and by what `method` something recurring is paid."""
    words = {
        "method": method,
        "day": day or (first.day if first else 0),
        "first": day_words(first) if first else "",
    }
    if first:
        return _("%(method)s, primeiro vencimento em %(first)s, depois no dia %(day)s") % words
    if day:
        return _("%(method)s, no dia %(day)s, a partir do mês seguinte ao pedido") % words
    return _("%(method)s, a partir de um mês depois do pedido") % words


def signed_words(amount: Decimal) -> str:
    """An amount that may be taken off: "− R$ 50,00"."""
    return f"− {format_brl(-amount)}" if amount < 0 else format_brl(amount)


def plan_papers(payments: list[Instalment]) -> list[InstalmentPaper]:
    """The payment plan, worded."""
    parts = sum(1 for payment in payments if payment.number)
    return [
        InstalmentPaper(
            label=f"{payment.number}/{parts}" if payment.number else _("Entrada"),
            date=day_words(payment.due_on),
            amount=format_brl(payment.amount),
            method=str(payment.get_method_display()),
        )
        for payment in payments
    ]


def conditions_paper(version: ProposalVersion) -> ConditionsPaper:
    """The short conditions; empty ones are left out."""
    freight = "" if version.freight_kind == FreightKind.NONE else str(version.get_freight_kind_display())
    return ConditionsPaper(
        payment=version.payment_text,
        delivery_term=version.delivery_term,
        delivery_place=version.delivery_place,
        freight=freight,
        warranty=version.warranty,
        taxes=version.taxes_text,
    )


def quantity_words(quantity: Decimal) -> str:
    """A quantity without idle zeros: 2, 1,5."""
    return _trimmed(format_decimal_br(quantity, 4), 0)


def so_many(quantity: Decimal, unit: str) -> str:
    """A quantity with its unit: "44 módulos", "1,5 h"."""
    return f"{quantity_words(quantity)} {unit_words(unit, quantity)}".strip()


def price_words(price: Decimal) -> str:
    """A unit price with two decimals, more only where they say something: 38.900,00; 0,0125."""
    return _trimmed(format_decimal_br(price, 10), 2)


def discount_words(kind: str, value: Decimal) -> str:
    """A discount as people write it: "5 %" or "R$ 50,00"; nothing for none."""
    if not kind or not value:
        return ""
    return f"{quantity_words(value)} %" if kind == "percent" else format_brl(value)


def size_words(size: int) -> str:
    """A file's size for people."""
    if size < _KILO:
        return ngettext("%(count)s byte", "%(count)s bytes", size) % {"count": size}
    if size < _KILO * _KILO:
        return f"{size // _KILO} KB"
    return f"{format_decimal_br(Decimal(size) / (_KILO * _KILO), 1)} MB"


def _trimmed(number: str, keep: int) -> str:
    whole, comma, fraction = number.partition(",")
    fraction = fraction.rstrip("0").ljust(keep, "0")
    return f"{whole}{comma}{fraction}" if fraction else whole
