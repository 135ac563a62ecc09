"""Formats for templates: amounts, days, times, documents of people and firms as Brazilians write them."""

from datetime import date, datetime, timedelta, tzinfo
from decimal import Decimal

from django import template
from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timesince import timesince, timeuntil
from django.utils.translation import gettext as _

from aceite.core.companies.moments import day_words, deadline_words, moment_words
from aceite.faces.ui import formats
from aceite.kit import brazil, money
from aceite.kit.codes import format_code
from aceite.kit.taxid import BadTaxId, format_taxid, mask_taxid
from aceite.kit.units import unit_words
from aceite.kit.zones import zone_name

register = template.Library()


@register.filter
def brl(value: Decimal | int | str | None) -> str:
    """Write an amount: R$ 12.400,00."""
    return "" if value in (None, "") else money.format_brl(Decimal(str(value)))


@register.filter
def signed_brl(value: Decimal) -> str:
    """Write an amount that may be taken off: − R$ 50,00."""
    return f"−\u00a0{money.format_brl(-value)}" if value < 0 else money.format_brl(value)


@register.filter
def quantity(value: Decimal | int | None) -> str:
    """Write a quantity or a unit price with the places it needs: 1.234,5."""
    return "" if value is None else formats.trimmed(Decimal(value))


@register.filter
def many(unit: str, quantity: Decimal) -> str:
    """Write a unit as it stands beside so many: 1 módulo, 44 módulos."""
    return unit_words(unit, Decimal(quantity))


@register.filter
def unit_price(value: Decimal | int | None) -> str:
    """Write a unit price with the places it needs, two at least: R$ 0,0375."""
    return "" if value is None else f"R$ {formats.trimmed(Decimal(value), 2)}"


@register.filter
def percent(value: Decimal | int | None) -> str:
    """Write a percentage with a sign that stays on its line: 7,5 %, −5 %."""
    return "" if value is None else f"{formats.trimmed(Decimal(value))}\u00a0%".replace("-", "−")


@register.filter
def date_br(value: date | None) -> str:
    """Write a day: 24/11/2026; an aware time gives its day in the active zone."""
    if value is None or value == "":
        return ""
    day = timezone.localtime(value) if isinstance(value, datetime) and timezone.is_aware(value) else value
    return day_words(day)


@register.filter
def moment(at: datetime | None) -> str:
    """Write a time in the viewer's zone, the zone named, as a `<time>`."""
    if at is None:
        return ""
    return format_html('<time datetime="{}">{}</time>', at.isoformat(), moment_words(at))


@register.filter
def day(at: datetime) -> str:
    """Write the day of a time in the viewer's zone, the zone named: Sábado, 28/11/2026 (horário de Brasília)."""
    local = timezone.localtime(at)
    written, zone = day_words(local), _(zone_name(local))
    return f"{format_date(local, 'l')}, {written} ({zone})"


@register.filter
def clock_time(at: datetime) -> str:
    """Write a time of a day that stands above it, as a `<time>`: 15:30."""
    return format_html('<time datetime="{}">{}</time>', at.isoformat(), f"{timezone.localtime(at):%H:%M}")


@register.filter
def printed_code(code: str) -> str:
    """Write a code as it is printed on paper: 4F7K-9QZ2-M1XC-8R6T."""
    return format_code(code)


@register.filter
def deadline(at: datetime | None, zone: tzinfo) -> str:
    """Write the last moment of what binds: in the zone in which it ends, and in the viewer's where that differs."""
    if at is None:
        return ""
    return format_html('<time datetime="{}">{}</time>', at.isoformat(), deadline_words(at, zone))


@register.filter
def ago(at: datetime | None) -> str:
    """Say how long ago: há 3 dias; the full moment stands in the title."""
    if at is None:
        return ""
    just_now = abs(timezone.now() - at) < timedelta(minutes=1)
    words = _("agora há pouco") if just_now else _("há %(time)s") % {"time": timesince(at, depth=1)}
    return format_html('<time datetime="{}" title="{}">{}</time>', at.isoformat(), moment_words(at), words)


@register.filter
def left(at: datetime | None) -> str:
    """Say how long until then: vence em 3 dias; the full moment stands in the title."""
    if at is None:
        return ""
    words = _("vence em %(time)s") % {"time": timeuntil(at, depth=1)}
    return format_html('<time datetime="{}" title="{}">{}</time>', at.isoformat(), moment_words(at), words)


@register.filter
def taxid(text: str | None) -> str:
    """Write a CPF or CNPJ with its points; what is neither stays as it is."""
    try:
        return format_taxid(text) if text else ""
    except BadTaxId:
        return str(text)


@register.filter
def masked_taxid(text: str | None) -> str:
    """Write a CPF with its ends hidden, a CNPJ whole; what is neither is hidden wholly."""
    try:
        return mask_taxid(text) if text else ""
    except BadTaxId:
        return "***"


@register.filter
def cep(text: str | None) -> str:
    """Write a postal code: 01310-100."""
    return brazil.format_cep(text) if text and len(text) == 8 else str(text or "")


@register.filter
def address(line: str) -> SafeString:
    """Write an address line whose CEP is never torn at its hyphen."""
    street, cep, number = line.rpartition("CEP")
    return format_html('{}<span class="nowrap">{}{}</span>', street, cep, number) if cep else format_html("{}", line)


@register.filter
def phone(text: str | None) -> str:
    """Write an E.164 number: (11) 98765-4321."""
    return brazil.format_phone(text) if text and text.startswith("+") else str(text or "")


@register.filter
def file_size(count: int | None) -> str:
    """Write a number of bytes: 1,2 MB."""
    return "" if count is None else formats.file_size(count)
