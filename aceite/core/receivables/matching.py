"""Which receivable a movement of the bank pays: by its identifier, else by amount and name, else by amount alone."""

import re
from collections import defaultdict
from collections.abc import Iterable, Set
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from operator import itemgetter
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
    """A receivable as far as matching looks at it, its identifier letters and digits alone, `named` as people call it,
    of a sale begun on the day `made_on`; what comes for one that was `called_off` is to be given back."""

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


class Offered:
    """The receivables that the movements of a statement may pay, ordered once, so that each movement is compared with
    those alone whose identifier, or amount, it has."""

    def __init__(self, candidates: Iterable[Candidate]) -> None:
        self._by_identifier: dict[str, list[tuple[int, Candidate]]] = defaultdict(list)
        self._by_rest: dict[Decimal, list[Candidate]] = defaultdict(list)
        self._names: dict[str, Set[str]] = {}
        for place, candidate in enumerate(candidates):
            self._by_identifier[candidate.identifier.upper()].append((place, candidate))
            self._by_rest[candidate.rest].append(candidate)
        for same in self._by_rest.values():
            # What is owed still is the likelier.
            same.sort(key=lambda candidate: candidate.called_off)

    def matches(self, entry: Entry, *, begun_later: bool = False) -> list[Match]:
        """What the movement may pay, the likeliest first: of sales begun by its day, or else of those `begun_later`.

        Sure is what names its sale and pays no more than is owed, and what has both the amount and the name of one open
        receivable alone.
        """
        named = [c for c in self._named_in(entry.text) if (c.made_on > entry.day) == begun_later]
        told, keys = _words(entry.text), {c.pk for c in named}
        by_name: list[Candidate] = []
        rest: list[Candidate] = []
        for candidate in self._by_rest.get(entry.amount, ()):
            if candidate.pk not in keys and (candidate.made_on > entry.day) == begun_later:
                (by_name if told & self._name(candidate) else rest).append(candidate)
        alone = sum(not c.called_off for c in by_name) == 1 and not named
        return [
            *(_named(entry, c, alone=len(named) == 1) for c in named),
            *(Match(c, Reason.NAME, alone and not c.called_off) for c in by_name),
            *(Match(c, Reason.AMOUNT, False) for c in rest),
        ]

    def _named_in(self, text: str) -> list[Candidate]:
        # An identifier is letters and digits alone, so one that stands in the text is a whole word of these.
        words = set(re.findall(r"[A-Z0-9]+", text.upper()))
        found = [one for word in words for one in self._by_identifier.get(word, ())]
        return [candidate for _place, candidate in sorted(found, key=itemgetter(0))]

    def _name(self, candidate: Candidate) -> Set[str]:
        if candidate.customer not in self._names:
            self._names[candidate.customer] = _words(candidate.customer)
        return self._names[candidate.customer]


def _named(entry: Entry, candidate: Candidate, *, alone: bool) -> Match:
    more = max(entry.amount - candidate.rest, Decimal(0))
    return Match(candidate, Reason.IDENTIFIER, alone and not more, more)


def _words(text: str) -> Set[str]:
    return {word for word in re.findall(r"[a-z0-9]+", unaccented(text)) if len(word) >= _SHORTEST} - _COMMON
