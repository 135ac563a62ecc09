"""One spelling, one hash."""

import hashlib
import json
import unicodedata
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from enum import StrEnum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aceite.kit.hashing import (
    HashedChunks,
    NotCanonical,
    canonical,
    commit,
    groups_of_four,
    new_salt,
    rfc3339,
    sha256_hex,
    stream_sha256,
    tagged_sha256,
)

nfc = st.text(st.characters(exclude_categories=["Cs"])).map(lambda text: unicodedata.normalize("NFC", text))
safe_integers = st.integers(-(2**53) + 1, 2**53 - 1)
documents = st.recursive(
    st.none() | st.booleans() | safe_integers | nfc,
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(nfc, inner, max_size=5),
    max_leaves=20,
)


@given(documents)
def test_canonical_is_json_and_says_the_same(document: object) -> None:
    assert json.loads(canonical(document)) == document


@given(st.dictionaries(nfc, safe_integers, max_size=8))
def test_the_order_of_keys_does_not_matter(document: dict[str, int]) -> None:
    assert canonical(dict(reversed(document.items()))) == canonical(document)


def test_keys_stand_in_utf16_order() -> None:
    # RFC 8785, 3.2.3: the surrogate pair of an emoji sorts before U+FB01.
    assert canonical({"ﬁ": 1, "😀": 2, "1": (True, None)}).decode() == '{"1":[true,null],"😀":2,"ﬁ":1}'


@pytest.mark.parametrize(
    ("value", "says"),
    [
        (0.1, "float"), (Decimal("1.10"), "Decimal"), (datetime(2026, 11, 24, tzinfo=UTC), "datetime"),
        (date(2026, 11, 24), "date"), (b"x", "bytes"), ({1: "x"}, "key 1"), ("Sa\u0303o", "not NFC"),
        ("\ud800", "surrogate"), (2**53, "exact integers"), ({"Sa\u0303o": 1}, "not NFC"), ({"a"}, "set"),
    ],
)  # fmt: skip
def test_what_has_no_single_spelling_is_refused(value: object, says: str) -> None:
    with pytest.raises(NotCanonical, match=says):
        canonical(value)


def test_the_refusal_names_the_place() -> None:
    with pytest.raises(NotCanonical, match=r"^\$\.lines\[1\]\.price: float"):
        canonical({"lines": [{"price": "1.00"}, {"price": 1.0}]})


def test_a_word_of_an_enumeration_is_text() -> None:
    state = StrEnum("state", {"SENT": "sent"})
    assert canonical({"state": state.SENT}) == b'{"state":"sent"}'


def test_a_tag_keeps_purposes_apart() -> None:
    assert tagged_sha256("aceite.trail.v1", b"x") == hashlib.sha256(b"aceite.trail.v1\nx").hexdigest()
    with pytest.raises(ValueError, match="one line"):
        tagged_sha256("two\nlines", b"x")


@given(st.lists(st.binary()))
def test_chunks_hash_like_the_whole(chunks: list[bytes]) -> None:
    hashed = HashedChunks(chunks)
    assert b"".join(hashed) == b"".join(chunks)
    assert hashed.hexdigest == stream_sha256(chunks) == sha256_hex(b"".join(chunks))
    assert hashed.length == len(b"".join(chunks))


def test_times_are_utc_with_microseconds() -> None:
    brasilia = timezone(timedelta(hours=-3))
    assert rfc3339(datetime(2026, 11, 24, 23, 59, tzinfo=brasilia)) == "2026-11-25T02:59:00.000000Z"
    with pytest.raises(ValueError, match="without zone"):
        rfc3339(datetime(2026, 11, 24))  # noqa: DTZ001


def test_a_commitment_hides_behind_its_salt() -> None:
    salt = bytes(range(16))
    assert commit("Carla", salt) == hashlib.sha256(b"aceite.commitment.v1\n" + salt + b"Carla").hexdigest()
    assert commit("Carla", salt) != commit("Carla", new_salt())
    assert commit("I\u0301ris", salt) == commit("Íris", salt)
    with pytest.raises(ValueError, match="128 bits"):
        commit("Carla", b"short")


def test_a_hash_for_the_eye() -> None:
    assert groups_of_four("9f86d081884c") == "9f86 d081 884c"
