"""What a letter says, apart from how it looks."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Text:
    """A paragraph; a fixed one stays where the company chose its own words."""

    text: str
    name: str = "text"
    fixed: bool = False


@dataclass(frozen=True)
class Facts:
    """Labels and values, one pair a line; of a sum the last line stands out."""

    rows: Sequence[tuple[str, str]]
    is_sum: bool = False
    name: str = "facts"


@dataclass(frozen=True)
class Quote:
    """Somebody's own words."""

    text: str
    who: str = ""
    name: str = "quote"


@dataclass(frozen=True)
class Code:
    """The digits of a one-time code; they exist in the letter alone."""

    digits: str
    name: str = "code"

    @property
    def spaced(self) -> str:
        """Groups of three, as people read them aloud."""
        return " ".join(self.digits[place : place + 3] for place in range(0, len(self.digits), 3))


Block = Text | Facts | Quote | Code


@dataclass(frozen=True)
class Button:
    """The one thing to do next, and the page where it is done."""

    label: str
    address: str


@dataclass(frozen=True)
class Enclosure:
    """A file that goes with the letter."""

    name: str
    content_type: str
    data: bytes


@dataclass(frozen=True)
class Letter:
    """One mail. `first_line` is what is read in the list of mails: total and deadline, where there are any.

    `reply_to` is the address of the person who answers; `closing` is the last sentence, in small print.
    """

    subject: str
    title: str
    first_line: str
    blocks: Sequence[Block]
    button: Button | None = None
    reply_to: str = ""
    closing: str = ""
    enclosures: Sequence[Enclosure] = ()
