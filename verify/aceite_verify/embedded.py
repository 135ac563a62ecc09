"""evidence.json taken out of a PDF, and where in the file it stands."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import PdfFileReader

from aceite_verify.evidence import NAME
from aceite_verify.reading import reader_of
from aceite_verify.values import entry, items

MOST_NODES: Final = 1000


class Ambiguous(ValueError):
    """The file holds more than one attachment of this name, or a list of attachments beyond all measure."""


@dataclass(frozen=True)
class Attachment:
    """The bytes of an attachment, and the offset in the file at which its object stands (None: in an object stream)."""

    data: bytes
    offset: int | None


def attached_evidence(data: bytes) -> Attachment | None:
    """The evidence attached to a PDF, or None. Raises Ambiguous, and whatever pyHanko raises for a broken file."""
    return attached(data, NAME)


def attached(data: bytes, wanted: str) -> Attachment | None:
    """The one attachment of this name, or None. Raises as `attached_evidence`."""
    reader = reader_of(data)
    names = entry(reader.root, "/Names", generic.DictionaryObject())
    found = [spec for name, spec in _files(entry(names, "/EmbeddedFiles")) if name == wanted]
    if len(found) > 1:
        raise Ambiguous
    return _read(reader, found[0]["/EF"].raw_get("/F")) if found else None


def _read(reader: PdfFileReader, reference: generic.IndirectObject) -> Attachment:
    place = reader.xrefs[reference.reference]
    stream: Any = reference.get_object()
    return Attachment(bytes(stream.data), place if isinstance(place, int) else None)


def _files(tree: Any) -> Iterator[tuple[str, Any]]:
    """Name and file specification of every leaf of a name tree (ISO 32000-1, 7.9.6)."""
    waiting = [] if tree is None else [tree]
    walked = 0
    while waiting:
        node = waiting.pop()
        walked += 1
        if walked > MOST_NODES:
            raise Ambiguous
        waiting += [kid.get_object() for kid in items(entry(node, "/Kids", generic.ArrayObject()))]
        pairs = entry(node, "/Names", generic.ArrayObject())
        for place in range(0, len(pairs) - 1, 2):
            yield str(pairs[place]), pairs[place + 1]
