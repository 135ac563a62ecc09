"""Two editors at once: what only one changed is taken, what both changed is left to choose, no line is lost."""

from itertools import permutations

import pytest

from aceite.faces.office.reconciling import Part, Sheet, put_together

BASE = {"a": "forno", "b": "mesa", "c": "coifa"}


def sheet(rows: dict[str, str], *, title: str = "Cozinha", plan: str = "") -> Sheet:
    """A form in short: each row says one word."""
    parts = {name: Part({"says": word}, word) for name, word in rows.items()}
    return Sheet({"title": Part({"title": title}, title)}, parts, Part({"plan": plan}, plan))


@pytest.mark.parametrize(
    ("mine", "theirs", "rows"),
    [
        (BASE, BASE, ["forno", "mesa", "coifa"]),
        (BASE | {"a": "forno a gás"}, BASE | {"c": "coifa de inox"}, ["forno a gás", "mesa", "coifa de inox"]),
        ({"c": "coifa", "a": "forno", "b": "mesa"}, BASE | {"b": "mesa nova"}, ["coifa", "forno", "mesa nova"]),
        (BASE, {"c": "coifa", "a": "forno"}, ["coifa", "forno"]),
        ({"a": "forno", "x": "pia", "b": "mesa", "c": "coifa"}, {"b": "mesa", "c": "coifa", "y": "balcão"},
         ["pia", "mesa", "coifa", "balcão"]),
        ({"a": "forno"}, BASE | {"b": "mesa de inox"}, ["forno", "mesa de inox"]),
        (BASE | {"b": "mesa de inox"}, {"a": "forno"}, ["forno", "mesa de inox"]),
    ],
)  # fmt: skip
def test_rows_are_put_together(mine: dict[str, str], theirs: dict[str, str], rows: list[str]) -> None:
    done = put_together(sheet(BASE), sheet(mine), sheet(theirs))
    assert done.rows == rows
    assert done.conflicts == []


def test_what_both_changed_is_named_and_mine_stands_for_now() -> None:
    mine, theirs = sheet(BASE | {"a": "meu"}, title="Minha"), sheet(BASE | {"a": "dele"}, title="Dele", plan="3x")
    done = put_together(sheet(BASE), mine, theirs)
    assert (done.rows[0], done.head["title"], done.plan) == ("meu", "Minha", "3x")
    assert done.conflicts == ["title", "a"]
    assert done.taken == ["plan"]


def test_without_a_base_every_difference_is_a_conflict() -> None:
    done = put_together(None, sheet(BASE | {"a": "meu"}), sheet(BASE | {"d": "pia"}))
    assert done.conflicts == ["a"]
    assert sorted(done.rows) == ["coifa", "mesa", "meu", "pia"]


def test_no_order_loses_or_doubles_a_row() -> None:
    for order in permutations(["a", "b", "c", "x"]):
        mine = {name: BASE.get(name, "pia") for name in order}
        done = put_together(sheet(BASE), sheet(mine), sheet(BASE | {"y": "balcão"}))
        assert sorted(done.rows) == ["balcão", "coifa", "forno", "mesa", "pia"]
