"""From when to when a contract holds, and how it goes on: what was agreed, and the days that follow from it. Pure.

Days are those of the company's calendar. A term of months ends on the day of the same number as the one it began on, or
on the next one where that month lacks it (Código Civil, art. 132, § 3): from 31/01, one month ends on 01/03.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any, Final

from aceite.kit.brazil import add_months

STARTS: Final = ("", "date", "signature", "approval", "after")
ENDS: Final = ("open", "date", "months")
RENEWALS: Final = ("none", "automatic", "agreement")
MOST_MONTHS: Final = 600
MOST_DAYS: Final = 3650
USUAL_ALERT: Final = 30


@dataclass(frozen=True)
class Term:
    """What was agreed. `starts` "" says nothing: in force from the approval on, without an end.

    `start_days` count from the approval. `alert_to` is the member who is told so many days before the end; None: the
    seller.
    """

    starts: str = ""
    start_on: date | None = None
    start_days: int = 0
    ends: str = "open"
    end_on: date | None = None
    months: int = 0
    renewal: str = "none"
    renewal_months: int = 0
    notice_days: int = 0
    alert_days: int = USUAL_ALERT
    alert_to: int | None = None

    @property
    def renews(self) -> bool:
        """Whether it goes on by itself when nobody says otherwise."""
        return self.ends != "open" and self.renewal == "automatic" and self.renewal_months > 0


@dataclass(frozen=True)
class Span:
    """From the first day to the last, both included; None has no last day."""

    first: date
    last: date | None


def begins(term: Term, *, approved_on: date, signed_on: date | None) -> date:
    """The first day. Where nobody signs, what counts from the signature counts from the approval."""
    if term.starts == "date" and term.start_on:
        return term.start_on
    if term.starts == "signature":
        return signed_on or approved_on
    return approved_on + timedelta(days=term.start_days if term.starts == "after" else 0)


def span(term: Term, first: date, today: date) -> Span:
    """The span that holds today: the first, or where it renews by itself the one that has not ended before today."""
    last = _first_end(term, first)
    if last is None or not term.renews:
        return Span(first, last)
    return Span(first, _renewed(term, first, last, today))


def told_from(term: Term, last: date) -> date:
    """The first day on which somebody should know that it ends: in time for the notice, where one stops its renewal."""
    ahead = term.alert_days + (term.notice_days if term.renews else 0)
    return last - timedelta(days=ahead)


def notice_by(term: Term, last: date) -> date | None:
    """The last day for saying that it shall not be renewed; None where nothing renews it."""
    return last - timedelta(days=term.notice_days) if term.renews else None


def anniversary(first: date, months: int) -> date:
    """The day of the same number so many months later, or the next one where that month lacks it."""
    found = add_months(first, months)
    return found if found.day == first.day else found + timedelta(days=1)


def as_data(term: Term) -> dict[str, Any]:
    """As JSON keeps and M binds it: days as ISO text; empty where nothing was agreed."""
    if not term.starts:
        return {}
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in asdict(term).items()}


def bound_term(data: Mapping[str, Any]) -> dict[str, Any]:
    """What of it binds the customer: all but whom the vendor tells, and when."""
    return {name: value for name, value in data.items() if not name.startswith("alert_")}


def term_of(data: Mapping[str, Any]) -> Term:
    """What `as_data` wrote."""
    days = {name: date.fromisoformat(data[name]) for name in ("start_on", "end_on") if data.get(name)}
    return Term(**{**data, **days})


def _first_end(term: Term, first: date) -> date | None:
    if term.ends == "date":
        return term.end_on
    return anniversary(first, term.months) if term.ends == "months" and term.months else None


def _renewed(term: Term, first: date, last: date, today: date) -> date:
    # A fixed end is renewed from that day on; months are counted from the beginning, so that 31 stays 31.
    start, months = (first, term.months) if term.ends == "months" else (last, 0)
    while last < today:
        months += term.renewal_months
        last = anniversary(start, months)
    return last
