"""Notices of members, and what each of them chose about the kinds."""

from typing import TYPE_CHECKING, Final

from django.db import models
from django.db.models import Q

from aceite.core.companies.models import Owned
from aceite.core.notices.kinds import By, Kind
from aceite.core.people.models import Member
from aceite.core.proposals.models import Proposal

KINDS: Final = [(kind.value, kind.value) for kind in Kind]
# More than this nobody counts.
MOST: Final = 99


class NoticeQuerySet(models.QuerySet["Notice"]):
    """Questions asked of the notices."""

    def of(self, member: Member) -> "NoticeQuerySet":
        """Those of one member that she wants in the app, the newest first."""
        return self.filter(company=member.company_id, member=member, in_app=True).order_by("-pk")

    def unread(self) -> "NoticeQuerySet":
        """Those she has not opened yet."""
        return self.filter(read_at=None)

    def for_summary(self) -> "NoticeQuerySet":
        """Those that wait for the day's summary."""
        return self.filter(by_mail=By.DAILY, summary_event=None)

    def count_some(self) -> int:
        """How many there are, counted no further than MOST and one more."""
        return self.order_by()[: MOST + 1].count()


class Notice(Owned):
    """One event as one member is told of it. `about_id` is the request, comment or thread the event names;
    `in_place_of` is the absent colleague whose notice it is in truth."""

    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=KINDS)
    event_id = models.BigIntegerField()
    event_kind = models.CharField(max_length=60)
    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    about_id = models.BigIntegerField(default=0)
    actor_kind = models.CharField(max_length=20)
    actor_id = models.BigIntegerField()
    in_place_of = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()
    in_app = models.BooleanField(default=True)
    by_mail = models.CharField(max_length=5, choices=By.choices, default=By.NEVER)
    read_at = models.DateTimeField(null=True, blank=True)
    # The event of the summary that told of it by mail.
    summary_event = models.BigIntegerField(null=True, blank=True)

    if TYPE_CHECKING:
        member_id: int
        proposal_id: int | None
        in_place_of_id: int | None

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["company", "event_id", "member", "kind"], name="one_notice_per_event")
        ]
        indexes = [
            models.Index(fields=["company", "member", "-id"], name="notices_of_a_member"),
            models.Index(fields=["company", "member"], name="notices_unread", condition=Q(read_at=None, in_app=True)),
            models.Index(
                fields=["company", "at"], name="notices_for_summary", condition=Q(summary_event=None, by_mail="daily")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} → {self.member_id}"


class NoticeChoice(Owned):
    """What a member chose about one kind; without a row the kind comes as ABOUT says."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=12, choices=KINDS)
    in_app = models.BooleanField(default=True)
    by_mail = models.CharField(max_length=5, choices=By.choices)

    if TYPE_CHECKING:
        member_id: int

    class Meta:
        constraints = [models.UniqueConstraint(fields=["company", "member", "kind"], name="one_choice_per_kind")]

    def __str__(self) -> str:
        return f"{self.member_id} {self.kind}"
