"""What the customer asks about a proposal, and what she is answered."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from aceite.core.companies.models import Owned
from aceite.core.customers.models import PanelUser
from aceite.core.people.models import Member
from aceite.core.proposals.contents import Line


class QuestionQuerySet(models.QuerySet["Question"]):
    """Questions asked of the questions."""

    def unanswered(self) -> "QuestionQuerySet":
        """Those the vendor still has to answer."""
        return self.filter(answered_at=None)


class Question(Owned):
    """A question of the customer about a proposal, and the vendor's answer in the same place."""

    proposal = models.ForeignKey("proposals.Proposal", on_delete=models.PROTECT, related_name="questions")
    version = models.ForeignKey("proposals.ProposalVersion", on_delete=models.PROTECT, related_name="+")
    line = models.ForeignKey(Line, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    # Of a question about a contract, which ("contract/12"), and the passage it is about.
    about = models.CharField(max_length=40, blank=True)
    passage = models.TextField(blank=True, max_length=2000)
    asked_by = models.ForeignKey(PanelUser, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    text = models.TextField(_("pergunta"), max_length=4000)
    answered_by = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    answer = models.TextField(_("resposta"), blank=True, max_length=4000)

    objects = QuestionQuerySet.as_manager()

    class Meta:
        ordering = ["asked_at"]
        indexes = [
            models.Index(fields=["company", "proposal"], condition=Q(answered_at=None), name="questions_unanswered")
        ]

    def __str__(self) -> str:
        return self.text[:40]
