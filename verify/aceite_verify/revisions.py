"""A PDF as what was there and what was appended: which bytes each update brought, which objects it defines.

An update of ours is written plainly: a cross-reference section of its own, every object in the open and listed, not
one byte beside them. Whoever needs object streams, hybrid references or unlisted bytes has something to hide: readers
differ in what they make of those.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.xref import ObjStreamRef, XRefSectionData, XRefSectionType

from aceite_verify.findings import Finding, bad
from aceite_verify.reading import reader_of

TAIL: Final = re.compile(
    rb"\s*(?:endobj)?\s*(?P<comment>%(?!%)[^\r\n]*\s+)?startxref\s+(?P<start>\d{1,12})\s+%%EOF(?:\r\n|\r|\n)?"
)
BLANK: Final = b"\0\t\n\f\r "
# What some writers leave beside objects: harmless, unless a reader that repairs files took it for an object.
COMMENT: Final = re.compile(rb"%(?![^\r\n]*\bobj)[^\r\n]{0,200}(?:\r\n|\r|\n)")
LONGEST_TAIL: Final = 400


@dataclass(frozen=True)
class Appended:
    """A file read beside the original that it must start with."""

    data: bytes
    length: int
    original: PdfFileReader
    whole: PdfFileReader

    @property
    def first(self) -> int:
        """The number of the first revision that came after the original."""
        return int(self.original.xrefs.total_revisions)

    @property
    def updates(self) -> range:
        """The numbers of the revisions that came after the original."""
        return range(self.first, int(self.whole.xrefs.total_revisions))

    def entries(self, number: int) -> dict[int, int]:
        """Object number to offset, as one revision lists them."""
        listed = _section(self.whole, number).standard_xrefs.items()
        return {idnum: offset for idnum, (_generation, offset) in listed}

    def defined(self, number: int) -> set[int]:
        """The numbers of the objects that one revision defines, in object streams too."""
        return {ref.idnum for ref in self.whole.xrefs.explicit_refs_in_revision(number)}


def read(data: bytes, length: int) -> Appended:
    """Reads the file and its first `length` bytes, both strictly. Raises whatever pyHanko raises."""
    return Appended(data, length, reader_of(data[:length]), reader_of(data))


def defined_in(reader: PdfFileReader) -> set[int]:
    """The numbers of all objects that a file defines, in any of its revisions."""
    numbers = range(reader.xrefs.total_revisions)
    return {ref.idnum for number in numbers for ref in reader.xrefs.explicit_refs_in_revision(number)}


def layout_faults(file: Appended, *, ours: bool = True) -> Iterator[Finding]:
    """What is wrong with how the updates are written, whatever they say.

    Updates that are not `ours` may have object streams of their own, and comments between objects.
    """
    if not _continues(file):
        yield bad("increment.chain")
        return
    # What follows reads the objects where they are listed, so they must be listed plainly.
    if kinds := [fault for number in file.updates for fault in _kind_faults(file.whole, number, ours)]:
        yield from kinds
        return
    start = file.length
    for number in file.updates:
        end = _end(file, number, ours)
        yield from _byte_faults(file, number, start, end, ours)
        start = end
    if start != len(file.data):
        yield bad("increment.trailing_bytes", count=len(file.data) - start)


def _continues(file: Appended) -> bool:
    """Whether the file's oldest cross-reference sections are the original's own, at the same places."""
    if file.whole.xrefs.total_revisions < file.first:
        return False
    own = [_places(file.original, number) for number in range(file.first)]
    return own == [_places(file.whole, number) for number in range(file.first)]


def _places(reader: PdfFileReader, number: int) -> tuple[int, int, int]:
    info = reader.xrefs.get_xref_container_info(number)
    return info.declared_startxref, info.start_location, info.end_location


def _kind_faults(reader: PdfFileReader, number: int, ours: bool) -> Iterator[Finding]:
    section = _section(reader, number)
    if reader.xrefs.get_xref_container_info(number).xref_section_type == XRefSectionType.HYBRID_MAIN:
        yield bad("increment.hybrid")
    hidden = {idnum for idnum, place in section.xrefs_in_objstm.items() if ours or _elsewhere(section, place)}
    if hidden:
        yield bad("increment.object_stream", object=min(hidden))
    if section.freed:
        yield bad("increment.freed", object=min(section.freed))
    if renumbered := [idnum for idnum, (generation, _offset) in section.standard_xrefs.items() if generation]:
        yield bad("increment.generation", object=min(renumbered))


def _elsewhere(section: XRefSectionData, place: ObjStreamRef) -> bool:
    """Whether an object lies in a stream that another revision brought."""
    return place.obj_stream_id not in section.standard_xrefs


def _byte_faults(file: Appended, number: int, start: int, end: int, ours: bool) -> Iterator[Finding]:
    info = file.whole.xrefs.get_xref_container_info(number)
    pieces = [(info.declared_startxref, end)]
    for idnum, offset in file.entries(number).items():
        if not start <= offset < end:
            yield bad("increment.points_elsewhere", object=idnum)
        elif offset != info.declared_startxref:
            pieces.append((offset, _object_end(file.whole, idnum, number)))
    if any(_says(file.data[left:right], ours) for left, right in _between(sorted(pieces), start)):
        yield bad("increment.unlisted_bytes")


def _says(between: bytes, ours: bool) -> bool:
    """Whether what stands between two objects is more than blank space."""
    return bool((between if ours else COMMENT.sub(b"", between)).strip(BLANK))


def _between(pieces: list[tuple[int, int]], start: int) -> Iterator[tuple[int, int]]:
    here = start
    for left, right in pieces:
        yield here, left
        here = max(here, right)


def _object_end(reader: PdfFileReader, idnum: int, number: int) -> int:
    ref = generic.Reference(idnum, 0, reader)
    read = reader.get_object(ref, revision=number)
    end = int(reader.stream.tell())
    # Where it stands is where everybody else will look for it: a long signature need not be taken apart again.
    if reader.xrefs[ref] == reader.xrefs.get_historical_ref(ref, number):
        reader.cache_indirect_object(0, idnum, read)
    return end


def _end(file: Appended, number: int, ours: bool) -> int:
    """Where a revision ends: after its trailer, its startxref and its end-of-file mark."""
    info = file.whole.xrefs.get_xref_container_info(number)
    stream: Any = file.whole.stream
    stream.seek(info.end_location)
    if info.stream_ref is None or info.xref_section_type == XRefSectionType.HYBRID_MAIN:
        generic.DictionaryObject.read_from_stream(stream, generic.TrailerReference(file.whole))
    here = stream.tell()
    tail = TAIL.match(file.data, here, here + LONGEST_TAIL)
    if tail is None or int(tail["start"]) != info.declared_startxref or (ours and tail["comment"]):
        raise ValueError("an update without its end")
    return tail.end()


def _section(reader: PdfFileReader, number: int) -> XRefSectionData:
    return reader.xrefs.get_xref_data(number)
