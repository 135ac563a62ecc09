"""Small PDFs and updates to them, written by hand where a writer would be too honest."""

from collections.abc import Callable, Mapping
from functools import cache
from io import BytesIO
from typing import Any

import pikepdf
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader

from aceite.kit.pdf.increment import Writer, _add_pages
from aceite_verify.canonical import sha256_hex
from aceite_verify.findings import Finding
from aceite_verify.increment import check
from tests.updated import append_pages

PAGES = 3
Evil = Callable[[IncrementalPdfFileWriter], None]


@cache
def original() -> bytes:
    """D: three pages, each with its own words, sharing one font."""
    pdf = pikepdf.new()
    font = pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.Font, BaseFont=pikepdf.Name.Helvetica))
    for number in range(1, PAGES + 1):
        page = pdf.add_blank_page(page_size=(200, 200)).obj
        page.Contents = pdf.make_stream(f"BT /F1 20 Tf 9 9 Td (page {number}) Tj ET".encode())
        page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
    pdf.pages[0].obj.Annots = pikepdf.Array([pikepdf.Dictionary(Dest=pdf.make_indirect(pikepdf.Dictionary(Gap=1)))])
    pdf.docinfo["/Title"] = "Fornecimento"
    return saved(pdf)


@cache
def manifest() -> bytes:
    """The page of signatures, in a file of its own."""
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(100, 100))
    return saved(pdf)


def saved(pdf: pikepdf.Pdf) -> bytes:
    out = BytesIO()
    pdf.save(out, deterministic_id=True, force_version="1.7")
    return out.getvalue()


def signed() -> bytes:
    """F as it is made: D and one update."""
    return append_pages(original(), manifest(), attachments={"evidence.json": b"{}"})


def attacked(evil: Evil, base: bytes | None = None) -> bytes:
    """F with one update, in which something evil is done beside what belongs there."""
    writer: IncrementalPdfFileWriter = Writer(base or original(), b"")
    _add_pages(writer, PdfFileReader(BytesIO(manifest())))
    evil(writer)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def findings(data: bytes, base: bytes | None = None) -> list[Finding]:
    given = base or original()
    return check(data, length=len(given), sha256=sha256_hex(given), pages=PAGES)


def codes(data: bytes, base: bytes | None = None) -> list[str]:
    return [finding.code for finding in findings(data, base)]


def page(writer: IncrementalPdfFileWriter, place: int = 0) -> Any:
    """A reference to a page of D."""
    return writer.root["/Pages"]["/Kids"].raw_get(place)


def written(
    base: bytes,
    objects: Mapping[int, bytes],
    *,
    trailer: Mapping[str, bytes] | None = None,
    hidden: bytes = b"",
    rows: Mapping[int, bytes] | None = None,
) -> bytes:
    """`base` and an update by hand. `hidden` is listed nowhere; `rows` are cross-reference entries as they stand."""
    reader = PdfFileReader(BytesIO(base))
    out, entries = BytesIO(), dict(rows or {})
    out.write(base + b"\n")
    for number, body in objects.items():
        entries[number] = b"%010d 00000 n \n" % out.tell()
        out.write(b"%d 0 obj\n%b\nendobj\n" % (number, body))
    out.write(hidden)
    start = out.tell()
    size = max([int(reader.trailer["/Size"]), *(number + 1 for number in entries)])
    said = {
        "/Size": b"%d" % size,
        "/Root": b"%d 0 R" % reader.root_ref.idnum,
        "/Prev": b"%d" % (reader.last_startxref or 0),
        **(trailer or {}),
    }
    table = b"".join(b"%d 1\n%b" % (number, entries[number]) for number in sorted(entries))
    pairs = b"".join(b"%b %b\n" % (key.encode(), value) for key, value in said.items() if value)
    out.write(b"xref\n%btrailer\n<<\n%b>>\nstartxref\n%d\n%%%%EOF\n" % (table, pairs, start))
    return out.getvalue()
