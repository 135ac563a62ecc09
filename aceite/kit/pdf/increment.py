"""Adding pages to a finished PDF by one incremental update: what was there stays, byte for byte.

The update redefines the root of the page tree (its old kids an unchanged prefix) and the catalog, nothing else.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from io import BytesIO
from typing import Any

from pyhanko.pdf_utils import embed, generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader

# What a page may inherit from the tree it stood in: written onto the page itself before it moves.
INHERITED = ("/MediaBox", "/CropBox", "/Resources", "/Rotate")
# What a page must leave behind: its old parent, and its place in a structure tree that does not come along.
LEFT_BEHIND = ("/Parent", "/StructParents", "/Annots", "/Tabs", "/Metadata", "/B")


class Writer(IncrementalPdfFileWriter):
    """An update that depends on its input alone: the file's id is derived, and Info and XMP stay as they agree."""

    def __init__(self, original: bytes, seed: bytes) -> None:
        super().__init__(BytesIO(original), strict=False)
        first = self.document_id[0] if "/ID" in self.prev.trailer else generic.ByteStringObject(_id(original))
        self._document_id = generic.ArrayObject([first, generic.ByteStringObject(_id(seed))])

    def _update_meta(self) -> None:
        # PyHanko would set the producer and the clock's time in Info, and so part it from the XMP of PDF/A.
        return

    def ensure_output_version(self, version: tuple[int, int]) -> None:
        """Leave the file's version as it is: pyHanko would write a newer one into the catalog."""


@dataclass(frozen=True)
class Update:
    """What one update adds to `original`: the pages of `pages` at its end (b"" for none), and `attachments` (name to
    bytes).

    Both files must be our own or re-made ones: they are read without a limited child.
    """

    original: bytes
    pages: bytes
    attachments: Mapping[str, bytes] = field(default_factory=dict)


def update_of(update: Update, at: datetime | None) -> Writer:
    """The update, prepared but not yet written: whoever takes it adds to it, as the seal does.

    What is written starts with `original` byte for byte, and the same arguments give the same bytes. `at` (aware) dates
    the attachments.
    """
    attached = update.attachments
    writer = Writer(update.original, b"".join([update.original, update.pages, *attached.values()]))
    if update.pages:
        _add_pages(writer, PdfFileReader(BytesIO(update.pages), strict=False))
    for name, data in attached.items():
        _attach(writer, name, data, at)
    return writer


def _add_pages(writer: IncrementalPdfFileWriter, source: PdfFileReader) -> None:
    tree_ref = writer.root.raw_get("/Pages")
    tree = tree_ref.get_object()
    kids = generic.ArrayObject(tree["/Kids"])
    leaves = generic.ArrayObject(_leaves(source.root["/Pages"], {}))
    # Imported as one object, so that what pages share is copied once.
    leaves.container_ref = source.root_ref
    imported: Any = writer.import_object(leaves)
    for page in imported:
        page["/Parent"] = generic.IndirectObject(tree_ref.idnum, tree_ref.generation, writer)
        kids.append(writer.add_object(page))
    added = len(kids) - len(tree["/Kids"])
    tree["/Kids"] = kids
    tree["/Count"] = generic.NumberObject(int(tree["/Count"]) + added)
    writer.mark_update(tree_ref)


def _leaves(node: Any, inherited: dict[str, Any]) -> Any:
    inherited = {**inherited, **{name: node.raw_get(name) for name in INHERITED if name in node}}
    if "/Kids" in node:
        for kid in node["/Kids"]:
            yield from _leaves(kid.get_object(), inherited)
        return
    # Written out in full, so that nothing is inherited from the tree the page moves to.
    full = {"/CropBox": inherited["/MediaBox"], "/Rotate": generic.NumberObject(0), **inherited}
    own = {name: node.raw_get(name) for name in node if name not in LEFT_BEHIND}
    yield generic.DictionaryObject({pdf_name(name): value for name, value in {**full, **own}.items()})


def _attach(writer: IncrementalPdfFileWriter, name: str, data: bytes, at: datetime | None) -> None:
    kind = "application/json" if name.endswith(".json") else "application/octet-stream"
    dates = embed.EmbeddedFileParams(creation_date=at, modification_date=at)
    stream = embed.EmbeddedFileObject.from_file_data(writer, data=data, mime_type=kind, params=dates)
    spec = embed.FileSpec(file_spec_string=name, file_name=name, embedded_data=stream)
    embed.embed_file(writer, spec)
    # PyHanko would raise the file to PDF 2.0 for this entry; PDF/A-3 (ISO 19005-3, 6.8) asks for it in PDF 1.7.
    spec_ref = writer.root["/Names"]["/EmbeddedFiles"]["/Names"].raw_get(-1)
    spec_ref.get_object()["/AFRelationship"] = pdf_name("/Supplement")
    associated = generic.ArrayObject(writer.root.get("/AF", []))
    associated.append(spec_ref)
    writer.root["/AF"] = associated
    writer.update_root()


def _id(seed: bytes) -> bytes:
    return hashlib.sha256(seed).digest()[:16]
