"""Who signs a contract for the vendor: a member of the team, named when the contract is written."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from aceite.core.companies.models import Owned
from aceite.core.people.models import Member
from aceite.core.proposals.models import Proposal, ProposalVersion
from aceite.core.signatures.models import Statement

__all__ = ["Countersigner", "CountersignerQuerySet"]


class CountersignerQuerySet(models.QuerySet["Countersigner"]):
    """Questions asked of the vendor's representatives."""

    def standing(self) -> "CountersignerQuerySet":
        """Those who were not replaced."""
        return self.filter(replaced_at=None)

    def pending(self) -> "CountersignerQuerySet":
        """Those who have not signed."""
        return self.standing().filter(statement=None)

    def awaited(self) -> "CountersignerQuerySet":
        """Those whose turn it is: the customer's side has signed, and the contract stands."""
        return self.pending().filter(called_at__isnull=False, contract__voided_at=None)

    def held_by(self, member: Member) -> "CountersignerQuerySet":
        """The places one member of the team was named for."""
        return self.filter(member=member)

    def of_sale(self, proposal: Proposal) -> "CountersignerQuerySet":
        """The representatives on every contract of a sale."""
        return self.filter(contract__version__proposal=proposal)

    def of_version(self, version: ProposalVersion) -> "CountersignerQuerySet":
        """The representatives on the contracts of one version."""
        return self.filter(contract__version=version)


class Countersigner(Owned):
    """A representative of the vendor on one contract. Her turn comes (`called_at`) when the customer's side has signed.

    TRUST: a *named* representative performs the same act as a customer's signer; the company's seal is no signature.
    """

    contract = models.ForeignKey("contracts.Contract", on_delete=models.CASCADE, related_name="countersigners")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="countersigning")
    cpf = models.CharField(_("CPF"), max_length=11, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    called_at = models.DateTimeField(null=True, blank=True)
    statement = models.OneToOneField(
        Statement, on_delete=models.PROTECT, null=True, blank=True, related_name="countersigner"
    )
    replaced_at = models.DateTimeField(null=True, blank=True)

    objects = CountersignerQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["company", "contract", "member"],
                condition=Q(replaced_at=None),
                name="one_place_per_representative",
            )
        ]

    def __str__(self) -> str:
        return f"{self.member_id} on {self.contract_id}"
