"""Who changed what: the company's events, the newest first, by person, subject, time, sale and thing."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from aceite.core.rows.keyset import Cursor, KeysetPage, Sorting, page_at
from aceite.core.trail.kinds import KINDS
from aceite.core.trail.models import Event, EventQuerySet

# The first part of a kind's name tells what it is about; a part that stands nowhere is about something else.
SUBJECTS: Final[Mapping[str, frozenset[str]]] = {
    "settings": frozenset({"company", "certificate", "condition", "clearance_rule", "retention", "reminder_rules"}),
    "team": frozenset({"member", "passkey", "password", "code", "absence", "notices"}),
    "customers": frozenset({"customer", "panel_user", "power", "ticket", "customer_group"}),
    "catalog": frozenset({"item", "import", "price_list", "price"}),
    "texts": frozenset({"template", "clause", "registered_contract", "mail_text", "terms", "blueprint", "block"}),
    "sales": frozenset(
        {"proposal", "clearance", "approval", "order", "question", "comment", "choice", "alternative", "reminder"}
        | {"bulk", "view", "rescission", "delivery", "amendment"}
    ),
    "contracts": frozenset(
        {"contract", "signature", "signer", "countersigner", "copy", "external", "file", "agreement"}
    ),
    "money": frozenset({"payment", "invoice", "bank_statement"}),
    "people": frozenset({"export", "erasure", "person", "data", "sale", "dossier"}),
    "other": frozenset(),
}
SORTING: Final = Sorting(("at", "pk"), descending=True)
# So many are fetched at once for a file.
LOT: Final = 500


@dataclass(frozen=True)
class Asked:
    """What is looked for. Days are those of `zone` and include both ends; `thing` is one of THINGS with an id.

    What the clock and the worker did is told only with `system`.
    """

    subject: str = ""
    system: bool = False
    member_id: int | None = None
    first: date | None = None
    last: date | None = None
    sale_id: int | None = None
    thing: tuple[str, int] | None = None
    zone: str = "America/Sao_Paulo"


def subject_of(kind: str) -> str:
    """The subject a kind of event belongs to."""
    about = kind.split(".", maxsplit=1)[0]
    return next((subject for subject, parts in SUBJECTS.items() if about in parts), "other")


def kinds_of(subject: str) -> list[str]:
    """The kinds of event about a subject."""
    return [kind for kind in KINDS if subject_of(kind) == subject]


def events_page(events: EventQuerySet, asked: Asked, after: str, size: int) -> KeysetPage[Event]:
    """The page that begins at the cursor `after`, the first without; no query looks further than an index leads."""
    cursor = Cursor.read(after, Event, SORTING) if after else None
    return page_at(_parts(events, asked), events, SORTING, cursor, size)


def lots_of(events: EventQuerySet, asked: Asked) -> Iterator[list[Event]]:
    """Every event that fits, a lot at a time."""
    page = page_at(_parts(events, asked), events, SORTING, None, LOT)
    yield page.rows
    while page.older:
        page = page_at(_parts(events, asked), events, SORTING, page.older, LOT)
        yield page.rows


def _parts(events: EventQuerySet, asked: Asked) -> list[EventQuerySet]:
    found = _between(events, asked)
    if asked.sale_id is not None:
        found = found.filter(chain=f"sale/{asked.sale_id}")
    if asked.member_id is not None:
        found = found.filter(actor_kind="member", actor_id=asked.member_id)
    elif not asked.system:
        found = found.exclude(actor_kind="system")
    if asked.thing is not None:
        found = found.about(*asked.thing)
    if not asked.subject:
        return [found]
    kinds = kinds_of(asked.subject)
    # An index finds one kind in its order; where one person, sale or thing is asked for, theirs does.
    if (asked.member_id, asked.sale_id, asked.thing) != (None, None, None):
        return [found.filter(kind__in=kinds)]
    return [found.filter(kind=kind) for kind in kinds]


def _between(events: EventQuerySet, asked: Asked) -> EventQuerySet:
    zone = ZoneInfo(asked.zone)

    def begins(day: date) -> datetime:
        return datetime.combine(day, time.min, tzinfo=zone)

    if asked.first is not None:
        events = events.filter(at__gte=begins(asked.first))
    if asked.last is not None and asked.last < date.max:
        events = events.filter(at__lt=begins(asked.last + timedelta(days=1)))
    return events
