"""What a session was handed is noted once, by session and by file, and forgotten when no session can speak of it."""

from datetime import datetime, timedelta

import pytest

from aceite.core.companies.models import Company
from aceite.core.documents.models import Document, Serving
from aceite.core.documents.serving import Served, forget_served, note_file, note_page, served_to
from aceite.core.documents.storing import store

pytestmark = pytest.mark.django_db
HERS, HIS = "a" * 64, "b" * 64


@pytest.fixture
def paper(aurora: Company, now: datetime) -> Document:
    """Three pages."""
    return store(b"%PDF-1.7", company_id=aurora.pk, content_type="application/pdf", at=now, pages=3)


def picture(paper: Document, words: str, now: datetime) -> Document:
    return store(words.encode(), company_id=paper.company_id, content_type="image/webp", at=now)


def test_each_session_is_told_of_what_came_to_it_alone(paper: Document, now: datetime) -> None:
    first, larger, second = (picture(paper, words, now) for words in ("1 on a phone", "1 enlarged", "2"))
    for page, drawn in ((2, second), (1, first), (1, larger), (1, first)):
        note_page(paper, page, drawn.sha256, reader=HERS, at=now)
    note_file(paper, reader=HIS, at=now)
    assert served_to(HERS, paper) == Served((first.sha256, larger.sha256, second.sha256), (1, 2), file=False)
    assert served_to(HIS, paper) == Served((), (), file=True)
    assert Serving.objects.count() == 4


def test_two_pages_that_look_the_same_are_two_pages(paper: Document, now: datetime) -> None:
    blank = picture(paper, "blank", now)
    for page in (2, 3):
        note_page(paper, page, blank.sha256, reader=HERS, at=now)
    assert served_to(HERS, paper) == Served((blank.sha256,), (2, 3))


def test_pictures_of_a_former_renderer_are_not_called_todays(
    paper: Document, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    note_page(paper, 1, picture(paper, "old", now).sha256, reader=HERS, at=now)
    note_file(paper, reader=HERS, at=now)
    monkeypatch.setattr("aceite.kit.pdf.pages.renderer", lambda: "another")
    assert served_to(HERS, paper) == Served(file=True)


def test_what_no_session_remembers_is_forgotten(paper: Document, now: datetime) -> None:
    note_file(paper, reader=HERS, at=now)
    assert forget_served(before=now) == 0
    assert forget_served(before=now + timedelta(seconds=1)) == 1
