"""Wrong turns on the way on paper: each ends in a clear place, and no photo is lost, doubled or sent unasked."""

from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from aceite.core.contracts.chunks import CHUNK
from aceite.core.contracts.copies import UploadedFile, upload_copy
from aceite.core.contracts.models import ArrivingFile, Contract, CopyFile, PendingCopy, SignedCopy
from aceite.core.customers.models import PanelUser
from aceite.core.documents.reading import read
from aceite.core.people.models import Member
from aceite.core.proposals.models import Proposal
from aceite.core.sales.extending import extend
from tests import walk
from tests.core.contracts.scans import photo, scan
from tests.faces.panel.conftest import url_of
from tests.faces.panel.test_sending import announce, bring
from tests.faces.panel.test_wrong_turns import ends_session, enters_again, expired, revised, withdrawn
from tests.jobs import run_jobs

Happens = Callable[[Proposal, Member, datetime], None]
OVERTAKEN = pytest.mark.parametrize("happens", [withdrawn, revised, expired])
CLOSED = "Este contrato não espera uma via assinada agora. Nada foi enviado."


@pytest.fixture
def paper(manual: Proposal) -> str:
    """Where the copy of the contract is sent from, also when another version has come."""
    return url_of(manual, f"contratos/{walk.contracts_of(manual).get().pk}/via-assinada/")


@pytest.fixture
def prepared(manual: Proposal, paper: str, hers: Client) -> CopyFile:
    """Carla chose the page, and it was read: she has yet to send it."""
    posted(hers, paper, scan(walk.contracts_of(manual).select_related("document").get(), 1))
    run_jobs()
    return CopyFile.objects.get(read_at__isnull=False)


def posted(client: Client, address: str, *photos: bytes, key: str = "k1") -> Any:
    """A form with photos."""
    pages = [SimpleUploadedFile(f"{at}.jpg", data, "image/jpeg") for at, data in enumerate(photos)]
    return client.post(address, {"pages": pages, "key": key})


@OVERTAKEN
def test_what_was_prepared_is_not_sent_once_it_was_overtaken_and_leads_to_the_proposal(
    manual: Proposal, paper: str, prepared: CopyFile, hers: Client, bruno: Member, at: datetime, happens: Happens
) -> None:
    happens(manual, bruno, at)
    for answer, status in (
        (hers.get(f"{paper}conferencia/"), 200),
        (hers.post(f"{paper}conferencia/", {"note": ""}), 409),
        (posted(hers, f"{paper}conferencia/arquivos/", photo()), 409),
    ):
        page = answer.content.decode()
        assert answer.status_code == status and f'href="{url_of(manual)}"' in page
        assert "Enviar a via assinada" not in page and "Acrescentar" not in page
    assert not SignedCopy.objects.exists() and CopyFile.objects.get() == prepared
    hers.post(f"{paper}conferencia/descarte/")
    assert f'href="{url_of(manual)}"' in hers.get(paper).content.decode() and not PendingCopy.objects.exists()


@OVERTAKEN
def test_a_form_or_a_chunk_that_comes_too_late_is_told_and_keeps_nothing(
    manual: Proposal, paper: str, hers: Client, bruno: Member, at: datetime, happens: Happens
) -> None:
    data, other = photo(), photo("red")
    announce(hers, manual, data)
    address = f"{paper}envios/"
    happens(manual, bruno, at)
    late = posted(hers, paper, data)
    assert late.status_code == 422 and f'href="{url_of(manual)}"' in late.content.decode()
    assert hers.get(f"{paper}fotos/")["Location"] == paper
    for said in (
        hers.post(address, {"name": "f.jpg", "size": len(other), "sha256": "a" * 64}),
        hers.post(f"{address}{ArrivingFile.objects.get().sha256}/0/", data[:100], "application/octet-stream"),
    ):
        assert said.status_code in {409, 422} and said.json()["words"]
    run_jobs()
    assert not CopyFile.objects.exists() and not SignedCopy.objects.exists()


def test_who_gets_more_time_goes_on_with_the_photos_she_had(
    manual: Proposal, paper: str, prepared: CopyFile, hers: Client, bruno: Member, at: datetime
) -> None:
    expired(manual, bruno, at)
    assert CLOSED in hers.get(f"{paper}conferencia/").content.decode()
    extend(walk.fresh(manual), valid_until=(at + timedelta(days=9)).date(), by=bruno, at=at)
    assert "Enviar a via assinada" in hers.get(f"{paper}conferencia/").content.decode()
    hers.post(f"{paper}conferencia/", {"note": ""})
    assert SignedCopy.objects.get().files.get() == prepared


def test_a_colleague_who_sends_the_copy_first_is_enough(
    manual: Proposal, paper: str, prepared: CopyFile, hers: Client, gil: PanelUser, at: datetime
) -> None:
    his = [UploadedFile("via.jpg", photo("red"))]
    upload_copy(walk.contracts_of(manual).get(), his, key="his", by=gil, origin=walk.ORIGIN, at=at)
    answer = hers.post(f"{paper}conferencia/", {"note": ""})
    assert answer.status_code == 409 and CLOSED in answer.content.decode()
    assert f'href="{url_of(manual)}"' in answer.content.decode()
    assert SignedCopy.objects.get().uploaded_by == gil


@pytest.mark.parametrize("step", ["conferencia/", "conferencia/arquivos/", "conferencia/descarte/"])
def test_a_session_that_ended_while_she_checked_loses_no_photo(
    paper: str, prepared: CopyFile, hers: Client, carla: PanelUser, step: str
) -> None:
    stood = f"{paper}conferencia/"
    ends_session(hers)
    posted_there = {"pages": [SimpleUploadedFile("f.jpg", photo(), "image/jpeg")], "key": "k2", "note": ""}
    answer = hers.post(paper + step, posted_there, headers={"Referer": f"http://testserver{stood}"})
    assert enters_again(hers, carla, answer) == stood
    assert CopyFile.objects.get() == prepared and not SignedCopy.objects.exists()
    assert "Tudo certo" in hers.get(stood).content.decode()


def test_loading_again_going_back_and_a_second_tab_send_one_copy(
    manual: Proposal, paper: str, prepared: CopyFile, hers: Client
) -> None:
    stood = f"{paper}conferencia/"
    assert ["Tudo certo" in hers.get(stood).content.decode() for _twice in range(2)] == [True, True]
    # The form of before is still there after going back; the same photo in it is no second page.
    posted(hers, paper, scan(Contract.objects.select_related("document").get(), 1))
    run_jobs()
    assert CopyFile.objects.get() == prepared
    assert hers.post(stood, {"note": ""})["Location"] == url_of(manual)
    for late in (hers.post(stood, {"note": ""}), hers.get(stood), hers.post(f"{stood}arquivos/", {"key": "k"})):
        assert late["Location"] == paper
    assert "Enviada por Carla" in hers.get(paper).content.decode() and SignedCopy.objects.count() == 1


def large(number: int) -> bytes:
    """A photo of 5 MB: behind the picture a phone puts what else it saw, which comes along untouched."""
    return photo(size=(600, 800 + number)) + Random(number).randbytes(5_100_000)


def test_25_megabytes_of_photos_come_in_chunks_of_which_every_tenth_is_sent_again(
    manual: Proposal, hers: Client
) -> None:
    photos = [large(number) for number in range(5)]
    assert sum(map(len, photos)) > 25_000_000
    for data in photos:
        offset, sent = announce(hers, manual, data).json()["offset"], 0
        while offset < len(data):
            answer = bring(hers, manual, data, offset, offset + CHUNK)
            sent += 1
            # Its answer was lost, so it goes again.
            offset = offset if sent % 10 == 0 else answer.json()["offset"]
    run_jobs()
    assert [read(file.document) for file in CopyFile.objects.order_by("position")] == photos
    assert not ArrivingFile.objects.exists()


def test_25_megabytes_of_photos_come_by_the_plain_form(paper: str, hers: Client) -> None:
    photos = [large(number) for number in range(5)]
    assert posted(hers, paper, *photos)["Location"] == f"{paper}conferencia/"
    kept = CopyFile.objects.order_by("position")
    assert [file.document.size for file in kept] == [len(data) for data in photos]


def test_30_photos_come_in_two_forms_and_each_says_what_it_holds(paper: str, hers: Client) -> None:
    photos = [photo(size=(300, 400 + at)) for at in range(30)]
    much = posted(hers, paper, *photos)
    assert much.status_code == 422 and "20" in much.content.decode() and not CopyFile.objects.exists()
    posted(hers, paper, *photos[:20])
    run_jobs()
    posted(hers, f"{paper}conferencia/arquivos/", *photos[20:], key="k2")
    assert CopyFile.objects.count() == 30
