"""What PDF/A-3b (ISO 19005-3, which takes ISO 19005-2's clauses) forbids and an update could break.

No free judge of PDF/A runs without Java; this one knows the clauses our own way of writing touches, numbered as there.
"""

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from pikepdf import Array, Dictionary, Name, Pdf, Stream

from aceite.kit.pdf.lettering import fonts_outside

ACTIVE = ("/JS", "/JavaScript", "/AA", "/OpenAction", "/XFA", "/Launch", "/Movie", "/Sound", "/Rendition")
BLENDS = "Normal Multiply Screen Overlay Darken Lighten ColorDodge ColorBurn HardLight SoftLight Difference Exclusion"


def archive_faults(data: bytes) -> list[str]:
    """Every rule that is broken, with its clause; empty for a sound archive."""
    with Pdf.open(BytesIO(data)) as pdf:
        return [*_form(data), *_catalog(pdf), *(f for o in pdf.objects for f in _object(o)), *_files(pdf), *_words(pdf)]


def _form(data: bytes) -> Iterator[str]:
    if not re.match(rb"%PDF-1\.[0-7]\r?\n%[\x80-\xff]{4}", data):
        yield "6.1.2 header"
    if not re.search(rb"%%EOF\r?\n?\Z", data):
        yield "6.1.3 something after the last end"
    for trailer in re.findall(rb"trailer\s*<<(.*?)>>\s*startxref", data, re.DOTALL):
        if b"/ID" not in trailer:
            yield "6.1.3 trailer without ID"
        if b"/Encrypt" in trailer:
            yield "6.1.3 encrypted"
    for table in re.findall(rb"[\r\n]xref[\r\n]+(.*?)trailer", data, re.DOTALL):
        entries = [line for line in table.splitlines(keepends=True) if not re.fullmatch(rb"\d+ \d+\s*", line)]
        if not all(re.fullmatch(rb"\d{10} \d{5} [nf](?: \r| \n|\r\n)", entry) for entry in entries):
            yield "6.1.4 cross reference entries of 20 bytes"
    if re.search(rb"[^\r\n]endstream|[^\r\n]endobj|\bstream\r[^\n]", data):
        yield "6.1.7, 6.1.9 keywords stand on lines of their own"


def _catalog(pdf: Pdf) -> Iterator[str]:
    intents = [i for i in pdf.Root.get("/OutputIntents", Array()) if i.S == Name.GTS_PDFA1]
    if len(intents) != 1 or "/DestOutputProfile" not in intents[0]:
        yield "6.2.3 output intent"
    with pdf.open_metadata(set_pikepdf_as_editor=False) as told:
        if (told.get("pdfaid:part"), told.get("pdfaid:conformance")) != ("3", "B"):
            yield "6.6.4 the archive does not say what it is"
        if "/Title" in pdf.docinfo and told.get("dc:title") != str(pdf.docinfo["/Title"]):
            yield "6.6.3 title and metadata differ"
    if not set(pdf.Root.get("/Perms", {}).keys()) <= {"/UR3", "/DocMDP"}:
        yield "6.1.12 permissions"
    if pdf.Root.get("/AcroForm", Dictionary()).get("/NeedAppearances", False):
        yield "6.4.1 form without appearances"
    if "/NeedsRendering" in pdf.Root or "/OCProperties" in pdf.Root:
        yield "6.4.2, 6.9 forms or layers that change"


def _object(value: Any) -> Iterator[str]:
    if not isinstance(value, (Dictionary, Stream)):
        return
    yield from (f"6.5 {name}" for name in ACTIVE if name in value)
    kind, subtype = value.get("/Type"), value.get("/Subtype")
    if isinstance(value, Stream):
        if "/F" in value:
            yield "6.1.7.1 external stream"
        if "LZW" in str(value.get("/Filter", "")):
            yield "6.1.7.2 LZW"
        if subtype == Name.Image and (value.get("/Interpolate") or "/Alternates" in value or "/OPI" in value):
            yield "6.2.8 image"
        if subtype == Name.PS or "/Ref" in value:
            yield "6.2.9 foreign object"
        if subtype == Name.Image and value.get("/ColorSpace") == Name.DeviceCMYK:
            yield "6.2.4 CMYK without its profile"
    if kind == Name.Annot and not _is_invisible_seal(value):
        yield "6.3 annotation"
    if kind == Name.ExtGState and ("/TR" in value or str(value.get("/BM", "/Normal"))[1:] not in BLENDS.split()):
        yield "6.2.5, 6.2.10 graphics state"
    if subtype == Name.CIDFontType2 and "/CIDToGIDMap" not in value:
        yield "6.2.11.3.2 glyphs without map"


def _is_invisible_seal(value: Any) -> bool:
    """6.3.2, 6.3.3: printed, not hidden; without size it needs no appearance."""
    printed = int(value.get("/F", 0)) & 0b100111 == 0b100
    return bool(value.get("/FT") == Name.Sig and printed and not any(float(number) for number in value.Rect))


def _files(pdf: Pdf) -> Iterator[str]:
    associated = [file.objgen for file in pdf.Root.get("/AF", Array())]
    for spec in (o for o in pdf.objects if isinstance(o, Dictionary) and "/EF" in o):
        embedded = spec.EF.get("/F", Dictionary())
        if not {"/F", "/UF", "/AFRelationship"} <= set(spec.keys()) or "/Subtype" not in embedded:
            yield "6.8 attachment without its kind"
        if spec.objgen not in associated:
            yield "6.8 attachment that belongs to nothing"


def _words(pdf: Pdf) -> Iterator[str]:
    yield from (f"6.2.11.4 font {name} not inside" for name in fonts_outside(pdf))
