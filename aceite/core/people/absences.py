"""Absences of members, and the colleague who stands in for each."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

from aceite.core.companies.models import Owned

__all__ = ["Absence", "AbsenceQuerySet", "closure", "reads_for", "stand_ins_on"]


class AbsenceQuerySet(models.QuerySet["Absence"]):
    """Questions asked of the absences."""

    def standing(self) -> "AbsenceQuerySet":
        """Those that were not taken back."""
        return self.filter(ended_at=None)

    def on(self, day: date) -> "AbsenceQuerySet":
        """Those that hold on that day."""
        return self.standing().filter(first_day__lte=day, last_day__gte=day)

    def from_day(self, day: date) -> "AbsenceQuerySet":
        """Those that hold that day or later, the next one first."""
        return self.standing().filter(last_day__gte=day).order_by("first_day", "pk")


class Absence(Owned):
    """A member is away from the first day to the last, both included, in the company's zone; `ended_at`: taken back."""

    member = models.ForeignKey("people.Member", on_delete=models.PROTECT, related_name="absences")
    stand_in = models.ForeignKey("people.Member", on_delete=models.PROTECT, related_name="stands_in")
    first_day = models.DateField(_("de"))
    last_day = models.DateField(_("até"))
    planned_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    if TYPE_CHECKING:
        member_id: int
        stand_in_id: int

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["company", "last_day"], name="absences_by_end")]

    def __str__(self) -> str:
        return f"{self.member_id}: {self.first_day} – {self.last_day}"


def stand_ins_on(company_id: int, day: date) -> dict[int, set[int]]:
    """Whose absence who bridges on that day: member → those who stand in for her. One query, few rows."""
    found: dict[int, set[int]] = {}
    rows = Absence.objects.on(day).filter(company=company_id, stand_in__deactivated_at=None)
    for member_id, stand_in_id in rows.values_list("member_id", "stand_in_id"):
        found.setdefault(member_id, set()).add(stand_in_id)
    return found


def closure(members: Iterable[int], bridged: Mapping[int, Iterable[int]]) -> dict[int, int]:
    """Everybody who stands in for one of `members`, also for somebody who stands in for her and is away herself:
    stand-in → the one of `members` she reads for. Those who are among `members` themselves need nobody's place."""
    own = set(members)
    found: dict[int, int] = {}
    waiting = [(member, member) for member in sorted(own)]
    while waiting:
        first, away = waiting.pop()
        for stand_in in sorted(bridged.get(away, ())):
            if stand_in not in own and stand_in not in found:
                found[stand_in] = first
                waiting.append((first, stand_in))
    return found


def reads_for(member_id: int, bridged: Mapping[int, Iterable[int]]) -> set[int]:
    """The members whose notices reach her by `closure`, and whose sales she therefore sees: those who named her, and
    those who named somebody who is away herself. To see is passed on; a right that was lent is not."""
    return {away for away in bridged if away != member_id and member_id in closure([away], bridged)}
