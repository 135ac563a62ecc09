"""The words of a document's pages are found once, and go with the document."""

from datetime import datetime

import pytest

from aceite.core.companies.models import Company
from aceite.core.documents import making
from aceite.core.documents.forgetting import forget
from aceite.core.documents.layouts import layout
from aceite.core.documents.models import Document
from aceite.core.documents.pictures import NotDrawn, picture
from aceite.core.documents.placing import DiskFull
from aceite.core.documents.storing import store
from aceite.kit.pdf.layout import layout_of
from tests.kit.paper_samples import contract

pytestmark = pytest.mark.django_db


@pytest.fixture
def paper(aurora: Company, now: datetime) -> Document:
    """A contract of Aurora's."""
    return store(contract().render(), company_id=aurora.pk, content_type="application/pdf", at=now)


def test_words_are_found_once_and_go_with_the_file(paper: Document, now: datetime) -> None:
    found = layout(paper, at=now)
    assert "A Aurora fornecerá o forno." in [run.text for page in layout_of(found) for run in page]
    picture(paper, 1, width=240, at=now)
    kept = Document.objects.count()
    assert layout(paper, at=now) == found and Document.objects.count() == kept
    assert {document.content_type for document in forget([paper.pk], at=now)} == {
        "application/pdf", "application/json", "image/webp",
    }  # fmt: skip


def test_where_there_is_no_room_they_are_found_all_the_same(
    paper: Document, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_bytes: object, **_more: object) -> Document:
        raise DiskFull

    with monkeypatch.context() as disc:
        disc.setattr(making, "store", full)
        found = layout(paper, at=now)
    assert found == layout(paper, at=now) and Document.objects.count() == 2


def test_what_cannot_be_opened_has_none(aurora: Company, now: datetime) -> None:
    broken = store(b"%PDF-1.7 nothing", company_id=aurora.pk, content_type="application/pdf", at=now)
    with pytest.raises(NotDrawn):
        layout(broken, at=now)
