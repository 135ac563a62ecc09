"""CEP, phones, states and dates as Brazilians type and read them."""

import calendar
import re
from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Final, NewType

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberFormat

from aceite.kit.sentences import Complaint
from aceite.kit.sentences import gettext_noop as _

E164 = NewType("E164", str)

UFS: Final[Mapping[str, str]] = MappingProxyType({
    "AC": "Acre", "AL": "Alagoas", "AP": "Amapá", "AM": "Amazonas", "BA": "Bahia", "CE": "Ceará",
    "DF": "Distrito Federal", "ES": "Espírito Santo", "GO": "Goiás", "MA": "Maranhão", "MT": "Mato Grosso",
    "MS": "Mato Grosso do Sul", "MG": "Minas Gerais", "PA": "Pará", "PB": "Paraíba", "PR": "Paraná",
    "PE": "Pernambuco", "PI": "Piauí", "RJ": "Rio de Janeiro", "RN": "Rio Grande do Norte",
    "RS": "Rio Grande do Sul", "RO": "Rondônia", "RR": "Roraima", "SC": "Santa Catarina", "SP": "São Paulo",
    "SE": "Sergipe", "TO": "Tocantins",
})  # fmt: skip

_DAY_FIRST: Final = re.compile(r"([0-9]{1,2})([/.\-])([0-9]{1,2})\2([0-9]{4}|[0-9]{2})")
_EXTENSION: Final = re.compile(r"ramal|\bext|\bx\s*[0-9]|;|#", re.IGNORECASE)
_ISO: Final = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")


class BadCep(Complaint):
    """The text is not a postal code."""


class BadPhone(Complaint):
    """The text is not a telephone number that can exist."""


class BadDate(Complaint):
    """The text is not a date of the calendar."""


def parse_cep(text: str) -> str:
    """Return the eight digits of a postal code. Whether the street exists is not asked. Raises BadCep."""
    digits = re.sub(r"[\s.\-]", "", text)
    if not re.fullmatch(r"[0-9]{8}", digits) or digits == "00000000":
        raise BadCep(_("O CEP tem oito números, como 01310-100."))
    return digits


def format_cep(digits: str) -> str:
    """Write a stored postal code as 01310-100."""
    return f"{digits[:5]}-{digits[5:]}"


def parse_phone(text: str) -> E164:
    """Return the number as +5511987654321; without a country it is read as Brazilian. Raises BadPhone."""
    if _EXTENSION.search(text):
        raise BadPhone(_("Escreva o telefone sem o ramal."))
    try:
        number = phonenumbers.parse(text, "BR")
    except NumberParseException:
        raise BadPhone(_("Isto não é um telefone. Escreva como (11) 98765-4321.")) from None
    if phonenumbers.is_valid_number(number):
        return E164(phonenumbers.format_number(number, PhoneNumberFormat.E164))
    if number.country_code == phonenumbers.country_code_for_region("BR") and len(str(number.national_number)) < 10:
        raise BadPhone(_("Falta o DDD do telefone. Escreva como (11) 98765-4321."))
    raise BadPhone(_("Este telefone não existe: confira o DDD e os números."))


def format_phone(number: str) -> str:
    """Write an E.164 number as (11) 98765-4321, or with its country when foreign."""
    parsed = phonenumbers.parse(number, None)
    brazilian = parsed.country_code == phonenumbers.country_code_for_region("BR")
    style = PhoneNumberFormat.NATIONAL if brazilian else PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(parsed, style)


def parse_date_br(text: str) -> date:
    """Read 24/11/2026, 24-11-2026, 24.11.2026, 24/11/26 or the ISO form 2026-11-24.

    Two-digit years follow POSIX: 69 to 99 are the 1900s, 00 to 68 the 2000s. Raises BadDate.
    """
    typed = text.strip()
    if iso := _ISO.fullmatch(typed):
        year, month, day = (int(part) for part in iso.groups())
    elif day_first := _DAY_FIRST.fullmatch(typed):
        day, month, year = int(day_first[1]), int(day_first[3]), _full_year(day_first[4])
    else:
        raise BadDate(_("Escreva a data como dia/mês/ano, por exemplo 24/11/2026."))
    if not 1 <= month <= 12:
        raise BadDate(_("O mês %(month)s não existe."), month=month)
    if year < 1:
        raise BadDate(_("O ano não existe."))
    if not 1 <= day <= calendar.monthrange(year, month)[1]:
        raise BadDate(_("O dia %(day)s não existe em %(month)s/%(year)s."), day=day, month=f"{month:02}", year=year)
    return date(year, month, day)


def format_date_br(day: date) -> str:
    """Write a date as 24/11/2026."""
    return f"{day.day:02}/{day.month:02}/{day.year:04}"


def add_months(day: date, months: int) -> date:
    """Go `months` on (or back); a day the month does not have becomes its last: 31/01 plus one is 28/02."""
    year, month0 = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month0 + 1, min(day.day, calendar.monthrange(year, month0 + 1)[1]))


def _full_year(typed: str) -> int:
    year = int(typed)
    if len(typed) == 4:
        return year
    return 1900 + year if year >= 69 else 2000 + year
