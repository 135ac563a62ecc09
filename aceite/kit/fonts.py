"""The documents' typeface (Source Sans Pro, OFL) and which characters it can draw."""

import importlib.resources
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from aceite.kit.late import late
from aceite.kit.sentences import gettext_noop as _
from aceite.kit.text import BadText, missing_glyphs, named

if TYPE_CHECKING:
    from fontTools import ttLib as truetype  # noqa: N813  # ships no types
else:
    truetype = late("fontTools.ttLib")

_FILES: Final = Path(str(importlib.resources.files("font_source_sans_pro"))) / "files"
STYLES: Final = ("Regular", "It", "Semibold", "SemiboldIt", "Bold", "BoldIt")
_NAMED_AT_MOST: Final = 5


def font_paths() -> list[Path]:
    """Return the files of the styles documents use: upright and italic, in three weights."""
    return [_FILES / f"SourceSansPro-{style}.ttf" for style in STYLES]


@contextmanager
def fonts_folder() -> Iterator[Path]:
    """Give a folder with links to just these files, while it is needed.

    The package has each style twice, as OTF and as TTF. Typst takes folders only and keeps what it happens to list
    first, so that the same data could give other bytes on another machine.
    """
    with tempfile.TemporaryDirectory(prefix="aceite-fonts-") as name:
        folder = Path(name)
        # Whoever typesets may be another user than the one who asks.
        folder.chmod(0o755)
        for path in font_paths():
            (folder / path.name).symlink_to(path)
        yield folder


@cache
def coverage() -> frozenset[int]:
    """Return the code points every style can draw: the italics lack Greek and Cyrillic, so these do not count."""
    return frozenset.intersection(*(_drawn_by(path) for path in font_paths()))


def undrawable(text: str) -> list[str]:
    """Return the characters of `text` that documents could not show, each once."""
    return missing_glyphs(text, coverage())


def refuse_undrawable(text: str) -> None:
    """Raise BadText, naming the characters, when documents could not show all of `text`."""
    missing = undrawable(text)
    if not missing:
        return
    names = named(missing[:_NAMED_AT_MOST])
    more = len(missing) - _NAMED_AT_MOST
    if more > 0:
        raise BadText(
            _("A fonte dos documentos não desenha %(characters)s e mais %(more)s. Troque ou apague."),
            characters=names,
            more=more,
        )
    raise BadText(_("A fonte dos documentos não desenha %(characters)s. Troque ou apague."), characters=names)


def _drawn_by(path: Path) -> frozenset[int]:
    with truetype.TTFont(path, lazy=True) as font:
        return frozenset(font.getBestCmap())
