"""Rich text as a tree of blocks and runs, which a PDF template can set without reading HTML."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any, Final

Block = Mapping[str, Any]

VOID: Final = {"br", "hr"}
MARKS: Final = {"strong": "b", "em": "i", "u": "u", "s": "s", "a": "u"}
INLINE: Final = {*MARKS, "br", "#text"}
# Deeper nesting has no meaning in a contract and would exhaust the recursion of every reader after us.
DEEPEST: Final = 24


@dataclass
class _Node:
    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    text: str = ""
    children: list["_Node"] = field(default_factory=list)


class _Tree(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = _Node("#root")
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = _Node(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(node)
        if tag not in VOID and len(self.open) < DEEPEST:
            self.open.append(node)

    def handle_endtag(self, tag: str) -> None:
        tags = [node.tag for node in self.open]
        if tag in tags[1:]:
            del self.open[len(tags) - 1 - tags[::-1].index(tag) :]

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(_Node("#text", text=data))


def blocks(html: str) -> list[Block]:
    """Sanitized HTML as blocks.

    A block has `kind`: `p` and `h` (with `level`) have `runs`; `ul` and `ol` (with `start`) have `items`, each a list
    of blocks; `quote` has `blocks`; `table` has `columns` and `rows` of cells (`blocks`, `head`, `align`, `x`, `y`,
    `colspan`, `rowspan`), the first `heads` of them repeated on every page; `hr` and `page` (its end) have nothing.
    A run has `text` and the marks `b`, `i`, `u`, `s`; a line break is a run with the text "\\n".
    """
    tree = _Tree()
    tree.feed(html)
    tree.close()
    return list(_blocks(tree.root.children))


def text_blocks(text: str) -> list[Block]:
    """Plain text as blocks: a blank line parts paragraphs, a line break stays one."""
    paragraphs: list[list[str]] = [[]]
    for line in text.splitlines():
        if line.strip():
            paragraphs[-1].append(line.strip())
        elif paragraphs[-1]:
            paragraphs.append([])
    return [_paragraph([_run("\n".join(lines))]) for lines in paragraphs if lines]


def plain(html: str) -> str:
    """The text alone, one line per block or row."""
    return "\n".join(_lines(blocks(html)))


def _lines(content: list[Block]) -> Iterator[str]:
    for block in content:
        if "runs" in block:
            yield "".join(run["text"] for run in block["runs"])
        for row in block.get("rows", ()):
            yield "\t".join(" ".join(_lines(cell["blocks"])) for cell in row)
        for item in block.get("items", ()):
            yield from _lines(item)
        yield from _lines(block.get("blocks", []))


def _blocks(nodes: list[_Node]) -> Iterator[Block]:
    loose: list[_Node] = []
    for node in nodes:
        if node.tag in INLINE:
            loose.append(node)
            continue
        yield from _loose(loose)
        loose = []
        yield from _block(node)
    yield from _loose(loose)


def _loose(nodes: list[_Node]) -> Iterator[Block]:
    runs = _trim([run for node in nodes for run in _runs(node, {})])
    if runs:
        yield _paragraph(runs)


def _block(node: _Node) -> Iterator[Block]:
    match node.tag:
        case "p":
            yield _paragraph(_content(node), node.attributes.get("align", "left"))
        case "h1" | "h2" | "h3":
            yield {"kind": "h", "level": int(node.tag[1]), "runs": _content(node)}
        case "ul" | "ol":
            items = [list(_blocks(item.children)) for item in node.children if item.tag == "li"]
            yield {"kind": node.tag, "start": int(node.attributes.get("start") or 1), "items": items}
        case "blockquote":
            yield {"kind": "quote", "blocks": list(_blocks(node.children))}
        case "table":
            yield from _table(node)
        case "hr":
            yield {"kind": "page" if node.attributes.get("class") == "page" else "hr"}
        case _:
            yield from _blocks(node.children)


def _table(node: _Node) -> Iterator[Block]:
    rows = [[_cell(cell) for cell in row.children if cell.tag in {"td", "th"}] for row in _rows(node)]
    rows = [row for row in rows if row]
    if rows:
        heads = next((i for i, row in enumerate(rows) if not all(cell["head"] for cell in row)), 1)
        columns = _place(rows, heads)
        yield {"kind": "table", "columns": columns, "heads": heads, "rows": rows}


def _place(rows: list[list[dict[str, Any]]], heads: int) -> int:
    """Give each cell its `x` and `y` as browsers do, cut spans that meet another cell; the number of columns."""
    taken: set[tuple[int, int]] = set()
    for y, row in enumerate(rows):
        x = 0
        # The repeated head cannot reach into the rows below it.
        below = (heads if y < heads else len(rows)) - y
        for cell in row:
            while (x, y) in taken:
                x += 1
            free = next((i for i in range(cell["colspan"]) if (x + i, y) in taken), cell["colspan"])
            cell.update(x=x, y=y, colspan=free, rowspan=min(cell["rowspan"], below))
            taken |= {(x + i, y + j) for i in range(free) for j in range(cell["rowspan"])}
            x += free
    return 1 + max(x for x, _y in taken)


def _rows(node: _Node) -> Iterator[_Node]:
    for child in node.children:
        if child.tag == "tr":
            yield child
        elif child.tag in {"thead", "tbody"}:
            yield from _rows(child)


def _cell(node: _Node) -> dict[str, Any]:
    return {
        "blocks": list(_blocks(node.children)),
        "head": node.tag == "th",
        "align": node.attributes.get("align", "left"),
        "colspan": int(node.attributes.get("colspan") or 1),
        "rowspan": int(node.attributes.get("rowspan") or 1),
    }


def _content(node: _Node) -> list[dict[str, Any]]:
    return _trim([run for child in node.children for run in _runs(child, {})])


def _runs(node: _Node, marks: dict[str, bool]) -> Iterator[dict[str, Any]]:
    if node.tag == "#text":
        yield _run(
            " ".join(("." + node.text.replace("\xa0", "\x00") + ".").split())[1:-1].replace("\x00", "\xa0"), marks
        )
    elif node.tag == "br":
        yield _run("\n", marks)
    else:
        inner = {**marks, MARKS[node.tag]: True} if node.tag in MARKS else marks
        for child in node.children:
            yield from _runs(child, inner)


def _trim(runs: list[dict[str, Any]]) -> list[dict[str, Any]]:
    # White space at the ends is source formatting; the break an editor leaves at the end of a line shows nothing.
    runs = [run for run in runs if run["text"]]
    while runs and not runs[0]["text"].strip(" "):
        runs.pop(0)
    while runs and not runs[-1]["text"].strip(" \n"):
        runs.pop()
    return runs


def _paragraph(runs: list[dict[str, Any]], align: str = "left") -> Block:
    return {"kind": "p", "align": align, "runs": runs}


def _run(text: str, marks: dict[str, bool] | None = None) -> dict[str, Any]:
    return {"text": text, **(marks or {})}
