"""The number of a payment within its sale: 0 the down payment, then the plan's, then what recurs; and its name."""

from datetime import date
from typing import Final

from django.utils.translation import gettext as _

# The first recurring payment; one so many months after it has a number so much higher.
FIRST_RECURRING: Final = 1001


def is_recurring(number: int) -> bool:
    """Whether it is one of those paid again and again."""
    return number >= FIRST_RECURRING


def part_words(number: int, due_on: date | None = None) -> str:
    """What people call it: "Entrada", "3ª parcela", "Recorrente de 10/2027"."""
    if is_recurring(number):
        if due_on is None:
            return _("Recorrente, mês %(number)s") % {"number": number - FIRST_RECURRING + 1}
        return _("Recorrente de %(month)s") % {"month": f"{due_on.month:02}/{due_on.year:04}"}
    return _("%(number)sª parcela") % {"number": number} if number else _("Entrada")
