"""A handbook kept as a folder of Markdown: one task a file, found by its name, by words, or by the page it explains.

A file begins with a head between two lines of `---`; then comes the text, whose first line of `#` is its title:

    ---
    order: 10
    group: Vender
    summary: Da linha em branco ao envio, em poucos minutos.
    pages: new_sale, edit_sale#as-linhas, send_sale#enviar
    ---
    # A primeira proposta

`pages` names the pages of the product that lead here, each with the heading it opens at, if it is not the top.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Final

from aceite.kit.late import late
from aceite.kit.text import MAX_SOUGHT, unaccented

if TYPE_CHECKING:
    import markdown_it
    import markdown_it.token
else:
    markdown_it = late("markdown_it")

_PARTS: Final = re.compile(r"\A---\n(?P<head>.*?)\n---\n+# (?P<title>[^\n]+)\n(?P<text>.*)\Z", re.DOTALL)
# What stands for a link or a picture in running text, and the signs of Markdown around words.
_LINKS: Final = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
_SIGNS: Final = re.compile(r"[*`#>|_]+")
_AROUND: Final = 90


@dataclass(frozen=True)
class Task:
    """One file: what the reader wants to get done. `pages` leads from a page's name to the heading it opens at."""

    slug: str
    title: str
    summary: str
    group: str
    order: int
    text: str
    pages: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Found:
    """A task that holds all words sought, with the place where the first of them stands."""

    task: Task
    excerpt: str


@dataclass(frozen=True)
class Picture:
    """Where a picture is fetched, and its size, kept free before it comes."""

    url: str
    width: int
    height: int


class Handbook:
    """All tasks of one folder, read once, in their order."""

    def __init__(self, folder: Path) -> None:
        """Raises ValueError, naming the file, for one without head or title."""
        read = [_read(path) for path in folder.glob("*.md")]
        self.tasks = tuple(sorted(read, key=lambda task: (task.order, task.slug)))
        self._by_slug = {task.slug: task for task in self.tasks}
        self._by_page = {page: (task, anchor) for task in self.tasks for page, anchor in task.pages.items()}

    def task(self, slug: str) -> Task | None:
        """The task of this name."""
        return self._by_slug.get(slug)

    def about(self, page: str) -> tuple[Task, str] | None:
        """The task that explains a page of the product, and the heading it opens at (empty: the top)."""
        return self._by_page.get(page)

    def groups(self) -> dict[str, list[Task]]:
        """The tasks under the names of their groups, both in order."""
        groups = dict[str, list[Task]]()
        for task in self.tasks:
            groups.setdefault(task.group, []).append(task)
        return groups

    def around(self, task: Task) -> tuple[Task | None, Task | None]:
        """The tasks before and after this one."""
        place = self.tasks.index(task)
        return (self.tasks[place - 1] if place else None, next(iter(self.tasks[place + 1 :]), None))

    def matching(self, sought: str) -> list[Found]:
        """The tasks that hold every word sought, accents and case aside; those that say it in their title first."""
        words = unaccented(sought).lower().split()[:MAX_SOUGHT]
        if not words:
            return []
        found = [(task, _plain(task)) for task in self.tasks]
        held = [(task, text) for task, text in found if all(word in unaccented(text).lower() for word in words)]
        held.sort(key=lambda pair: not all(word in unaccented(pair[0].title).lower() for word in words))
        return [Found(task, _excerpt(text, words[0])) for task, text in held]


def anchor(heading: str) -> str:
    """The address of a heading within its page, as hosts of repositories make it."""
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")


def headings(task: Task) -> list[tuple[str, str]]:
    """The second-level headings of a task with their anchors: what its page offers to jump to."""
    return [(title, anchor(title)) for title in re.findall(r"^## (.+)$", task.text, re.MULTILINE)]


def html_of(task: Task, link: Callable[[str, str], str], picture: Callable[[str], Picture]) -> str:
    """The task's text as HTML. `link(slug, anchor)` gives the address of another task, `picture(name)` a picture.

    Raw HTML in the text is shown as it is written, never taken.
    """
    reader = markdown_it.MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = reader.parse(task.text)
    for token in _all(tokens):
        if token.type == "link_open":
            _lead(token, link)
        elif token.type == "image":
            shown = picture(Path(str(token.attrs["src"])).name)
            token.attrs |= {"src": shown.url, "width": shown.width, "height": shown.height, "loading": "lazy"}
    for opening, inline in pairwise(tokens):
        if opening.type == "heading_open":
            opening.attrs["id"] = anchor(inline.content)
    html: str = reader.renderer.render(tokens, reader.options, {})
    return html


def _lead(token: "markdown_it.token.Token", link: Callable[[str, str], str]) -> None:
    href = str(token.attrs["href"])
    path, _hash, place = href.partition("#")
    if path.endswith(".md"):
        token.attrs["href"] = link(Path(path).stem, place)


def _all(tokens: "list[markdown_it.token.Token]") -> "Iterator[markdown_it.token.Token]":
    for token in tokens:
        yield token
        yield from _all(token.children or [])


def _read(path: Path) -> Task:
    parts = _PARTS.match(path.read_text(encoding="utf-8"))
    if parts is None:
        raise ValueError(f"{path.name}: no head between two lines of ---, or no title after it")
    head = dict(line.split(": ", 1) for line in parts["head"].splitlines())
    places = (place.partition("#") for place in head.get("pages", "").split(", ") if place)
    return Task(
        slug=path.stem,
        title=parts["title"],
        summary=head["summary"],
        group=head["group"],
        order=int(head["order"]),
        text=parts["text"].strip(),
        pages={page.strip(): heading for page, _hash, heading in places},
    )


def _plain(task: Task) -> str:
    text = _SIGNS.sub("", _LINKS.sub(r"\1", task.text))
    return f"{task.title}. {task.summary} {' '.join(text.split())}"


def _excerpt(text: str, word: str) -> str:
    # Taking accents away may change the length of a text: the place is close enough for an excerpt.
    place = unaccented(text).lower().find(word)
    start = text.rfind(" ", 0, max(0, place - _AROUND)) + 1
    end = text.find(" ", place + _AROUND)
    shown = text[start : end if end > 0 else len(text)]
    return f"{'…' if start else ''}{shown}{'…' if end > 0 else ''}"
