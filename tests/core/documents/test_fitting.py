"""Photos are fitted to screens once, from bytes that are still the stored ones, and go with their photo."""

import io
from datetime import datetime
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from PIL import Image

from aceite.core.companies.models import Company
from aceite.core.documents.fitting import photo
from aceite.core.documents.forgetting import let_go
from aceite.core.documents.models import Document, PagePicture
from aceite.core.documents.pictures import NotDrawn
from aceite.core.documents.reading import Tampered, read
from aceite.core.documents.storing import store
from tests.core.contracts.scans import photo as photographed

pytestmark = pytest.mark.django_db


@pytest.fixture
def oven(aurora: Company, now: datetime) -> Document:
    return store(photographed("red", (900, 600)), company_id=aurora.pk, content_type="image/jpeg", at=now)


def seen(document: Document) -> tuple[str | None, tuple[int, int]]:
    image = Image.open(io.BytesIO(read(document)))
    return image.format, image.size


def test_it_is_as_wide_as_asked_and_made_once(oven: Document, now: datetime) -> None:
    modern = photo(oven, width=160, kind="webp", at=now)
    assert seen(modern) == ("WEBP", (160, 107)) and modern.size < oven.size
    assert seen(photo(oven, width=160, kind="jpeg", at=now)) == ("JPEG", (160, 107))
    assert photo(oven, width=160, kind="webp", at=now) == modern
    assert PagePicture.objects.count() == 2


def test_it_is_never_enlarged(oven: Document, now: datetime) -> None:
    assert seen(photo(oven, width=960, kind="webp", at=now)) == ("WEBP", (900, 600))


def test_what_changed_or_is_no_photo_is_not_shown(aurora: Company, oven: Document, now: datetime) -> None:
    text = store(b"not a photo", company_id=aurora.pk, content_type="image/jpeg", at=now)
    with pytest.raises(NotDrawn):
        photo(text, width=160, kind="webp", at=now)
    Path(default_storage.path(oven.path)).write_bytes(b"\xff\xd8\xffforged")
    with pytest.raises(Tampered):
        photo(oven, width=160, kind="webp", at=now)


def test_it_goes_with_its_photo(oven: Document, now: datetime) -> None:
    small = photo(oven, width=160, kind="webp", at=now)
    let_go([oven.pk], at=now)
    for document in (oven, small):
        document.refresh_from_db()
        assert document.removed_at == now
