"""Whose sales a member of the vendor sees: the company says whether sellers see everybody's or only their own."""

from datetime import datetime

from aceite.core.people.absences import reads_for, stand_ins_on
from aceite.core.people.models import Member
from aceite.core.people.permissions import Role


def sellers_seen(member: Member, *, at: datetime) -> tuple[int, ...] | None:
    """The members whose sales this one sees, by id: her own and, while they are away, those of whoever named her as
    stand-in, or named somebody who is away too and named her; None when she sees everybody's."""
    if sees_everybodys(member):
        return None
    away = reads_for(member.pk, stand_ins_on(member.company_id, at.astimezone(member.company.tz).date()))
    joined = Member.objects.joined().filter(pk__in=away).order_by("pk").values_list("pk", flat=True) if away else ()
    return (member.pk, *joined)


def sees_everybodys(member: Member) -> bool:
    """Whether she sees the sales of all."""
    return member.role != Role.SELLER or member.company.sellers_see_all
