"""Page pictures are made once, and only from bytes that are still the stored ones; logos are bounded."""

from datetime import datetime
from pathlib import Path

import pytest
from django.core.files.storage import default_storage

from aceite.core.companies.models import Company
from aceite.core.documents.logos import LogoRefused, logo_of, remove_logo, set_logo
from aceite.core.documents.models import Document, PagePicture
from aceite.core.documents.pictures import NoSuchPage, NotDrawn, picture
from aceite.core.documents.reading import Tampered, read
from aceite.core.documents.storing import store
from aceite.core.people.models import Member
from aceite.core.trail.models import Event
from aceite.core.trail.refusals import NotAllowed
from tests.kit.paper_samples import contract, drawing

pytestmark = pytest.mark.django_db


@pytest.fixture
def paper(aurora: Company, now: datetime) -> Document:
    """A contract of Aurora's."""
    return store(contract().render(), company_id=aurora.pk, content_type="application/pdf", at=now)


def test_a_page_is_drawn_once(paper: Document, now: datetime) -> None:
    first = picture(paper, 1, width=700, at=now)
    assert read(first)[8:12] == b"WEBP" and first.content_type == "image/webp"
    assert picture(paper, 1, width=800, at=now) == first
    assert PagePicture.objects.get().width == 800


def test_who_shows_no_webp_gets_her_own_picture_of_it(paper: Document, now: datetime) -> None:
    first, plain = picture(paper, 1, width=240, at=now), picture(paper, 1, width=240, at=now, kind="png")
    assert read(plain).startswith(b"\x89PNG") and plain.content_type == "image/png"
    assert picture(paper, 1, width=240, at=now) == first
    assert picture(paper, 1, width=240, at=now, kind="png") == plain


def test_pages_that_are_not_there_are_told(paper: Document, now: datetime) -> None:
    paper.pages = 2
    for page in (0, 3):
        with pytest.raises(NoSuchPage):
            picture(paper, page, width=800, at=now)


def test_what_is_no_pdf_is_not_drawn(aurora: Company, now: datetime) -> None:
    text = store(b"not a pdf", company_id=aurora.pk, content_type="application/pdf", at=now)
    with pytest.raises(NotDrawn):
        picture(text, 1, width=800, at=now)


def test_a_changed_file_is_not_drawn(paper: Document, now: datetime) -> None:
    Path(default_storage.path(paper.path)).write_bytes(b"%PDF-forged")
    with pytest.raises(Tampered):
        picture(paper, 1, width=800, at=now)


def test_the_owner_sets_and_removes_the_logo(ana: Member, now: datetime) -> None:
    logo = set_logo(ana.company, drawing([(0, 0), (399, 119)]), by=ana, at=now)
    ana.company.refresh_from_db()
    assert logo_of(ana.company) == logo and read(logo).startswith(b"\x89PNG")
    remove_logo(ana.company, by=ana, at=now)
    assert logo_of(ana.company) is None
    assert [event.kind for event in Event.objects.all()] == ["company.changed", "company.changed"]


def test_a_seller_does_not_change_the_logo(bruno: Member, now: datetime) -> None:
    with pytest.raises(NotAllowed):
        set_logo(bruno.company, drawing([(0, 0), (399, 119)]), by=bruno, at=now)


def test_a_text_is_no_logo(ana: Member, now: datetime) -> None:
    with pytest.raises(LogoRefused, match="PNG, JPG ou WebP"):
        set_logo(ana.company, b"logo", by=ana, at=now)
