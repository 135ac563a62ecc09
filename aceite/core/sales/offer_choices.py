"""What somebody of the customer chose of a version, and the version that is made of it."""

from decimal import Decimal
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from aceite.core.companies.models import Owned
from aceite.core.customers.models import PanelUser
from aceite.core.proposals.models import Proposal, ProposalVersion
from aceite.core.proposals.options import Pick


class Failure(models.TextChoices):
    """Why no version was made of a choice."""

    OVERTAKEN = "overtaken", _("a proposta mudou antes de a escolha ficar pronta")
    SIGNED = "signed", _("alguém assinou antes de a escolha ficar pronta")
    CONTRACTS = "contracts", _("a empresa precisa ajustar o contrato antes")
    PAPERS = "papers", _("os documentos não puderam ser montados")
    STALLED = "stalled", _("a preparação parou no meio")


class OfferChoiceQuerySet(models.QuerySet["OfferChoice"]):
    """Questions asked of the choices."""

    def under_way(self) -> "OfferChoiceQuerySet":
        """Those whose version is still to be made."""
        return self.filter(made_at=None, failed_at=None)

    def of_version(self, version: ProposalVersion) -> "OfferChoice | None":
        """The one that this version is made of, if any, with who chose and from what."""
        return self.filter(made=version).select_related("version", "panel_user").first()


class OfferChoice(Owned):
    """One confirmed choice. `picks` names the lines it changes; `total` is what it comes to.

    `made` is the version made of it: prepared first, and the one that counts from `made_at` on.
    """

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="choices")
    version = models.ForeignKey(ProposalVersion, on_delete=models.PROTECT, related_name="choices")
    panel_user = models.ForeignKey(PanelUser, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    picks = models.JSONField(default=dict)
    total = models.DecimalField(max_digits=15, decimal_places=2)
    made = models.OneToOneField(
        ProposalVersion, on_delete=models.SET_NULL, null=True, blank=True, related_name="chosen"
    )
    made_at = models.DateTimeField(null=True, blank=True)
    # What the rules of internal approval found in it, as `clearances.measures` words it.
    caught = models.JSONField(default=list)
    failed_at = models.DateTimeField(null=True, blank=True)
    failure = models.CharField(max_length=20, choices=Failure.choices, blank=True)

    objects = OfferChoiceQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["company", "version"],
                condition=models.Q(failed_at=None),
                name="one_choice_per_version",
            )
        ]

    def __str__(self) -> str:
        return f"{self.version_id} → {self.total}"

    @classmethod
    def of_shown(cls, version: ProposalVersion) -> "OfferChoice | None":
        """The choice that made this version; of one that leaves nothing to choose nothing is asked."""
        return cls.objects.of_version(version) if version.choosable else None

    @classmethod
    def vendors_own(cls, version: ProposalVersion) -> ProposalVersion:
        """The vendor's version that this one comes of, through all that was chosen since; mostly itself."""
        while (choice := cls.objects.of_version(version)) is not None:
            version = choice.version
        return version

    @property
    def is_under_way(self) -> bool:
        """Whether its version is still to be made."""
        return self.made_at is None and self.failed_at is None

    @property
    def why_not(self) -> str:
        """Why no version came of it; without a word of the worker, it stopped in the middle."""
        return str(Failure(self.failure or Failure.STALLED).label)

    def chosen(self) -> dict[str, Pick]:
        """What it picks, by the key of the line."""
        return {key: Pick(bool(said["taken"]), Decimal(said["quantity"])) for key, said in self.picks.items()}


def as_kept(picks: dict[str, Pick]) -> dict[str, Any]:
    """The picks as text that can be kept and hashed; quantities without idle zeros."""
    return {key: {"taken": pick.taken, "quantity": f"{pick.quantity.normalize():f}"} for key, pick in picks.items()}
