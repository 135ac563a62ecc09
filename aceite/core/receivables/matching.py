"""Which receivable a movement of the bank pays: by its identifier, else by amount and name, else by amount alone."""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Final

from aceite.kit.bank_csv import Entry
from aceite.kit.text import unaccented

# Words that many companies' names have in common tell nobody apart.
_COMMON: Final = frozenset({
    "ltda", "eireli", "comercio", "servicos", "industria", "brasil", "grupo", "companhia", "empresa", "transferencia",
    "recebida", "recebido", "pagamento",
})  # fmt: skip
_SHORTEST: Final = 4


class Reason(StrEnum):
    """Why a receivable was offered, the best first."""

    IDENTIFIER = "identifier"
    NAME = "name"
    AMOUNT = "amount"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A receivable as far as matching looks at it, `named` as people call it, of a sale begun on the day `made_on`;
    what comes for one that was `called_off` is to be given back."""

    pk: int
    identifier: str
    rest: Decimal
    customer: str
    called_off: bool = False
    named: str = ""
    made_on: date = date.min


@dataclass(frozen=True, slots=True)
class Match:
    """A receivable that a movement may pay, and by how much it pays `more` than is missing; `sure` ones are taken
    unless somebody says otherwise."""

    candidate: Candidate
    reason: Reason
    sure: bool
    more: Decimal = Decimal(0)


def matches(entry: Entry, candidates: list[Candidate]) -> list[Match]:
    """What the movement may pay, the likeliest first. Sure is what names its sale and pays no more than is owed, and
    what has both the amount and the name of one open receivable alone."""
    named = [c for c in candidates if _says(entry.text, c.identifier)]
    # What is owed still is the likelier.
    same = sorted((c for c in candidates if c.rest == entry.amount and c not in named), key=lambda c: c.called_off)
    by_name = [c for c in same if _words(c.customer) & _words(entry.text)]
    rest = [c for c in same if c not in by_name]
    alone = sum(not c.called_off for c in by_name) == 1 and not named
    return [
        *(_named(entry, c, alone=len(named) == 1) for c in named),
        *(Match(c, Reason.NAME, alone and not c.called_off) for c in by_name),
        *(Match(c, Reason.AMOUNT, False) for c in rest),
    ]


def _named(entry: Entry, candidate: Candidate, *, alone: bool) -> Match:
    more = max(entry.amount - candidate.rest, Decimal(0))
    return Match(candidate, Reason.IDENTIFIER, alone and not more, more)


def _says(text: str, identifier: str) -> bool:
    return bool(re.search(rf"(?<![A-Z0-9]){re.escape(identifier.upper())}(?![A-Z0-9])", text.upper()))


def _words(text: str) -> set[str]:
    return {word for word in re.findall(r"[a-z0-9]+", unaccented(text)) if len(word) >= _SHORTEST} - _COMMON
