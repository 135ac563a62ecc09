"""Hostile and pasted text: mended, refused with the reason, or kept."""

import pickle
import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aceite.kit.text import BadText, Cleaned, clean, missing_glyphs, unaccented


def refusal(text: str, max_length: int = 50_000) -> str:
    with pytest.raises(BadText) as caught:
        clean(text, max_length=max_length)
    return str(caught.value)


@pytest.mark.parametrize(
    ("pasted", "kept", "mended"),
    [
        ("Pão francês", "Pão francês", 0), ("pa\u0303o", "pão", 0), ("a\r\nb\rc", "a\nb\nc", 0), ("  a  ", "a", 0),
        ("guarda\u2011chuva", "guarda-chuva", 1), ("\uf0b7 item", "• item", 1),
        ("con\u00adtra\u200bto\ufeff", "contrato", 3),
        ("\u200eR$\u200f 5", "R$ 5", 2), ("a\tb\vc\u2028d", "a b\nc\nd", 3), ("✓\ufe0f", "✓", 1),
        ("R$\u00a05,00", "R$\u00a05,00", 0),
    ],
)  # fmt: skip
def test_what_word_leaves_is_mended_and_counted(pasted: str, kept: str, mended: int) -> None:
    assert clean(pasted, max_length=100) == Cleaned(kept, mended)


def test_one_line_stays_one_line() -> None:
    assert clean("Padaria\r\nCentral\n", max_length=100, multiline=False) == Cleaned("Padaria Central", 1)


@pytest.mark.parametrize(
    ("character", "name", "reason"),
    [
        ("\u202e", "U+202E RIGHT-TO-LEFT OVERRIDE", "direção"), ("\u2066", "U+2066 LEFT-TO-RIGHT ISOLATE", "direção"),
        ("\x00", "U+0000", "controle"), ("\x1b", "U+001B", "controle"), ("\x9f", "U+009F", "controle"),
        ("\ud800", "U+D800", "metade"),
        ("\ue000", "U+E000", "fonte de quem"),
        ("\U0010ffff", "U+10FFFF", "padrão Unicode"),
        ("\u200d", "U+200D ZERO WIDTH JOINER", "emoji"),
        ("\U000e0041", "U+E0041 TAG LATIN CAPITAL LETTER A", "não se vê"),
    ],
)  # fmt: skip
def test_a_refused_character_is_named_with_the_reason(character: str, name: str, reason: str) -> None:
    said = refusal(f"Pão{character}doce")
    assert f"{name} não é aceito" in said
    assert reason in said


def test_eight_marks_on_a_base_pass_and_nine_do_not() -> None:
    # q has no composed forms, so all marks stay.
    assert clean("q" + "\u0301" * 8 + "q" + "\u0301" * 8, max_length=100).mended == 0
    assert "U+0301 COMBINING ACUTE ACCENT" in refusal("q" + "\u0301" * 9)


def test_a_word_of_ten_thousand_letters_has_its_sentence() -> None:
    assert "“aaaaaaaaaaaaaaaaaaaa” tem 10000 letras sem espaço; cabem 100" in refusal("Pão " + "a" * 10_000)


def test_no_break_spaces_make_one_word() -> None:
    assert "sem espaço" in refusal("\u00a0".join(["pão"] * 30))


@pytest.mark.parametrize("text", ["a" * 100, "https://aurora.example/" + "catalogo/" * 20, "pão " * 1000])
def test_what_can_break_passes(text: str) -> None:
    assert clean(text, max_length=50_000).text == text.strip()


def test_too_long() -> None:
    assert refusal("pão " * 10, 20) == "O texto tem 39 letras; cabem 20. Encurte-o."


def test_a_long_contract_is_clean_in_a_blink() -> None:
    contract = "A Padaria Central pagará à Aurora até o 5º dia útil.\n" * 2_000
    start = time.process_time()
    clean(contract, max_length=200_000)
    assert time.process_time() - start < 1


@given(st.text())
def test_clean_text_is_clean_already(text: str) -> None:
    try:
        kept = clean(text, max_length=1000).text
    except BadText:
        return
    assert clean(kept, max_length=1000) == Cleaned(kept, 0)
    assert unicodedata.is_normalized("NFC", kept)
    kept.encode()


def test_search_does_not_see_accents() -> None:
    assert unaccented("São João DA Boa-Vista nº 3") == "sao joao da boa-vista no 3"


def test_missing_glyphs_in_order_once() -> None:
    assert missing_glyphs("b😀a\n漢😀", frozenset(map(ord, "ab"))) == ["😀", "漢"]


def test_a_complaint_keeps_sentence_and_details_apart_and_travels() -> None:
    with pytest.raises(BadText) as caught:
        clean("a" * 30, max_length=20)
    travelled = pickle.loads(pickle.dumps(caught.value))  # noqa: S301
    assert travelled.sentence == "O texto tem %(count)s letras; cabem %(limit)s. Encurte-o."
    assert travelled.details == {"count": 30, "limit": 20}
    assert str(travelled) == str(caught.value)
