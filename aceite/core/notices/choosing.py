"""What each member chose: which kinds reach her in the app, and which by mail, at once or in the day's summary."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db import transaction

from aceite.core.notices.kinds import ABOUT, By, Kind
from aceite.core.notices.models import NoticeChoice
from aceite.core.people.models import Member


@dataclass(frozen=True)
class Choice:
    """How one kind comes."""

    in_app: bool
    by_mail: By


def usual(kind: Kind) -> Choice:
    """How a kind comes as long as she chose nothing."""
    return Choice(in_app=True, by_mail=ABOUT[kind].mail)


def choices_of(member: Member) -> dict[Kind, Choice]:
    """Every kind with what she chose."""
    found = choices_for([member.pk])
    return {kind: found.get((member.pk, kind), usual(kind)) for kind in Kind}


def choices_for(members: Iterable[int]) -> dict[tuple[int, str], Choice]:
    """What these members chose otherwise than usual, in one query."""
    rows = NoticeChoice.objects.filter(member__in=list(members))
    return {(row.member_id, row.kind): Choice(row.in_app, By(row.by_mail)) for row in rows}


def choose(member: Member, wanted: Mapping[Kind, Choice]) -> None:
    """Keeps her own choices; only she is asked, so nothing is recorded."""
    with transaction.atomic():
        for kind, choice in wanted.items():
            NoticeChoice.objects.update_or_create(
                company_id=member.company_id, member=member, kind=kind,
                defaults={"in_app": choice.in_app, "by_mail": choice.by_mail},
            )  # fmt: skip
