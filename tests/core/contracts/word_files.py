"""Word documents made here: any body of WordprocessingML in a package with what a test adds to it."""

from collections.abc import Mapping
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from django.core.files.uploadedfile import SimpleUploadedFile

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/word/document.xml" ContentType="'
    'application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
NUMBERING = (
    f'<w:numbering xmlns:w="{W}"><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/>'
    '<w:lvlText w:val="•"/></w:lvl></w:abstractNum><w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0">'
    '<w:numFmt w:val="decimal"/><w:lvlText w:val="Cláusula %1."/></w:lvl></w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>'
    "</w:numbering>"
)


def chosen(data: bytes, name: str = "Obra.docx") -> dict[str, SimpleUploadedFile]:
    """What a form sends in which this document was chosen."""
    return {"file": SimpleUploadedFile(name, data)}


def relations(*rows: tuple[str, str, str], outside: bool = False) -> str:
    """Relations of these kinds: id, kind, target."""
    mode = ' TargetMode="External"' if outside else ""
    inside = "".join(f'<Relationship Id="{pk}" Type="{R}/{kind}" Target="{to}"{mode}/>' for pk, kind, to in rows)
    return (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{inside}</Relationships>'
    )


def word(body: str, parts: Mapping[str, str | bytes] | None = None) -> bytes:
    """The package; `parts` replace or join its own."""
    files: dict[str, str | bytes] = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": relations(("d", "officeDocument", "word/document.xml")),
        "word/document.xml": f'<w:document xmlns:w="{W}" xmlns:r="{R}"><w:body>{body}</w:body></w:document>',
        "word/_rels/document.xml.rels": relations(("n", "numbering", "numbering.xml")),
        "word/numbering.xml": NUMBERING,
    }
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as package:
        for name, content in {**files, **(parts or {})}.items():
            package.writestr(name, content)
    return out.getvalue()


def said(words: str, *marks: str) -> str:
    """A run of words with marks such as `b`, `i` or `u w:val="single"`."""
    return (
        f"<w:r><w:rPr>{''.join(f'<w:{mark}/>' for mark in marks)}</w:rPr><w:t xml:space='preserve'>{words}</w:t></w:r>"
    )


def paragraph(*runs: str, **properties: str) -> str:
    """A paragraph of runs; properties such as `pStyle="Heading1"` or `jc="center"`."""
    said_of = "".join(f'<w:{name} w:val="{value}"/>' for name, value in properties.items())
    return f"<w:p><w:pPr>{said_of}</w:pPr>{''.join(runs)}</w:p>"


def item(words: str, number: int, level: int = 0) -> str:
    """A paragraph of a list."""
    of = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
    return f"<w:p><w:pPr>{of}</w:pPr>{said(words)}</w:p>"


def table(*rows: tuple[str, ...]) -> str:
    """A table of words."""
    cells = ("".join(f"<w:tc>{paragraph(said(cell))}</w:tc>" for cell in row) for row in rows)
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


BREAK = '<w:r><w:br w:type="page"/></w:r>'
