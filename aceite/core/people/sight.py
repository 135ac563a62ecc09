"""Whose sales a member of the vendor sees: the company says whether sellers see everybody's or only their own."""

from aceite.core.people.models import Member
from aceite.core.people.permissions import Role


def sellers_seen(member: Member) -> tuple[int, ...] | None:
    """The members whose sales this one sees, by id; None when she sees everybody's."""
    if member.role != Role.SELLER or member.company.sellers_see_all:
        return None
    return (int(member.pk),)
