"""The unit beside a quantity, as people say it: 1 módulo, 1,5 módulo, 44 módulos."""

import re
from decimal import Decimal
from typing import Final

# From two on: in Portuguese half an hour more than one is "1,5 hora", and none are "0 hora".
_MANY: Final = Decimal(2)
_OWN: Final = {"mês": "meses", "dia": "dias", "ano": "anos", "par": "pares", "kit": "kits", "item": "itens"}
# Whole words in small letters alone: abbreviations (un, kg, m², kWp), names in capitals and several words stay.
_WORD: Final = re.compile(r"[a-zà-ú]{4,}")
_ENDINGS: Final = (("ão", "ões"), ("gem", "gens"), ("a", "as"), ("e", "es"), ("o", "os"))


def unit_words(unit: str, quantity: Decimal) -> str:
    """The unit for so many, in the plural where it is a Portuguese word that surely has one."""
    if abs(quantity) < _MANY:
        return unit
    if unit in _OWN or not _WORD.fullmatch(unit):
        return _OWN.get(unit, unit)
    for single, plural in _ENDINGS:
        if unit.endswith(single):
            return unit.removesuffix(single) + plural
    return unit
