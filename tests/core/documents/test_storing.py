"""Files are kept whole, once, under their hash; what changed on disk is never given out."""

import errno
import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from aceite.core.companies.models import Company
from aceite.core.documents import reading
from aceite.core.documents.models import Document
from aceite.core.documents.placing import forget_interrupted
from aceite.core.documents.reading import Missing, Tampered, open_checked, read
from aceite.core.documents.storing import DiskFull, store
from aceite.kit.hashing import sha256_hex

pytestmark = pytest.mark.django_db


def keep(company: Company, content: Any, now: datetime) -> Document:
    return store(content, company_id=company.pk, content_type="text/plain", at=now)


def files() -> list[Path]:
    """Every file in the storage."""
    return [path for path in Path(default_storage.path("")).rglob("*") if path.is_file()]


def test_bytes_chunks_and_files_give_the_same_row(aurora: Company, now: datetime) -> None:
    kept = keep(aurora, b"contrato", now)
    assert (kept.sha256, kept.size) == (sha256_hex(b"contrato"), 8)
    assert keep(aurora, [b"con", b"trato"], now) == keep(aurora, ContentFile(b"contrato"), now) == kept
    assert [str(file) for file in files()] == [default_storage.path(kept.path)]


def test_two_companies_share_no_file(aurora: Company, boreal: Company, now: datetime) -> None:
    assert keep(aurora, b"x", now) != keep(boreal, b"x", now)
    assert len(files()) == 2


def test_what_was_stored_comes_back(aurora: Company, now: datetime) -> None:
    kept = keep(aurora, b"abc" * 100_000, now)
    with open_checked(kept) as file:
        assert file.read() == read(kept) == b"abc" * 100_000


def test_a_file_changed_on_disk_is_noticed(aurora: Company, now: datetime) -> None:
    kept = keep(aurora, b"R$ 12.400,00", now)
    Path(default_storage.path(kept.path)).write_bytes(b"R$ 12.400,01")
    with pytest.raises(Tampered):
        read(kept)
    with pytest.raises(Tampered, match="alterado depois de guardado"):
        open_checked(kept)


def test_a_file_that_cannot_be_read_to_its_end_is_not_left_open(
    aurora: Company, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened, opens = list[Any](), reading._open

    def watched(document: Document) -> Any:
        opened.append(opens(document))
        return opened[-1]

    def broken(_chunks: object) -> str:
        raise OSError(errno.EIO, "the disc")

    monkeypatch.setattr(reading, "_open", watched)
    monkeypatch.setattr(reading, "stream_sha256", broken)
    with pytest.raises(OSError, match="the disc"):
        open_checked(keep(aurora, b"x", now))
    assert [file.closed for file in opened] == [True]


def test_a_file_that_is_gone_is_noticed(aurora: Company, now: datetime) -> None:
    kept = keep(aurora, b"x", now)
    Path(default_storage.path(kept.path)).unlink()
    with pytest.raises(Missing):
        read(kept)
    keep(aurora, b"x", now)
    assert read(kept) == b"x"


def upload_that(fails_with: Exception) -> Iterator[bytes]:
    yield b"first half"
    raise fails_with


@pytest.mark.hostile
def test_a_full_disk_leaves_nothing_and_says_so(aurora: Company, now: datetime) -> None:
    with pytest.raises(DiskFull, match="falta espaço"):
        keep(aurora, upload_that(OSError(errno.ENOSPC, "No space left on device")), now)
    assert files() == [] and not Document.objects.exists()


@pytest.mark.hostile
def test_a_disk_full_at_the_last_moment_leaves_nothing(
    aurora: Company, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(descriptor: int) -> None:
        raise OSError(errno.EDQUOT, "Disk quota exceeded")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(DiskFull):
        keep(aurora, b"x", now)
    assert files() == []


@pytest.mark.hostile
def test_an_interrupted_upload_leaves_nothing(aurora: Company, now: datetime) -> None:
    with pytest.raises(ConnectionResetError):
        keep(aurora, upload_that(ConnectionResetError()), now)
    assert files() == []


def test_what_a_killed_process_left_is_removed_after_a_day(aurora: Company, now: datetime) -> None:
    keep(aurora, b"x", now)
    left = Path(default_storage.path("arriving/half"))
    left.write_bytes(b"half")
    assert forget_interrupted(before=datetime.now(UTC) - timedelta(days=1)) == 0
    assert forget_interrupted(before=datetime.now(UTC) + timedelta(seconds=1)) == 1
    assert not left.exists()


def test_a_storage_without_folders_takes_files_too(aurora: Company, now: datetime, settings: Any) -> None:
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    }
    kept = keep(aurora, [b"con", b"trato"], now)
    assert keep(aurora, b"contrato", now) == kept
    assert read(kept) == b"contrato" and default_storage.exists(kept.path)
