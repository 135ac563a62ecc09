"""Contract text as whitelisted HTML: one source for the editor, the panel and the PDF.

Placeholders (`{{cliente.nome}}`) are plain text in it, looked up in a mapping; this is no template language.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from html import escape, unescape
from typing import Final, Literal

import nh3

from aceite.kit.richtext_blocks import Block, blocks, plain, text_blocks

__all__ = [
    "Block",
    "Omitted",
    "Passage",
    "Table",
    "blocks",
    "fields",
    "fill",
    "plain",
    "renamed",
    "sanitize",
    "text_blocks",
    "unfilled",
]

TAGS: Final = {
    *("p", "h1", "h2", "h3", "strong", "em", "u", "s", "ul", "ol", "li", "blockquote", "br", "hr", "a"),
    *("table", "thead", "tbody", "tr", "th", "td"),
}
# What other programs write, and the word the editor has for it.
SAME: Final = {"b": "strong", "i": "em", "del": "s", "strike": "s", "h4": "h3", "h5": "h3", "h6": "h3"}
ATTRIBUTES: Final = {
    "a": {"href"},
    "hr": {"class"},
    "ol": {"start"},
    "p": {"align"},
    "td": {"align", "colspan", "rowspan"},
    "th": {"align", "colspan", "rowspan"},
}
LARGEST_SPAN: Final = 50
# Broken nesting may need a few rounds of the parser until it stays as it is.
SETTLING: Final = 5

_TAG: Final = r"</?[a-z][^>]*>"
_INLINE: Final = r"(?:</?(?:strong|em|u|s|a)(?:\s[^>]*)?>)"
_PLACEHOLDER: Final = rf"\{{{_INLINE}*\{{(?:[\w.\s]|&nbsp;|{_INLINE})*\}}{_INLINE}*\}}"
_NAME: Final = re.compile(r"[^\W\d]\w*(?:\.\w+)*\Z")
# Tags are matched too, so that braces inside an attribute are never taken for a placeholder.
_AROUND: Final = rf"(?:\s|&nbsp;|{_INLINE})*"
_ALONE: Final = rf"(?P<alone><p(?:\s[^>]*)?>{_AROUND}(?P<table>{_PLACEHOLDER}){_AROUND}</p>)"
_BRACED: Final = re.compile(rf"\{{{_INLINE}*\{{(?:[^{{}}<>]|{_INLINE}){{1,400}}\}}{_INLINE}*\}}")
# Whatever double braces hold, of any length and across lines too: nobody is to sign braces.
_WHOLE: Final = rf"\{{{_INLINE}*\{{[^{{}}]*\}}{_INLINE}*\}}"
# One of its four braces was forgotten, or two. Around another field they are seen once that is filled.
_BESIDE: Final = rf"(?:[^{{}}<]|{_INLINE}){{0,60}}+(?!\{{)"
_TORN: Final = rf"\{{{_INLINE}*\{{{_BESIDE}\}}?|\{{{_BESIDE}\}}{_INLINE}*\}}"
_HELD: Final = re.compile(rf"{_TAG}|(?P<held>{_WHOLE})|(?P<torn>{_TORN})")
_BREAK: Final = re.compile(rf"(?:(?!{_INLINE}){_TAG})+")
_TOKENS: Final = re.compile(rf"{_ALONE}|{_TAG}|(?P<inline>{_PLACEHOLDER})")
_STOP: Final = re.compile(rf"{_INLINE}*\.(?!\.)")


@dataclass(frozen=True)
class Table:
    """A value that becomes a table when its placeholder stands alone in a paragraph; `alignments` one per column."""

    header: Sequence[str]
    rows: Sequence[Sequence[str]]
    alignments: Sequence[Literal["left", "center", "right"]] = ()


@dataclass(frozen=True)
class Passage:
    """Sanitized HTML that takes the place of a placeholder's whole paragraph; empty, the paragraph goes."""

    html: str


@dataclass(frozen=True)
class Omitted:
    """A value left out on purpose: its placeholder goes, and a paragraph that holds nothing else."""


def sanitize(html: str) -> str:
    """Only the elements the editor makes, nothing that runs, loads or hides; sanitizing twice changes nothing."""
    clean = _clean(html)
    for _try in range(SETTLING):
        again = _clean(clean)
        if again == clean:
            return clean
        clean = again
    # Nobody writes such text by hand: its words are kept, its form is not.
    return f"<p>{nh3.clean(clean, tags=set())}</p>"


def _clean(html: str) -> str:
    clean = nh3.clean(
        html,
        tags=TAGS | set(SAME),
        attributes=ATTRIBUTES,
        attribute_filter=_attribute,
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer",
    )
    return re.sub(r"(</?)([a-z][a-z0-9]*)\b", lambda m: m[1] + SAME.get(m[2], m[2]), clean)


def _attribute(_tag: str, name: str, value: str) -> str | None:
    if name == "align":
        return value if value in {"left", "center", "right"} else None
    if name == "class":
        # A line across the page, or the end of it.
        return value if value == "page" else None
    if name in {"colspan", "rowspan"}:
        return value if value.isascii() and value.isdigit() and 1 <= int(value[:4]) <= LARGEST_SPAN else None
    if name == "start":
        return value if re.fullmatch(r"[0-9]{1,4}", value) else None
    # A relative address would mean one thing in the panel and another on paper; brackets and braces would be
    # taken for tags and placeholders by whoever reads the text with a regular expression, as `fill` does.
    return value if re.fullmatch(r"(?:https?://|mailto:)[^\s<>\"{}]*", value, re.IGNORECASE) else None


def fields(html: str) -> list[str]:
    """What stands between double braces, in order, once each, also where the editor's marks run through its middle.

    What is no name (`{{prazo da obra}}`, `{{}}`) is told too, as it is written, a new line in it as "↵"; and what lacks
    a brace (`{{prazo}`, `{prazo}}`), with those it has.
    """
    matches = (match for match in _HELD.finditer(html) if match["held"] or match["torn"])
    found = (_words(match["held"]) if match["held"] else _line(match["torn"]) for match in matches)
    return list(dict.fromkeys(found))


def renamed(html: str, rename: Callable[[str], str]) -> str:
    """Placeholders under the names that `rename` makes of what stands between their braces, whatever that is."""

    def put(match: re.Match[str]) -> str:
        words = _words(match[0])
        marks = "".join(re.findall(_INLINE, match[0]))
        return f"{{{{{rename(words)}}}}}{marks}" if words else match[0]

    return _BRACED.sub(put, html)


def fill(html: str, values: Mapping[str, str | Table | Passage | Omitted]) -> str:
    """Placeholders replaced by escaped values, a line break kept as one; unknown and empty ones stay as they are.

    A value that ends in a full stop lends it to the sentence it ends.
    A `Table` or `Passage` needs its paragraph for itself: inside a sentence its placeholder stays.
    """

    def put(match: re.Match[str]) -> str:
        whole = match["table"] or match["inline"]
        if whole is None:
            return match[0]
        value = values.get(_name(whole))
        if isinstance(value, Table):
            return _table(value) if match["alone"] and value.rows else match[0]
        if isinstance(value, Passage):
            return value.html if match["alone"] else match[0]
        if isinstance(value, Omitted):
            return "" if match["alone"] else match[0].replace(whole, "".join(re.findall(_INLINE, whole)))
        if not value or not value.strip():
            return match[0]
        # "Aurora Ltda." at the end of a sentence: one full stop serves both.
        if _STOP.match(html, match.end()) and value.endswith(".") and not value.endswith(".."):
            value = value[:-1]
        # Marks that opened or closed inside the placeholder stay behind the value: the tree keeps its balance.
        written = _text(value) + "".join(re.findall(_INLINE, whole))
        return match[0].replace(whole, written)

    return _TOKENS.sub(put, html)


def unfilled(html: str, values: Mapping[str, str | Table | Omitted] | None = None) -> list[str]:
    """Placeholders that `fill(html, values)` would leave standing; without values, those that stand in `html`."""
    return fields(fill(html, values or {}))


def _name(placeholder: str) -> str:
    name = _words(placeholder)
    return name if _NAME.match(name) else ""


def _words(braced: str) -> str:
    return " ".join(_line(braced).strip("{}").split())


def _line(html: str) -> str:
    return " ".join(unescape(re.sub(_TAG, "", _BREAK.sub(" ↵ ", html))).split())


def _text(value: str) -> str:
    # A brace in a value must not make a placeholder of it for the next reader.
    return escape(value).replace("{", "&#123;").replace("\n", "<br>")


def _table(table: Table) -> str:
    def row(cells: Sequence[str], tag: str) -> str:
        return "<tr>" + "".join(cell(tag, i, text) for i, text in enumerate(cells)) + "</tr>"

    def cell(tag: str, column: int, text: str) -> str:
        side = table.alignments[column] if column < len(table.alignments) else "left"
        return f'<{tag} align="{side}"><p>{_text(text)}</p></{tag}>'

    head = f"<thead>{row(table.header, 'th')}</thead>" if table.header else ""
    return f"<table>{head}<tbody>{''.join(row(cells, 'td') for cells in table.rows)}</tbody></table>"
