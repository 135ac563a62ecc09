"""What the browser's module hears when it sends a file in chunks."""

from datetime import datetime
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from PIL import Image

from aceite.core.contracts.chunks import BIGGEST_CHUNK
from aceite.core.contracts.models import ArrivingFile, Contract, CopyFile, SignedCopy
from aceite.core.customers.models import Customer, PanelUser
from aceite.core.documents.reading import read
from aceite.core.people.models import Member
from aceite.core.proposals.models import Proposal
from aceite.core.sales.revising import revise
from aceite.kit.hashing import sha256_hex
from tests.core.contracts.scans import as_heic, photo, scan
from tests.faces.panel.conftest import body_of, url_of
from tests.jobs import run_jobs
from tests.walk import contracts_of, draft_for, sent, with_contract


def address(proposal: Proposal, rest: str = "") -> str:
    """Where files are announced, or a chunk goes."""
    return url_of(proposal, f"contratos/{contracts_of(proposal).get().pk}/via-assinada/envios/{rest}")


def announce(client: Client, proposal: Proposal, data: bytes, *, name: str = "folha.jpg") -> Any:
    """The browser tells of a file."""
    told = {"name": name, "size": len(data), "sha256": sha256_hex(data)}
    return client.post(address(proposal), told)


def bring(client: Client, proposal: Proposal, data: bytes, start: int, end: int, sha256: str = "") -> Any:
    """It sends some of it."""
    part = data[start:end]
    return client.post(
        address(proposal, f"{sha256_hex(data)}/{start}/"),
        part,
        content_type="application/octet-stream",
        headers={"X-Chunk-SHA256": sha256 or sha256_hex(part)},
    )


def send(client: Client, proposal: Proposal, data: bytes) -> None:
    """All of it, and the worker opens it."""
    announce(client, proposal, data)
    bring(client, proposal, data, 0, len(data))
    run_jobs()


def look(client: Client, proposal: Proposal) -> Any:
    """What it is told of all files."""
    return client.get(address(proposal)).json()


def test_a_file_is_announced_brought_and_told_where_it_stands(manual: Proposal, hers: Client) -> None:
    data = photo()
    begun = announce(hers, manual, data).json()
    assert (begun["state"], begun["offset"], begun["chunk"]) == ("arriving", 0, 262144)
    assert bring(hers, manual, data, 0, 1000).json()["offset"] == 1000
    assert announce(hers, manual, data).json()["offset"] == look(hers, manual)["coming"][0]["offset"] == 1000
    assert bring(hers, manual, data, 1000, len(data)).json()["state"] == "opening"
    run_jobs()
    told = look(hers, manual)
    assert told["coming"] == [] and told["here"][0]["sha256"] == sha256_hex(data) and told["read"]
    assert announce(hers, manual, data).json()["state"] == "here"
    assert CopyFile.objects.get().name == "folha.jpg"


def test_each_page_is_told_for_what_it_is(manual: Proposal, hers: Client) -> None:
    contract = contracts_of(manual).select_related("document").get()
    right = scan(contract, 1)
    for data in (right, scan(contract, 1, turned=180), photo()):
        send(hers, manual, data)
    told = look(hers, manual)
    assert [file["words"] for file in told["here"]] == [
        "É a página 1 deste contrato.",
        "Esta é a página 1 outra vez.",
        "Não consegui ler o código desta página. Pode seguir assim: a empresa confere.",
    ]
    assert [file["right"] for file in told["here"]] == [True, False, False] and told["missing"] == []


def test_refusals_are_sentences(manual: Proposal, hers: Client) -> None:
    data = photo()
    announce(hers, manual, data)
    damaged = bring(hers, manual, data, 0, 100, sha256="0" * 64)
    assert (damaged.status_code, damaged.json()["words"][:22]) == (422, "Um pedaço do arquivo c")
    early = bring(hers, manual, data, 50, 100)
    assert (early.status_code, early.json()["offset"]) == (409, 0)
    large = bring(hers, manual, b"x" * (BIGGEST_CHUNK + 1), 0, BIGGEST_CHUNK + 1)
    assert large.status_code == 404
    Contract.objects.update(requirement="either", completed_at=None)
    for wrong in ({}, {"name": "a", "size": "x", "sha256": "1"}, {"name": "a.jpg", "size": 1, "sha256": "zz"}):
        assert hers.post(address(manual), wrong).status_code == 422


def test_a_body_that_is_too_large_is_not_read(manual: Proposal, hers: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    data = photo()
    announce(hers, manual, data)
    where = address(manual, f"{sha256_hex(data)}/0/")
    body = b"x" * (BIGGEST_CHUNK + 1)
    assert hers.post(where, body, content_type="application/octet-stream").status_code == 413
    assert ArrivingFile.objects.get().chunks.count() == 0


def test_giving_up_takes_it_away(manual: Proposal, hers: Client) -> None:
    data = photo()
    announce(hers, manual, data)
    assert hers.post(address(manual, f"{sha256_hex(data)}/")).status_code == 204
    assert look(hers, manual)["coming"] == []
    assert bring(hers, manual, data, 0, 10).status_code == 404


def test_a_photo_as_an_iphone_keeps_it_is_read_like_any_other(manual: Proposal, hers: Client) -> None:
    contract = contracts_of(manual).select_related("document").get()
    data = as_heic(scan(contract, 1, turned=90))
    announce(hers, manual, data, name="IMG_0042.HEIC")
    bring(hers, manual, data, 0, len(data))
    run_jobs()
    [told] = look(hers, manual)["here"]
    assert (told["name"], told["words"]) == ("IMG_0042.HEIC", "É a página 1 deste contrato.") and told["right"]
    picture = hers.get(told["picture"])
    with Image.open(BytesIO(body_of(picture))) as shown:
        # Upright, and as every browser can show it.
        assert shown.format in {"JPEG", "WEBP"} and shown.height > shown.width
    assert read(CopyFile.objects.get().document) == data


def test_the_page_of_another_contract_and_of_the_version_before_are_told(
    manual: Proposal, hers: Client, bruno: Member, carla: PanelUser, at: datetime
) -> None:
    older = scan(contracts_of(manual).select_related("document").get(), 1)
    draft = draft_for(carla.customer, bruno, at)
    with_contract(draft, bruno, at, carla, requirement="manual", title="Sigilo")
    other = scan(contracts_of(sent(draft, bruno, at)).select_related("document").get(), 1)
    revise(manual, by=bruno, at=at)
    sent(manual, bruno, at)
    for data in (older, other):
        send(hers, manual, data)
    told = look(hers, manual)
    assert [file["words"] for file in told["here"]] == [
        "É de outro documento ou de outra versão: “Fornecimento”, versão 1.",
        "É de outro contrato, que não faz parte desta venda.",
    ]
    assert [file["stranger"] for file in told["here"]] == [True, True] and told["missing"] == [1]


@pytest.mark.hostile
def test_a_contract_of_30_pages_photographed_in_any_order_is_put_together(
    padaria: Customer, bruno: Member, carla: PanelUser, hers: Client, at: datetime
) -> None:
    draft = draft_for(padaria, bruno, at)
    made = with_contract(draft, bruno, at, carla, requirement="manual")
    pages_of_it = (f"<p>Cláusula {number}. A contratada entrega o forno.</p>" for number in range(30))
    Contract.objects.filter(pk=made.pk).update(body='<hr class="page">'.join(pages_of_it))
    sale = sent(draft, bruno, at)
    contract = contracts_of(sale).select_related("document").get()
    assert contract.document is not None
    pages = contract.document.pages
    assert 30 <= pages <= 31
    assert hers.get(address(sale).replace("envios", "fotos")).content.decode().count("data-page=") == pages
    for page in reversed(range(1, pages + 1)):
        data = scan(contract, page)
        announce(hers, sale, data)
        bring(hers, sale, data, 0, len(data))
    run_jobs()
    told = look(hers, sale)
    assert len(told["here"]) == pages and told["missing"] == [] and all(file["right"] for file in told["here"])
    hers.post(address(sale).replace("envios", "conferencia"), {"note": ""})
    run_jobs()
    copy = SignedCopy.objects.get()
    assert copy.files.count() == pages and copy.bound is not None and copy.bound.pages == pages
