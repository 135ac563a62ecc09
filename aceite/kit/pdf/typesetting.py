"""Data in, PDF out: Typst sets a template of this package with data it can only read as JSON."""

import importlib.resources
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import pypdfium2 as pdfium
import typst

from aceite.kit.fonts import coverage, fonts_folder
from aceite.kit.limits import ChildFailed, run_limited
from aceite.kit.pdf.qr import page_url, qr_svg
from aceite.kit.sentences import Complaint
from aceite.kit.sentences import gettext_noop as _
from aceite.kit.text import missing_glyphs, named

TEMPLATES: Final = Path(str(importlib.resources.files("aceite.kit.pdf"))) / "templates"
SECONDS: Final = 20
MEMORY_MB: Final = 800
_NAMED_AT_MOST: Final = 5
# Most papers have no more pages; one that has is set once more, with as many codes as it turned out to need.
_PAGES_AT_FIRST: Final = 4


class Undrawable(Complaint):
    """The type has no picture for some characters of a paper; the sentence names them."""


class TooHeavy(Complaint):
    """A paper that did not get ready within the limits."""


@dataclass(frozen=True)
class PageCodes:
    """Each page carries a QR of its own, which leads to `url` and says which page it is, `before` pages ahead of it."""

    url: str
    before: int = 0

    def pictures(self, pages: int) -> dict[str, bytes]:
        """The QR codes of so many pages, as the templates call them."""
        numbers = range(self.before + 1, self.before + pages + 1)
        return {f"qr-{number}.svg": qr_svg(page_url(self.url, number)) for number in numbers}


def render(
    template: str,
    data: Mapping[str, Any],
    *,
    pictures: Mapping[str, bytes] | None = None,
    codes: PageCodes | None = None,
    at: datetime,
) -> bytes:
    """Typeset `templates/<template>` as tagged PDF/A-3b; the same arguments give the same bytes in any process.

    `data` is what the template reads as JSON, and all it can read beside the other templates and `pictures` (name to
    PNG or SVG). `at` (aware) becomes the creation time. Raises Undrawable, and TooHeavy past 20 seconds or 800 MB.
    """
    _refuse_undrawable(data)
    job = {"template": template, "data": data, "pictures": dict(pictures or {}), "at": int(at.timestamp())}
    job["codes"] = codes
    try:
        # Made here, for a child that is killed clears nothing away.
        with fonts_folder() as fonts:
            job["fonts"] = str(fonts)
            return run_limited("aceite.kit.pdf.typesetting:typeset", job, seconds=SECONDS, memory_mb=MEMORY_MB)
    except ChildFailed as failed:
        if failed.reason == "error":
            raise
        raise TooHeavy(
            _("O documento é grande demais para ser montado. Divida o texto ou reduza os itens.")
        ) from failed


def typeset(job: Mapping[str, Any]) -> bytes:
    """Run Typst; called in the limited child. It reads the templates' folder and what is handed over here, no more."""
    codes: PageCodes | None = job["codes"]
    if codes is None:
        return _compiled(job, job["pictures"])
    pdf = _compiled(job, job["pictures"] | codes.pictures(_PAGES_AT_FIRST))
    pages = len(pdfium.PdfDocument(pdf))
    if pages <= _PAGES_AT_FIRST:
        return pdf
    return _compiled(job, job["pictures"] | codes.pictures(pages))


def _compiled(job: Mapping[str, Any], pictures: Mapping[str, bytes]) -> bytes:
    # Typst takes files from memory only when they are text, so pictures travel as arrays of numbers.
    data = {**job["data"], "pictures": {name: list(picture) for name, picture in pictures.items()}}
    # Typst's own types do not know that it takes several files from memory.
    files: Any = {
        "main.typ": (TEMPLATES / job["template"]).read_bytes(),
        "data.json": json.dumps(data, ensure_ascii=False).encode(),
    }
    pdf: bytes = typst.compile(
        files,
        format="pdf",
        root=str(TEMPLATES),
        font_paths=typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[job["fonts"]]),
        pdf_standards=["a-3b"],
        timestamp=job["at"],
    )
    return pdf


def _refuse_undrawable(data: Mapping[str, Any]) -> None:
    missing = missing_glyphs("".join(_texts(data)), coverage())
    if not missing:
        return
    names, more = named(missing[:_NAMED_AT_MOST]), len(missing) - _NAMED_AT_MOST
    if more > 0:
        raise Undrawable(_("O documento não pode mostrar %(characters)s e mais %(more)s."), characters=names, more=more)
    raise Undrawable(_("O documento não pode mostrar %(characters)s."), characters=names)


def _texts(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, Mapping):
        return [text for item in value.values() for text in _texts(item)]
    if isinstance(value, list):
        return [text for item in value for text in _texts(item)]
    return []
