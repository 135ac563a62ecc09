"""Where the words of a page stand: runs of letters with their places, read in a limited child from the very bytes."""

import json
from dataclasses import dataclass
from typing import Final

# Places are told in ten-thousandths of the page's width and height, as it is shown, from its upper left corner.
WHOLE: Final = 10_000
MOST_RUNS: Final = 4_000
MOST_LETTERS: Final = 60_000
# A sentence that ends so far before the edge ends its paragraph.
NEARLY_FULL: Final = 0.88
ENDS: Final = (".", ";", ":", "!", "?")


@dataclass(frozen=True)
class Run:
    """Some words on one line, and the box around them."""

    text: str
    left: int
    top: int
    width: int
    height: int

    @property
    def right(self) -> int:
        """Where it ends."""
        return self.left + self.width

    @property
    def middle(self) -> float:
        """How far down its middle lies."""
        return self.top + self.height / 2


Page = tuple[Run, ...]


def written(pages: list[list[Run]]) -> bytes:
    """The same as JSON: a list of runs for each page, each `[text, left, top, width, height]`."""
    rows = [[[run.text, run.left, run.top, run.width, run.height] for run in page] for page in pages]
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":")).encode()


def layout_of(data: bytes) -> tuple[Page, ...]:
    """What `written` wrote."""
    return tuple(tuple(Run(*row) for row in page) for page in json.loads(data))


def paragraphs(page: Page) -> list[str]:
    """The words of a page as they are read aloud or set anew: runs of a line joined, lines of a paragraph too."""
    found: list[str] = []
    above: list[Run] = []
    edge = max((run.right for run in page), default=0)
    for line in _lines(page):
        words = "\u2003".join(run.text for run in line)
        if above and _goes_on(above, line, edge):
            found[-1] = f"{found[-1][:-1]}{words}" if _torn(found[-1], words) else f"{found[-1]} {words}"
        else:
            found.append(words)
        above = line
    return found


def _lines(page: Page) -> list[list[Run]]:
    """Runs that stand beside each other, in the order in which the page says them."""
    lines: list[list[Run]] = []
    for run in page:
        beside = lines and abs(lines[-1][-1].middle - run.middle) < run.height / 2
        if beside and lines[-1][-1].left < run.left:
            lines[-1].append(run)
        else:
            lines.append([run])
    return lines


def _goes_on(above: list[Run], line: list[Run], edge: int) -> bool:
    """Whether a line continues the one before: alone on it, right below, of the same size, after one that was full."""
    last, first = above[-1], line[0]
    if len(above) > 1 or len(line) > 1 or (last.text.endswith(ENDS) and last.right < NEARLY_FULL * edge):
        return False
    step = first.top - last.top
    size = max(last.height, first.height)
    alike = min(last.height, first.height) > 0.7 * size
    return alike and 0 < step < 2.1 * size and last.width > 0.6 * max(last.width, first.width)


def _torn(before: str, after: str) -> bool:
    """Whether a word was parted at the end of the line."""
    return before.endswith("-") and before[-2:-1].isalpha() and after[:1].islower()
