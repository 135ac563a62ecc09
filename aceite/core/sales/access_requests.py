"""What the customer's people ask of the vendor: that somebody who decides be let in to a sale."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from aceite.core.companies.models import Owned
from aceite.core.customers.models import PanelUser
from aceite.core.people.models import Member
from aceite.core.proposals.models import Proposal

if TYPE_CHECKING:
    from collections.abc import Iterable


class AccessRequestQuerySet(models.QuerySet["AccessRequest"]):
    """Questions asked of the requests."""

    def undecided(self) -> "AccessRequestQuerySet":
        """Those the vendor has not answered."""
        return self.filter(decided_at=None)

    def with_people(self) -> "AccessRequestQuerySet":
        """With who asked, who decided and who was let in."""
        return self.select_related("asked_by", "decided_by", "panel_user")

    def about_person(self, people: "Iterable[PanelUser]") -> "AccessRequestQuerySet":
        """Those that name one of these people: who asked, who was let in, or whose address was given."""
        found = list(people)
        named = Q(asked_by__in=found) | Q(panel_user__in=found)
        for person in found:
            named |= Q(company=person.company_id, email__iexact=person.email)
        return self.filter(named)


class AccessRequest(Owned):
    """Somebody asks that a person, by name and address, be let in to a sale; the vendor lets her in or says why not.

    `panel_user` is whoever was let in. A request that was decided without one was refused, for `reason`.
    """

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="access_requests")
    asked_by = models.ForeignKey(PanelUser, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(_("nome"), max_length=120, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    text = models.TextField(_("recado"), blank=True, max_length=1000)
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(_("motivo"), max_length=400, blank=True)
    panel_user = models.ForeignKey(PanelUser, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = AccessRequestQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["company", "proposal", "asked_by", "email"],
                # A sale whose time is over keeps no addresses.
                condition=Q(decided_at=None) & ~Q(email=""),
                name="one_open_request_per_address",
            )
        ]

    def __str__(self) -> str:
        return f"{self.proposal_id}: {self.name}"

    @property
    def refused(self) -> bool:
        """Whether the vendor said no."""
        return self.decided_at is not None and self.panel_user_id is None
