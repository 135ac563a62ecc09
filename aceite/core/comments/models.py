"""Comments on a sale, and whom they mention."""

from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from aceite.core.companies.models import Owned
from aceite.core.people.models import Member
from aceite.core.proposals.models import Proposal


class CommentQuerySet(models.QuerySet["Comment"]):
    """Questions asked of the comments."""

    def of_sale(self, proposal: Proposal) -> "CommentQuerySet":
        """Those of one sale, the oldest first, with who wrote, removed and is mentioned."""
        told = self.filter(proposal=proposal).select_related("author", "removed_by")
        return told.prefetch_related("mentions__member")

    def standing(self) -> "CommentQuerySet":
        """Those that were not removed."""
        return self.filter(removed_at=None)


class Comment(Owned):
    """What a colleague wrote. Removed, its text is gone and the row says who removed it and when."""

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="comments")
    author = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(_("comentário"), blank=True, max_length=4000)
    written_at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    # The same form sent twice makes one comment: the browser gives each form one key.
    key = models.CharField(max_length=40)

    objects = CommentQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["company", "key"], name="one_comment_per_form")]

    def __str__(self) -> str:
        return f"{self.proposal_id}: {self.text[:40]}"

    @property
    def last_change(self) -> datetime:
        """When it was written, or written otherwise."""
        return self.edited_at or self.written_at


class Mention(Owned):
    """A colleague named in a comment."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="mentions")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["company", "comment", "member"], name="one_mention_per_colleague")
        ]

    def __str__(self) -> str:
        return f"{self.comment_id} → {self.member_id}"
