"""Whose sales a member of the vendor sees: the company says whether sellers see everybody's or only their own."""

from datetime import datetime

from aceite.core.people.models import Member
from aceite.core.people.permissions import Role
from aceite.core.people.standing_in import places_taken


def sellers_seen(member: Member, *, at: datetime) -> tuple[int, ...] | None:
    """The members whose sales this one sees, by id: her own and, while they are away, those of whoever named her as
    stand-in; None when she sees everybody's."""
    if sees_everybodys(member):
        return None
    away = places_taken(member, at=at).values_list("pk", flat=True)
    return (int(member.pk), *map(int, away))


def sees_everybodys(member: Member) -> bool:
    """Whether she sees the sales of all."""
    return member.role != Role.SELLER or member.company.sellers_see_all
