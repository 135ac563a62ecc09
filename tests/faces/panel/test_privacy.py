"""In the panel one takes one's data away at once, and asks the company to erase them."""

import json
from datetime import datetime
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.test import Client

from aceite.core.customers.models import PanelUser
from aceite.core.documents.forgetting import forget
from aceite.core.documents.models import Document
from aceite.core.privacy.models import Request
from aceite.core.proposals.models import Proposal
from tests.clients import client_of
from tests.jobs import run_jobs
from tests.walk import fresh

HOME = "/aurora/painel/conta/dados/"


def test_she_takes_her_data_away(sale: Proposal, hers: Client, carla: PanelUser, at: datetime) -> None:
    assert HOME in hers.get("/aurora/painel/conta/").content.decode()
    assert hers.get(f"{HOME}arquivo/").status_code == 404
    assert hers.post(f"{HOME}copia/").status_code == 302
    assert "está sendo preparada" in hers.get(HOME).content.decode()
    run_jobs(at)
    assert "Baixar meus dados" in hers.get(HOME).content.decode()
    answer = hers.get(f"{HOME}arquivo/")
    with ZipFile(BytesIO(b"".join(answer.streaming_content))) as archive:  # type: ignore[attr-defined]
        data = json.loads(archive.read("dados.json"))
    assert carla.email in json.dumps(data) and "attachment" in answer["Content-Disposition"]


def test_a_copy_is_nobody_elses(sale: Proposal, hers: Client, gil: PanelUser, at: datetime) -> None:
    hers.post(f"{HOME}copia/")
    run_jobs(at)
    assert client_of(gil).get(f"{HOME}arquivo/").status_code == 404


def test_asking_to_be_erased_is_asked_once(sale: Proposal, hers: Client) -> None:
    assert "Vendas em andamento" not in hers.get(HOME).content.decode()
    for _ in range(2):
        assert hers.post(f"{HOME}exclusao/").status_code == 302
    assert Request.objects.count() == 1
    assert "responde em até 15 dias" in hers.get(HOME).content.decode()


def test_a_file_that_went_for_good_says_so(sale: Proposal, hers: Client, at: datetime) -> None:
    shown = fresh(sale).shown
    assert shown is not None and shown.paper is not None
    forget([shown.paper.pk], at=at)
    answer = hers.get(f"/aurora/painel/propostas/{sale.number}/versoes/1/arquivo/")
    assert answer.status_code == 410 and "foi removido" in answer.content.decode()
    assert Document.objects.get(pk=shown.paper.pk).sha256 in answer.content.decode()


pytestmark = pytest.mark.django_db
