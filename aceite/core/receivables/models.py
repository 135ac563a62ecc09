"""Receivables: one a payment of the plan, and what arrived for each."""

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Self, TypeVar

from django.db import models
from django.db.models import F, Q, Sum
from django.utils.translation import gettext_lazy as _

from aceite.core.companies.models import Owned
from aceite.core.conditions.models import PaymentMethod
from aceite.core.documents.models import Document
from aceite.core.people.models import Member
from aceite.core.proposals.models import Proposal
from aceite.core.receivables.numbers import part_words
from aceite.core.receivables.states import Due, Flow, called_off_state, due_state


class ReceivableQuerySet(models.QuerySet["Receivable"]):
    """Questions asked of the receivables."""

    def of_sale(self, proposal: Proposal) -> "ReceivableQuerySet":
        """Those of one sale, in the order of the plan."""
        return self.filter(proposal=proposal).order_by("number")

    def open(self) -> "ReceivableQuerySet":
        """Those of which something is still to come; a plan that was given up leaves rows that ask for nothing."""
        return self.may_bring_money().filter(called_off_at=None)

    def may_bring_money(self) -> "ReceivableQuerySet":
        """Those not paid in full, be they owed still or not: a boleto may be paid after the purchase was undone."""
        return self.filter(settled_on=None, amount__gt=0)

    def to_return(self) -> "ReceivableQuerySet":
        """Those that nobody owes any more and of which money arrived that was not given back yet."""
        return self.filter(called_off_at__isnull=False, received__gt=F("returned"))

    def in_state(self, state: Due, today: date) -> "ReceivableQuerySet":
        """Those standing so on that day."""
        match state:
            case Due.PAID:
                return self.filter(settled_on__isnull=False, called_off_at=None)
            case Due.TO_RETURN:
                return self.to_return()
            case Due.RETURNED:
                return self.filter(called_off_at__isnull=False, received__gt=0, received__lte=F("returned"))
            case Due.CALLED_OFF:
                return self.filter(called_off_at__isnull=False, received=0)
            case Due.LATE:
                return self.open().filter(due_on__lt=today)
            case _:
                return self.open().filter(due_on__gte=today)

    def between(self, first: date | None, last: date | None) -> "ReceivableQuerySet":
        """Those that fall due from one day to another, both included; None leaves a side open."""
        found = self.filter(due_on__gte=first) if first else self
        return found.filter(due_on__lte=last) if last else found

    def matching(self, text: str) -> "ReceivableQuerySet":
        """Those of sales whose number, title or customer hold the text, without case or accents."""
        return self.filter(proposal__in=Proposal.objects.matching(text))

    def with_sheet(self) -> "ReceivableQuerySet":
        """Joined with what a list shows of each."""
        return self.select_related("company", "proposal__customer", "proposal__order")

    def sums(self) -> tuple[int, Decimal]:
        """How many there are, and what is still to come of them. One query."""
        found = self.aggregate(count=models.Count("pk"), rest=Sum(F("amount") - F("received")))
        return int(found["count"]), found["rest"] or Decimal(0)

    def sums_called_off(self) -> tuple[int, int, Decimal]:
        """How many nobody owes any more; how many of them hold money, and what is to be given back. One query."""
        held = Q(received__gt=F("returned"))
        found = self.filter(called_off_at__isnull=False).aggregate(
            count=models.Count("pk"), holding=models.Count("pk", filter=held),
            held=Sum(F("received") - F("returned"), filter=held),
        )  # fmt: skip
        return int(found["count"]), int(found["holding"]), found["held"] or Decimal(0)


class Receivable(Owned):
    """One payment a sale is owed: number 0, the down payment, from the approval on, the others from the order on.

    `received` is the sum of what stands; `settled_on` the day on which it reached the amount; `returned` what went back
    to the customer who withdrew from the sale, since when (`called_off_at`) nothing is owed.
    """

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="receivables")
    number = models.PositiveSmallIntegerField()
    due_on = models.DateField()
    amount = models.DecimalField(max_digits=15, decimal_places=2)
    method = models.CharField(max_length=10, choices=PaymentMethod.choices, default=PaymentMethod.PIX)
    received = models.DecimalField(max_digits=15, decimal_places=2, default=0)
    settled_on = models.DateField(null=True, blank=True)
    returned = models.DecimalField(max_digits=15, decimal_places=2, default=0)
    called_off_at = models.DateTimeField(null=True, blank=True)

    objects = ReceivableQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [models.UniqueConstraint(fields=["company", "proposal", "number"], name="one_receivable_each")]
        indexes = [
            models.Index(fields=["company", "due_on"], name="receivables_open", condition=Q(settled_on=None)),
            models.Index(fields=["company", "settled_on"], name="receivables_settled"),
        ]

    def __str__(self) -> str:
        return f"{self.proposal_id}/{self.number}"

    @property
    def unpaid(self) -> Decimal:
        """What of its amount has not arrived, be it owed still or not; never below nothing."""
        return max(self.amount - self.received, Decimal(0))

    @property
    def rest(self) -> Decimal:
        """What is still to come, never below nothing."""
        return Decimal(0) if self.called_off_at else self.unpaid

    @property
    def flow(self) -> Flow:
        """What came, and what of it went back."""
        return Flow(self.received, self.returned)

    @property
    def part_words(self) -> str:
        """What people call it."""
        return part_words(self.number, self.due_on)

    def state_on(self, today: date) -> Due:
        """Where it stands on that day."""
        if self.called_off_at is not None:
            return called_off_state(self.flow)
        return due_state(self.due_on, self.settled_on, today)


class Source(models.TextChoices):
    """How the company came to know of a payment."""

    HAND = "hand", _("confirmado pela empresa")
    STATEMENT = "statement", _("extrato do banco")


class BankStatement(Owned):
    """A bank's statement that was taken in; `report` tells line by line what became of what was chosen."""

    name = models.CharField(max_length=160)
    taken_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    taken_at = models.DateTimeField()
    report = models.JSONField(default=list)
    undone_at = models.DateTimeField(null=True, blank=True)
    form_key = models.CharField(max_length=40, blank=True, editable=False)

    class Meta:
        ordering = ["-taken_at", "-pk"]
        constraints = [
            # What was undone may be taken in again by the same form.
            models.UniqueConstraint(
                fields=["company", "form_key"],
                condition=Q(undone_at=None) & ~Q(form_key=""),
                name="one_statement_per_form",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def confirmed(self) -> int:
        """How many payments it confirmed, be they undone since or not."""
        return sum(1 for row in self.report if row["done"])


MovedT = TypeVar("MovedT", bound="Moved")


class MovedQuerySet(models.QuerySet[MovedT]):
    """Questions asked of money that came or went."""

    def of_sale(self, proposal: Proposal) -> Self:
        """That of one sale."""
        return self.filter(receivable__proposal=proposal)

    def standing(self) -> Self:
        """What was not taken back."""
        return self.filter(undone_at=None)


class Moved(Owned):
    """Money that came or went for one receivable, as the team wrote it down. Taken back, the row stays and says so."""

    amount = models.DecimalField(max_digits=15, decimal_places=2)
    note = models.CharField(max_length=200, blank=True)
    undone_by = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)

    if TYPE_CHECKING:
        receivable: Receivable
        receivable_id: int

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.receivable_id}: {self.amount}"

    @property
    def facts(self) -> dict[str, object]:
        """What its events tell of it, beside the words that are for the team alone."""
        return {"number": self.receivable.number, "amount": str(self.amount)}


class PaymentQuerySet(MovedQuerySet["Payment"]):
    """Questions asked of the payments."""


class Payment(Moved):
    """Money that arrived for one receivable."""

    receivable = models.ForeignKey(Receivable, on_delete=models.PROTECT, related_name="payments")
    paid_on = models.DateField()
    source = models.CharField(max_length=10, choices=Source.choices, default=Source.HAND)
    # The same form, or the same line of a statement, twice is one payment.
    key = models.CharField(max_length=64, blank=True)
    statement = models.ForeignKey(
        BankStatement, on_delete=models.PROTECT, null=True, blank=True, related_name="payments"
    )
    confirmed_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField()

    objects = PaymentQuerySet.as_manager()

    class Meta:
        ordering = ["paid_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["company", "key"], condition=Q(undone_at=None) & ~Q(key=""), name="one_payment_per_key"
            )
        ]

    @property
    def facts(self) -> dict[str, object]:
        """Also when and how it came, and whether all of it is there."""
        settled = self.receivable.settled_on is not None
        own = {"payment": self.pk, "paid_on": self.paid_on.isoformat(), "source": self.source, "settled": settled}
        return super().facts | own


class RefundQuerySet(MovedQuerySet["Refund"]):
    """Questions asked of what was given back."""


class Refund(Moved):
    """Money given back for one receivable of a sale the customer withdrew from."""

    receivable = models.ForeignKey(Receivable, on_delete=models.PROTECT, related_name="refunds")
    returned_on = models.DateField()
    noted_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    noted_at = models.DateTimeField()

    objects = RefundQuerySet.as_manager()

    class Meta:
        ordering = ["returned_on", "pk"]

    @property
    def facts(self) -> dict[str, object]:
        """Also when it went."""
        return super().facts | {"refund": self.pk, "returned_on": self.returned_on.isoformat()}


class BilledKind(models.TextChoices):
    """What a file of billing is."""

    INVOICE = "invoice", _("Nota fiscal")
    BOLETO = "boleto", _("Boleto")
    OTHER = "other", _("Outro documento")


class BilledFileQuerySet(models.QuerySet["BilledFile"]):
    """Questions asked of the files of billing."""

    def of_sale(self, proposal: Proposal) -> "BilledFileQuerySet":
        """Those of one order that stand, with their bytes' record."""
        return self.filter(proposal=proposal, removed_at=None).select_related("document", "added_by")


class BilledFile(Owned):
    """A file the vendor gives with an order, or with one payment of it (`number`): NF-e as PDF or XML, a boleto."""

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="billed_files")
    number = models.PositiveSmallIntegerField(null=True, blank=True)
    kind = models.CharField(max_length=10, choices=BilledKind.choices, default=BilledKind.INVOICE)
    name = models.CharField(max_length=160)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    added_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = BilledFileQuerySet.as_manager()

    @property
    def part_words(self) -> str:
        """Of which payment it is; nothing where it is of the whole order."""
        return "" if self.number is None else part_words(self.number)

    class Meta:
        ordering = ["added_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["company", "proposal", "document", "name"],
                condition=Q(removed_at=None),
                name="one_billed_file_each",
            )
        ]

    def __str__(self) -> str:
        return self.name
