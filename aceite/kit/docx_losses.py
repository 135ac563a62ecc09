"""What of a Word document has no place in a contract's text, counted in its XML to be told. Runs in a limited child."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Final
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

MAIN: Final = "word/document.xml"
# Elements of the text → what is told of them.
_COUNTED: Final = {
    "pic": "pictures",
    "imagedata": "pictures",
    "txbxContent": "text_boxes",
    "footnoteReference": "notes",
    "endnoteReference": "notes",
    "commentReference": "comments",
    "ins": "tracked",
    "del": "tracked",
    "moveFrom": "tracked",
    "oMath": "formulas",
    "chart": "charts",
    "OLEObject": "objects",
    "altChunk": "objects",
}
_PLAIN: Final = frozenset({"decimal", "bullet", "none"})


def losses(parts: Mapping[str, bytes]) -> dict[str, int]:
    """How often each stands in the document; `parts` are its XML files, free of declarations."""
    main = _tree(parts, MAIN)
    counted = Counter(_COUNTED[name] for name in map(_name, _elements(main)) if name in _COUNTED)
    counted["headers"] = sum(1 for name in parts if _is_margin(name) and _has_words(_tree(parts, name)))
    counted["columns"] = sum(1 for one in _elements(main) if _name(one) == "cols" and _number(one, "num") > 1)
    counted["contents"] = sum(1 for one in _elements(main) if _name(one) == "instrText" and "TOC" in (one.text or ""))
    counted["numbering"] = len(_fancy(_tree(parts, "word/numbering.xml")) & _used(main))
    return {name: count for name, count in counted.items() if count}


def _tree(parts: Mapping[str, bytes], name: str) -> Element:
    data = parts.get(name)
    return ElementTree.fromstring(data) if data else Element("none")


def _name(element: Element) -> str:
    return element.tag.rpartition("}")[2]


def _value(element: Element, name: str) -> str:
    return next((value for key, value in element.attrib.items() if key.rpartition("}")[2] == name), "")


def _number(element: Element, name: str) -> int:
    value = _value(element, name)
    return int(value) if value.isdecimal() else 0


def _elements(root: Element) -> Iterator[Element]:
    """All elements; of what is said twice, for new programs and for old ones, the first alone."""
    waiting = [root]
    while waiting:
        element = waiting.pop()
        yield element
        waiting += list(element)[:1] if _name(element) == "AlternateContent" else list(element)


def _is_margin(name: str) -> bool:
    return name.startswith(("word/header", "word/footer")) and name.endswith(".xml")


def _has_words(root: Element) -> bool:
    return any(_name(one) == "t" and (one.text or "").strip() for one in _elements(root))


def _used(main: Element) -> set[tuple[str, str]]:
    """The lists and levels that paragraphs name: (list, level)."""
    pairs = [{_name(part): _value(part, "val") for part in one} for one in _elements(main) if _name(one) == "numPr"]
    return {(pair.get("numId", ""), pair.get("ilvl", "0")) for pair in pairs}


def _fancy(numbering: Element) -> set[tuple[str, str]]:
    """The lists and levels whose numbers a plain list does not show: letters, Roman, "1.2", words before them."""
    kinds: dict[str, set[str]] = {}
    for kind in (one for one in numbering if _name(one) == "abstractNum"):
        levels = {_value(level, "ilvl") for level in kind if _name(level) == "lvl" and _is_fancy(level)}
        kinds[_value(kind, "abstractNumId")] = levels
    named = {
        _value(one, "numId"): next((_value(part, "val") for part in one if _name(part) == "abstractNumId"), "")
        for one in numbering
        if _name(one) == "num"
    }
    return {(number, level) for number, kind in named.items() for level in kinds.get(kind, ())}


def _is_fancy(level: Element) -> bool:
    said = {_name(part): _value(part, "val") for part in level}
    own = f"%{int(_value(level, 'ilvl') or 0) + 1}"
    words = said.get("lvlText", "").replace(own, "").strip(" .)-–—")
    form = said.get("numFmt", "decimal")
    return form not in _PLAIN or (form == "decimal" and bool(words))
