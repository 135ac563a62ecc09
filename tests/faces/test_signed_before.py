"""A contract that came signed, as Bruno brings it, Carla reads it, and a stranger checks it."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from aceite.core.contracts.models import Contract
from aceite.core.customers.models import Customer, PanelUser
from aceite.core.documents.reading import read
from aceite.core.people.models import Member
from aceite.core.proposals.models import Proposal
from tests import outside_signing as outside
from tests.clients import client_of
from tests.core.contracts.brought import by_ana, plain, sent_out
from tests.core.contracts.sent import sign_all
from tests.jobs import run_jobs
from tests.walk import draft_for

SAID = "Este arquivo já traz a assinatura de ANA DA AURORA."


@pytest.fixture(autouse=True)
def clock(now: datetime, settings: Any, tmp_path: Path) -> Iterator[None]:
    settings.TRUST_FOLDER = str(outside.installed(tmp_path))
    cache.clear()
    with time_machine.travel(now, tick=False):
        yield


@pytest.fixture
def draft(padaria: Customer, bruno: Member, carla: PanelUser, now: datetime) -> Proposal:
    return draft_for(padaria, bruno, now)


def page_of(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def test_the_office_takes_it_and_lists_what_was_found(draft: Proposal, bruno: Member, now: datetime) -> None:
    client, place = client_of(bruno), f"/aurora/gestao/vendas/{draft.number}/contratos/"
    file = SimpleUploadedFile("contrato.pdf", by_ana(plain(), now), "application/pdf")
    form = {"title": "Fornecimento", "requirement": "digital", "level": "simple", "file": file}
    answer = client.post(f"{place}novo/?de=pdf", form, follow=True)
    page = answer.content.decode()
    assert SAID in page and "O certificado é da ICP-Brasil" in page
    assert "foi refeito" not in page


def test_the_panel_says_so_and_offers_only_what_the_file_admits(
    draft: Proposal, bruno: Member, carla: PanelUser, now: datetime
) -> None:
    contract = sent_out(draft, by_ana(plain(), now, certify=True), bruno, now, carla)
    place = f"/aurora/painel/propostas/{draft.number}/contratos/{contract.pk}/"
    page = page_of(client_of(carla), place)
    assert SAID in page and "Usar gov.br ou certificado" not in page and "Assinar o contrato" in page
    assert "não admite outra dentro do mesmo arquivo" in page_of(client_of(carla), f"{place}assinatura-externa/")
    assert SAID in page_of(client_of(bruno), f"/aurora/gestao/vendas/{draft.number}/")


def test_anybody_finds_it_by_code_and_by_its_page_of_signatures_alone(
    draft: Proposal, bruno: Member, carla: PanelUser, now: datetime
) -> None:
    contract = sent_out(draft, by_ana(plain(), now), bruno, now, carla)
    sign_all([contract], carla, at=now + timedelta(minutes=1))
    run_jobs(now + timedelta(minutes=5))
    contract = Contract.objects.select_related("document", "manifest_file").get(pk=contract.pk)
    assert contract.document is not None and contract.manifest_file is not None
    page = page_of(Client(), f"/verificar/{contract.code}/")
    assert "Este arquivo já traz a assinatura de ANA" in page and "ANA DA AURORA" not in page
    # The same signed file may stand in many sales: whoever has it is not told which.
    by_hash = Client().post("/verificar/arquivo/", {"sha256": contract.document.sha256})
    assert by_hash.status_code == 404 and draft.number not in by_hash.content.decode()
    file = SimpleUploadedFile("pagina.pdf", read(contract.manifest_file), "application/pdf")
    with time_machine.travel(now + timedelta(hours=1), tick=False):
        dropped = Client().post("/verificar/arquivo/", {"file": file}).content.decode()
    assert "O contrato assinado é o que esta página cita" in dropped and "não confere" not in dropped
