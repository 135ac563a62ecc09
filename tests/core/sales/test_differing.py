"""What changed between two versions, as a pure thing: nothing is left out, and applying it gives the newer one."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from aceite.core.sales.differing import ADDED, MOVED, REMOVED, SET, Facts, differences
from tests.core.sales.applying import applied

VALUES = st.one_of(st.text("ab", max_size=2), st.booleans(), st.lists(st.integers(0, 3), max_size=2))
FIELDS = st.dictionaries(st.sampled_from(["total", "terms", "plan"]), VALUES, max_size=3)
KEYS = st.sampled_from(list("forno"))


def listed(row: st.SearchStrategy[dict[str, Any]]) -> st.SearchStrategy[list[dict[str, Any]]]:
    keyed = st.tuples(KEYS, row).map(lambda pair: {"key": pair[0], **pair[1]})
    return st.lists(keyed, min_size=1, max_size=5, unique_by=lambda one: one["key"])


def holding(name: str, row: st.SearchStrategy[dict[str, Any]]) -> st.SearchStrategy[dict[str, Any]]:
    """Fields, and a list of rows where there is one."""
    some = st.one_of(st.just({}), listed(row).map(lambda found: {name: found}))
    return st.tuples(FIELDS, some).map(lambda pair: pair[0] | pair[1])


CONTRACT = holding("signers", FIELDS)
OFFERS = st.tuples(holding("lines", FIELDS), holding("contracts", CONTRACT)).map(lambda pair: pair[0] | pair[1])


@given(OFFERS, OFFERS)
@settings(max_examples=150, deadline=None)
def test_the_changes_applied_to_the_older_version_give_the_newer_one(before: Facts, after: Facts) -> None:
    assert applied(before, differences(before, after)) == after


@given(OFFERS)
@settings(max_examples=20, deadline=None)
def test_nothing_changed_is_no_change(offer: Facts) -> None:
    assert differences(offer, offer) == []


def test_one_line_put_first_is_one_move() -> None:
    before = {"lines": [{"key": key} for key in "abcd"]}
    after = {"lines": [{"key": key} for key in "dabc"]}
    assert [(one.act, one.path, one.place) for one in differences(before, after)] == [(MOVED, ("lines", "d"), 0)]


def test_a_row_that_came_went_or_changed_is_told_apart() -> None:
    before = {"lines": [{"key": "a", "name": "Forno"}, {"key": "b", "name": "Frete"}]}
    after = {"lines": [{"key": "a", "name": "Forno turbo"}, {"key": "c", "name": "Treino"}]}
    told = [(one.act, one.kind, one.before, one.after) for one in differences(before, after)]
    assert told == [
        (REMOVED, "lines", {"key": "b", "name": "Frete"}, None),
        (SET, "lines.name", "Forno", "Forno turbo"),
        (ADDED, "lines", None, {"key": "c", "name": "Treino"}),
    ]
