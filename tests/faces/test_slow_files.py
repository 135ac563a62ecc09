"""Every door answers in time, however long each of many files takes to open: by a clock of the tests' own."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from aceite.core.contracts import copy_files
from aceite.core.contracts.models import CopyFile, PendingCopy
from aceite.core.customers.models import Customer, PanelUser
from aceite.core.documents import patience
from aceite.core.people.models import Member
from aceite.core.proposals import attaching
from aceite.core.proposals.models import Attachment
from aceite.kit.imaging import PictureRefused, Scan
from tests.clients import client_of
from tests.core.contracts.scans import photo
from tests.jobs import run_jobs
from tests.plans import plan
from tests.walk import contracts_of, draft_for, sent, with_contract

pytestmark = pytest.mark.django_db
PATIENCE = 20.0
Slow = Callable[[float], "Clock"]


class Clock:
    """What has passed since the test began; each file takes `each` seconds to open, or as many as it is allowed."""

    def __init__(self, each: float) -> None:
        self.each, self.passed, self.tried = each, 0.0, 0

    def monotonic(self) -> float:
        return self.passed

    def open(self, data: bytes, *, seconds: int) -> Scan:
        self.tried += 1
        self.passed += min(self.each, seconds)
        if self.each > seconds:
            raise PictureRefused("too_slow")
        return Scan("pdf" if data.startswith(b"%PDF") else "jpeg", 1, 800, 600)


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> Slow:
    def slowed(each: float) -> Clock:
        clock = Clock(each)
        monkeypatch.setattr(patience, "time", clock)
        monkeypatch.setattr(copy_files, "read_scan", clock.open)
        monkeypatch.setattr(attaching, "require_opens", clock.open)
        return clock

    return slowed


@pytest.fixture
def at() -> datetime:
    return timezone.now()


@pytest.fixture
def address(padaria: Customer, bruno: Member, carla: PanelUser, at: datetime) -> str:
    """Where Carla sends the photos of what she signed on paper."""
    proposal = draft_for(padaria, bruno, at)
    with_contract(proposal, bruno, at, carla, requirement="manual")
    sale = sent(proposal, bruno, at)
    return f"/aurora/painel/propostas/{sale.number}/contratos/{contracts_of(sale).get().pk}/via-assinada/"


def photos(count: int) -> list[SimpleUploadedFile]:
    return [SimpleUploadedFile(f"{number}.jpg", photo() + bytes([number])) for number in range(count)]


def test_twenty_slow_photos_are_taken_in_time_and_opened_by_the_worker(
    address: str, carla: PanelUser, slow: Slow
) -> None:
    clock = slow(4)
    answer = client_of(carla).post(address, {"pages": photos(20), "key": "k", "note": ""})
    assert (answer.status_code, clock.tried) == (302, 4) and clock.passed < PATIENCE
    assert CopyFile.objects.filter(pending=PendingCopy.objects.get(), read_at=None).count() == 20
    CopyFile.objects.exclude(position__in=(0, 19)).delete()
    run_jobs()
    assert CopyFile.objects.exclude(read_at=None).filter(pages__served__isnull=False).count() == 2


def test_a_photo_that_takes_its_full_time_is_refused_by_name(address: str, carla: PanelUser, slow: Slow) -> None:
    clock = slow(60)
    answer = client_of(carla).post(address, {"pages": photos(3), "key": "k", "note": ""})
    assert answer.status_code == 422 and clock.passed < PATIENCE and not PendingCopy.objects.exists()
    assert "“0.jpg”: Este arquivo demora demais para ser aberto." in answer.content.decode()


def test_a_pdf_for_which_no_time_is_left_is_asked_for_alone(address: str, carla: PanelUser, slow: Slow) -> None:
    clock = slow(6)
    pages = [*photos(3), SimpleUploadedFile("via.pdf", plan())]
    answer = client_of(carla).post(address, {"pages": pages, "key": "k", "note": ""})
    assert answer.status_code == 422 and clock.passed < PATIENCE
    assert "Não deu tempo de abrir “via.pdf” junto com os outros arquivos." in answer.content.decode()


def test_attachments_for_which_no_time_is_left_are_asked_for_again(
    padaria: Customer, bruno: Member, at: datetime, slow: Slow
) -> None:
    draft, clock = draft_for(padaria, bruno, at), slow(7)
    files = [SimpleUploadedFile(f"{number}.pdf", plan(str(number))) for number in range(20)]
    answer = client_of(bruno).post(f"/aurora/gestao/vendas/{draft.number}/anexos/", {"added": files})
    assert answer.status_code == 422 and clock.passed < PATIENCE
    assert list(Attachment.objects.values_list("name", flat=True)) == ["0.pdf", "1.pdf"]
    assert "Não deu tempo de abrir “19.pdf” junto com os outros." in answer.content.decode()
