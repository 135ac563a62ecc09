"""Running Typst: everything here runs in a limited child, see typesetting."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import pypdfium2 as pdfium
import typst

from aceite.kit.pdf.typesetting import PageCodes

# Most papers have no more pages; one that has is set once more, with as many codes as it turned out to need.
_PAGES_AT_FIRST: Final = 4


def typeset(job: Mapping[str, Any]) -> bytes:
    """Run Typst. It reads the templates' folder and what is handed over here, no more."""
    codes: PageCodes | None = job["codes"]
    if codes is None:
        return _compiled(job, job["pictures"])
    pdf = _compiled(job, job["pictures"] | codes.pictures(_PAGES_AT_FIRST))
    pages = len(pdfium.PdfDocument(pdf))
    if pages <= _PAGES_AT_FIRST:
        return pdf
    return _compiled(job, job["pictures"] | codes.pictures(pages))


def _compiled(job: Mapping[str, Any], pictures: Mapping[str, bytes]) -> bytes:
    # Typst takes files from memory only when they are text, so small pictures travel as arrays of numbers.
    data = {**job["data"], "pictures": {name: list(picture) for name, picture in pictures.items()}}
    # Typst's own types do not know that it takes several files from memory.
    files: Any = {
        "main.typ": (Path(job["root"]) / job["template"]).read_bytes(),
        "data.json": json.dumps(data, ensure_ascii=False).encode(),
    }
    pdf: bytes = typst.compile(
        files,
        format="pdf",
        root=job["root"],
        font_paths=typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[job["fonts"]]),
        pdf_standards=["a-3b"],
        timestamp=job["at"],
    )
    return pdf
