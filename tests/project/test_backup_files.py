"""The files of a backup go through the storage, whichever it is: here S3."""

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from aceite.core.companies.models import Company
from aceite.core.documents.forgetting import erase_bytes, forget
from aceite.core.documents.models import Document
from aceite.core.documents.reading import read
from aceite.core.documents.storing import store
from aceite.project.backup.description import FILES, StoredFile
from aceite.project.backup.files import copy_in, copy_out

pytestmark = pytest.mark.django_db


def quiet(_line: str) -> None:
    """Nobody listens."""


def kept(company: Company, content: bytes, now: datetime) -> tuple[Document, StoredFile]:
    document = store(content, company_id=company.pk, content_type="text/plain", at=now)
    return document, StoredFile(company.pk, document.sha256, document.size)


def test_files_in_s3_go_to_a_folder_and_back(s3: Any, aurora: Company, tmp_path: Path, now: datetime) -> None:
    good, its_file = kept(aurora, b"contrato", now)
    bad, other = kept(aurora, b"R$ 12.400,00", now)
    s3.put_object(Key=bad.path, Body=b"R$ 12.400,01")
    assert copy_out([its_file, other], tmp_path, quiet, recheck=False) == [other]
    s3.Object(good.path).delete()
    assert copy_in([its_file], tmp_path, quiet) == []
    assert read(good) == b"contrato"


def test_a_file_changed_in_the_backup_never_comes_back(s3: Any, aurora: Company, tmp_path: Path, now: datetime) -> None:
    document, file = kept(aurora, b"contrato", now)
    copy_out([file], tmp_path, quiet, recheck=False)
    (tmp_path / FILES / file.path).write_bytes(b"contrata")
    s3.Object(document.path).delete()
    assert copy_in([file], tmp_path, quiet) == [file]
    assert list(s3.objects.all()) == []


def test_what_was_removed_goes_from_the_bucket_unless_it_is_needed_again(
    s3: Any, aurora: Company, now: datetime
) -> None:
    document, _file = kept(aurora, b"contrato", now)
    forget([document.pk], at=now)
    kept(aurora, b"contrato", now)
    erase_bytes(aurora.pk, document.sha256)
    assert read(Document.objects.get(pk=document.pk)) == b"contrato"
    forget([document.pk], at=now)
    erase_bytes(aurora.pk, document.sha256)
    assert list(s3.objects.all()) == []
