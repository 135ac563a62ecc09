"""The words behind a contract's pages, and in large type: kept, never from changed bytes, honest about scans."""

from io import BytesIO
from pathlib import Path

import img2pdf
import pytest
from django.conf import settings
from django.test import Client
from PIL import Image

from aceite.core.contracts.models import Contract
from aceite.core.documents.models import Document
from aceite.core.documents.pictures import NotDrawn
from aceite.core.documents.storing import store
from aceite.core.proposals.models import Proposal
from aceite.kit.pdf.layout import layout_of
from tests.faces.panel.conftest import queries_of, url_of
from tests.jobs import run_jobs
from tests.walk import contracts_of


def contract_of(proposal: Proposal) -> Contract:
    """The first contract, whose words the worker has found."""
    run_jobs()
    found = contracts_of(proposal).select_related("document").first()
    assert found is not None and found.document is not None
    return found


def test_words_are_kept_by_the_browser_and_found_beforehand(digital: Proposal, hers: Client) -> None:
    address = url_of(digital, f"contratos/{contract_of(digital).pk}/palavras/")
    kept = Document.objects.count()
    answer = hers.get(f"{address}?v=1234")
    assert "A contratada entrega" in " ".join(run.text for run in layout_of(answer.content)[0])
    assert answer["Cache-Control"] == "private, max-age=31536000, immutable"
    assert hers.get(address)["Cache-Control"] == "private, no-cache"
    assert Document.objects.count() == kept
    assert queries_of(lambda: hers.get(address)) <= 12


def test_large_text_says_what_is_signed(digital: Proposal, hers: Client) -> None:
    page = hers.get(url_of(digital, f"contratos/{contract_of(digital).pk}/texto/")).content.decode()
    assert "A contratada entrega o forno a Padaria Central" in page and "O que se assina são as páginas." in page


def test_a_scan_says_that_it_has_no_text(digital: Proposal, hers: Client) -> None:
    contract, out = contract_of(digital), BytesIO()
    Image.new("RGB", (300, 400), "white").save(out, "JPEG")
    scan = store(
        img2pdf.convert(out.getvalue()), company_id=contract.company_id, content_type="application/pdf",
        at=digital.created_at, pages=1,
    )  # fmt: skip
    Contract.objects.filter(pk=contract.pk).update(document=scan)
    page = hers.get(url_of(digital, f"contratos/{contract.pk}/texto/")).content.decode()
    assert "são imagens, sem texto que se possa aumentar" in page
    assert hers.get(url_of(digital, f"contratos/{contract.pk}/palavras/")).content == b"[[]]"


def test_words_that_could_not_be_read_are_no_pictures_and_are_asked_for_again(
    digital: Proposal, hers: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    contract = contract_of(digital)

    def fail(*_args: object, **_more: object) -> bytes:
        raise NotDrawn

    with monkeypatch.context() as failing:
        failing.setattr("aceite.faces.panel.words.layout", fail)
        answer = hers.get(url_of(digital, f"contratos/{contract.pk}/palavras/?v=1234"))
        page = hers.get(url_of(digital, f"contratos/{contract.pk}/texto/")).content.decode()
    assert (answer.status_code, answer["Cache-Control"]) == (503, "no-store")
    assert "Não foi possível ler o texto agora." in page and "são imagens" not in page
    assert hers.get(url_of(digital, f"contratos/{contract.pk}/palavras/?v=1234")).status_code == 200


def test_changed_words_are_not_shown(digital: Proposal, hers: Client) -> None:
    contract = contract_of(digital)
    words = Document.objects.filter(content_type="application/json").order_by("pk")
    for found in words:
        Path(settings.STORAGES["default"]["OPTIONS"]["location"], found.path).write_bytes(b"[]")
    for rest in ("palavras/", "texto/"):
        assert hers.get(url_of(digital, f"contratos/{contract.pk}/{rest}")).status_code == 404
