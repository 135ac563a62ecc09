"""The pages of a file in their order, and whether an update left those of the original as they were."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from pyhanko.pdf_utils import generic

from aceite_verify.findings import Finding, bad
from aceite_verify.values import entry, items, same

# ISO 32000-1, table 30 and 7.7.3.4: what a page takes from the nodes above it.
INHERITABLE: Final = ("/MediaBox", "/CropBox", "/Resources", "/Rotate")
MOST_NODES: Final = 50_000


class BadTree(ValueError):
    """The pages stand in no tree that can be walked."""


@dataclass(frozen=True)
class Tree:
    """Object numbers: the root node, all nodes, and the pages in reading order."""

    root: int
    nodes: frozenset[int]
    pages: Sequence[int]


def tree_of(catalog: Any) -> Tree:
    """The page tree of a catalog. Raises BadTree for circles, direct kids and trees beyond all measure."""
    root = catalog.raw_get("/Pages")
    nodes, pages, waiting = set(), [], [root]
    seen: set[int] = set()
    while waiting:
        reference = waiting.pop()
        if not isinstance(reference, generic.IndirectObject) or reference.idnum in seen or len(seen) > MOST_NODES:
            raise BadTree
        seen.add(reference.idnum)
        node: Any = reference.get_object()
        if "/Kids" in node:
            nodes.add(reference.idnum)
            waiting += reversed(items(node["/Kids"]))
        else:
            pages.append(reference.idnum)
    return Tree(root.idnum, frozenset(nodes), pages)


def tree_faults(old: Any, new: Any) -> Iterator[Finding]:
    """What differs between the page trees of two catalogs beyond pages added at the end of the root's kids."""
    before, after = tree_of(old), tree_of(new)
    if before.root != after.root:
        yield bad("increment.page_tree_swapped")
        return
    yield from _order_faults(before.pages, after.pages)
    yield from _root_faults(old["/Pages"], new["/Pages"])
    for reference in items(new["/Pages"]["/Kids"])[len(old["/Pages"]["/Kids"]) :]:
        yield from _added_faults(reference, before)


def _order_faults(before: Sequence[int], after: Sequence[int]) -> Iterator[Finding]:
    if after[: len(before)] == before:
        return
    known = set(before)
    kept = [page for page in after if page in known]
    if len(kept) < len(before):
        yield bad("increment.page_removed")
    elif kept != before:
        yield bad("increment.pages_reordered")
    else:
        place = next(place for place, page in enumerate(after, 1) if page not in known)
        yield bad("increment.page_inserted", page=place)


def _root_faults(old: Any, new: Any) -> Iterator[Finding]:
    for key in sorted(old.keys() | new.keys()):
        if key in {"/Kids", "/Count"} or (key in old and key in new and same(old.raw_get(key), new.raw_get(key))):
            continue
        yield bad("increment.inherited_changed" if key in INHERITABLE else "increment.page_tree_changed", name=key)
    added = len(new["/Kids"]) - len(old["/Kids"])
    if not all(map(same, items(old["/Kids"]), items(new["/Kids"]))):
        yield bad("increment.page_tree_changed", name="/Kids")
    if int(new["/Count"]) != int(old["/Count"]) + added:
        yield bad("increment.count_wrong", said=new["/Count"])


def _added_faults(reference: Any, before: Tree) -> Iterator[Finding]:
    page = reference.get_object()
    parent = page.raw_get("/Parent") if "/Parent" in page else None
    if entry(page, "/Type") != "/Page" or "/Kids" in page or getattr(parent, "idnum", None) != before.root:
        yield bad("increment.page_tree_changed", name="/Kids")
    annotations = [page["/Annots"][place] for place in range(len(page["/Annots"]))] if "/Annots" in page else []
    if "/AA" in page or not all(map(_is_seal, annotations)):
        yield bad("increment.page_active")


def _is_seal(annotation: Any) -> bool:
    is_field = entry(annotation, "/Subtype") == "/Widget" and entry(annotation, "/FT") == "/Sig"
    return is_field and "/A" not in annotation and "/AA" not in annotation
