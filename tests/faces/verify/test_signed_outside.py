"""A contract signed outside on the public page: by its hash, by itself, and by its page of signatures."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from aceite.core.customers.models import Customer, PanelUser
from aceite.core.documents.models import Document
from aceite.core.documents.reading import read
from aceite.core.people.models import Member
from tests import outside_signing as outside
from tests.core.contracts.outside import signs_outside
from tests.core.contracts.sent import opened, sign_all
from tests.jobs import run_jobs
from tests.walk import contracts_of, draft_for, sent, with_contract

pytestmark = pytest.mark.django_db


@pytest.fixture
def files(
    padaria: Customer, bruno: Member, carla: PanelUser, gil: PanelUser, now: datetime, settings: Any, tmp_path: Path
) -> tuple[Document, Document]:
    """U, which Carla signed outside, and the page on which Gil, who signed by code, stands too."""
    settings.TRUST_FOLDER = str(outside.installed(tmp_path))
    cache.clear()
    proposal = draft_for(padaria, bruno, now)
    with_contract(proposal, bruno, now, carla, gil)
    contract = contracts_of(sent(proposal, bruno, now)).select_related("document", "version__proposal").get()
    opened([contract], carla, gil, at=now)
    signs_outside(contract, carla, now)
    sign_all([contract], gil, at=now + timedelta(minutes=5))
    run_jobs(now + timedelta(minutes=10))
    contract.refresh_from_db()
    assert contract.signed_file is not None and contract.manifest_file is not None
    return contract.signed_file, contract.manifest_file


def dropped(document: Document, at: datetime) -> str:
    """The page for a file that was sent to be checked."""
    file = SimpleUploadedFile("contrato.pdf", read(document), "application/pdf")
    with time_machine.travel(at, tick=False):
        return Client().post("/verificar/arquivo/", {"file": file}).content.decode()


def test_both_are_known_by_their_hashes(files: tuple[Document, Document]) -> None:
    contract, page = (Client().post("/verificar/arquivo/", {"sha256": one.sha256}).content.decode() for one in files)
    assert "o contrato com as assinaturas" in contract
    assert "a página de assinaturas que acompanha o contrato assinado fora daqui" in page


def test_the_page_is_checked_with_its_contract(files: tuple[Document, Document], now: datetime) -> None:
    page = dropped(files[1], now + timedelta(hours=1))
    assert "O contrato assinado é o que esta página cita" in page and "não confere" not in page


def test_the_contract_alone_tells_nothing_of_who_signed_elsewhere(
    files: tuple[Document, Document], gil: PanelUser, now: datetime
) -> None:
    page = dropped(files[0], now + timedelta(hours=1))
    assert "A página de assinaturas deste contrato é outro arquivo" in page
    assert gil.name not in page and "original e íntegro" not in page
