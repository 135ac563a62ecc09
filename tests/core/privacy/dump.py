"""Looking for a value everywhere: in every column of every table as text, and in every stored file."""

import contextlib
import io
import zlib
from collections.abc import Iterator
from zipfile import BadZipFile, ZipFile

import pikepdf
import pypdfium2
from django.apps import apps
from django.core.files.storage import default_storage
from django.db import connection

from aceite.core.documents.models import Document


def tables_with(value: str) -> set[str]:
    """The tables in which the value stands, whatever hides it: case, JSON escapes, the bytes of a blob."""
    names = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    return {name for name in names if any(_holds(row, value) for row in _rows(name))}


def files_with(value: str) -> set[str]:
    """The stored files whose bytes, unpacked as far as we can, hold the value."""
    return {path for path, data in _files() if value.lower().encode() in data.lower()}


def _rows(table: str) -> Iterator[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT * FROM "{table}"')
        yield from cursor.fetchall()


def _holds(row: tuple[object, ...], value: str) -> bool:
    escaped = value.encode("unicode_escape").decode().replace("\\x", "\\u00")
    for cell in row:
        text = bytes(cell).decode("latin-1") if isinstance(cell, bytes | memoryview) else str(cell)
        if value.lower() in text.lower() or escaped.lower() in text.lower():
            return True
    return False


def _files() -> Iterator[tuple[str, bytes]]:
    for document in Document.objects.all():
        if default_storage.exists(document.path):
            with default_storage.open(document.path) as kept:
                yield document.path, unpacked(kept.read())


def unpacked(data: bytes) -> bytes:
    """The bytes with the streams of a PDF and the entries of a ZIP laid open."""
    if data.startswith(b"%PDF"):
        with pikepdf.open(io.BytesIO(data)) as pdf:
            streams = [each.read_bytes() for each in pdf.objects if isinstance(each, pikepdf.Stream) and _opens(each)]
        return data + b"".join(streams) + _text(data)
    try:
        with ZipFile(io.BytesIO(data)) as archive:
            return data + b"".join(archive.read(name) for name in archive.namelist())
    except BadZipFile:
        return data


def _text(pdf: bytes) -> bytes:
    # A PDF's letters stand as numbers of shapes, so its text is asked of a reader.
    with contextlib.closing(pypdfium2.PdfDocument(pdf)) as opened:
        return " ".join(page.get_textpage().get_text_range() for page in opened).encode()


def _opens(stream: pikepdf.Stream) -> bool:
    try:
        stream.read_bytes()
    except (pikepdf.PdfError, zlib.error):
        return False
    return True
