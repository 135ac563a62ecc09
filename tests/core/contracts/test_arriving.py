"""A file sent in chunks: whatever breaks on the way, it arrives once and equal, or not at all with a sentence."""

import os
import random
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from aceite.core.contracts.admitting import KEPT, ORPHANED, admit, forget_old_arrivals, forget_orphaned_places
from aceite.core.contracts.arriving import BIGGEST, OPENING, Announced, TooMuchArriving, announce_file, give_up_file
from aceite.core.contracts.arriving_files import ArrivingFile
from aceite.core.contracts.chunks import (
    Chunk,
    DamagedChunk,
    NoSuchArrival,
    OtherBytes,
    OutOfPlace,
    TooManyChunks,
    UnfitChunk,
    keep_chunk,
    offset_of,
)
from aceite.core.contracts.copies import CopyNotWanted
from aceite.core.contracts.copy_files import BadCopy, Taken, UploadedFile, take
from aceite.core.contracts.models import Contract, CopyFile, PendingCopy
from aceite.core.contracts.pending import MOST_PREPARED, discard, prepare_copy
from aceite.core.contracts.tasks import admit_file, forget_unfinished_files
from aceite.core.customers.models import PanelUser
from aceite.core.documents.models import Document
from aceite.core.documents.reading import read
from aceite.core.jobs.models import DeadLetter
from aceite.core.jobs.queue import GiveUp
from aceite.core.trail.models import Event
from aceite.core.trail.refusals import NotAllowed
from aceite.kit.hashing import sha256_hex
from tests.core.contracts.scans import photo
from tests.jobs import run_jobs
from tests.threads import at_once


def announced(data: bytes, name: str = "folha 1.jpg") -> Announced:
    """What her browser says of these bytes."""
    return Announced(name, len(data), sha256_hex(data))


def begin(contract: Contract, person: PanelUser, at: datetime, data: bytes, name: str = "folha 1.jpg") -> ArrivingFile:
    """She chooses a file, and it is announced."""
    file = announce_file(contract, announced(data, name), by=person, at=at)
    assert file is not None
    return file


def piece(data: bytes, start: int, length: int) -> Chunk:
    """Some of its bytes with their hash."""
    part = data[start : start + length]
    return Chunk(start, part, sha256_hex(part))


def go_on(file: ArrivingFile, data: bytes, person: PanelUser, at: datetime, step: int = 1000) -> None:
    """Her browser sends what is missing."""
    offset = offset_of(file)
    while offset < len(data):
        offset = keep_chunk(file, piece(data, offset, step), by=person, at=at)


def folders(settings: Any) -> list[str]:
    """What stands in the folder of unfinished files."""
    return sorted(each.name for each in Path(settings.UPLOAD_FOLDER).iterdir())


def test_a_file_in_chunks_enters_what_she_prepares_once_and_equal(
    paper_contract: Contract, carla: PanelUser, now: datetime, settings: Any
) -> None:
    data = photo()
    file = begin(paper_contract, carla, now, data)
    go_on(file, data, carla, now)
    assert not Document.objects.filter(sha256=sha256_hex(data)).exists()
    run_jobs(now)
    kept = CopyFile.objects.get(pending__prepared_by=carla)
    assert (kept.name, read(kept.document)) == ("folha 1.jpg", data) and kept.read_at == now
    assert not ArrivingFile.objects.exists() and folders(settings) == []
    assert [event.kind for event in Event.objects.filter(kind__startswith="copy.").order_by("pk")] == [
        "copy.file_arrived", "copy.prepared",
    ]  # fmt: skip
    assert announce_file(paper_contract, announced(data), by=carla, at=now) is None
    admit(file.pk, at=now)
    assert CopyFile.objects.count() == 1


def test_files_stand_as_they_were_chosen_in_whatever_order_they_arrive(
    paper_contract: Contract, carla: PanelUser, now: datetime
) -> None:
    photos = {name: photo(size=(300, 400 + at)) for at, name in enumerate(("1.jpg", "2.jpg", "3.jpg", "4.jpg"))}
    for name in ("3.jpg", "1.jpg", "4.jpg", "2.jpg"):
        data = photos[name]
        said = Announced(name, len(data), sha256_hex(data), rank=1_000 + int(name[0]))
        file = announce_file(paper_contract, said, by=carla, at=now)
        assert file is not None
        go_on(file, data, carla, now)
        admit(file.pk, at=now)
    prepare_copy(paper_contract, [UploadedFile("5.jpg", photo(size=(300, 500)))], key="k" * 22, by=carla, at=now)
    kept = list(PendingCopy.objects.get().files.all())
    assert [file.name for file in kept] == ["1.jpg", "2.jpg", "3.jpg", "4.jpg", "5.jpg"]
    assert [file.position for file in kept] == list(range(5))


def test_it_goes_on_where_it_stopped_also_in_another_browser(
    paper_contract: Contract, carla: PanelUser, now: datetime
) -> None:
    data = photo()
    keep_chunk(begin(paper_contract, carla, now, data), piece(data, 0, 700), by=carla, at=now)
    tomorrow = now + timedelta(days=1)
    again = begin(paper_contract, carla, tomorrow, data, name="outra.jpg")
    assert offset_of(again) == 700 and again.touched_at == tomorrow and again.name == "outra.jpg"
    assert ArrivingFile.objects.count() == 1


def test_a_chunk_twice_is_one_and_any_other_in_its_place_is_refused(
    paper_contract: Contract, carla: PanelUser, now: datetime
) -> None:
    data = photo()
    file = begin(paper_contract, carla, now, data)
    assert [keep_chunk(file, piece(data, 0, 500), by=carla, at=now) for _ in range(2)] == [500, 500]
    for overlapping in (piece(data, 0, 400), piece(data, 250, 500), piece(data, 900, 100)):
        with pytest.raises(OutOfPlace) as refused:
            keep_chunk(file, overlapping, by=carla, at=now)
        assert refused.value.offset == 500
    assert file.chunks.count() == 1


def test_what_is_damaged_empty_or_too_long_is_refused(
    paper_contract: Contract, carla: PanelUser, now: datetime, settings: Any
) -> None:
    data = photo()
    file = begin(paper_contract, carla, now, data)
    with pytest.raises(DamagedChunk):
        keep_chunk(file, Chunk(0, data[:10], sha256_hex(b"other")), by=carla, at=now)
    for unfit in (Chunk(0, b"", sha256_hex(b"")), piece(data + b"x", 0, len(data) + 1)):
        with pytest.raises(UnfitChunk):
            keep_chunk(file, unfit, by=carla, at=now)
    assert offset_of(file) == 0 and folders(settings) == []


def test_bytes_that_are_not_the_announced_ones_are_thrown_away(
    paper_contract: Contract, carla: PanelUser, now: datetime, settings: Any
) -> None:
    data = photo()
    file = begin(paper_contract, carla, now, data)
    other = b"\0" + data[1:]
    with pytest.raises(OtherBytes):
        go_on(file, other, carla, now)
    assert offset_of(ArrivingFile.objects.get()) == 0 and folders(settings) == []
    go_on(ArrivingFile.objects.get(), data, carla, now)
    run_jobs(now)
    assert CopyFile.objects.get().document.sha256 == sha256_hex(data)


def test_crumbs_without_end_are_thrown_away(
    paper_contract: Contract, carla: PanelUser, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = photo()
    monkeypatch.setattr("aceite.core.contracts.chunks.MOST_CHUNKS", 4)
    file = begin(paper_contract, carla, now, data)
    for start in range(4):
        keep_chunk(file, piece(data, start, 1), by=carla, at=now)
    with pytest.raises(TooManyChunks):
        keep_chunk(file, piece(data, 4, 1), by=carla, at=now)
    assert offset_of(ArrivingFile.objects.get()) == 0


def test_what_the_disc_lost_is_asked_for_again(
    paper_contract: Contract, carla: PanelUser, now: datetime, settings: Any
) -> None:
    data = photo()
    file = begin(paper_contract, carla, now, data)
    for start in (0, 400, 800):
        keep_chunk(file, piece(data, start, 400), by=carla, at=now)
    next((Path(settings.UPLOAD_FOLDER) / file.place).glob("400-*")).unlink()
    assert offset_of(begin(paper_contract, carla, now, data)) == 400


def test_a_file_of_another_kind_is_refused_in_words_and_its_bytes_go(
    paper_contract: Contract, carla: PanelUser, now: datetime, settings: Any
) -> None:
    data = b"<html>" + b"x" * 900
    file = begin(paper_contract, carla, now, data, name="via.jpg")
    go_on(file, data, carla, now)
    run_jobs(now)
    refused = ArrivingFile.objects.get()
    assert refused.refusal and refused.whole_at is None and folders(settings) == []
    assert not PendingCopy.objects.exists()
    assert begin(paper_contract, carla, now, data).refusal == ""


def test_nobody_but_its_sender_touches_it(
    paper_contract: Contract, carla: PanelUser, gil: PanelUser, davi: PanelUser, fabio: PanelUser, now: datetime
) -> None:
    data = photo()
    file = begin(paper_contract, carla, now, data)
    for stranger in (gil, davi, fabio):
        with pytest.raises(NotAllowed):
            keep_chunk(file, piece(data, 0, 100), by=stranger, at=now)
        with pytest.raises(NotAllowed):
            give_up_file(file, by=stranger, at=now)
    assert begin(paper_contract, gil, now, data).pk != file.pk


def test_what_does_not_fit_is_not_begun(
    paper_contract: Contract, carla: PanelUser, now: datetime, settings: Any
) -> None:
    for size in (0, -1, BIGGEST + 1):
        with pytest.raises(BadCopy):
            announce_file(paper_contract, Announced("a.jpg", size, "a" * 64), by=carla, at=now)
    for unfit in (Announced("a.jpg", 1, "A" * 64), Announced("a.jpg", 1, "a" * 64, 45)):
        with pytest.raises(BadCopy):
            announce_file(paper_contract, unfit, by=carla, at=now)
    settings.UPLOAD_MOST_MEGABYTES = 1
    announce_file(paper_contract, Announced("a.jpg", 900_000, "a" * 64), by=carla, at=now)
    with pytest.raises(TooMuchArriving):
        announce_file(paper_contract, Announced("b.jpg", 900_000, "b" * 64), by=carla, at=now)


def test_only_so_many_are_open_at_a_time(paper_contract: Contract, carla: PanelUser, now: datetime) -> None:
    for count in range(MOST_PREPARED):
        announce_file(paper_contract, Announced("a.jpg", 1, sha256_hex(str(count).encode())), by=carla, at=now)
    with pytest.raises(TooMuchArriving):
        announce_file(paper_contract, Announced("a.jpg", 1, "a" * 64), by=carla, at=now)


def test_a_contract_that_wants_no_copy_any_more_takes_nothing_more(
    paper_contract: Contract, carla: PanelUser, now: datetime
) -> None:
    data = photo()
    file = begin(paper_contract, carla, now, data)
    go_on(file, data, carla, now)
    Contract.objects.filter(pk=paper_contract.pk).update(requirement="digital")
    run_jobs(now)
    assert "não espera uma via" in ArrivingFile.objects.get().refusal
    with pytest.raises(CopyNotWanted):
        announce_file(paper_contract, announced(data), by=carla, at=now)


def test_given_up_and_abandoned_files_leave_nothing(
    paper_contract: Contract, carla: PanelUser, gil: PanelUser, now: datetime, settings: Any
) -> None:
    data = photo()
    hers, his = begin(paper_contract, carla, now, data), begin(paper_contract, gil, now, data)
    for file, person in ((hers, carla), (his, gil)):
        keep_chunk(file, piece(data, 0, 100), by=person, at=now)
    give_up_file(hers, by=carla, at=now)
    give_up_file(hers, by=carla, at=now)
    with pytest.raises(NoSuchArrival):
        keep_chunk(hers, piece(data, 100, 100), by=carla, at=now)
    assert forget_old_arrivals(at=now + KEPT - timedelta(seconds=1)) == 0 and folders(settings) == [his.place]
    assert forget_old_arrivals(at=now + KEPT) == 1 and folders(settings) == [] and not ArrivingFile.objects.exists()


def test_the_schedule_forgets_folders_of_which_no_row_speaks(
    paper_contract: Contract, carla: PanelUser, now: datetime, settings: Any
) -> None:
    data = photo()
    file = begin(paper_contract, carla, now, data)
    keep_chunk(file, piece(data, 0, 100), by=carla, at=now)
    orphan = Path(settings.UPLOAD_FOLDER) / "orphan"
    orphan.mkdir()
    for folder in (orphan, orphan.parent / file.place):
        os.utime(folder, (now.timestamp(), now.timestamp()))
    assert forget_orphaned_places(at=now + ORPHANED / 2) == 0
    assert forget_orphaned_places(at=now + ORPHANED * 2) == 1 and folders(settings) == [file.place]
    forget_unfinished_files.call()


def test_a_file_whose_opening_failed_for_good_is_opened_when_it_is_announced_again(
    paper_contract: Contract, carla: PanelUser, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_args: object, **_more: object) -> list[Taken]:
        raise GiveUp

    run_jobs(now)
    data = photo()
    go_on(begin(paper_contract, carla, now, data), data, carla, now)
    # While the worker is still to come, announcing it again makes no second job.
    begin(paper_contract, carla, now, data)
    with monkeypatch.context() as failing:
        failing.setattr("aceite.core.contracts.admitting.take", fail)
        assert run_jobs(now, failing=True) == 1
    assert ArrivingFile.objects.get().whole_at == now and run_jobs(now) == 0
    for _count in range(2):
        begin(paper_contract, carla, now, data)
    assert admit_file.module_path == OPENING and not DeadLetter.objects.waiting().exists()
    run_jobs(now)
    assert CopyFile.objects.get().document.sha256 == sha256_hex(data) and not ArrivingFile.objects.exists()


def test_a_file_given_up_while_it_is_opened_does_not_come_back(
    paper_contract: Contract, carla: PanelUser, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = photo()
    file = begin(paper_contract, carla, now, data)
    go_on(file, data, carla, now)

    def given_up_meanwhile(*args: Any, **more: Any) -> list[Taken]:
        taken = take(*args, **more)
        give_up_file(file, by=carla, at=now)
        return taken

    monkeypatch.setattr("aceite.core.contracts.admitting.take", given_up_meanwhile)
    run_jobs(now)
    assert not CopyFile.objects.exists() and Document.objects.get(sha256=sha256_hex(data)).removed_at == now


def test_a_file_thrown_away_can_be_sent_again(paper_contract: Contract, carla: PanelUser, now: datetime) -> None:
    data = photo()
    for _count in range(2):
        go_on(begin(paper_contract, carla, now, data), data, carla, now)
        run_jobs(now)
        discard(PendingCopy.objects.get(), by=carla, at=now)
        run_jobs(now)
    assert not CopyFile.objects.exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.race
def test_chunks_sent_by_two_windows_at_once_make_one_file(
    paper_contract: Contract, carla: PanelUser, now: datetime
) -> None:
    data = photo()
    begin(paper_contract, carla, now, data)
    step = len(data) // 4 + 1

    def sends(start: int, length: int) -> Callable[[], int]:
        return lambda: keep_chunk(ArrivingFile.objects.get(), piece(data, start, length), by=carla, at=now)

    for start in range(0, len(data), step):
        # The same chunk twice, a shorter one in its place, and the one that comes after it.
        met = [sends(start, step), sends(start, step), sends(start, step // 2), sends(start + step, step)]
        answers = at_once(carla.company_id, *met)
        offset = offset_of(ArrivingFile.objects.get())
        assert all(isinstance(one, int | OutOfPlace | UnfitChunk) for one in answers), answers
        while offset < min(start + step, len(data)):
            offset = keep_chunk(
                ArrivingFile.objects.get(), piece(data, offset, start + step - offset), by=carla, at=now
            )
    chunks = list(ArrivingFile.objects.get().chunks.all())
    assert [one.offset for one in chunks] == [0, *(one.end for one in chunks)][:-1]
    assert ArrivingFile.objects.get().whole_at == now
    assert Event.objects.filter(kind="copy.file_arrived").count() == 1
    admit(ArrivingFile.objects.get().pk, at=now)
    assert read(CopyFile.objects.get().document) == data


@pytest.mark.hostile
@pytest.mark.parametrize("seed", range(6))
def test_cut_off_anywhere_it_arrives_equal(
    paper_contract: Contract, carla: PanelUser, now: datetime, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The process dies before or after each step; `bin/bench uploads` kills real ones."""
    chance, data = random.Random(seed), photo(size=(900, 1200))
    steps = (
        "chunks.write_chunk",
        "chunks._placed",
        "chunks.close_if_whole",
        "admitting.take",
        "admitting.keep_prepared",
    )

    class Killed(BaseException):
        pass

    def dies(name: str, after: bool) -> None:
        module, function = name.split(".")
        path = f"aceite.core.contracts.{module}.{function}"
        real = getattr(__import__(f"aceite.core.contracts.{module}", fromlist=[function]), function)

        def dying(*args: Any, **kwargs: Any) -> Any:
            if after:
                real(*args, **kwargs)
            monkeypatch.setattr(path, real)
            raise Killed

        monkeypatch.setattr(path, dying)

    for step in chance.choices(steps, k=8):
        dies(step, chance.random() < 0.5)
        try:
            file = announce_file(paper_contract, announced(data), by=carla, at=now)
            while file is not None and (offset := offset_of(file)) < len(data):
                keep_chunk(file, piece(data, offset, chance.randint(500, 3000)), by=carla, at=now)
            if file is not None:
                admit(file.pk, at=now)
        except Killed:
            continue
    monkeypatch.undo()
    if (file := announce_file(paper_contract, announced(data), by=carla, at=now)) is not None:
        go_on(file, data, carla, now)
        admit(file.pk, at=now)
    kept = CopyFile.objects.get()
    assert read(kept.document) == data and not ArrivingFile.objects.exists()
    assert Event.objects.filter(kind="copy.prepared").count() == 1
