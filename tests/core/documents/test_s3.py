"""In S3 as on disk: kept whole, once, under its hash; what changed there is never given out."""

from datetime import datetime
from typing import Any

import pytest

from aceite.core.companies.models import Company
from aceite.core.documents.models import Document
from aceite.core.documents.placing import IN_MEMORY
from aceite.core.documents.reading import Missing, Tampered, open_checked, read
from aceite.core.documents.storing import store

pytestmark = pytest.mark.django_db


def keep(company: Company, content: Any, now: datetime) -> Document:
    return store(content, company_id=company.pk, content_type="application/pdf", at=now)


def keys(s3: Any) -> list[str]:
    """Every file in the bucket."""
    return [file.key for file in s3.objects.all()]


def test_the_same_bytes_of_a_company_are_kept_once_under_their_hash(
    s3: Any, aurora: Company, boreal: Company, now: datetime
) -> None:
    kept = keep(aurora, [b"con", b"trato"], now)
    assert keep(aurora, b"contrato", now) == kept
    assert keys(s3) == [kept.path]
    assert keep(boreal, b"contrato", now) != kept
    assert len(keys(s3)) == 2
    assert read(kept) == b"contrato"


def test_a_file_larger_than_memory_goes_and_comes_as_a_stream(s3: Any, aurora: Company, now: datetime) -> None:
    piece = bytes(range(256)) * 4096
    kept = keep(aurora, [piece] * 9, now)
    assert s3.Object(kept.path).content_length == kept.size > IN_MEMORY
    with open_checked(kept) as file:
        assert b"".join(file.chunks()) == piece * 9


def test_a_file_changed_in_the_bucket_is_never_given_out(s3: Any, aurora: Company, now: datetime) -> None:
    kept = keep(aurora, b"R$ 12.400,00", now)
    s3.put_object(Key=kept.path, Body=b"R$ 12.400,01")
    with pytest.raises(Tampered):
        read(kept)
    with pytest.raises(Tampered, match="alterado depois de guardado"):
        open_checked(kept)


def test_a_file_that_is_gone_is_noticed_and_can_be_stored_again(s3: Any, aurora: Company, now: datetime) -> None:
    kept = keep(aurora, b"x", now)
    s3.Object(kept.path).delete()
    with pytest.raises(Missing):
        read(kept)
    with pytest.raises(Missing, match="não está mais onde foi guardado"):
        open_checked(kept)
    assert keep(aurora, b"x", now) == kept
    assert read(kept) == b"x"


def test_an_interrupted_upload_leaves_nothing(s3: Any, aurora: Company, now: datetime) -> None:
    def cut_off() -> Any:
        yield b"first half"
        raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        keep(aurora, cut_off(), now)
    assert keys(s3) == [] and not Document.objects.exists()
