"""The way on paper."""

from datetime import datetime

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from aceite.core.contracts.copies import refuse_copy
from aceite.core.contracts.models import SignedCopy
from aceite.core.customers.models import PanelUser
from aceite.core.people.models import Member
from aceite.core.proposals.models import Proposal
from tests.clients import client_of
from tests.core.contracts.scans import photo
from tests.faces.panel.conftest import body_of, url_of
from tests.walk import contracts_of, declined


def address(proposal: Proposal) -> str:
    """The page of the contract's copy."""
    contract = contracts_of(proposal).get()
    return url_of(proposal, f"contratos/{contract.pk}/via-assinada/")


def upload(client: Client, proposal: Proposal, *names: str, key: str = "k1", data: bytes = b"") -> object:
    """The form, sent."""
    pages = [SimpleUploadedFile(name, data or photo(), "image/jpeg") for name in names]
    return client.post(address(proposal), {"pages": pages, "key": key, "note": "Segue."})


def test_photos_are_kept_and_the_way_is_free_to_approve(manual: Proposal, hers: Client) -> None:
    upload(hers, manual, "p1.jpg", "p2.jpg")
    copy = SignedCopy.objects.get()
    assert [file.name for file in copy.files.all()] == ["p1.jpg", "p2.jpg"]
    page = hers.get(url_of(manual)).content.decode()
    assert "Aprovar proposta de" in page
    assert "Enviada por Carla Nogueira" in page


def test_the_same_form_sent_twice_is_one_copy(manual: Proposal, hers: Client) -> None:
    for _again in range(2):
        upload(hers, manual, "p1.jpg")
    assert SignedCopy.objects.count() == 1


def test_a_file_that_is_no_picture_is_named_and_the_note_kept(manual: Proposal, hers: Client) -> None:
    answer = hers.post(
        address(manual), {"pages": [SimpleUploadedFile("p1.jpg", b"not a picture")], "key": "k", "note": "Segue."}
    )
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "p1.jpg" in page
    assert "Segue." in page
    assert not SignedCopy.objects.exists()


def test_a_refusal_comes_back_here_with_its_reason(manual: Proposal, hers: Client, bruno: Member, at: datetime) -> None:
    upload(hers, manual, "p1.jpg")
    refuse_copy(SignedCopy.objects.get(), reason="Falta a página 2.", by=bruno, at=at)
    for page in (url_of(manual), address(manual)):
        assert "Falta a página 2." in hers.get(page).content.decode()
    assert "Enviar outra via" in hers.get("/aurora/painel/").content.decode()
    upload(hers, manual, "p1.jpg", "p2.jpg", key="k2")
    assert SignedCopy.objects.count() == 2


def test_a_copy_of_a_sale_that_ended_waits_for_nobody(
    manual: Proposal, hers: Client, carla: PanelUser, at: datetime
) -> None:
    upload(hers, manual, "p1.jpg")
    assert "confere a via" in hers.get(address(manual)).content.decode()
    declined(manual, carla, at)
    for page in (url_of(manual), address(manual), "/aurora/painel/contratos/"):
        html = hers.get(page).content.decode()
        assert "Cópia enviada" in html
        assert "Cópia a conferir" not in html and "confere a via" not in html


def test_who_may_not_sign_sends_no_copy(manual: Proposal, davi: PanelUser) -> None:
    browser = client_of(davi)
    assert browser.get(address(manual)).status_code == 404
    assert upload(browser, manual, "p1.jpg").status_code == 404  # type: ignore[attr-defined]


def test_she_gets_her_own_files_back_as_they_were(manual: Proposal, hers: Client) -> None:
    upload(hers, manual, "p1.jpg")
    file = SignedCopy.objects.get().files.get()
    answer = hers.get(f"{address(manual)}{file.pk}/")
    assert body_of(answer) == photo()
    assert answer["Content-Security-Policy"] == "sandbox"
