"""What a page says was shown is never more than the statement says, also of statements from before it was noted."""

import json
from typing import Any

import pytest

from aceite.core.signatures.models import Act, Statement
from aceite.core.signatures.paper import device_words, shown_words


def of(act: Act = Act.SIGN, hash_of_device: str | None = None, **opened: Any) -> Statement:
    """A statement over three pages, of which this was shown."""
    told = {"pictures": ["a" * 64], "seconds": 0, **opened}
    return Statement(act=act, body=json.dumps({"opened": told, "file": {"pages": 3}, "client_sha256": hash_of_device}))


@pytest.mark.parametrize(
    ("opened", "words"),
    [
        ({}, "páginas exibidas como imagens feitas deste arquivo"),
        ({"pictures": []}, ""),
        (
            {"pages": [1, 2, 3], "file": True, "seconds": 134},
            "3 de 3 páginas, exibidas como imagens feitas deste arquivo, por 2 min 14 s",
        ),
        (
            {"pages": [1], "file": False, "seconds": 9},
            "1 de 3 páginas, exibidas como imagens feitas deste arquivo, por 9 s",
        ),
        ({"pages": [1], "file": False}, "1 de 3 páginas, exibidas como imagens feitas deste arquivo"),
        ({"pages": [], "file": True, "seconds": 40}, "o arquivo em PDF foi entregue a esta sessão"),
        ({"pages": [], "file": False, "seconds": 40}, "nenhuma página nesta sessão"),
    ],
)
def test_what_was_shown(opened: dict[str, Any], words: str) -> None:
    assert shown_words(of(**opened)).replace("\xa0", " ") == words


def test_of_an_approval_only_the_file_is_told() -> None:
    assert shown_words(of(Act.APPROVE, pages=[], file=False)) == ""
    assert shown_words(of(Act.APPROVE, pages=[], file=True)) == "o arquivo em PDF foi entregue a esta sessão"


def test_the_devices_hash_is_told_either_way() -> None:
    assert device_words(of()) == "hash do arquivo não calculado no aparelho"
    assert device_words(of(hash_of_device="a" * 64)) == "hash do arquivo calculado no aparelho"
