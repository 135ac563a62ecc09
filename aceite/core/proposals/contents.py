"""What a version of a proposal holds: its lines, the plan of its payments, and the files that go with it."""

from decimal import Decimal
from typing import Final

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from aceite.core.catalog.models import Item, ItemKind, Recurrence
from aceite.core.companies.models import Owned
from aceite.core.conditions.models import PaymentMethod
from aceite.core.documents.models import Document
from aceite.core.proposals.choices import DiscountKind, LineChoice
from aceite.core.proposals.options import Limits
from aceite.core.proposals.recurring_words import rhythm_words
from aceite.kit.money import cents

# As many decimals as the column of unit prices has.
_EXACT: Final = Decimal(1).scaleb(-10)


class LineQuerySet(models.QuerySet["Line"]):
    """Questions asked of the lines."""

    def counted(self) -> "LineQuerySet":
        """Those that the total holds."""
        return self.exclude(choice=LineChoice.OUT)


class Line(Owned):
    """One item of a version, with its own note and discount. `total` is rounded half up to the cent."""

    version = models.ForeignKey("proposals.ProposalVersion", on_delete=models.CASCADE, related_name="lines")
    position = models.PositiveSmallIntegerField()
    # The same in every revision and version: rows are written anew by each save, and two editors' lines must meet.
    key = models.CharField(max_length=16, blank=True)
    section = models.CharField(_("seção"), max_length=120, blank=True)
    choice = models.CharField(_("na proposta"), max_length=3, choices=LineChoice.choices, blank=True)
    item = models.ForeignKey(Item, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    kind = models.CharField(_("tipo"), max_length=10, choices=ItemKind.choices, default=ItemKind.PRODUCT)
    code = models.CharField(_("código"), max_length=30, blank=True)
    name = models.CharField(_("item"), max_length=200)
    description = models.TextField(_("descrição"), blank=True, max_length=4000)
    note = models.TextField(_("observação"), blank=True, max_length=2000)
    unit = models.CharField(_("unidade"), max_length=10, default="un")
    quantity = models.DecimalField(_("quantidade"), max_digits=15, decimal_places=4, default=1)
    unit_price = models.DecimalField(_("preço unitário"), max_digits=21, decimal_places=10)
    # What the lists asked for so many when the price was written; the rules of internal approval measure against it.
    list_price = models.DecimalField(max_digits=21, decimal_places=10, null=True, blank=True)
    discount_kind = models.CharField(max_length=10, choices=DiscountKind.choices, blank=True)
    discount_value = models.DecimalField(max_digits=15, decimal_places=4, default=0)
    # How often it is paid, and how many times (0: until somebody cancels it); price and total are those of one time.
    recurs = models.CharField(_("pago"), max_length=7, choices=Recurrence.choices, blank=True)
    periods = models.PositiveSmallIntegerField(_("quantas vezes"), default=0)
    total = models.DecimalField(max_digits=15, decimal_places=2, default=0)
    # Between which quantities the customer may choose; the quantity is fixed without a most.
    quantity_least = models.DecimalField(_("quantidade mínima"), max_digits=15, decimal_places=4, default=0)
    quantity_most = models.DecimalField(_("quantidade máxima"), max_digits=15, decimal_places=4, default=0)
    quantity_step = models.DecimalField(_("de quanto em quanto"), max_digits=15, decimal_places=4, default=0)

    objects = LineQuerySet.as_manager()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["company", "version", "key"], condition=~Q(key=""), name="one_line_per_key")
        ]
        # With the company, of which row-level security asks: the index alone tells the versions.
        indexes = [models.Index(fields=["company", "item", "version", "choice"], name="lines_by_item")]

    def __str__(self) -> str:
        return self.name

    @property
    def counts(self) -> bool:
        """Whether the total holds it."""
        return self.choice != LineChoice.OUT

    @property
    def own_key(self) -> str:
        """Which line it is, in every version. Lines saved before they had keys are told apart by their rows."""
        return self.key or f"row{self.pk}"

    @property
    def is_paid_once(self) -> bool:
        """Whether the sums of what is paid once hold it."""
        return self.counts and not self.recurs

    @property
    def net_price(self) -> Decimal:
        """What one of it costs after the line's own discount, to the cent; as exactly as the price is where that has
        parts of a cent."""
        if not self.discount_kind:
            return self.unit_price
        net = self.total / self.quantity
        return cents(net) if self.unit_price == cents(self.unit_price) else net.quantize(_EXACT)

    @property
    def rhythm_words(self) -> str:
        """How often and for how long it is paid; nothing for what is paid once."""
        return rhythm_words(self.recurs, self.periods)

    @property
    def limits(self) -> Limits:
        """Between which quantities the customer may choose."""
        return Limits(self.quantity_least, self.quantity_most, self.quantity_step)


class Instalment(Owned):
    """One payment of the plan. Number 0 is the down payment."""

    version = models.ForeignKey("proposals.ProposalVersion", on_delete=models.CASCADE, related_name="instalments")
    number = models.PositiveSmallIntegerField()
    due_on = models.DateField(_("vencimento"))
    amount = models.DecimalField(_("valor"), max_digits=15, decimal_places=2)
    method = models.CharField(_("forma"), max_length=10, choices=PaymentMethod.choices, default=PaymentMethod.PIX)

    class Meta:
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.number}: {self.amount}"


class Attachment(Owned):
    """A file that goes with a version; its hash is part of the bundle."""

    version = models.ForeignKey("proposals.ProposalVersion", on_delete=models.CASCADE, related_name="attachments")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=160)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["company", "version", "document", "name"], name="one_attachment_each")
        ]

    def __str__(self) -> str:
        return self.name
