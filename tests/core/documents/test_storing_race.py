"""The same file uploaded by many at once is one file and one row."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

import pytest
from django.db import connections

from aceite.core.companies.models import Company
from aceite.core.companies.scope import scoped
from aceite.core.documents.models import Document
from aceite.core.documents.reading import read
from aceite.core.documents.storing import store


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_eight_uploads_at_once_are_one_row(aurora: Company, now: datetime) -> None:
    def upload(_turn: int) -> int:
        try:
            with scoped(aurora.pk):
                return store(b"x" * 100_000, company_id=aurora.pk, content_type="text/plain", at=now).pk
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as threads:
        rows = set(threads.map(upload, range(8)))
    assert rows == {Document.objects.get().pk}
    assert read(Document.objects.get()) == b"x" * 100_000
