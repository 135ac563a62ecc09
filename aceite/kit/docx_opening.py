"""Opening a Word document: everything here runs in a limited child, nothing here is called directly."""

import io
import json
import re
from typing import Final
from xml.etree import ElementTree
from xml.etree.ElementTree import Element
from zipfile import BadZipFile, ZipFile

import mammoth
from mammoth import documents, transforms

from aceite.kit.docx_losses import losses
from aceite.kit.richtext import plain, sanitize

MOST_PARTS: Final = 2000
MOST_UNPACKED: Final = 60 * 1000 * 1000
# What Word writes packs to a tenth; pictures do not pack at all. A bomb packs to a thousandth.
TIGHTEST: Final = 200
_ZIP: Final = b"PK\x03\x04"
# The old .doc, and any document with a password, are OLE files.
_OLE: Final = b"\xd0\xcf\x11\xe0"
_DECLARED: Final = re.compile(rb"<\x00?!\x00?(?:D\x00?O\x00?C\x00?T|E\x00?N\x00?T)")
_LOCAL: Final = re.compile(r"(?!.*://)|file:/*[A-Za-z](?::|%3A)", re.IGNORECASE)
_SIDES: Final = {"center": "center", "right": "right", "end": "right"}
_STYLES: Final = """
p[style-name='Title'] => h1:fresh
p[style-name='Subtitle'] => h2:fresh
p[style-name='Quote'] => blockquote > p:fresh
p[style-name='Intense Quote'] => blockquote > p:fresh
p[style-name='aceite center'] => p.center:fresh
p[style-name='aceite right'] => p.right:fresh
u => u
strike => s
br[type='page'] => hr.page
"""


class Unfit(Exception):
    """Why it is not taken: a key of docx.SENTENCES."""


def read(data: bytes) -> bytes:
    """The document as sanitized HTML, and what of it has no place there, as JSON."""
    if data.startswith(_OLE):
        raise Unfit("old_or_encrypted")
    if not data.startswith(_ZIP):
        raise Unfit("unreadable")
    try:
        with ZipFile(io.BytesIO(data)) as package:
            lost = _judged(package)
    except (BadZipFile, ElementTree.ParseError, NotImplementedError, OSError, ValueError) as problem:
        raise Unfit("unreadable") from problem
    converted = mammoth.convert_to_html(
        io.BytesIO(data),
        style_map=_STYLES,
        include_embedded_style_map=False,
        convert_image=lambda _image: [],
        transform_document=_transformed,
    )
    html = sanitize(_with_breaks(converted.value))
    if not plain(html).strip():
        raise Unfit("empty")
    return json.dumps([html, lost], ensure_ascii=False).encode()


def _judged(package: ZipFile) -> dict[str, int]:
    parts = package.infolist()
    names = {part.filename for part in parts}
    if any(part.flag_bits & 1 for part in parts):
        raise Unfit("old_or_encrypted")
    heavy = [part for part in parts if part.file_size > max(part.compress_size, 5000) * TIGHTEST]
    if heavy or len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise Unfit("too_heavy")
    if not {"[Content_Types].xml", "_rels/.rels"} <= names or not any(n.startswith("word/") for n in names):
        raise Unfit("no_document")
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise Unfit("macros")
    texts = {name: package.read(name) for name in names if name.endswith((".xml", ".rels"))}
    if any(_DECLARED.search(text) for text in texts.values()):
        raise Unfit("entities")
    if b"macroEnabled" in texts["[Content_Types].xml"]:
        raise Unfit("macros")
    for name in texts.keys() - {"[Content_Types].xml"}:
        if name.endswith(".rels"):
            _refuse_outside(ElementTree.fromstring(texts[name]))
    return losses(texts)


def _refuse_outside(relations: Element) -> None:
    """Only links lead outside; the template a document was made with may lie on its writer's own disk."""
    for relation in relations:
        if relation.get("TargetMode", "").lower() != "external":
            continue
        kind, target = relation.get("Type", ""), relation.get("Target", "")
        local = kind.endswith("/attachedTemplate") and _LOCAL.match(target) and not target.startswith(("\\\\", "//"))
        if not kind.endswith("/hyperlink") and not local:
            raise Unfit("outside")


def _transformed(document: documents.Document) -> documents.Document:
    aligned = transforms.paragraph(_aligned)(document)
    # The marks of notes would point to nothing.
    return transforms.element_of_type(documents.NoteReference, lambda _note: documents.text(""))(aligned)


def _aligned(paragraph: documents.Paragraph) -> documents.Paragraph:
    side = _SIDES.get(paragraph.alignment or "")
    headed = (paragraph.style_id or "").lower().startswith(("heading", "ttulo", "title"))
    if side is None or paragraph.numbering is not None or headed:
        return paragraph
    return paragraph.copy(style_id=None, style_name=f"aceite {side}")


def _with_breaks(html: str) -> str:
    """Breaks of pages part the paragraphs they stand in; alignment is said as the house's rich text says it."""
    html = re.sub(r'<hr class="page" ?/?>', '</p><hr class="page"><p>', html)
    html = re.sub(r'<p class="(center|right)">', r'<p align="\1">', html)
    return re.sub(r"<p(?: [^>]*)?></p>", "", html)
