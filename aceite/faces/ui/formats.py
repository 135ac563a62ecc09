"""How amounts and sizes are written for people; `templatetags/br.py` offers them to templates."""

import json
from decimal import Decimal
from typing import Final

from aceite.core.proposals.recurring import MONTHS
from aceite.core.proposals.recurring_words import rhythm_words
from aceite.kit.money import format_decimal_br

# Stands for any number of periods above one, in the words a script fills in.
_SEVERAL: Final = 77


def rhythms_for_script() -> str:
    """The words of each rhythm as JSON, for totals that follow the typing hand: "por mês, por 77 meses"."""
    said = {every: {n: rhythm_words(every, n) for n in (0, 1, _SEVERAL)} for every in MONTHS}
    return json.dumps(said, ensure_ascii=False)


def trimmed(value: Decimal, least: int = 0) -> str:
    """Write a number with the places it needs, at least `least`: 1.234,5."""
    exponent = value.normalize().as_tuple().exponent
    places = -exponent if isinstance(exponent, int) and exponent < 0 else 0
    return format_decimal_br(value, max(places, least))


def file_size(count: int) -> str:
    """Write a number of bytes as people read it: 1,2 MB."""
    size, unit = Decimal(count), "B"
    for bigger in ("kB", "MB", "GB"):
        if size < 1000:
            break
        size, unit = size / 1000, bigger
    return f"{trimmed(size) if unit == 'B' else format_decimal_br(size, 0 if size >= 100 else 1)} {unit}"
