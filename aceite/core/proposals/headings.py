"""Lines under their headings, and what each section adds up to. Pure: any rows with a section and a total will do."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import Generic, Protocol, TypeVar

from aceite.kit.money import ZERO


class Sectioned(Protocol):
    """A line that knows the heading it stands under ("" for none) and its own total."""

    @property
    def section(self) -> str:
        """The heading."""

    @property
    def total(self) -> Decimal:
        """After its own discount."""

    @property
    def is_paid_once(self) -> bool:
        """Whether the sums of what is paid once hold it."""


L = TypeVar("L", bound=Sectioned)


@dataclass(frozen=True)
class Section(Generic[L]):
    """Lines that follow each other under one heading; the first section of a proposal may have none."""

    name: str
    lines: Sequence[L]

    @property
    def subtotal(self) -> Decimal:
        """What its lines that are paid once add up to, as far as the total holds them, before a discount on it."""
        return sum((line.total for line in self.lines if line.is_paid_once), ZERO)


def sections(lines: Sequence[L]) -> list[Section[L]]:
    """The lines in their order, parted where the heading changes."""
    return [Section(name, list(group)) for name, group in groupby(lines, key=lambda line: line.section)]
