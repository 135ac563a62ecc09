"""The catalog of a file: the few entries an update may bring, and everything else as it was."""

from collections.abc import Iterator
from typing import Any, Final

from pyhanko.pdf_utils import generic

from aceite_verify.findings import Finding, bad
from aceite_verify.values import entry, same

# TRUST: *the increment may redefine only …*. Extensions and DSS hold data about signatures and show nothing.
MAY_CHANGE: Final = frozenset({"/AcroForm", "/Perms", "/Names", "/AF", "/Metadata", "/DSS", "/Extensions"})
ACTIONS: Final = frozenset({"/OpenAction", "/AA"})
_EMPTY: Final = generic.DictionaryObject()
OF_A_FORM: Final = frozenset({"/Fields", "/SigFlags", "/DA", "/DR"})


def catalog_faults(old: Any, new: Any) -> Iterator[Finding]:
    """What differs between two catalogs and may not."""
    for key in sorted(old.keys() | new.keys()):
        if key in MAY_CHANGE or key == "/Pages" or _is_as_before(old, new, key):
            continue
        yield bad("increment.action_added" if key in ACTIONS else "increment.catalog_changed", name=key)
    yield from _name_faults(entry(old, "/Names", _EMPTY), entry(new, "/Names", _EMPTY))
    if entry(new, "/Perms", _EMPTY).keys() - {"/DocMDP"}:
        yield bad("increment.catalog_changed", name="/Perms")
    yield from form_faults(entry(new, "/AcroForm", _EMPTY))


def form_faults(form: Any) -> Iterator[Finding]:
    """Whatever in a form is no signature."""
    if form.keys() - OF_A_FORM:
        yield bad("increment.form_field", name=min(form.keys() - OF_A_FORM))
    for field in fields_of(form):
        if entry(field, "/FT") != "/Sig" or "/Kids" in field or "/AA" in field or "/A" in field:
            yield bad("increment.form_field", name=entry(field, "/T", ""))


def fields_of(form: Any) -> list[Any]:
    """The fields of a form, references followed."""
    fields = entry(form, "/Fields", generic.ArrayObject())
    return [fields[place] for place in range(len(fields))]


def _name_faults(old: Any, new: Any) -> Iterator[Finding]:
    for key in sorted((old.keys() | new.keys()) - {"/EmbeddedFiles"}):
        if not _is_as_before(old, new, key):
            yield bad("increment.action_added" if key == "/JavaScript" else "increment.catalog_changed", name=key)


def _is_as_before(old: Any, new: Any, key: str) -> bool:
    return key in old and key in new and same(old.raw_get(key), new.raw_get(key))
