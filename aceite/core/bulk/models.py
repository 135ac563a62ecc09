"""An act on many sales, and what became of each."""

from datetime import datetime, timedelta
from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _

from aceite.core.bulk.states import BulkState, Outcome
from aceite.core.companies.models import Owned
from aceite.core.documents.models import Document
from aceite.core.people.models import Member
from aceite.core.proposals.models import Proposal

# For so long the report of each sale stays, and a spreadsheet, which names people.
KEPT_FOR: Final = timedelta(days=30)
FILE_KEPT_FOR: Final = timedelta(days=7)


class BulkKind(models.TextChoices):
    """What is done with each sale."""

    REMIND = "remind", _("Lembrar os clientes")
    EXTEND = "extend", _("Prorrogar a validade")
    REASSIGN = "reassign", _("Trocar o vendedor")
    EXPORT = "export", _("Baixar em planilha")


class FileKind(models.TextChoices):
    """As what the sales are written down."""

    XLSX = "xlsx", _("Excel")
    CSV = "csv", "CSV"


class BulkActQuerySet(models.QuerySet["BulkAct"]):
    """Questions asked of the acts on many sales."""

    def newest_first(self) -> "BulkActQuerySet":
        """The last one on top, with whoever ordered it."""
        return self.select_related("member", "seller").order_by("-pk")

    def of_form(self, member: Member, key: str) -> "BulkActQuerySet":
        """What one form of hers has ordered."""
        return self.filter(member=member, key=key[:40])

    def holding_files(self) -> "BulkActQuerySet":
        """Those whose spreadsheet can still be downloaded."""
        return self.filter(file__isnull=False)


class BulkAct(Owned):
    """One act, ordered once for `total` sales, of which `done` were seen to.

    `valid_until` is the new last day where validities are extended, `seller` who takes the sales over; where they are
    written down, `file_kind` says as what, and `file` is what came of it, until its days are over.
    """

    kind = models.CharField(max_length=10, choices=BulkKind.choices)
    state = models.CharField(max_length=10, default=BulkState.RUNNING.value)
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    # The same form twice is one act.
    key = models.CharField(max_length=40)
    valid_until = models.DateField(null=True, blank=True)
    seller = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    file_kind = models.CharField(max_length=4, choices=FileKind.choices, blank=True)
    file = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = BulkActQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["company", "member", "key"], name="one_bulk_act_per_form")]
        indexes = [models.Index(fields=["company", "-id"], name="bulk_acts_newest_first")]

    def __str__(self) -> str:
        return f"{self.kind} {self.done}/{self.total}"

    @property
    def only_looks(self) -> bool:
        """Whether nothing is done to its sales: they are written down together, once each was looked at."""
        return self.kind == BulkKind.EXPORT

    @property
    def is_looked_over(self) -> bool:
        """Whether only the writing down is left."""
        return self.only_looks and self.done >= self.total

    @property
    def file_until(self) -> datetime | None:
        """Until when its spreadsheet is kept."""
        return self.finished_at + FILE_KEPT_FOR if self.finished_at else None


class BulkRowQuerySet(models.QuerySet["BulkRow"]):
    """Questions asked of the sales of an act."""

    def of_act(self, act: BulkAct) -> "BulkRowQuerySet":
        """Those of one act, in their order."""
        # Without the company PostgreSQL goes by the act alone, and reads all its rows to find the next one.
        return self.filter(company=act.company_id, of=act).order_by("number")

    def waiting(self, act: BulkAct) -> "BulkRowQuerySet":
        """Those of the act that nobody has seen to yet, in their order."""
        # They are seen to in their order, so what waits stands behind as many as are done: also where rows went with
        # removed sales, of which none counts. The ones before are not read again.
        return self.of_act(act).filter(outcome=Outcome.WAITING, number__gt=act.done)

    def refused(self) -> "BulkRowQuerySet":
        """Those of which a sentence says why nothing happened."""
        return self.filter(outcome=Outcome.REFUSED)

    def with_sale(self) -> "BulkRowQuerySet":
        """Joined with the sale and its customer."""
        return self.select_related("proposal__customer")

    def tallied(self) -> dict[str, int]:
        """How many came to each outcome."""
        return {row["outcome"]: row["n"] for row in self.values("outcome").order_by().annotate(n=models.Count("pk"))}


class BulkRow(Owned):
    """One sale of an act: what became of it, and where nothing did, why, in a sentence for people."""

    of = models.ForeignKey(BulkAct, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()
    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="+")
    outcome = models.CharField(max_length=8, default=Outcome.WAITING.value)
    sentence = models.CharField(max_length=400, blank=True)

    objects = BulkRowQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["company", "of", "number"], name="each_sale_of_an_act_once")]
        indexes = [models.Index(fields=["company", "of", "outcome", "number"], name="bulk_rows_by_outcome")]

    def __str__(self) -> str:
        return f"{self.number} {self.outcome}"
