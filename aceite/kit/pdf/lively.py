"""Looking for what runs, hides or changes in a signed PDF: everything here runs in a limited child, see untouched."""

from collections.abc import Callable, Iterator
from typing import Any, Final

from pikepdf import Array, Dictionary, Name, Pdf, Stream

from aceite.kit.pdf.examining import refuse_unfit
from aceite.kit.pdf.inking import all_drawn
from aceite.kit.pdf.lettering import fonts_outside
from aceite.kit.pdf.opening import opened
from aceite.kit.pdf.refusing import SIGNED, Unfit

FONTS_NAMED: Final = 4
# Links lead away only when somebody clicks, and what they are clicked in shows pictures.
LINKS: Final = frozenset({"/URI", "/GoTo"})
OF_A_FORM: Final = frozenset({"/Fields", "/SigFlags", "/DA", "/DR", "/NeedAppearances"})


def look(job: dict[str, bytes]) -> bytes:
    """Nothing, when the file is inert. Raises Unfit."""
    pdf = opened(job["pdf"])
    refuse_unfit(pdf, but=SIGNED)
    for reason, found in _FINDINGS.items():
        if found(pdf):
            raise Unfit(reason)
    if fonts := fonts_outside(pdf):
        raise Unfit(f"fonts:{', '.join(fonts[:FONTS_NAMED])}")
    if not all_drawn(job["pdf"]):
        raise Unfit("blank")
    return b""


def _acts(pdf: Pdf) -> bool:
    """Whether something in it runs: on opening, on a page, in a name tree, in an annotation."""
    if "/AA" in pdf.Root or "/JavaScript" in _names(pdf) or not _harmless(pdf.Root.get("/OpenAction")):
        return True
    holders = [*(page.obj for page in pdf.pages), *_annotations(pdf), *_fields(pdf)]
    if any("/AA" in holder or not _harmless(holder.get("/A")) for holder in holders):
        return True
    # What an action hides behind, wherever it stands.
    return any("/JS" in each or each.get("/S") in (Name.JavaScript, Name.Launch) for each in _dictionaries(pdf))


def _harmless(action: Any) -> bool:
    """A place in the document, or a link to one or to the web, with nothing that follows."""
    if action is None or isinstance(action, Array):
        return True
    return isinstance(action, Dictionary) and str(action.get("/S")) in LINKS and "/Next" not in action


def _attaches(pdf: Pdf) -> bool:
    if "/EmbeddedFiles" in _names(pdf) or "/AF" in pdf.Root or "/Collection" in pdf.Root:
        return True
    return any("/EF" in each for each in _dictionaries(pdf))


def _has_fields(pdf: Pdf) -> bool:
    """Whether it is a form: a field that is no signature, or one for a signature that nobody has put there."""
    form = pdf.Root.get("/AcroForm")
    if isinstance(form, Dictionary) and set(form.keys()) - OF_A_FORM:
        return True
    fields = list(_fields(pdf))
    if any(field.get("/FT") != Name.Sig or field.get("/V") is None for field in fields):
        return True
    known = {each.objgen for field in fields for each in (field, *_kids(field))}
    return any(each.get("/Subtype") == Name.Widget and each.objgen not in known for each in _annotations(pdf))


def _is_noted(pdf: Pdf) -> bool:
    return any(each.get("/Subtype") not in (Name.Widget, Name.Link) for each in _annotations(pdf))


def _annotations(pdf: Pdf) -> Iterator[Any]:
    for page in pdf.pages:
        written = page.obj.get("/Annots")
        yield from (each for each in (written if isinstance(written, Array) else ()) if isinstance(each, Dictionary))


def _fields(pdf: Pdf) -> Iterator[Any]:
    form = pdf.Root.get("/AcroForm")
    written = form.get("/Fields") if isinstance(form, Dictionary) else None
    yield from (each for each in (written if isinstance(written, Array) else ()) if isinstance(each, Dictionary))


def _kids(field: Any) -> list[Any]:
    written = field.get("/Kids")
    return [each for each in written if isinstance(each, Dictionary)] if isinstance(written, Array) else []


def _names(pdf: Pdf) -> Any:
    names = pdf.Root.get("/Names")
    return names if isinstance(names, Dictionary) else Dictionary()


def _dictionaries(pdf: Pdf) -> Iterator[Any]:
    return (each for each in pdf.objects if isinstance(each, (Dictionary, Stream)))


_FINDINGS: Final[dict[str, Callable[[Pdf], bool]]] = {
    "active": _acts,
    "attachments": _attaches,
    "fields": _has_fields,
    "annotations": _is_noted,
}
