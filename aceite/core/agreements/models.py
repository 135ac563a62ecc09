"""The register of contracts that sales made, and their termination by one side."""

from datetime import date
from decimal import Decimal

from django.db import models
from django.db.models import Count, Max, Q, Sum
from django.utils.translation import gettext_lazy as _

from aceite.core.agreements.states import Standing, standing_on
from aceite.core.companies.models import Owned
from aceite.core.contracts.models import Contract
from aceite.core.customers.models import Customer, PanelUser
from aceite.core.documents.models import Document
from aceite.core.people.models import Member
from aceite.core.proposals.models import Proposal
from aceite.core.rows.searching import found


class AgreementQuerySet(models.QuerySet["Agreement"]):
    """Questions asked of the contracts in force."""

    def holding(self) -> "AgreementQuerySet":
        """Those of sales that are approved: not one that is kept for its ending alone."""
        return self.filter(holds=True)

    def standing(self, standing: Standing, today: date) -> "AgreementQuerySet":
        """Those standing so on that day; what is ending is in force too."""
        holds = Q(last_on=None) | Q(last_on__gte=today)
        begun = Q(starts_on__lte=today)
        return self.filter({
            Standing.COMING: holds & ~begun,
            Standing.IN_FORCE: holds & begun,
            Standing.ENDING: holds & begun & Q(ending_from__lte=today),
            Standing.ENDED: Q(last_on__lt=today, terminated=False),
            Standing.TERMINATED: Q(last_on__lt=today, terminated=True),
        }[standing])  # fmt: skip

    def of_sale(self, proposal: Proposal) -> "AgreementQuerySet":
        """Those of one sale, in the order of its contracts."""
        return self.filter(proposal=proposal).order_by("contract__position", "pk")

    def matching(self, text: str) -> "AgreementQuerySet":
        """Those whose title, sale or customer hold the text, without case or accents."""
        return found(self, text)

    def of_customer(self, customer: Customer) -> "AgreementQuerySet":
        """Those with one customer."""
        return self.filter(proposal__customer=customer)

    def between(self, first: date | None, last: date | None) -> "AgreementQuerySet":
        """Those whose current term ends from one day to another, both included; None leaves a side open."""
        rows = self.filter(term_ends_on__gte=first) if first else self
        return rows.filter(term_ends_on__lte=last) if last else rows

    def for_panel_user(self, person: PanelUser) -> "AgreementQuerySet":
        """Those of the sales this person's panel may show."""
        visible = Proposal.objects.for_panel_user(person).order_by().values("pk")
        return self.holding().filter(company_id=person.company_id, proposal__in=visible)

    def with_sheet(self) -> "AgreementQuerySet":
        """Joined with what a list and a page show of each."""
        return self.select_related("company", "contract", "proposal__customer", "proposal__seller", "proposal__order")

    def sums(self) -> tuple[int, Decimal]:
        """How many there are, and what their sales are worth, each once however many contracts it has. One query."""
        # Each of a sale's contracts is worth the whole of it.
        sales = self.order_by().values("proposal").annotate(contracts=Count("pk"), whole=Max("worth"))
        row = sales.aggregate(count=Sum("contracts"), worth=Sum("whole"))
        return int(row["count"] or 0), row["worth"] or Decimal(0)


class Agreement(Owned):
    """One contract as it holds now, its amendments counted in; without a contract, the sale with what recurs in it.

    Everything but what was told follows from the sale and its amendments and is worked out anew whenever one moves.
    `last_on` is the last day it holds, empty while it has no end or renews by itself; `term_ends_on` the end of the
    present term, also where it will be renewed. One whose approval was undone is kept while an ending is written of it,
    which counts again with the next approval; meanwhile it does not `hold`.
    """

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="agreements")
    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, null=True, blank=True, related_name="agreements")
    title = models.CharField(max_length=160)
    search = models.TextField(blank=True, editable=False)
    agreed_on = models.DateField()
    starts_on = models.DateField()
    term_ends_on = models.DateField(null=True, blank=True)
    renews = models.BooleanField(default=False)
    ending_from = models.DateField(null=True, blank=True)
    last_on = models.DateField(null=True, blank=True)
    terminated = models.BooleanField(default=False)
    holds = models.BooleanField(default=True)
    worth = models.DecimalField(max_digits=15, decimal_places=2, default=0)
    # The end of which somebody was told already: never twice of the same one.
    told_of = models.DateField(null=True, blank=True)

    objects = AgreementQuerySet.as_manager()

    class Meta:
        ordering = ["term_ends_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["company", "contract"], name="one_agreement_per_contract"),
            models.UniqueConstraint(
                fields=["company", "proposal"], condition=Q(contract=None), name="one_agreement_without_contract"
            ),
        ]
        indexes = [
            models.Index(fields=["company", "term_ends_on", "id"], name="agreements_by_end"),
            models.Index(fields=["company", "proposal"], name="agreements_of_a_sale"),
            # The clock looks at all companies at once.
            models.Index(fields=["ending_from"], name="agreements_the_clock_tells_of"),
        ]

    def __str__(self) -> str:
        return self.title

    def standing_on(self, today: date) -> Standing:
        """Where it stands on that day."""
        return standing_on(
            today, starts_on=self.starts_on, last_on=self.last_on, ending_from=self.ending_from,
            terminated=self.terminated,
        )  # fmt: skip


class Side(models.TextChoices):
    """Who ended a contract."""

    OURS = "ours", _("Nossa empresa")
    THEIRS = "theirs", _("O cliente")
    BOTH = "both", _("As duas partes")


class TerminationQuerySet(models.QuerySet["Termination"]):
    """Questions asked of the terminations."""

    def standing(self) -> "TerminationQuerySet":
        """Those that were not taken back."""
        return self.filter(undone_at=None)


class Termination(Owned):
    """One side ended a contract: since when it was told, until when it holds, why, and the paper of it."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="terminations")
    side = models.CharField(max_length=6, choices=Side.choices)
    noticed_on = models.DateField()
    last_on = models.DateField()
    reason = models.CharField(max_length=400)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField(max_length=160, blank=True)
    recorded_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)

    objects = TerminationQuerySet.as_manager()

    class Meta:
        ordering = ["-recorded_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["company", "agreement"], condition=Q(undone_at=None), name="one_standing_termination"
            )
        ]

    def __str__(self) -> str:
        return f"{self.agreement_id} {self.last_on}"
