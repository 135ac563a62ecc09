"""What follows a consumer's purchase: deliveries as the vendor writes them down, and the withdrawal from it."""

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from aceite.core.companies.models import Owned
from aceite.core.customers.models import PanelUser
from aceite.core.documents.models import Document
from aceite.core.people.models import Member
from aceite.core.proposals.models import Proposal, ProposalVersion
from aceite.core.signatures.models import Statement


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    """Questions asked of the deliveries."""

    def of_sale(self, proposal: Proposal) -> "DeliveryQuerySet":
        """What was ever written down of one sale, the newest first, corrected rows too."""
        return self.filter(proposal=proposal).order_by("-recorded_at", "-pk")

    def standing(self) -> "DeliveryQuerySet":
        """What holds: not corrected since."""
        return self.filter(replaced_at=None)


class Delivery(Owned):
    """On which day the product or service was received, by whom, and the paper of it. A correction is another row."""

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="deliveries")
    delivered_on = models.DateField()
    received_by = models.CharField(_("quem recebeu"), max_length=120, blank=True)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField(max_length=160, blank=True)
    recorded_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True, blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        ordering = ["-recorded_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["company", "proposal"], condition=models.Q(replaced_at=None), name="one_standing_delivery"
            )
        ]

    def __str__(self) -> str:
        return f"{self.proposal_id} {self.delivered_on}"


class RescissionQuerySet(models.QuerySet["Rescission"]):
    """Questions asked of the withdrawals."""

    def that_ended(self, proposal: Proposal) -> "Rescission | None":
        """The one that ended this sale: its own, or that from the order it amends."""
        of = [proposal.pk, *([proposal.amends_id] if proposal.amends_id else [])]
        return self.filter(proposal__in=of).order_by("rescinded_at").first()


class Rescission(Owned):
    """The consumer's withdrawal from what was approved (direito de arrependimento), with its statement and its file.

    `until` is the last day of the term as it stood at the act, in the zone whose day ends last.
    """

    proposal = models.OneToOneField(Proposal, on_delete=models.PROTECT, related_name="rescission")
    version = models.ForeignKey(ProposalVersion, on_delete=models.PROTECT, related_name="+")
    panel_user = models.ForeignKey(PanelUser, on_delete=models.PROTECT, related_name="+")
    statement = models.OneToOneField(Statement, on_delete=models.PROTECT, related_name="rescission")
    text = models.TextField(_("quer dizer por quê?"), blank=True, max_length=2000)
    rescinded_at = models.DateTimeField()
    until = models.DateField()
    file = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = RescissionQuerySet.as_manager()

    class Meta:
        ordering = ["-rescinded_at"]

    def __str__(self) -> str:
        return f"{self.proposal_id} {self.rescinded_at:%Y-%m-%d}"

    @property
    def day(self) -> date:
        """The day of the act, by the company's clock."""
        return self.rescinded_at.astimezone(self.company.tz).date()
