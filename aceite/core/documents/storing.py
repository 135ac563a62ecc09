"""Taking a file in: hashed while it streams, kept under its hash, once."""

from collections.abc import Iterable
from datetime import datetime
from shutil import copyfileobj

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import transaction

from aceite.core.documents.holding import hold
from aceite.core.documents.models import Document
from aceite.core.documents.placing import DiskFull, Place, new_place
from aceite.kit.hashing import HashedChunks

__all__ = ["DiskFull", "keep", "store"]


def store(
    content: "bytes | Iterable[bytes] | File[bytes]",
    *,
    company_id: int,
    content_type: str,
    at: datetime,
    pages: int = 0,
) -> Document:
    """Keeps the bytes and returns their row; the same bytes of the same company give the same row.

    Runs in the company's scope. When the caller's transaction rolls back, the bytes stay under their hash, named by no
    row. Raises DiskFull, and then nothing half-written is left.
    """
    chunks = HashedChunks(_chunks(content))
    with new_place() as place:
        for chunk in chunks:
            place.file.write(chunk)
        document = Document(
            company_id=company_id,
            sha256=chunks.hexdigest,
            size=chunks.length,
            content_type=content_type,
            pages=pages,
            stored_at=at,
        )
        place.settle(document.path)
        row, _new = Document.objects.get_or_create(
            company_id=company_id,
            sha256=document.sha256,
            defaults={"size": document.size, "content_type": content_type, "pages": pages, "stored_at": at},
        )
        _brought_again(row, pages, place)
    return row


def keep(document: Document, content: bytes, *, at: datetime, beside: Iterable[int | None] = ()) -> Document:
    """The file that was stored before the transaction, held in it until it ends: whoever let the same bytes go
    meanwhile did so in vain. Call it inside the transaction of the verb that names the file, before anything is let
    go; `beside` are the others that the verb names or lets go, held at once with it."""
    if document.pk in hold([document.pk, *beside]):
        return document
    kind = document.content_type
    return store(content, company_id=document.company_id, content_type=kind, at=at, pages=document.pages)


def _brought_again(row: Document, pages: int, place: Place) -> None:
    """The same bytes once more: what had been removed is here again, and pages may be counted that nobody had."""
    counted = pages and not row.pages
    if row.removed_at is None and not counted:
        return
    with transaction.atomic():
        row.removed_at, row.pages = None, row.pages or pages
        row.save(update_fields=["removed_at", "pages"])
        # From here on nobody erases them (forgetting.erase_bytes); in the instant before, somebody may have.
        if not default_storage.exists(row.path):
            place.file.seek(0)
            with new_place() as again:
                copyfileobj(place.file, again.file)
                again.settle(row.path)


def _chunks(content: "bytes | Iterable[bytes] | File[bytes]") -> Iterable[bytes]:
    if isinstance(content, bytes):
        return [content]
    return content.chunks() if isinstance(content, File) else content
