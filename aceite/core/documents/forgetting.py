"""Removing the bytes of files for good: their hash and length stay where the trail and other files name them."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Exists, OuterRef

from aceite.core.companies.models import Company
from aceite.core.documents.holding import hold
from aceite.core.documents.models import Document, PagePicture
from aceite.core.rows.hanging import Rows, named_elsewhere

TRIED_AGAIN: Final = timedelta(days=30)


def forget(documents: Iterable[int], *, at: datetime) -> list[Document]:
    """Marks files and the pictures of their pages as removed; their bytes go after the verb's event (documents.tasks).

    The caller has found that nothing else needs them. Call it inside the transaction of the verb.
    """
    keys = set(documents)
    pictures = PagePicture.objects.filter(document__in=keys)
    drawn = set(pictures.values_list("picture", flat=True))
    pictures.delete()
    # Two pages that look alike, an empty one each, are one picture.
    keys |= drawn - named_elsewhere({}, Document, drawn)
    gone = list(Document.objects.filter(pk__in=keys, removed_at=None))
    Document.objects.filter(pk__in=keys, removed_at=None).update(removed_at=at)
    return gone


def of_these_alone(rows: Rows, documents: Iterable[int]) -> set[int]:
    """Those of these files that nothing but these rows, and the pictures drawn of the files themselves, points to."""
    keys = set(documents)
    drawn = set(PagePicture.objects.filter(document__in=keys).values_list("pk", flat=True))
    return keys - named_elsewhere({**rows, PagePicture: drawn}, Document, keys)


def let_go(documents: Iterable[int | None], *, at: datetime) -> None:
    """Forgets those of these files that no row names any more, and that are not the company's logo. Call it inside the
    transaction of the verb, once its own rows are gone."""
    keys = of_these_alone({}, hold(documents))
    if not keys:
        return
    logo = Company.objects.filter(pk=OuterRef("company_id"), logo_sha256=OuterRef("sha256"))
    forget(Document.objects.filter(pk__in=keys).exclude(Exists(logo)).values_list("pk", flat=True), at=at)


def removed_since(moment: datetime) -> list[int]:
    """The companies of which a file was removed since then."""
    return list(Document.objects.filter(removed_at__gt=moment).order_by().values_list("company", flat=True).distinct())


def newly_removed(company_id: int, *, at: datetime) -> list[str]:
    """The hashes of what was removed in the month before `at`: what a job could not erase is tried again with it."""
    rows = Document.objects.filter(company_id=company_id, removed_at__gt=at - TRIED_AGAIN)
    return list(rows.values_list("sha256", flat=True))


def erase_bytes(company_id: int, sha256: str) -> None:
    """Takes the bytes out of the storage unless a row names them again. Twice is harmless."""
    with transaction.atomic():
        # Whoever brings the same bytes again holds the row too, and puts them back once they were taken (storing).
        rows = Document.objects.select_for_update(no_key=True).filter(company_id=company_id, sha256=sha256)
        document = rows.first() or Document(company_id=company_id, sha256=sha256)
        if not (document.pk and document.removed_at is None) and default_storage.exists(document.path):
            default_storage.delete(document.path)
