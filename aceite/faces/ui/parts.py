"""What the components show: small dataclasses a page builds and a template hands to its tag."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

from django.utils.functional import Promise

Words = str | Promise
# The part of an address that says where in a list a page begins.
PLACE: Final = "depois"
Tone = Literal["neutral", "info", "success", "warning", "danger"]


@dataclass(frozen=True)
class Entry:
    """One thing that happened, in plain words; `at` is aware (shown in the viewer's zone)."""

    text: Words
    at: datetime
    who: str = ""
    detail: Words = ""
    icon: str = ""
    tone: Tone = "neutral"


@dataclass(frozen=True)
class Step:
    """One step of the way to approval; a step done carries who and when."""

    label: Words
    state: Literal["done", "current", "todo"]
    who: str = ""
    at: datetime | None = None
    url: str = ""


@dataclass(frozen=True)
class Tab:
    """One of several views of the same thing, each with its own address."""

    label: Words
    url: str
    current: bool = False
    count: int | None = None


@dataclass(frozen=True)
class Turns:
    """A page of a list that begins at a cursor: those around it ("" where none is), how many rows stand before it, how
    many it shows, and of how many (None when that is not known)."""

    newer: str
    older: str
    before: int
    shown: int
    count: int | None = None

    @property
    def first(self) -> int:
        """The place of its first row."""
        return self.before + 1

    @property
    def last(self) -> int:
        """The place of its last row."""
        return self.before + self.shown
