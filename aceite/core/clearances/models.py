"""A company's rules for what needs a yes, and the requests that were made of colleagues."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from aceite.core.clearances.measures import Caught, Limit, Measure
from aceite.core.clearances.states import ClearanceState
from aceite.core.companies.models import Owned
from aceite.core.people.models import Member
from aceite.core.people.permissions import Role
from aceite.core.proposals.models import Proposal, ProposalVersion
from aceite.core.proposals.states import State, VersionState

MEASURES = [
    (Measure.DISCOUNT.value, _("Desconto da proposta acima de")),
    (Measure.LINE_DISCOUNT.value, _("Desconto de um item acima de")),
    (Measure.TOTAL.value, _("Total acima de")),
    (Measure.MARGIN.value, _("Margem abaixo de")),
    (Measure.ALWAYS.value, _("Toda proposta")),
]
_MANAGING = frozenset({Role.MANAGER, Role.OWNER})


class RuleQuerySet(models.QuerySet["Rule"]):
    """Questions asked of the rules."""

    def active(self) -> "RuleQuerySet":
        """Those that hold."""
        return self.filter(active=True)


class Rule(Owned):
    """What needs a yes, of whose sales, and who gives it. `limit` is a percentage, or reais for the total."""

    measure = models.CharField(max_length=15, choices=MEASURES)
    limit = models.DecimalField(max_digits=15, decimal_places=4, default=0)
    ask_without_cost = models.BooleanField(default=False)
    # Whose sales: everybody's, those of one role, or of one seller.
    role = models.CharField(max_length=10, choices=Role.choices, blank=True)
    seller = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    # Who says yes: managers and owners, owners alone, or one named member; an owner always may.
    owner_only = models.BooleanField(default=False)
    approver = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    active = models.BooleanField(default=True)

    objects = RuleQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.measure} {self.limit}"

    @property
    def as_limit(self) -> Limit:
        """What the arithmetic takes."""
        return Limit(int(self.pk), Measure(self.measure), self.limit, self.ask_without_cost)

    def is_about(self, member: Member) -> bool:
        """Whether it looks at what this member sells or sends."""
        if self.seller_id is not None:
            return self.seller_id == member.pk
        return not self.role or self.role == member.role

    def lets_decide(self, member: Member) -> bool:
        """Whether this member's yes is enough."""
        if not member.may("clearance.decide"):
            return False
        if member.role == Role.OWNER or self.approver_id == member.pk:
            return True
        return self.approver_id is None and not self.owner_only and member.role in _MANAGING


class ClearanceQuerySet(models.QuerySet["Clearance"]):
    """Questions asked of the requests."""

    def open(self) -> "ClearanceQuerySet":
        """Those somebody still has to decide: of a draft that stands as it was then, of a sale not cancelled."""
        asked = self.filter(state=ClearanceState.ASKED, proposal__state=State.DRAFT)
        return asked.filter(version__state=VersionState.DRAFT, version__revision=F("revision"))

    def of_version(self, version: ProposalVersion) -> "ClearanceQuerySet":
        """Those about one version, the newest first."""
        return self.filter(version=version).order_by("-pk")

    def with_sheet(self) -> "ClearanceQuerySet":
        """Joined with what a page shows of each."""
        return self.select_related("proposal__customer", "proposal__seller", "version", "asked_by", "decided_by")


class Clearance(Owned):
    """One request about one draft as it stood (`revision`), what was caught of it, and the answer."""

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="clearances")
    version = models.ForeignKey(ProposalVersion, on_delete=models.PROTECT, related_name="clearances")
    revision = models.PositiveIntegerField()
    caught = models.JSONField(default=list)
    state = models.CharField(
        max_length=10, choices=[(s.value, s.value) for s in ClearanceState], default=ClearanceState.ASKED
    )
    asked_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    note = models.TextField(_("recado"), blank=True, max_length=2000)
    decided_by = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    answer = models.TextField(_("resposta"), blank=True, max_length=2000)

    objects = ClearanceQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["company", "version"], condition=Q(state="asked"), name="one_open_clearance_per_version"
            )
        ]
        indexes = [models.Index(fields=["company", "state", "id"], name="clearances_by_state")]

    def __str__(self) -> str:
        return f"{self.proposal_id} {self.state}"

    @property
    def stands(self) -> bool:
        """Whether it is open still, of the draft as it is; wants the joins of `with_sheet`."""
        version = self.version
        as_it_was = version.is_draft and version.revision == self.revision
        return self.state == ClearanceState.ASKED and self.proposal.state == State.DRAFT and as_it_was

    @property
    def findings(self) -> list[Caught]:
        """What was caught when it was asked for."""
        return [Caught(**kept) for kept in self.caught]

    def covers(self, caught: list[Caught]) -> bool:
        """Whether whoever decided has seen all of this, to the digit."""
        return set(caught) <= set(self.findings)
