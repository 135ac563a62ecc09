"""How many updates a file has, and what may still follow the seal: validation data and document time stamps.

Long-term files only append (PAdES, ETSI EN 319 142-1): F(k) = F(k-1) ‖ DSS ‖ document time stamp.
"""

from collections.abc import Iterator
from typing import Any, Final

from pyhanko.pdf_utils import generic

from aceite_verify.catalog import fields_of
from aceite_verify.findings import Finding, bad
from aceite_verify.pagetree import tree_of
from aceite_verify.revisions import Appended
from aceite_verify.values import entry, reachable, same

OF_THE_CATALOG: Final = frozenset({"/DSS", "/AcroForm", "/Extensions"})
TIME_STAMP: Final = "/DocTimeStamp"


def count_faults(file: Appended) -> Iterator[Finding]:
    """Updates beyond the one that was issued, its seal, and what may follow the seal."""
    sealed = next((number for number in file.updates if _seals(_root(file, number))), file.first)
    for number in file.updates[1:]:
        # The seal may come in an update of its own, right after the pages.
        is_seal = number == sealed == file.first + 1
        if not is_seal and not (number > sealed and _seals(_root(file, sealed)) and _lasting(file, number)):
            yield bad("increment.further", number=number - file.first + 1)


def _root(file: Appended, number: int) -> Any:
    return file.whole.get_historical_root(number)


def _form(root: Any) -> Any:
    return entry(root, "/AcroForm", generic.DictionaryObject())


def _signatures(root: Any) -> list[Any]:
    """The kind of each signature in a form: /Sig or /DocTimeStamp."""
    filled = [field["/V"] for field in fields_of(_form(root)) if "/V" in field]
    return [entry(signature, "/Type", "/Sig") for signature in filled]


def _seals(root: Any) -> bool:
    return any(kind != TIME_STAMP for kind in _signatures(root))


def _lasting(file: Appended, number: int) -> bool:
    """Whether an update brings validation data or a document time stamp, and nothing else."""
    before, after = _root(file, number - 1), _root(file, number)
    if any(not _kept(before, after, key) for key in (before.keys() | after.keys()) - OF_THE_CATALOG):
        return False
    stamps = _signatures(after)[len(_signatures(before)) :]
    if any(kind != TIME_STAMP for kind in stamps) or tree_of(before).pages != tree_of(after).pages:
        return False
    redefined, data = _redefined(file, number), _validation_data(file, number - 1)
    brings = stamps or redefined & data or ("/DSS" in after and not _kept(before, after, "/DSS"))
    return bool(brings) and not redefined - data - _may_be_redefined(file, number - 1)


def _kept(before: Any, after: Any, key: str) -> bool:
    return key in before and key in after and same(before.raw_get(key), after.raw_get(key))


def _redefined(file: Appended, number: int) -> set[int]:
    earlier = {ref.idnum for past in range(number) for ref in file.whole.xrefs.explicit_refs_in_revision(past)}
    return earlier & set(file.entries(number))


def _may_be_redefined(file: Appended, number: int) -> set[int]:
    root = _root(file, number)
    form = [root.raw_get("/AcroForm")] if "/AcroForm" in root else []
    fields = [_form(root).raw_get("/Fields")] if "/Fields" in _form(root) else []
    direct = {value.idnum for value in (*form, *fields) if isinstance(value, generic.IndirectObject)}
    # The time stamp's field hangs on the last page, which came with the update and not with the original.
    return direct | {file.whole.root_ref.idnum, tree_of(root).pages[-1]}


def _validation_data(file: Appended, number: int) -> set[int]:
    root = _root(file, number)
    return reachable([root.raw_get("/DSS")], _everything(file))[0] if "/DSS" in root else set()


def _everything(file: Appended) -> set[int]:
    numbers = range(file.whole.xrefs.total_revisions)
    return {ref.idnum for number in numbers for ref in file.whole.xrefs.explicit_refs_in_revision(number)}
