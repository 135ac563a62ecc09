"""What is downloaded: as it was stored, inert, and never when its bytes changed."""

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from aceite.core.customers.models import PanelUser
from aceite.core.documents.models import Document
from aceite.core.documents.reading import read
from aceite.core.people.models import Member
from aceite.core.proposals.attaching import attach_file
from aceite.core.proposals.models import Proposal
from tests.clients import client_of
from tests.core.contracts.sent import sign_all
from tests.faces.panel.conftest import body_of, url_of
from tests.jobs import run_jobs
from tests.plans import plan
from tests.walk import approved, contracts_of, draft_for, sent

PDFS = ("versoes/1/arquivo/", "contratos/{contract}/arquivo/")


def contract_id(proposal: Proposal) -> int:
    """The first contract."""
    contract = contracts_of(proposal).first()
    assert contract is not None
    return int(contract.pk)


@pytest.mark.parametrize("rest", PDFS)
def test_papers_come_as_inert_attachments(digital: Proposal, hers: Client, rest: str) -> None:
    answer = hers.get(url_of(digital, rest.format(contract=contract_id(digital))))
    assert body_of(answer).startswith(b"%PDF")
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Content-Security-Policy"] == "sandbox"
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_the_contract_is_the_very_bytes_of_d(digital: Proposal, hers: Client) -> None:
    contract = contracts_of(digital).first()
    assert contract is not None
    assert contract.document
    for rest in ("arquivo/", "imprimir/"):
        answer = hers.get(url_of(digital, f"contratos/{contract.pk}/{rest}"))
        assert body_of(answer) == read(contract.document)


def test_pages_travel_compressed_and_files_as_they_are(digital: Proposal, hers: Client) -> None:
    page = hers.get(url_of(digital), headers={"Accept-Encoding": "gzip"})
    plain = hers.get(url_of(digital))
    assert page["Content-Encoding"] == "gzip" and len(page.content) < len(plain.content) / 2
    for rest in ("arquivo/", "imprimir/", "paginas/1/240/"):
        file = hers.get(
            url_of(digital, f"contratos/{contract_id(digital)}/{rest}"), headers={"Accept-Encoding": "gzip"}
        )
        assert "Content-Encoding" not in file and int(file["Content-Length"]) == len(body_of(file))


def test_page_pictures_are_kept_by_the_browser_alone(digital: Proposal, hers: Client) -> None:
    answer = hers.get(url_of(digital, f"contratos/{contract_id(digital)}/paginas/1/240/"))
    assert body_of(answer)[8:12] == b"WEBP"
    assert answer["Content-Type"] == "image/webp"
    assert answer["Cache-Control"] == "private, max-age=31536000, immutable"
    assert hers.get(url_of(digital, f"contratos/{contract_id(digital)}/paginas/99/240/")).status_code == 404


def test_a_file_whose_bytes_changed_is_never_shown_as_good(digital: Proposal, hers: Client) -> None:
    contract = contracts_of(digital).first()
    assert contract is not None
    assert contract.document
    stored = Path(settings.STORAGES["default"]["OPTIONS"]["location"]) / contract.document.path
    stored.chmod(0o600)
    stored.write_bytes(stored.read_bytes() + b"x")
    answer = hers.get(url_of(digital, f"contratos/{contract.pk}/arquivo/"))
    assert answer.status_code == 409
    assert "não é mais o que foi guardado" in answer.content.decode()


def test_from_s3_a_file_comes_whole_and_a_changed_or_lost_one_never(s3: Any, digital: Proposal, hers: Client) -> None:
    contract = contracts_of(digital).first()
    assert contract is not None
    assert contract.document
    address = url_of(digital, f"contratos/{contract.pk}/arquivo/")
    answer = hers.get(address)
    assert body_of(answer) == read(contract.document)
    assert int(answer["Content-Length"]) == contract.document.size
    s3.put_object(Key=contract.document.path, Body=b"%PDF-1.7 another")
    assert hers.get(address).status_code == 409
    s3.Object(contract.document.path).delete()
    assert hers.get(address).status_code == 409


def test_an_attachment_is_found_from_its_sale_alone(
    carla: PanelUser, bruno: Member, hers: Client, sale: Proposal, at: datetime
) -> None:
    proposal = draft_for(carla.customer, bruno, at)
    attachment = attach_file(proposal, plan(), name="planta.pdf", by=bruno, at=at)
    sent(proposal, bruno, at)
    answer = hers.get(url_of(proposal, f"anexos/{attachment.pk}/"))
    assert body_of(answer).startswith(b"%PDF")
    assert "planta.pdf" in answer["Content-Disposition"]
    assert hers.get(url_of(sale, f"anexos/{attachment.pk}/")).status_code == 404


def test_signed_contract_and_receipt_are_there_when_their_jobs_ran(
    digital: Proposal, carla: PanelUser, gil: PanelUser, hers: Client, at: datetime
) -> None:
    contract = contracts_of(digital).first()
    assert contract is not None
    signed_url = url_of(digital, f"contratos/{contract.pk}/assinado/")
    assert hers.get(signed_url).status_code == 404
    sign_everything(digital, at)
    approved(digital, carla, at)
    run_jobs()
    assert contract.document
    assert body_of(hers.get(signed_url)).startswith(read(contract.document))
    assert body_of(hers.get(url_of(digital, "comprovante/arquivo/"))).startswith(b"%PDF")


def test_a_stranger_gets_no_byte(digital: Proposal, fabio: PanelUser) -> None:
    for rest in (*PDFS, "contratos/{contract}/paginas/1/240/", "contratos/{contract}/imprimir/"):
        address = url_of(digital, rest.format(contract=contract_id(digital)))
        assert client_of(fabio).get(address).status_code == 404
    assert Document.objects.exists()


def sign_everything(proposal: Proposal, at: datetime) -> None:
    """Everybody signs what is hers to sign."""
    for contract in contracts_of(proposal):
        people = [signer.panel_user for signer in contract.signers.all()]
        sign_all([contract], *people, at=at)
