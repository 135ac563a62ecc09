"""Giving a file out: only bytes that are still those that were stored."""

from contextlib import ExitStack

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.utils.translation import gettext_lazy as _

from aceite.core.documents.models import Document
from aceite.core.trail.refusals import Refusal
from aceite.kit.hashing import sha256_hex, stream_sha256


class Tampered(Refusal):
    """The stored bytes are no longer those whose hash was recorded."""

    sentence = _(
        "Este arquivo foi alterado depois de guardado e por isso não é mostrado. "
        "Peça ao administrador que o recupere de uma cópia de segurança."
    )


class Missing(Tampered):
    """The storage no longer has the file."""

    sentence = _(
        "Este arquivo não está mais onde foi guardado. Peça ao administrador que o recupere de uma cópia de segurança."
    )


class Removed(Missing):
    """The file was removed for good: its time was over."""

    sentence = _(
        "Este arquivo foi removido ao fim do prazo de guarda, ou a pedido de uma pessoa de quem ele falava. "
        "O código dele (hash) continua registrado."
    )


def read(document: Document) -> bytes:
    """The bytes, once they have been hashed again. Raises Tampered, Missing or Removed."""
    with _open(document) as file:
        data: bytes = file.read()
    if sha256_hex(data) != document.sha256:
        raise Tampered
    return data


def open_checked(document: Document) -> "File[bytes]":
    """The open file at its beginning, for streaming, hashed through this very handle. The caller closes it.

    Raises Tampered, Missing or Removed.
    """
    return unaltered(_open(document), document.sha256)


def unaltered(file: "File[bytes]", sha256: str) -> "File[bytes]":
    """The same open file at its beginning, once it was hashed; closed where it is not handed back. Raises Tampered."""
    with ExitStack() as unless_handed_over:
        unless_handed_over.enter_context(file)
        if stream_sha256(file.chunks()) != sha256:
            raise Tampered
        file.seek(0)
        unless_handed_over.pop_all()
    return file


def _open(document: Document) -> "File[bytes]":
    if document.removed_at is not None:
        raise Removed
    try:
        return default_storage.open(document.path)
    except FileNotFoundError as missing:
        raise Missing from missing
