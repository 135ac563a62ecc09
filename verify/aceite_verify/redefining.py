"""Which objects of the original an update defines anew, and what they are to its pages."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import PdfFileReader

from aceite_verify.findings import Finding, bad
from aceite_verify.pagetree import Tree, tree_of
from aceite_verify.revisions import Appended, defined_in
from aceite_verify.values import reachable

# A file changed everywhere is told by its first changes.
MOST_TOLD: Final = 20


@dataclass(frozen=True)
class Original:
    """What the signer was given, and which of its objects play which part; objects by their numbers."""

    reader: PdfFileReader
    defined: set[int]
    tree: Tree

    @classmethod
    def of(cls, file: Appended) -> "Original":
        """Reads the parts out of the original alone. Raises whatever pyHanko raises, and BadTree."""
        return cls(file.original, defined_in(file.original), tree_of(file.original.root))

    @property
    def pages(self) -> list[Any]:
        """References to the pages, in order."""
        return [generic.IndirectObject(number, 0, self.reader) for number in self.tree.pages]

    def descriptions(self) -> set[int]:
        """Info and XMP, which tell about the file and show nothing, unless a page uses them for something else."""
        root, trailer = self.reader.root, self.reader.trailer_view
        named = [holder.raw_get(key) for holder, key in ((trailer, "/Info"), (root, "/Metadata")) if key in holder]
        numbers = {value.idnum for value in named if isinstance(value, generic.IndirectObject)}
        return numbers - reachable(self.pages, self.defined)[0] if numbers else numbers


def redefinition_faults(
    original: Original, file: Appended, *, spared: Collection[int] = frozenset()
) -> Iterator[Finding]:
    """Objects of the original that an update defines anew, or defines for the first time where it referred to none.

    Those `spared` are for the caller to judge.
    """
    updated = {idnum for number in file.updates for idnum in file.defined(number)}
    _reached, gaps = reachable([original.reader.trailer_view], original.defined)
    for number in islice(sorted(updated & gaps), MOST_TOLD):
        yield bad("increment.fills_gap", object=number)
    allowed = {original.reader.root_ref.idnum, original.tree.root}
    redefined = (updated & original.defined) - allowed - set(spared)
    if redefined and (redefined := redefined - original.descriptions()):
        uses = _uses(original)
        for number in islice(sorted(redefined), MOST_TOLD):
            yield _told(number, original.tree, uses)


@dataclass(frozen=True)
class _Use:
    """What one page is drawn from."""

    contents: set[int]
    resources: set[int]


def _uses(original: Original) -> Sequence[_Use]:
    return [_use(reference.get_object(), original.defined) for reference in original.pages]


def _use(page: Any, defined: set[int]) -> _Use:
    contents = reachable([page.raw_get("/Contents")], defined)[0] if "/Contents" in page else set()
    return _Use(contents, reachable([page.raw_get("/Resources")], defined)[0] if "/Resources" in page else set())


def _told(number: int, tree: Tree, uses: Sequence[_Use]) -> Finding:
    if number in tree.pages:
        return bad("increment.page_redefined", page=tree.pages.index(number) + 1)
    if number in tree.nodes:
        return bad("increment.page_tree_changed", name="/Pages")
    for page, use in enumerate(uses, 1):
        if number in use.contents:
            return bad("increment.content_redefined", page=page)
        if number in use.resources:
            return bad("increment.resources_redefined", page=page)
    return bad("increment.object_redefined", object=number)
