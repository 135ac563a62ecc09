"""Codes copied from paper, and secrets derived anew."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aceite.kit.codes import (
    ALPHABET,
    BadCode,
    derive_digits,
    derive_token,
    format_code,
    new_code,
    new_nonce,
    parse_code,
    same,
)

codes = st.text(ALPHABET, min_size=16, max_size=16)
mistakes = str.maketrans({"0": "o", "1": "l"})


@given(codes)
def test_a_code_survives_paper(code: str) -> None:
    assert parse_code(format_code(code)) == code
    assert parse_code(f" {format_code(code).lower().translate(mistakes)} ") == code
    assert parse_code(code.replace("1", "I").replace("0", "O")) == code


def test_new_codes_are_well_formed_and_differ() -> None:
    drawn = {new_code() for _i in range(200)}
    assert len(drawn) == 200
    assert all(parse_code(code) == code for code in drawn)
    assert format_code("0123456789ABCDEF") == "0123-4567-89AB-CDEF"


@pytest.mark.parametrize(
    "text", ["", "ABCD-EFGH-JKMN", "UBCD-EFGH-JKMN-PQRS", "ABCD-EFGH-JKMN-PQRST", "ÁBCDEFGHJKMNPQRS"]
)
def test_what_is_no_code_is_refused(text: str) -> None:
    with pytest.raises(BadCode, match="16 letras e números"):
        parse_code(text)


def test_nonces_have_128_bits() -> None:
    assert len(bytes.fromhex(new_nonce())) == 16
    assert new_nonce() != new_nonce()


@given(st.binary(), st.lists(st.text(st.characters(exclude_categories=["Cs"]))), st.integers(1, 12))
def test_derived_again_the_same(pepper: bytes, parts: list[str], digits: int) -> None:
    code = derive_digits(pepper, *parts, digits=digits)
    assert code == derive_digits(pepper, *parts, digits=digits)
    assert len(code) == digits
    assert code.isdecimal()


def test_every_part_and_the_pepper_count() -> None:
    tokens = [derive_token(b"p", "ab", "c"), derive_token(b"p", "a", "bc"), derive_token(b"q", "ab", "c")]
    assert len(set(tokens)) == 3
    assert {len(token) for token in tokens} == {43}
    assert derive_digits(b"p", "ab", "c", digits=12) != derive_digits(b"p", "a", "bc", digits=12)


def test_same() -> None:
    assert same("código", "código")
    assert not same("código", "codigo")
