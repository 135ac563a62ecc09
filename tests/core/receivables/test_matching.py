"""Movements and receivables looked up by identifier and amount: found is what comparing each with each would find."""

import re
from collections.abc import Set
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aceite.core.receivables import matching
from aceite.core.receivables.matching import Candidate, Match, Offered, Reason, _words
from aceite.kit.bank_csv import Entry

TUESDAY = date(2026, 11, 24)


def pairwise(entry: Entry, candidates: list[Candidate]) -> list[Match]:
    """The rule, said of each movement with each receivable."""
    says = r"(?<![A-Z0-9]){}(?![A-Z0-9])"
    named = [c for c in candidates if re.search(says.format(c.identifier.upper()), entry.text.upper())]
    same = sorted((c for c in candidates if c.rest == entry.amount and c not in named), key=lambda c: c.called_off)
    by_name = [c for c in same if _words(c.customer) & _words(entry.text)]
    alone = sum(not c.called_off for c in by_name) == 1 and not named

    def more(candidate: Candidate) -> Decimal:
        return max(entry.amount - candidate.rest, Decimal(0))

    return [
        *(Match(c, Reason.IDENTIFIER, len(named) == 1 and not more(c), more(c)) for c in named),
        *(Match(c, Reason.NAME, alone and not c.called_off) for c in by_name),
        *(Match(c, Reason.AMOUNT, False) for c in same if c not in by_name),
    ]


AMOUNTS = st.sampled_from([Decimal(9), Decimal("9.00"), Decimal(10)])
DAYS = st.sampled_from([date.min, TUESDAY, date(2026, 11, 25)])
IDENTIFIERS = ("20260001", "20260001P1", "20260002", "A1b")
NAMES = ("Padaria Central", "Joana Padaria", "Ção Ltda.")
CANDIDATES = st.builds(
    Candidate, pk=st.just(0), identifier=st.sampled_from(IDENTIFIERS), rest=AMOUNTS, customer=st.sampled_from(NAMES),
    called_off=st.booleans(), made_on=DAYS,
)  # fmt: skip


@given(
    st.lists(st.sampled_from([*IDENTIFIERS, *NAMES, "-", "x", "ã", "1"]), max_size=4),
    st.sampled_from(["", " "]),
    AMOUNTS,
    st.lists(CANDIDATES, max_size=6),
)
def test_looked_up_is_what_each_movement_compared_with_each_receivable_would_find(
    words: list[str], between: str, amount: Decimal, told: list[Candidate]
) -> None:
    entry = Entry(2, TUESDAY, amount, between.join(words), "k")
    candidates = [replace(one, pk=pk) for pk, one in enumerate(told)]
    offered = Offered(candidates)
    assert offered.matches(entry) == pairwise(entry, [one for one in candidates if one.made_on <= TUESDAY])
    later = offered.matches(entry, begun_later=True)
    assert later == pairwise(entry, [one for one in candidates if one.made_on > TUESDAY])


def test_a_movement_is_compared_with_those_alone_that_have_its_amount(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def words(text: str) -> Set[str]:
        asked.append(text)
        return _words(text)

    monkeypatch.setattr(matching, "_words", words)
    offered = Offered(Candidate(n, f"2026{n:04}", Decimal(n % 100), f"Cliente {n}") for n in range(1000))
    for _movement in range(20):
        assert len(offered.matches(Entry(2, TUESDAY, Decimal(7), "TED CLIENTE 407", "k"))) == 10
    assert len(asked) == 20 + 10
