"""What every list of the office shares: the words sought, sorting and pages."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Protocol, Self, TypeVar

from django.core.paginator import Page, Paginator
from django.db.models import Model, QuerySet
from django.http import HttpRequest

from aceite.kit.brazil import parse_date_br
from aceite.kit.sentences import Complaint

PER_PAGE: Final = 50
Row = TypeVar("Row", bound=Model)
Rows = TypeVar("Rows", bound="QuerySet[Any]")


def sought(request: HttpRequest) -> str:
    """What was typed into the list's search."""
    return request.GET.get("q", "").strip()[:120]


def chosen(request: HttpRequest, name: str, known: Iterable[str]) -> str:
    """The value of a filter; an unknown one counts as none."""
    value = request.GET.get(name, "")
    return value if value in known else ""


def day_asked(typed: str) -> date | None:
    """The day a filter names as people write it; what is no day counts as none."""
    try:
        return parse_date_br(typed) if typed.strip() else None
    except Complaint:
        return None


class _Dated(Protocol):
    """Rows of a list that is asked for by words and days."""

    def between(self, first: date | None, last: date | None) -> Self: ...

    def matching(self, text: str) -> Self: ...


Dated = TypeVar("Dated", bound=_Dated)


@dataclass(frozen=True)
class Asked:
    """What the address of a list asks for: a state, words, days; what it holds wrongly counts as not asked."""

    state: str
    text: str
    first: date | None
    last: date | None

    @classmethod
    def of(cls, request: HttpRequest, states: Iterable[str], *, usual: str = "") -> Self:
        """As the address says it; `usual` is the state of one that names none."""
        first, last = (day_asked(request.GET.get(name, "")) for name in ("de", "ate"))
        return cls(chosen(request, "situacao", states) or usual, sought(request), first, last)

    def among(self, rows: Dated) -> Dated:
        """Those rows that the words and the days ask for, in any state."""
        found = rows.between(self.first, self.last)
        return found.matching(self.text) if self.text else found


def in_order(request: HttpRequest, rows: Rows, orders: Mapping[str, Sequence[str]]) -> Rows:
    """The rows as `?ordem=key` or `?ordem=-key` asks; `orders` names the columns behind each key, usual one first."""
    wanted = request.GET.get("ordem", "")
    key = wanted.removeprefix("-")
    sign = "-" if key in orders and wanted.startswith("-") else ""
    columns = orders.get(key) or next(iter(orders.values()))
    return rows.order_by(*(f"{sign}{column}" for column in columns), "pk")


def page_of(request: HttpRequest, rows: "QuerySet[Row]") -> "Page[Row]":
    """The page `?pagina=` asks for; the nearest one when there is none."""
    return Paginator(rows, PER_PAGE).get_page(request.GET.get("pagina"))
