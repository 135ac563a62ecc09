"""The dossier's page in the office: asked for, waited for, downloaded; the customer has one of her own."""

import zipfile
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
import time_machine
from django.test import Client

from aceite.core.customers.models import Customer, PanelUser
from aceite.core.people.models import Member
from aceite.core.proposals.models import Proposal
from aceite.core.sales.models import Dossier
from tests.clients import client_of
from tests.jobs import run_jobs
from tests.walk import approved, draft_for, fresh, sent_for

pytestmark = pytest.mark.django_db


@pytest.fixture
def sale(padaria: Customer, bruno: Member, carla: PanelUser, now: datetime) -> Proposal:
    """Approved without a contract."""
    made = sent_for(padaria, bruno, now)
    approved(made, carla, now)
    run_jobs(now)
    return fresh(made)


def address(sale: Proposal, rest: str = "") -> str:
    return f"/aurora/gestao/vendas/{sale.number}/dossie/{rest}"


def body_of(answer: Any) -> bytes:
    """A whole download."""
    assert answer.status_code == 200
    data: bytes = b"".join(answer.streaming_content)
    return data


def page(client: Client, sale: Proposal) -> str:
    return client.get(address(sale)).content.decode()


def test_asked_for_waited_for_and_downloaded(sale: Proposal, bruno: Member, now: datetime) -> None:
    with time_machine.travel(now, tick=False):
        office = client_of(bruno)
        assert "Montar o dossiê" in page(office, sale)
        assert office.post(address(sale)).status_code == 302
        waiting = page(office, sale)
        assert "data-waiting" in waiting and "Na fila" in waiting and "dossie.zip" not in waiting
        assert office.get(address(sale, "dossie.zip")).status_code == 404
        run_jobs(now)
        ready = page(office, sale)
        assert "data-waiting" not in ready and address(sale, "dossie.zip") in ready
        answer = office.get(address(sale, "dossie.zip"))
        assert answer["Content-Disposition"] == f'attachment; filename="dossie-{sale.number}.zip"'
        assert answer["X-Content-Type-Options"] == "nosniff" and "no-store" in answer["Cache-Control"]
        content = body_of(answer)
        assert "indice.json" in zipfile.ZipFile(BytesIO(content)).namelist()
        assert body_of(office.get(address(sale, "dossie.pdf")))[:5] == b"%PDF-"


def test_what_went_wrong_is_told_and_can_be_tried_again(sale: Proposal, bruno: Member, now: datetime) -> None:
    office = client_of(bruno)
    office.post(address(sale))
    Dossier.objects.update(failed_at=now, failure="Falta espaço no servidor.")
    assert "Falta espaço no servidor." in page(office, sale)
    Dossier.objects.update(failed_at=None, failure="", asked_at=now - timedelta(days=1))
    assert "não terminou" in page(office, sale)
    office.post(address(sale))
    assert Dossier.objects.count() == 2


def test_the_sales_page_leads_to_it_once_something_was_sent(
    sale: Proposal, bruno: Member, padaria: Customer, now: datetime
) -> None:
    office = client_of(bruno)
    assert address(sale) in office.get(f"/aurora/gestao/vendas/{sale.number}/").content.decode()
    draft = draft_for(padaria, bruno, now)
    assert address(draft) not in office.get(f"/aurora/gestao/vendas/{draft.number}/").content.decode()


def test_the_customer_has_one_of_her_own(
    sale: Proposal, bruno: Member, carla: PanelUser, davi: PanelUser, now: datetime
) -> None:
    panel = f"/aurora/painel/propostas/{sale.number}/"
    with time_machine.travel(now, tick=False):
        hers = client_of(carla)
        assert f"{panel}dossie/" in hers.get(panel).content.decode()
        client_of(bruno).post(address(sale))
        run_jobs(now)
        assert hers.get(f"{panel}dossie/arquivo/").status_code == 404
        assert hers.post(f"{panel}dossie/").status_code == 302
        run_jobs(now)
        assert body_of(hers.get(f"{panel}dossie/arquivo/"))[:2] == b"PK"
        assert body_of(hers.get(f"{panel}dossie/capa/"))[:5] == b"%PDF-"
        looker = client_of(davi)
        assert f"{panel}dossie/" not in looker.get(panel).content.decode()
        assert looker.get(f"{panel}dossie/").status_code == 404
