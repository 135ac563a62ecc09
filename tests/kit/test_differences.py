"""What changed between two texts."""

import time

from hypothesis import given, settings
from hypothesis import strategies as st

from aceite.kit.differences import Effort, Stretch, counted, differences

WORDS = st.lists(st.sampled_from(["forno", "prazo", ",", "\n", "de", "10", " "]), max_size=14).map("".join)


def said(stretches: list[Stretch], kind: str) -> str:
    """One of the two texts, put together again."""
    pieces = [
        "".join(p.text for p in one.pieces if p.kind in {"same", kind}) for one in stretches if _stands(one, kind)
    ]
    return "\n".join(pieces)


def _stands(stretch: Stretch, kind: str) -> bool:
    return any(piece.kind in {"same", kind} for piece in stretch.pieces)


def test_words_that_came_and_went_stand_where_they_were() -> None:
    (same, changed) = differences("Do objeto\nPrazo de dez dias.", "Do objeto\nPrazo de trinta dias.")
    assert not same.changed
    assert [(p.kind, p.text) for p in changed.pieces] == [
        ("same", "Prazo de "),
        ("removed", "dez"),
        ("added", "trinta"),
        ("same", " dias."),
    ]
    assert counted([same, changed]) == (1, 1)


def test_a_paragraph_that_came_beside_a_changed_one_stands_alone() -> None:
    before, after = "Preço de R$ 38.900,00 à vista.", "Preço de R$ 37.900,00 à vista.\nMulta de 2% ao mês."
    changed, came = differences(before, after)
    assert [(p.kind, p.text) for p in changed.pieces if p.kind != "same"] == [
        ("removed", "38.900,00"),
        ("added", "37.900,00"),
    ]
    assert [(p.kind, p.text) for p in came.pieces] == [("added", "Multa de 2% ao mês.")]


def test_words_exchanged_one_by_one_read_as_one_exchange() -> None:
    (changed,) = differences("Entrega em vinte dias úteis.", "Entrega em trinta meses corridos.")
    assert [(p.kind, p.text) for p in changed.pieces if p.kind != "same"] == [
        ("removed", "vinte dias úteis"),
        ("added", "trinta meses corridos"),
    ]


def test_the_work_on_several_texts_is_bounded_together() -> None:
    effort = Effort(10)
    assert counted(differences("um dois três", "um quatro três", effort=effort)) == (1, 1)
    (whole,) = differences("a b c d e", "a x c y e", effort=Effort(0))
    assert [(p.kind, p.text) for p in whole.pieces] == [
        ("same", "a "), ("removed", "b c d"), ("added", "x c y"), ("same", " e"),
    ]  # fmt: skip


@given(WORDS, WORDS)
@settings(max_examples=60, deadline=None)
def test_both_texts_can_be_read_out_of_the_changes(before: str, after: str) -> None:
    stretches = differences(before, after)
    assert "".join(said(stretches, "removed").split()) == "".join(before.split())
    assert "".join(said(stretches, "added").split()) == "".join(after.split())


def test_texts_made_to_be_slow_are_shown_as_exchanged() -> None:
    before = " ".join(str(n % 997) for n in range(60_000))
    after = " ".join(str((n * 7) % 997) for n in range(60_000))
    began = time.process_time()
    assert counted(differences(before, after))[0] > 50_000
    assert time.process_time() - began < 5
