"""Reais and cents: one rounding rule, shares that add up to the cent, and amounts as Brazilians write them.

Amounts are `Decimal`, quantized to cents; no float enters or leaves.
"""

import re
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation, localcontext
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from aceite.kit.late import late
from aceite.kit.sentences import Complaint
from aceite.kit.sentences import gettext_noop as _

if TYPE_CHECKING:
    from brutils import currency  # ships no types
else:
    currency = late("brutils.currency")

CENT: Final = Decimal("0.01")
ZERO: Final = Decimal("0.00")
HUNDRED: Final = Decimal(100)
# 11 + 4 digits of quantity times 11 + 10 of price: a product must not be rounded twice.
DIGITS: Final = 60
MAX_WHOLE_DIGITS: Final = 15
MAX_PLACES: Final = 10

_THOUSANDS_AND_COMMA = re.compile(r"[0-9]{1,3}(\.[0-9]{3})+,[0-9]+")
_ONLY_COMMA = re.compile(r"[0-9]*,[0-9]+")
_ONLY_THOUSANDS = re.compile(r"[1-9][0-9]{0,2}(\.[0-9]{3})+")
_ONLY_POINT = re.compile(r"[0-9]*\.[0-9]+")
_WHOLE = re.compile(r"[0-9]+")
# As people write them: R$ 1.234,50, R$1,234.50, with any space between, with the sign outside or inside.
_AMOUNT = re.compile(
    r"R\$(?:\s|&nbsp;|&#160;)*[-−+]?(?:\s|&nbsp;)*[0-9]+(?:[.,][0-9]+|(?:\s|&nbsp;)[0-9]{3}(?![0-9]))*"
    r"(?:(?:\s|&nbsp;)*(?:mil|milhão|milhões|mi|bi|bilhão|bilhões)\b)*"
)
WITHHELD: Final = "R$\N{NO-BREAK SPACE}•••"


class BadNumber(Complaint):
    """The text is not a number, or the number is out of reach."""


def cents(value: Decimal) -> Decimal:
    """Round to the cent, halves away from zero. Raises BadNumber for NaN, infinity and more than 26 whole digits."""
    return _quantized(value, CENT)


def product(quantity: Decimal, price: Decimal) -> Decimal:
    """What so many cost at this price, rounded to the cent once."""
    with localcontext(prec=DIGITS):
        return cents(quantity * price)


def percent_of(base: Decimal, rate: Decimal) -> Decimal:
    """`rate` percent of the base, rounded to the cent once."""
    with localcontext(prec=DIGITS):
        return cents(base * rate / HUNDRED)


def spread(total: Decimal, weights: Sequence[Decimal]) -> list[Decimal]:
    """Share `total` in proportion to `weights`; the shares add up to it exactly.

    Largest remainder; equal remainders in the order given. A zero weight gets nothing, unless all are zero: then
    all weigh the same. Raises ValueError for a total with fractions of a cent, a negative weight, or nobody to share.
    """
    if not all(weight.is_finite() and weight >= 0 for weight in weights):
        raise ValueError("weights are finite and not negative")
    if not weights:
        raise ValueError("nobody to share among")
    whole = _in_cents(total)
    sign = -1 if whole < 0 else 1
    exact = [Fraction(weight) for weight in weights]
    if not any(exact):
        exact = [Fraction(1)] * len(exact)
    sum_of_weights = sum(exact)
    ideal = [abs(whole) * weight / sum_of_weights for weight in exact]
    shares = [int(share) for share in ideal]
    left = abs(whole) - sum(shares)
    by_remainder = sorted(range(len(ideal)), key=lambda i: shares[i] - ideal[i])
    for i in by_remainder[:left]:
        shares[i] += 1
    return [_from_cents(sign * share) for share in shares]


def split_evenly(total: Decimal, parts: int) -> list[Decimal]:
    """Cut `total` into equal parts; the first takes the difference. Raises ValueError below one part."""
    if parts < 1:
        raise ValueError("at least one part")
    whole = _in_cents(total)
    each = abs(whole) // parts * (-1 if whole < 0 else 1)
    return [_from_cents(whole - each * (parts - 1)), *[_from_cents(each)] * (parts - 1)]


def format_decimal_br(value: Decimal, places: int) -> str:
    """Write with a point every thousand and a decimal comma: 1.234,56. Rounds halves away from zero."""
    rounded = _quantized(value, Decimal(1).scaleb(-places))
    if not rounded:
        rounded = abs(rounded)
    return f"{rounded:,f}".translate(str.maketrans(",.", ".,"))


def format_brl(value: Decimal) -> str:
    """Write as "R$ 12.400,00", with a no-break space; a negative amount as "-R$ 5,00"."""
    rounded = cents(value)
    sign = "-" if rounded < 0 else ""
    return f"{sign}R$\u00a0{format_decimal_br(abs(rounded), 2)}"


def parse_decimal_br(text: str) -> Decimal:
    """Read a number as Brazilians type it, with or without "R$" and a sign.

    A comma is always the decimal mark. A point separates thousands when every group after it has three digits and
    the first group does not begin with zero ("1.234" is 1234); otherwise a lone point is the decimal mark, as phones
    and spreadsheets type it ("1234.56", "12.5", "0.500", "1234.567"). The American "1,234.56" is refused.
    Raises BadNumber.
    """
    sign, digits = _sign_and_digits(text)
    if not digits:
        raise BadNumber(_("Digite um número, por exemplo 1.234,56."))
    if _THOUSANDS_AND_COMMA.fullmatch(digits):
        plain = digits.replace(".", "").replace(",", ".")
    elif _ONLY_COMMA.fullmatch(digits):
        plain = digits.replace(",", ".")
    elif _ONLY_THOUSANDS.fullmatch(digits):
        plain = digits.replace(".", "")
    elif _ONLY_POINT.fullmatch(digits) or _WHOLE.fullmatch(digits):
        plain = digits
    else:
        raise BadNumber(_("“%(text)s” não é um número. Escreva como 1.234,56."), text=text.strip()[:40])
    whole, _point, fraction = plain.partition(".")
    if len(whole.lstrip("0")) > MAX_WHOLE_DIGITS or len(fraction) > MAX_PLACES:
        raise BadNumber(_("O número tem algarismos demais."))
    return Decimal(sign + plain)


def amount_in_words(value: Decimal) -> str:
    """Spell an amount in Portuguese: "doze mil e quatrocentos reais". Raises BadNumber from a quadrillion on."""
    words: str | None = currency.convert_real_to_text(cents(value))
    if words is None:
        raise BadNumber(_("O valor é grande demais para ser escrito por extenso."))
    return words.lower()


def _sign_and_digits(text: str) -> tuple[str, str]:
    compact = "".join(text.split()).replace("\u2212", "-")
    signs = ""
    for prefix in ("-", "+", "R$", "r$", "-", "+"):
        if compact.startswith(prefix):
            compact = compact.removeprefix(prefix)
            signs += prefix if prefix in "-+" else ""
    return ("-" if signs == "-" else ""), (compact if len(signs) <= 1 else signs + compact)


def _quantized(value: Decimal, step: Decimal) -> Decimal:
    if value.is_nan():
        raise BadNumber(_("Digite um número, por exemplo 1.234,56."))
    try:
        return value.quantize(step, rounding=ROUND_HALF_UP)
    except InvalidOperation:
        raise BadNumber(_("O valor é grande demais.")) from None


def _in_cents(amount: Decimal) -> int:
    whole = Fraction(amount) * 100
    if whole.denominator != 1:
        raise ValueError("the amount has fractions of a cent")
    return whole.numerator


def _from_cents(amount: int) -> Decimal:
    return Decimal(amount).scaleb(-2)


def without_amounts(text: str) -> str:
    """The text with each amount in reais out of sight, for who does not see prices; numbers that are none stay."""
    return _AMOUNT.sub(WITHHELD, text)


def has_amount(text: str) -> bool:
    """Whether an amount in reais stands in the text."""
    return _AMOUNT.search(text) is not None
