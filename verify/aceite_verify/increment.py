"""F = D ‖ one update: the file begins with what the signer was given, and what follows changes none of it.

Written by us on pyHanko's reader, because its own comparison starts only at a signed revision. The update may add
pages at the end and may bring the catalog's AcroForm, Perms, Names/EmbeddedFiles, AF and Metadata, the Info dictionary
and the XMP; of the original it may redefine the root of the page tree, the catalog, Info and XMP, and nothing else
(TRUST: *What is bound to what*). The seal may stand in that update or in one of its own.
"""

from collections.abc import Iterator

from aceite_verify.canonical import sha256_hex
from aceite_verify.catalog import catalog_faults
from aceite_verify.findings import Finding, attempt, bad, good, without_repeats
from aceite_verify.later import count_faults
from aceite_verify.pagetree import tree_faults, tree_of
from aceite_verify.redefining import Original, redefinition_faults
from aceite_verify.revisions import Appended, layout_faults, read


def check(data: bytes, *, length: int, sha256: str, pages: int) -> list[Finding]:
    """Whether `data` is the original of this length, SHA-256 and number of pages, with updates that change none of it.

    Hostile bytes end in a finding too.
    """
    if len(data) < length:
        return [bad("original.cut", length=length)]
    if sha256_hex(data[:length]) != sha256:
        return [bad("original.changed", length=length)]
    intact = good("original.intact", length=length, sha256=sha256)
    return [intact, *attempt(lambda: _check_appended(data, length, pages), "increment.unreadable")]


def _check_appended(data: bytes, length: int, pages: int) -> list[Finding]:
    if len(data) == length:
        return [bad("increment.none")]
    file = read(data, length)
    if "/Encrypt" in file.whole.trailer or "/Encrypt" in file.original.trailer:
        return [bad("increment.encrypted")]
    # What is written in ways that readers take differently is not interpreted at all.
    faults = list(layout_faults(file)) or without_repeats(_content_faults(file, pages))
    added = len(tree_of(file.whole.root).pages) - pages if not faults else 0
    return faults or [good("increment.sound", pages=added)]


def _content_faults(file: Appended, pages: int) -> Iterator[Finding]:
    original = Original.of(file)
    if len(original.tree.pages) != pages:
        yield bad("original.pages", said=pages, counted=len(original.tree.pages))
    yield from redefinition_faults(original, file)
    yield from count_faults(file)
    for number in file.updates:
        yield from _state_faults(file, number)


def _state_faults(file: Appended, number: int) -> Iterator[Finding]:
    """What differs between the original and the file as it stood after one update."""
    if file.whole.trailer.raw_get("/Root", revision=number).idnum != file.original.root_ref.idnum:
        yield bad("increment.root_changed")
        return
    old, new = file.original.root, file.whole.get_historical_root(number)
    yield from catalog_faults(old, new)
    yield from tree_faults(old, new)
