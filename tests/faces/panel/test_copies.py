"""The way on paper: choose, see what was read, send."""

from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from aceite.core.contracts.by_post import Received, register_copy
from aceite.core.contracts.copies import refuse_copy
from aceite.core.contracts.models import CopyPage, PendingCopy, SignedCopy
from aceite.core.contracts.pending import PATIENCE
from aceite.core.customers.models import PanelUser
from aceite.core.people.models import Member
from aceite.core.proposals.models import Proposal
from tests.clients import client_of
from tests.core.contracts.scans import GPS, photo, scan, scans
from tests.faces.panel.conftest import body_of, url_of
from tests.jobs import run_jobs
from tests.walk import ORIGIN, contracts_of, declined


def address(proposal: Proposal, rest: str = "") -> str:
    """The page of the contract's copy, or one below it."""
    contract = contracts_of(proposal).get()
    return url_of(proposal, f"contratos/{contract.pk}/via-assinada/{rest}")


def choose(client: Client, proposal: Proposal, *names: str, key: str = "k1", data: bytes = b"") -> Any:
    """The form with the files, sent."""
    pages = [
        SimpleUploadedFile(name, data or photo(size=(600, 800 + at)), "image/jpeg") for at, name in enumerate(names)
    ]
    return client.post(address(proposal), {"pages": pages, "key": key})


def upload(client: Client, proposal: Proposal, *names: str, key: str = "k1", data: bytes = b"") -> Any:
    """Chosen, read by the worker, and sent although these photos show nothing."""
    choose(client, proposal, *names, key=key, data=data)
    run_jobs()
    return client.post(address(proposal, "conferencia/"), {"note": "Segue."})


def test_photos_are_kept_and_the_way_is_free_to_approve(manual: Proposal, hers: Client) -> None:
    upload(hers, manual, "p1.jpg", "p2.jpg")
    copy = SignedCopy.objects.get()
    assert [file.name for file in copy.files.all()] == ["p1.jpg", "p2.jpg"] and copy.note == "Segue."
    page = hers.get(url_of(manual)).content.decode()
    assert "Aprovar proposta de" in page and "Aurora vai conferi-la. Falta a sua aprovação." in page
    assert "Enviada por Carla Nogueira" in page


def test_she_sees_each_page_with_what_was_found_before_anything_is_sent(manual: Proposal, hers: Client) -> None:
    contract = contracts_of(manual).select_related("document").get()
    choose(hers, manual, "p1.jpg", data=scan(contract, 1, turned=180))
    waiting = hers.get(address(manual, "conferencia/")).content.decode()
    assert "0 de 1 páginas lidas" in waiting and "Nada foi enviado ainda" in waiting and "Enviar" not in waiting
    run_jobs()
    page = hers.get(address(manual, "conferencia/")).content.decode()
    assert "Tudo certo: a página está aqui" in page and "Desviramos uma folha." in page
    assert "Enviar a via assinada" in page and "Enviar assim mesmo" not in page
    assert not SignedCopy.objects.exists()
    hers.post(address(manual, "conferencia/"), {"note": ""})
    assert SignedCopy.objects.get().read_at is not None


def test_what_is_wrong_is_said_and_can_be_mended_or_sent_with_a_word(manual: Proposal, hers: Client) -> None:
    contract = contracts_of(manual).select_related("document").get()
    choose(hers, manual, "gato.jpg")
    run_jobs()
    page = hers.get(address(manual, "conferencia/")).content.decode()
    for said in ("Falta a página 1.", "Uma folha não pôde ser lida.", "Enviar assim mesmo", "Recado para a empresa"):
        assert said in page
    file = PendingCopy.objects.get().files.get()
    more = SimpleUploadedFile("p1.jpg", scan(contract, 1), "image/jpeg")
    hers.post(address(manual, "conferencia/arquivos/"), {"pages": [more], "key": "k2"})
    hers.post(address(manual, f"conferencia/arquivos/{file.pk}/remocao/"))
    run_jobs()
    assert "Tudo certo" in hers.get(address(manual, "conferencia/")).content.decode()


def test_what_she_chose_waits_for_her_in_another_session(manual: Proposal, hers: Client, carla: PanelUser) -> None:
    choose(hers, manual, "p1.jpg")
    again = client_of(carla)
    assert again.get(address(manual)).headers["Location"] == address(manual, "conferencia/")
    again.post(address(manual, "conferencia/descarte/"))
    assert again.get(address(manual)).status_code == 200 and not SignedCopy.objects.exists()


def test_a_worker_that_is_down_does_not_keep_her(manual: Proposal, hers: Client) -> None:
    choose(hers, manual, "p1.jpg")
    early = hers.post(address(manual, "conferencia/"), {"note": ""})
    assert early.status_code == 422 and "Ainda estamos lendo" in early.content.decode()
    PendingCopy.objects.update(changed_at=PendingCopy.objects.get().changed_at - PATIENCE - timedelta(seconds=1))
    assert "Enviar sem a leitura" in hers.get(address(manual, "conferencia/")).content.decode()
    hers.post(address(manual, "conferencia/"), {"note": ""})
    assert SignedCopy.objects.get().read_at is None


def test_place_and_camera_leave_in_no_picture_and_stay_in_the_file_as_it_came(manual: Proposal, hers: Client) -> None:
    upload(hers, manual, "p1.jpg")
    for sheet in CopyPage.objects.all():
        served = body_of(hers.get(address(manual, f"folhas/{sheet.pk}/")))
        with Image.open(BytesIO(served)) as picture:
            assert not picture.getexif() and b"Camera of Carla" not in served
    original = body_of(hers.get(address(manual, f"{SignedCopy.objects.get().files.get().pk}/")))
    with Image.open(BytesIO(original)) as picture:
        assert picture.getexif().get_ifd(GPS)
    assert original == photo()


def test_the_same_form_sent_twice_is_one_copy(manual: Proposal, hers: Client) -> None:
    for _again in range(2):
        upload(hers, manual, "p1.jpg")
    assert SignedCopy.objects.count() == 1


def test_a_file_that_is_no_picture_is_named(manual: Proposal, hers: Client) -> None:
    answer = choose(hers, manual, "p1.jpg", data=b"not a picture")
    assert answer.status_code == 422
    assert "p1.jpg" in answer.content.decode()
    assert not PendingCopy.objects.exists()


def test_a_refusal_comes_back_here_with_its_reason(manual: Proposal, hers: Client, bruno: Member, at: datetime) -> None:
    upload(hers, manual, "p1.jpg")
    refuse_copy(SignedCopy.objects.get(), reason="Falta a página 2.", by=bruno, at=at)
    for page in (url_of(manual), address(manual)):
        assert "Falta a página 2." in hers.get(page).content.decode()
    assert "Enviar outra via" in hers.get("/aurora/painel/").content.decode()
    assert "complete nele o que faltou" in hers.get(address(manual)).content.decode()
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
        assert "Via enviada" in html
        assert "Via a conferir" not in html and "confere a via" not in html


def test_what_the_vendor_registered_is_shown_as_that(
    manual: Proposal, hers: Client, bruno: Member, at: datetime
) -> None:
    contract = contracts_of(manual).select_related("version__proposal", "document", "company").get()
    received = Received("hand", at.astimezone(contract.company.tz).date(), "Entregue na loja")
    register_copy(contract, scans(contract, 1), received, key="p", by=bruno, origin=ORIGIN, at=at)
    page = hers.get(address(manual)).content.decode()
    assert "Registrada por Aurora" in page and "Não é um ato seu." in page and "Entregue na loja" in page


@pytest.mark.parametrize("rest", ["", "conferencia/", "conferencia/arquivos/", "conferencia/descarte/"])
def test_who_may_not_sign_prepares_no_copy(manual: Proposal, davi: PanelUser, rest: str) -> None:
    assert client_of(davi).post(address(manual, rest), {"key": "k"}).status_code == 404


def test_a_colleague_sees_nothing_of_what_she_prepares(manual: Proposal, hers: Client, gil: PanelUser) -> None:
    choose(hers, manual, "p1.jpg")
    run_jobs()
    [sheet] = CopyPage.objects.all()
    his = client_of(gil)
    assert his.get(address(manual, f"folhas/{sheet.pk}/")).status_code == 404
    assert body_of(hers.get(address(manual, f"folhas/{sheet.pk}/")))
    assert his.get(address(manual)).status_code == 200


def test_she_gets_her_own_files_back_as_they_were(manual: Proposal, hers: Client) -> None:
    upload(hers, manual, "p1.jpg")
    file = SignedCopy.objects.get().files.get()
    answer = hers.get(f"{address(manual)}{file.pk}/")
    assert body_of(answer) == photo()
    assert answer["Content-Security-Policy"] == "sandbox"
