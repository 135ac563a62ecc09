"""What the browser's module hears when it sends a file in chunks."""

from typing import Any

import pytest
from django.test import Client

from aceite.core.contracts.chunks import BIGGEST_CHUNK
from aceite.core.contracts.models import ArrivingFile, Contract, CopyFile
from aceite.core.proposals.models import Proposal
from aceite.kit.hashing import sha256_hex
from tests.core.contracts.scans import photo, scan
from tests.faces.panel.conftest import url_of
from tests.jobs import run_jobs
from tests.walk import contracts_of


def address(proposal: Proposal, rest: str = "") -> str:
    """Where files are announced, or a chunk goes."""
    return url_of(proposal, f"contratos/{contracts_of(proposal).get().pk}/via-assinada/envios/{rest}")


def announce(client: Client, proposal: Proposal, data: bytes) -> Any:
    """The browser tells of a file."""
    told = {"name": "folha.jpg", "size": len(data), "sha256": sha256_hex(data)}
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
