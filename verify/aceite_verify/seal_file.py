"""The signatures of a file as they stand in it: which is the seal, which are time stamps, what else there is."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

from aceite_verify.findings import Finding, bad
from aceite_verify.reading import reader_of

STAMP: Final = "/DocTimeStamp"


@dataclass(frozen=True)
class SealedFile:
    """A file with exactly one seal, and the document time stamps after it, in the order of their revisions."""

    data: bytes
    reader: PdfFileReader
    seal: EmbeddedPdfSignature
    stamps: tuple[EmbeddedPdfSignature, ...]

    @property
    def signatures(self) -> tuple[EmbeddedPdfSignature, ...]:
        """The seal and the time stamps."""
        return (self.seal, *self.stamps)


@dataclass(frozen=True)
class Unsealed:
    """A file in which no single seal stands out, and why."""

    faults: tuple[Finding, ...]


def read_file(data: bytes) -> SealedFile | Unsealed:
    """Read a file strictly. Raises whatever pyHanko raises when it is no sound PDF."""
    reader = reader_of(data)
    if "/Encrypt" in reader.trailer:
        return Unsealed((bad("seal.encrypted"),))
    fields = list(_fields(reader))
    faults = tuple(_field_faults(reader, fields))
    signed = [field for field in fields if "/V" in field and entry(field, "/FT") == "/Sig"]
    found = [EmbeddedPdfSignature(reader, field, str(entry(field, "/T", ""))) for field in signed]
    seals = [each for each in found if entry(each.sig_object, "/Type") != STAMP]
    if not seals:
        return Unsealed((*faults, bad("seal.none")))
    if len(seals) > 1:
        return Unsealed((*faults, bad("seal.another_signature", count=len(seals) - 1)))
    if faults:
        return Unsealed(faults)
    stamps = sorted((each for each in found if each is not seals[0]), key=lambda each: int(each.signed_revision))
    return SealedFile(data, reader, seals[0], tuple(stamps))


def entry(container: Any, key: str, otherwise: Any = None) -> Any:
    """A dictionary's value with references followed; pyHanko's own `get` leaves them as they are."""
    try:
        return container[key]
    except KeyError:
        return otherwise


def certification_faults(file: SealedFile) -> Iterator[Finding]:
    """The seal is the file's certification and allows no changes (ISO 32000-1, 12.8.2.2), as PAdES writes it."""
    permissions, signature = entry(file.reader.root, "/Perms"), file.seal.sig_field.raw_get("/V")
    certified = (
        isinstance(permissions, generic.DictionaryObject)
        and set(permissions) == {"/DocMDP"}
        and permissions.raw_get("/DocMDP") == signature
        and len(entry(file.seal.sig_object, "/Reference", ())) == 1
        and file.seal.docmdp_level == MDPPerm.NO_CHANGES
        and entry(file.seal.sig_object, "/SubFilter") == SigSeedSubFilter.PADES.value
    )
    if not certified:
        yield bad("seal.not_certified")


def _fields(reader: PdfFileReader) -> Iterator[Any]:
    form = entry(reader.root, "/AcroForm", {})
    yield from (each.get_object() for each in entry(form, "/Fields", ()))


def _field_faults(reader: PdfFileReader, fields: list[Any]) -> Iterator[Finding]:
    if "/XFA" in entry(reader.root, "/AcroForm", {}):
        yield bad("seal.form_field", name="XFA")
    for field in fields:
        name = entry(field, "/T", "")
        if entry(field, "/FT") != "/Sig" or "/V" not in field or "/Kids" in field or "/Parent" in field:
            yield bad("seal.form_field", name=name)
        elif any(float(number) for number in entry(field, "/Rect", ())) or "/AP" in field:
            yield bad("seal.visible", name=name)
