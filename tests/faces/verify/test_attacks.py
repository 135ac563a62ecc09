"""What anybody is told of a forged final who sends it to the public page."""

import re
from collections.abc import Iterator

import pytest
import time_machine
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from aceite.faces.verify import pages
from tests.verify.attacks import ATTACKS, Attack
from tests.verify.complete import as_files, everybody, final
from tests.verify.sale import SEALED_AT

pytestmark = [pytest.mark.django_db, pytest.mark.hostile]


@pytest.fixture(autouse=True)
def trusting(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """An installation that trusts all who vouch for the final, on the day it was sealed."""
    cache.clear()
    monkeypatch.setattr(pages, "trusted_files", lambda at: as_files(everybody()))
    with time_machine.travel(SEALED_AT, tick=False):
        yield


def told(data: bytes) -> tuple[str, str]:
    """The headline, and the whole page in words."""
    answer = Client().post("/verificar/arquivo/", {"file": SimpleUploadedFile("contrato.pdf", data)})
    assert answer.status_code in {200, 422}
    page = answer.content.decode()
    return re.findall(r"<h1[^>]*>([^<]*)</h1>", page)[0], page


def test_the_final_itself_is_called_original() -> None:
    assert told(final())[0] == "Documento original e íntegro"


@pytest.mark.parametrize("attack", ATTACKS.values(), ids=list(ATTACKS))
def test_no_forgery_is_called_original_and_each_is_told_what_it_is(attack: Attack) -> None:
    headline, page = told(attack.make())
    assert headline in {"Este arquivo não confere", "Este arquivo não pôde ser lido"}
    assert attack.words in page and "original e íntegro" not in page
