"""A copy is read before it is sent, its sender sees what was found, and nothing of it is lost or sent by itself."""

import threading
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import transaction

from aceite.core.contracts.collating import Collation, Finding
from aceite.core.contracts.copies import CopyNotWanted, UploadedFile, lock_expecting, refuse_copy
from aceite.core.contracts.copy_files import BadCopy, Taken
from aceite.core.contracts.copy_reading import collation_of, is_read, reading_words
from aceite.core.contracts.models import Contract, CopyFile, CopyPage, PendingCopy, SignedCopy
from aceite.core.contracts.pending import (
    KEPT,
    PATIENCE,
    NothingToSend,
    StillReading,
    abandoned,
    discard,
    drop_file,
    keep_prepared,
    prepare_copy,
    send_copy,
)
from aceite.core.contracts.tasks import forget_abandoned_copies
from aceite.core.customers.models import PanelUser
from aceite.core.documents.forgetting import let_go
from aceite.core.documents.models import Document
from aceite.core.documents.reading import read
from aceite.core.documents.storing import store
from aceite.core.people.models import Member
from aceite.core.trail.models import Event
from aceite.core.trail.refusals import NotAllowed
from aceite.kit.hashing import sha256_hex
from tests.core.contracts.scans import photo, scan, scanned_pdf, scans
from tests.core.contracts.sent import ORIGIN
from tests.jobs import run_jobs
from tests.kit.outside_judges import drawn_pages, qr_codes
from tests.kit.sealing.samples import sealed
from tests.overtaking import whole
from tests.threads import at_once


def prepare(contract: Contract, person: PanelUser, at: datetime, *files: UploadedFile, key: str = "k1") -> PendingCopy:
    """She chooses these files, and the worker reads them."""
    pending = prepare_copy(contract, list(files), key=key, by=person, at=at)
    run_jobs(at)
    return pending


def send(pending: PendingCopy, person: PanelUser, at: datetime) -> SignedCopy:
    """She presses the button."""
    return send_copy(pending, note="Segue", by=person, origin=ORIGIN, at=at)


def found(pending: PendingCopy) -> Collation:
    """What the page shows her."""
    return collation_of(pending.contract, list(pending.files.prefetch_related("pages")))


def test_all_pages_in_any_order_and_upside_down_are_put_right(
    printed: Contract, carla: PanelUser, now: datetime
) -> None:
    upside_down = UploadedFile("2.jpg", scan(printed, 2, turned=180))
    pending = prepare(printed, carla, now, *scans(printed, 3), upside_down, *scans(printed, 1))
    seen = found(pending)
    assert seen.all_right and [sheet.pages for sheet in seen.placed] == [(1,), (2,), (3,)]
    assert not seen.in_order and seen.turned == 1


def test_a_photo_thrown_away_in_another_window_meanwhile_is_asked_for_again(
    printed: Contract, carla: PanelUser, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, files = prepare(printed, carla, now, *scans(printed, 1)), scans(printed, 1)

    def elsewhere(*words: Any, **named: Any) -> Any:
        discard(before, by=carla, at=now)
        return lock_expecting(*words, **named)

    monkeypatch.setattr("aceite.core.contracts.pending.lock_expecting", elsewhere)
    with pytest.raises(BadCopy, match="em outra janela"):
        prepare_copy(printed, files, key="k2", by=carla, at=now)
    monkeypatch.undo()
    again = prepare(printed, carla, now, *files, key="k2")
    assert [read(file.document) for file in again.files.all()] == [file.data for file in files]


def test_the_page_that_was_sent_before_taken_up_again_by_the_browser_sends_another_copy(
    printed: Contract, carla: PanelUser, bruno: Member, now: datetime
) -> None:
    """Going back shows the old form with its old key; what she chooses in it now is no second sending of the old."""
    first = send(prepare(printed, carla, now, *scans(printed, 1)), carla, now)
    refuse_copy(first, reason="Falta a página 2.", by=bruno, at=now)
    second = send(prepare(printed, carla, now, *scans(printed, 1, 2, 3)), carla, now)
    assert second.pk != first.pk and second.files.count() == 3
    assert not PendingCopy.objects.exists()


def test_what_was_found_is_part_of_what_is_recorded(printed: Contract, carla: PanelUser, now: datetime) -> None:
    copy = send(prepare(printed, carla, now, *scans(printed, 3, 1)), carla, now)
    event = Event.objects.get(kind="copy.uploaded")
    assert event.data["reading"] == {
        "sheets": 2, "found": {"right": 2}, "missing": [2], "lacking": 1, "turned": 0, "in_order": False,
    }  # fmt: skip
    assert reading_words(event.data["reading"]) == "falta a página 2, ordem corrigida"
    run_jobs(now)
    assert copy.read_at == now and not Event.objects.filter(kind="copy.read").exists()


def test_pages_can_be_added_and_taken_out_until_all_is_right(
    printed: Contract, carla: PanelUser, now: datetime
) -> None:
    pending = prepare(printed, carla, now, *scans(printed, 1), UploadedFile("gato.jpg", photo()))
    assert found(pending).missing == (2, 3) and found(pending).found(Finding.UNREADABLE)
    drop_file(pending, pending.files.get(name="gato.jpg"), by=carla, at=now)
    assert prepare(printed, carla, now, *scans(printed, 2, 3), key="another form").pk == pending.pk
    assert found(pending).all_right
    assert [file.name for file in send(pending, carla, now).files.all()] == [
        "folha 1.jpg", "folha 2.jpg", "folha 3.jpg",
    ]  # fmt: skip


def test_the_page_of_an_older_version_is_named(printed: Contract, carla: PanelUser, now: datetime) -> None:
    older = Contract.objects.get(pk=printed.pk)
    older.pk, older.code, older.title = None, "0123456789ABCDEF", "Fornecimento antigo"
    older.save()
    CopyPage.objects.all().delete()
    pending = prepare(printed, carla, now, *scans(printed, 1, 2, 3))
    CopyPage.objects.filter(codes=[[printed.code, 2]]).update(codes=[[older.code, 2]])
    [stray] = found(pending).found(Finding.OTHER_PAPER)
    assert stray.named == "“Fornecimento antigo”, versão 1" and found(pending).missing == (2,)


def test_a_page_of_another_sale_is_not_named(printed: Contract, carla: PanelUser, now: datetime) -> None:
    pending = prepare(printed, carla, now, *scans(printed, 1))
    CopyPage.objects.update(codes=[["0123456789ABCDEF", 1]])
    [stray] = found(pending).found(Finding.STRANGER)
    assert stray.named == ""


def test_a_scanned_pdf_is_read_page_by_page(printed: Contract, carla: PanelUser, now: datetime) -> None:
    sheets = [scan(printed, 2), scan(printed, 1, turned=90), scan(printed, 2)]
    pending = prepare(printed, carla, now, UploadedFile("via.pdf", scanned_pdf(*sheets)))
    seen = found(pending)
    assert [sheet.pages for sheet in seen.placed] == [(1,), (2,), (2,)]
    assert len(seen.found(Finding.DOUBLE)) == 1 and seen.missing == (3,)


def test_the_sheets_are_bound_upright_in_order_beside_the_files_as_they_came(
    printed: Contract, carla: PanelUser, now: datetime
) -> None:
    upside_down = UploadedFile("2.jpg", scan(printed, 2, turned=180))
    copy = send(prepare(printed, carla, now, *scans(printed, 3), upside_down, *scans(printed, 1)), carla, now)
    run_jobs(now)
    copy.refresh_from_db()
    assert copy.bound is not None and copy.bound.pages == 3
    [said] = {tuple(text.rsplit("/", 1)[-1] for page in drawn_pages(read(copy.bound)) for text in qr_codes(page))}
    assert said == ("1", "2", "3")
    assert read(copy.files.get(name="2.jpg").document) == upside_down.data


def test_a_pdf_with_digital_signatures_is_never_made_anew(printed: Contract, carla: PanelUser, now: datetime) -> None:
    data = sealed()
    copy = send(prepare(printed, carla, now, UploadedFile("assinado.pdf", data)), carla, now)
    run_jobs(now)
    copy.refresh_from_db()
    assert copy.bound is None and read(copy.files.get().document) == data


def test_the_same_photo_chosen_twice_and_the_form_sent_twice_are_one(
    printed: Contract, carla: PanelUser, now: datetime
) -> None:
    for _again in range(2):
        pending = prepare(printed, carla, now, *scans(printed, 1, 1))
    assert pending.files.count() == 1 and PendingCopy.objects.count() == 1


def test_sending_twice_is_one_copy(printed: Contract, carla: PanelUser, now: datetime) -> None:
    pending = prepare(printed, carla, now, *scans(printed, 1))
    assert send(pending, carla, now) == send(pending, carla, now)
    assert not PendingCopy.objects.exists() and Event.objects.filter(kind="copy.uploaded").count() == 1


def test_nothing_is_sent_while_there_is_time_to_read(printed: Contract, carla: PanelUser, now: datetime) -> None:
    pending = prepare_copy(printed, scans(printed, 1), key="k1", by=carla, at=now)
    with pytest.raises(StillReading):
        send(pending, carla, now + PATIENCE - timedelta(seconds=1))
    assert not SignedCopy.objects.exists() and pending.files.count() == 1


def test_a_worker_that_is_down_blocks_nobody_and_reads_later(
    printed: Contract, carla: PanelUser, now: datetime
) -> None:
    pending = prepare_copy(printed, scans(printed, 1, 2), key="k1", by=carla, at=now)
    copy = send(pending, carla, now + PATIENCE)
    assert copy.read_at is None and "reading" not in Event.objects.get(kind="copy.uploaded").data
    run_jobs(now + PATIENCE)
    told = Event.objects.get(kind="copy.read")
    assert told.data["reading"]["missing"] == [3] and told.actor_kind == "system"
    run_jobs(now + PATIENCE)
    assert Event.objects.filter(kind="copy.read").count() == 1


def test_a_job_cut_off_in_the_middle_goes_on_where_it_was(printed: Contract, carla: PanelUser, now: datetime) -> None:
    pending = prepare_copy(
        printed, [UploadedFile("via.pdf", scanned_pdf(*(scan(printed, page) for page in (1, 2, 3))))], key="k1",
        by=carla, at=now,
    )  # fmt: skip
    file = pending.files.get()
    CopyPage.objects.create(company=printed.company, file=file, number=2, codes=[[printed.code, 2]])
    run_jobs(now)
    assert [page.number for page in file.pages.all()] == [1, 2, 3] and found(pending).all_right


def test_what_one_person_prepares_is_hers_alone(
    printed: Contract, carla: PanelUser, gil: PanelUser, now: datetime
) -> None:
    hers = prepare(printed, carla, now, *scans(printed, 1))
    assert prepare(printed, gil, now, *scans(printed, 2), key="his").pk != hers.pk
    for act in (lambda: send(hers, gil, now), lambda: discard(hers, by=gil, at=now)):
        with pytest.raises(NotAllowed):
            act()
    send(hers, carla, now)
    with pytest.raises(CopyNotWanted):
        send(PendingCopy.objects.get(), gil, now)


def test_what_was_prepared_can_be_thrown_away(printed: Contract, carla: PanelUser, now: datetime) -> None:
    pending = prepare(printed, carla, now, *scans(printed, 1, 2))
    for _again in range(2):
        discard(pending, by=carla, at=now)
    assert not CopyFile.objects.exists() and not CopyPage.objects.exists()
    with pytest.raises(NothingToSend):
        send(pending, carla, now)


def test_with_what_is_thrown_away_go_its_bytes_and_no_others(
    printed: Contract, carla: PanelUser, gil: PanelUser, now: datetime
) -> None:
    shared, own = scans(printed, 1)[0], scans(printed, 2)[0]
    prepare(printed, gil, now, shared, key="his")
    pending = prepare(printed, carla, now, shared, own)
    served = {page.served for page in CopyPage.objects.filter(file__pending=pending)}
    discard(pending, by=carla, at=now)
    run_jobs(now)
    kept = {document.sha256 for document in Document.objects.filter(removed_at=None)}
    assert sha256_hex(shared.data) in kept and sha256_hex(own.data) not in kept
    assert len([picture for picture in served if picture and picture.sha256 not in kept]) == 1
    assert Event.objects.filter(kind="copy.discarded").count() == 1


def test_what_is_never_sent_goes_after_a_month(printed: Contract, carla: PanelUser, now: datetime) -> None:
    pending = prepare(printed, carla, now, *scans(printed, 1))
    assert not abandoned(now + KEPT - timedelta(seconds=1)).exists()
    with time_machine.travel(now + KEPT):
        forget_abandoned_copies.call()
    assert not PendingCopy.objects.filter(pk=pending.pk).exists()


def test_too_many_files_are_refused_and_the_others_stay(
    printed: Contract, carla: PanelUser, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("aceite.core.contracts.pending.MOST_PREPARED", 20)
    pending = prepare_copy(printed, scans(printed, 1), key="k1", by=carla, at=now)
    many = [UploadedFile(f"{number}.png", photo(size=(600, 800 + number))) for number in range(10, 30)]
    with pytest.raises(BadCopy):
        prepare_copy(printed, many, key="k2", by=carla, at=now)
    assert pending.files.count() == 1


def test_after_a_refusal_another_copy_is_prepared(
    printed: Contract, carla: PanelUser, bruno: Member, now: datetime
) -> None:
    copy = send(prepare(printed, carla, now, *scans(printed, 1)), carla, now)
    refuse_copy(copy, reason="Faltam páginas", by=bruno, at=now)
    again = prepare(printed, carla, now, *scans(printed, 1, 2, 3), key="k2")
    assert is_read(list(again.files.all())) and send(again, carla, now).pk != copy.pk


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_a_photo_on_its_way_into_a_copy_is_not_let_go_before_its_row_is_seen(
    paper_contract: Contract, carla: PanelUser, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    photo_of = store(b"the photo", company_id=carla.company_id, content_type="image/jpeg", at=now)
    looked, gone = threading.Event(), threading.Event()
    write = CopyFile.objects.bulk_create

    def slowly(rows: Any) -> Any:
        looked.set()
        gone.wait(0.5)
        return write(rows)

    def let_it_go() -> None:
        looked.wait(10)
        with transaction.atomic():
            let_go([photo_of.pk], at=now)
        gone.set()

    monkeypatch.setattr(CopyFile.objects, "bulk_create", slowly)
    taken = [Taken(photo_of, "via.jpg", 0)]
    kept, _nothing = at_once(
        carla.company_id, lambda: keep_prepared(paper_contract, taken, key="k1", by=carla, at=now), let_it_go
    )
    assert isinstance(kept, PendingCopy) and kept.files.get().document == photo_of and whole(photo_of)
