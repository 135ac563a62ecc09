"""Which fonts a PDF writes with that are not inside it: another machine would draw those words otherwise.

ISO 19005 (PDF/A) asks for every font that is drawn, the standard fourteen included. Words that are not drawn, as those
a scanner lays under its picture, need none.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from pikepdf import Dictionary, Name, Pdf, PdfError, Stream, parse_content_stream

_WATCHED: Final = "Tf Tr gs q Q Do Tj TJ ' \""
_WRITES: Final = frozenset({"Tj", "TJ", "'", '"'})
# Text rendering modes that put no ink on paper (ISO 32000-1, table 106): invisible, and clipping alone.
_UNDRAWN: Final = frozenset({3, 7})
_LONGEST: Final = 40


def fonts_outside(pdf: Pdf) -> list[str]:
    """The names of the fonts that are drawn with and not embedded, in their order of appearance."""
    reader = _Reader()
    for page in pdf.pages:
        reader.read(page.obj, page.obj.get("/Resources", Dictionary()), _Pen())
    return list(reader.found)


@dataclass(frozen=True)
class _Pen:
    font: Any = None
    mode: int = 0


@dataclass
class _Reader:
    found: dict[str, None] = field(default_factory=dict)
    seen: set[tuple[object, ...]] = field(default_factory=set)

    def read(self, content: Any, resources: Any, pen: _Pen) -> None:
        kept: list[_Pen] = []
        for operands, operator in _instructions(content):
            match str(operator), list(operands):
                case "q", _:
                    kept.append(pen)
                case "Q", _:
                    pen = kept.pop() if kept else pen
                case "Tf", [name, _size]:
                    # A name nobody explains is written with whatever the reading machine has.
                    pen = _Pen(_named(resources, "/Font", name) or str(name), pen.mode)
                case "Tr", [mode]:
                    pen = _Pen(pen.font, int(mode))
                case "gs", [name]:
                    state = _named(resources, "/ExtGState", name)
                    pen = _Pen(_font_of(state) or pen.font, pen.mode)
                    self._inner(_mask_of(state), resources, _Pen())
                case "Do", [name]:
                    self._inner(_named(resources, "/XObject", name), resources, pen)
                case word, _ if word in _WRITES and pen.mode not in _UNDRAWN:
                    self._write(pen.font, resources)
        for pattern in _values(resources.get("/Pattern")):
            self._inner(pattern, resources, _Pen())

    def _inner(self, form: Any, resources: Any, pen: _Pen) -> None:
        if not isinstance(form, Stream) or form.get("/Subtype") == Name.Image:
            return
        if self._is_new(form, pen.mode, _key(pen.font)):
            self.read(form, form.get("/Resources", resources), pen)

    def _write(self, font: Any, resources: Any) -> None:
        if isinstance(font, str):
            self.found[font.removeprefix("/")[:_LONGEST]] = None
        if not isinstance(font, Dictionary):
            return
        if not _is_inside(font):
            self.found[_name(font)] = None
        if font.get("/Subtype") == Name.Type3:
            for glyph in _values(font.get("/CharProcs")):
                self._inner(glyph, font.get("/Resources", resources), _Pen())

    def _is_new(self, *what: Any) -> bool:
        key = (what[0].objgen, *what[1:])
        new = key not in self.seen
        self.seen.add(key)
        return new


def _instructions(content: Any) -> Iterator[Any]:
    try:
        yield from parse_content_stream(content, _WATCHED)
    except PdfError:
        # A page whose drawing cannot be read is refused by what draws it.
        return


def _is_inside(font: Any) -> bool:
    if font.get("/Subtype") == Name.Type3:
        return True
    drawing = font
    if font.get("/Subtype") == Name.Type0:
        drawing = next(iter(_values(font.get("/DescendantFonts"))), Dictionary())
    descriptor = drawing.get("/FontDescriptor", Dictionary())
    return any(name in descriptor for name in ("/FontFile", "/FontFile2", "/FontFile3"))


def _named(resources: Any, kind: str, name: Any) -> Any:
    shelf = resources.get(kind)
    return shelf.get(str(name)) if isinstance(shelf, Dictionary) else None


def _font_of(state: Any) -> Any:
    chosen = list(_values(state.get("/Font"))) if isinstance(state, Dictionary) else []
    return chosen[0] if chosen else None


def _mask_of(state: Any) -> Any:
    mask = state.get("/SMask") if isinstance(state, Dictionary) else None
    return mask.get("/G") if isinstance(mask, Dictionary) else None


def _values(shelf: Any) -> Iterator[Any]:
    if isinstance(shelf, Dictionary):
        yield from (shelf[name] for name in shelf.keys())
    elif shelf is not None and not isinstance(shelf, (Stream, Name)):
        yield from shelf


def _key(font: Any) -> object:
    if not isinstance(font, Dictionary):
        return font
    # A font written out where it is used has no number: its own words tell it from another.
    return font.objgen if font.is_indirect else font.unparse()


def _name(font: Any) -> str:
    # "ABCDEF+" marks a subset; "/Arial,Bold" is how Word names a style.
    base = str(font.get("/BaseFont", "/?")).removeprefix("/")
    name = base[7:] if base[6:7] == "+" else base
    return "".join(letter for letter in name.replace(",", " ") if letter.isprintable())[:_LONGEST]
