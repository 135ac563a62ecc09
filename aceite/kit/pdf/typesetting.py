"""Data in, PDF out: Typst sets a template of this package with data it can only read as JSON."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from aceite.kit.fonts import coverage, fonts_folder
from aceite.kit.limits import ChildFailed, run_limited
from aceite.kit.pdf.desk import desk
from aceite.kit.pdf.qr import page_url, qr_svg
from aceite.kit.sentences import Complaint
from aceite.kit.sentences import gettext_noop as _
from aceite.kit.text import missing_glyphs, named

SECONDS: Final = 20
MEMORY_MB: Final = 800
_NAMED_AT_MOST: Final = 5


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
    photos: Mapping[str, bytes] | None = None,
    codes: PageCodes | None = None,
    at: datetime,
) -> bytes:
    """Typeset `templates/<template>` as tagged PDF/A-3b; the same arguments give the same bytes in any process.

    `data` is what the template reads as JSON, and all it can read beside the other templates, `pictures` (name to PNG
    or SVG, small ones) and `photos` (name to JPEG), which stand as files under their names. `at` (aware) becomes the
    creation time. Raises Undrawable, and TooHeavy past 20 seconds or 800 MB.
    """
    _refuse_undrawable(data)
    job = {"template": template, "data": data, "pictures": dict(pictures or {}), "at": int(at.timestamp())}
    job["codes"] = codes
    try:
        # Made here, for a child that is killed clears nothing away.
        with fonts_folder() as fonts, desk(photos or {}) as root:
            job |= {"fonts": str(fonts), "root": str(root)}
            return run_limited("aceite.kit.pdf.composing:typeset", job, seconds=SECONDS, memory_mb=MEMORY_MB)
    except ChildFailed as failed:
        if failed.reason == "error":
            raise
        raise TooHeavy(
            _("O documento é grande demais para ser montado. Divida o texto ou reduza os itens.")
        ) from failed


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
