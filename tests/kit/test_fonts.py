"""What the documents' typeface can draw."""

import pytest

from aceite.kit.fonts import coverage, font_paths, refuse_undrawable, undrawable
from aceite.kit.text import BadText


def test_the_files_are_there() -> None:
    assert len(font_paths()) == 6
    assert all(path.is_file() for path in font_paths())


def test_portuguese_and_what_offers_need_can_be_drawn() -> None:
    assert (
        undrawable(
            "ÁÀÂÃÇÉÊÍÓÔÕÚÜ áàâãçéêíóôõúü ªº°§ “aspas” ‘simples’ – — … • · R$\u00a01.234,56 € ½ × m² m³ µ ± ≤ ≥ ™ ®"
        )
        == []
    )


def test_what_only_the_upright_draws_does_not_count() -> None:
    assert ord("Я") not in coverage()


def test_emoji_are_refused_by_name() -> None:
    with pytest.raises(BadText) as caught:
        refuse_undrawable("Bolo 😀 漢")
    assert "😀 (U+1F600 GRINNING FACE), 漢 (U+6F22 CJK UNIFIED IDEOGRAPH-6F22)" in str(caught.value)


def test_of_many_five_are_named() -> None:
    with pytest.raises(BadText, match="e mais 2"):
        refuse_undrawable("漢字仮名交文章"[:7])


def test_drawable_text_passes() -> None:
    refuse_undrawable("Pão de queijo\n2 kg")
