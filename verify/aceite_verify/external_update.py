"""D ‖ what a signing program appended: it may bring signatures and what belongs to them, and change nothing shown.

Written by us, as pyHanko compares only from a signed revision on (TRUST: *Uploaded, externally signed file U*).
Of the original the updates may redefine the catalog (AcroForm, DSS, Perms, Extensions, Metadata, Version), Info, XMP,
and pages, which keep every entry but /Annots: there the widgets of signatures may follow what was there.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.misc import PdfStrictReadError

from aceite_verify.catalog import ACTIONS, fields_of
from aceite_verify.findings import Finding, bad, good, missing, without_repeats
from aceite_verify.pagetree import tree_faults, tree_of
from aceite_verify.redefining import Original, redefinition_faults
from aceite_verify.revisions import Appended, layout_faults, read
from aceite_verify.values import entry, items, same

OF_THE_CATALOG: Final = frozenset({"/AcroForm", "/DSS", "/Extensions", "/Metadata", "/Perms", "/Version"})
OF_A_FORM: Final = frozenset({"/Fields", "/SigFlags", "/DA", "/DR", "/NeedAppearances"})
ACTIVE: Final = frozenset({"/A", "/AA", "/Parent"})
# A visible signature on more of a page than this may cover what was agreed.
LARGEST_SHARE: Final = 0.25
_NONE: Final = generic.DictionaryObject()
_NOTHING: Final = generic.ArrayObject()


@dataclass(frozen=True)
class Stamp:
    """Where a visible signature stands: the page, counted from 1, and its rectangle in the page's own points."""

    page: int
    rectangle: tuple[float, float, float, float]


def check_updates(data: bytes, *, length: int, pages: int) -> tuple[list[Finding], list[Stamp]]:
    """What was appended to the first `length` bytes does beyond signing, and where it shows signatures.

    MISSING is told of what only people can judge; `pages` is the original's number of them. Raises whatever pyHanko
    raises, and pagetree.BadTree.
    """
    try:
        file = read(data, length)
    except PdfStrictReadError as odd:
        return [missing("external.manner", reason=type(odd).__name__)], []
    faults = _update_faults(file, pages)
    return faults or [good("external.only_signs")], _stamps_of(file)


def _update_faults(file: Appended, pages: int) -> list[Finding]:
    if "/Encrypt" in file.whole.trailer:
        return [bad("increment.encrypted")]
    # What is written in ways that readers take differently is not interpreted: people have to look at it.
    if manner := list(layout_faults(file, ours=False)):
        return [missing("external.manner", reason=manner[0].code)]
    return without_repeats(_faults(file, pages))


def _stamps_of(file: Appended) -> list[Stamp]:
    found = []
    for page, added in _added(file, file.updates[-1]) if file.updates else ():
        rectangle = tuple(float(number) for number in entry(added.get_object(), "/Rect", _NOTHING))
        if len(rectangle) == 4 and _area(rectangle) > 0:
            found.append(Stamp(page, rectangle))
    return found


def _faults(file: Appended, pages: int) -> Iterator[Finding]:
    original = Original.of(file)
    if len(original.tree.pages) != pages:
        yield bad("original.pages", said=pages, counted=len(original.tree.pages))
    written = [_annotations_at(page.get_object()) for page in original.pages]
    arrays = {reference.idnum for reference in written if reference is not None}
    spared = {*original.tree.pages, *arrays, *_form_objects(original.reader.root)}
    for fault in redefinition_faults(original, file, spared=spared):
        # What no page is drawn from, such as the structure for screen readers, shows nothing: people may judge it.
        other = fault.code == "increment.object_redefined"
        yield missing("external.other_object", **fault.detail) if other else fault
    for number in file.updates:
        yield from _state_faults(original, file, number)
    yield from _empty_fields(file)


def _form_objects(root: Any) -> set[int]:
    """The objects of a form, where the original has one: a file that came signed. What they become is judged below."""
    form = entry(root, "/AcroForm", _NONE)
    written = [holder.raw_get(key) for holder, key in ((root, "/AcroForm"), (form, "/Fields")) if key in holder]
    return {value.idnum for value in written if isinstance(value, generic.IndirectObject)}


def _state_faults(original: Original, file: Appended, number: int) -> Iterator[Finding]:
    """What differs between the original and the file as it stood after one update."""
    if file.whole.trailer.raw_get("/Root", revision=number).idnum != original.reader.root_ref.idnum:
        yield bad("increment.root_changed")
        return
    old, new = original.reader.root, file.whole.get_historical_root(number)
    yield from _catalog_faults(old, new)
    yield from tree_faults(old, new)
    if len(tree_of(new).pages) > len(original.tree.pages):
        yield bad("external.page_added")
        return
    yield from _form_faults(entry(new, "/AcroForm", _NONE))
    yield from _page_faults(original, file, number)


def _catalog_faults(old: Any, new: Any) -> Iterator[Finding]:
    for key in sorted((old.keys() | new.keys()) - OF_THE_CATALOG - {"/Pages"}):
        if not (key in old and key in new and same(old.raw_get(key), new.raw_get(key))):
            yield bad("increment.action_added" if key in ACTIONS else "increment.catalog_changed", name=key)
    if entry(new, "/Perms", _NONE).keys() - {"/DocMDP"}:
        yield bad("increment.catalog_changed", name="/Perms")


def _form_faults(form: Any) -> Iterator[Finding]:
    if form.keys() - OF_A_FORM:
        yield bad("external.foreign_field", name=min(form.keys() - OF_A_FORM))
    for field in fields_of(form):
        if entry(field, "/FT") != "/Sig" or field.keys() & ACTIVE or any(map(_is_not_widget, _kids(field))):
            yield bad("external.foreign_field", name=entry(field, "/T", ""))


def _empty_fields(file: Appended) -> Iterator[Finding]:
    """Fields that nobody signed: room for whoever comes later."""
    for field in fields_of(entry(file.whole.root, "/AcroForm", _NONE)):
        if "/V" not in field:
            yield bad("external.foreign_field", name=entry(field, "/T", ""))


def _kids(field: Any) -> list[Any]:
    return [kid.get_object() for kid in items(entry(field, "/Kids", _NOTHING))]


def _is_not_widget(kid: Any) -> bool:
    return entry(kid, "/Subtype") != "/Widget" or bool(kid.keys() & {"/A", "/AA", "/T", "/Kids"})


def _page_faults(original: Original, file: Appended, number: int) -> Iterator[Finding]:
    resolve = file.whole.get_historical_resolver(number)
    for place, reference in enumerate(original.pages, 1):
        old, new = reference.get_object(), resolve(generic.Reference(reference.idnum, 0, file.whole))
        before, after = _listed(old), _listed(new)
        kept = [key for key in old.keys() | new.keys() if key != "/Annots"]
        if not all(key in old and key in new and same(old.raw_get(key), new.raw_get(key)) for key in kept):
            yield bad("increment.page_redefined", page=place)
        elif len(after) < len(before) or not all(map(same, before, after)):
            yield bad("external.annotation", page=place)
    widgets = _widgets(file, number)
    for page, added in _added(file, number):
        if not isinstance(added, generic.IndirectObject) or added.idnum not in widgets:
            yield bad("external.annotation", page=page)
        elif _share(original.pages[page - 1].get_object(), added.get_object()) > LARGEST_SHARE:
            yield missing("external.stamp_large", page=page)


def _added(file: Appended, number: int) -> Iterator[tuple[int, Any]]:
    """Each annotation that the file had after an update and the original had not, with its page."""
    before = tree_of(file.original.root).pages
    resolve = file.whole.get_historical_resolver(number)
    for place, idnum in enumerate(before, 1):
        old = file.original.get_object(generic.Reference(idnum, 0, file.original))
        new = resolve(generic.Reference(idnum, 0, file.whole))
        for each in _listed(new)[len(_listed(old)) :]:
            yield place, each


def _widgets(file: Appended, number: int) -> set[int]:
    """The numbers of the form's signatures, as they stand on pages."""
    form = entry(file.whole.get_historical_root(number), "/AcroForm", _NONE)
    written = items(entry(form, "/Fields", _NOTHING))
    references = [field for field in written if isinstance(field, generic.IndirectObject)]
    kids = [kid for field in references for kid in items(entry(field.get_object(), "/Kids", _NOTHING))]
    alone = [each for each in references if entry(each.get_object(), "/Subtype") == "/Widget"]
    return {each.idnum for each in (*alone, *kids) if isinstance(each, generic.IndirectObject)}


def _listed(page: Any) -> list[Any]:
    return items(entry(page, "/Annots", _NOTHING))


def _annotations_at(page: Any) -> Any:
    """The reference to a page's array of annotations, where it is an object of its own."""
    written = page.raw_get("/Annots") if "/Annots" in page else None
    return written if isinstance(written, generic.IndirectObject) else None


def _share(page: Any, widget: Any) -> float:
    """How much of a page a widget takes. A page without a size of its own is an A4."""
    box = [float(number) for number in entry(page, "/MediaBox", ())] or [0, 0, 595, 842]
    rectangle = [float(number) for number in entry(widget, "/Rect", ())]
    return _area(rectangle) / max(_area(box), 1) if len(rectangle) == 4 else 0


def _area(rectangle: Sequence[float]) -> float:
    left, bottom, right, top = rectangle
    return abs(right - left) * abs(top - bottom)
