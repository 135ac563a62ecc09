"""Notices as people read them: who did what, grouped by the sale it happened in."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from aceite.core.customers.models import PanelUser
from aceite.core.notices.kinds import words_of
from aceite.core.notices.models import Notice
from aceite.core.people.models import Member
from aceite.core.proposals.models import Proposal


@dataclass(frozen=True)
class Line:
    """One notice in words; `in_place_of` names the absent colleague."""

    notice: Notice
    words: str
    in_place_of: str

    @property
    def is_new(self) -> bool:
        """Whether she has not opened it."""
        return self.notice.read_at is None


@dataclass(frozen=True)
class SaleNotices:
    """The notices about one sale (or about none), the newest first."""

    proposal: Proposal | None
    lines: list[Line] = field(default_factory=list)

    @property
    def is_new(self) -> bool:
        """Whether one of them was not opened."""
        return any(line.is_new for line in self.lines)

    @property
    def at(self) -> datetime:
        """When the newest of them happened."""
        return self.lines[0].notice.at


def grouped(notices: Iterable[Notice]) -> list[SaleNotices]:
    """By sale, the one with the newest notice first; the number of queries does not depend on theirs."""
    found: dict[int, SaleNotices] = {}
    shown = list(notices)
    for line in in_words(shown):
        # About no sale each stands alone.
        place = line.notice.proposal_id or -line.notice.pk
        found.setdefault(place, SaleNotices(line.notice.proposal)).lines.append(line)
    return list(found.values())


def in_words(notices: Sequence[Notice]) -> list[Line]:
    """Each of these notices, fetched with their sales, in the active language."""
    names = _names(notices)
    return [
        Line(
            notice,
            str(words_of(notice.kind, notice.event_kind))
            % {"who": names.get((notice.actor_kind, notice.actor_id), "")},
            notice.in_place_of.name if notice.in_place_of else "",
        )
        for notice in notices
    ]


def _names(notices: Iterable[Notice]) -> dict[tuple[str, int], str]:
    wanted: dict[str, set[int]] = {}
    for notice in notices:
        wanted.setdefault(notice.actor_kind, set()).add(notice.actor_id)
    people: dict[tuple[str, int], str] = {}
    for kind, table in ((PanelUser.kind, PanelUser), (Member.kind, Member)):
        rows = table._default_manager.filter(pk__in=wanted.get(kind, ())).values_list("pk", "name")
        people |= {(kind, pk): name for pk, name in rows}
    return people
