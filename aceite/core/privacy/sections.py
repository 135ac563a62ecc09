"""What a copy of somebody's data is made of: each part a function, those of higher rooms too, which say so here."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, count
from typing import Any, Final

from django.db.models import Model
from django.utils.functional import Promise

from aceite.core.privacy.subjects import Subject

Facts = dict[str, Any]
Gather = Callable[[Subject], Iterable[Facts]]
_SECTIONS: Final[dict[str, tuple["str | Promise", Gather]]] = {}


@dataclass(frozen=True)
class Section:
    """One part: its name in the JSON, its title for people, its records."""

    name: str
    title: str
    records: list[Facts]


def section(name: str, title: "str | Promise") -> Callable[[Gather], Gather]:
    """Decorates a function that yields what is known of a person, record by record, labels to values."""

    def register(gather: Gather) -> Gather:
        _SECTIONS[name] = (title, gather)
        return gather

    return register


def sections_of(subject: Subject) -> Iterator[Section]:
    """Every part in the order in which they were registered, empty ones too: nothing is a fact as well."""
    for name, (title, gather) in _SECTIONS.items():
        yield Section(name, str(title), list(gather(subject)))


def facts(row: Model, *names: str) -> Facts:
    """The named fields of a row under their own labels, empty ones left out."""
    told = {}
    for name in names:
        value = getattr(row, name)
        if value not in ("", None):
            told[str(row._meta.get_field(name).verbose_name)] = value  # type: ignore[union-attr]
    return told


def told_apart(told: Facts, values: Iterable[tuple[str, Any]]) -> Facts:
    """`told` with these too; a label that is taken already gets a number, so that nothing is lost."""
    both = dict(told)
    for label, value in values:
        names = chain([label], (f"{label} ({number})" for number in count(2)))
        both[next(name for name in names if name not in both)] = value
    return both
