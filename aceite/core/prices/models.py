"""Price lists, for whom they are, and what each says of an item."""

from datetime import date

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from aceite.core.catalog.models import Item
from aceite.core.companies.models import Owned
from aceite.core.customers.models import Customer, CustomerGroup


class PriceListQuerySet(models.QuerySet["PriceList"]):
    """Questions asked of the lists."""

    def active(self) -> "PriceListQuerySet":
        """Those not put away."""
        return self.filter(active=True)

    def archived(self) -> "PriceListQuerySet":
        """Those put away."""
        return self.filter(active=False)

    def on(self, day: date) -> "PriceListQuerySet":
        """Those of which this is one of their days."""
        begun = Q(starts_on=None) | Q(starts_on__lte=day)
        return self.filter(begun, Q(ends_on=None) | Q(ends_on__gte=day))

    def reaching(self, customer: Customer) -> "PriceListQuerySet":
        """Those that are for this customer; `hers` and `groups` say whether by name or by her group."""
        named = PriceReach.objects.filter(of=OuterRef("pk"))
        told = self.annotate(
            hers=Exists(named.filter(customer=customer)),
            groups=Exists(named.filter(group=customer.group_id, group__isnull=False)),
        )
        return told.filter(Q(for_everybody=True) | Q(hers=True) | Q(groups=True))

    def with_reaches(self) -> "PriceListQuerySet":
        """With whom each is for."""
        return self.prefetch_related(
            models.Prefetch("reaches", PriceReach.objects.select_related("customer", "group").order_by("group", "pk"))
        )

    def with_counts(self) -> "PriceListQuerySet":
        """With `items`: of how many items each says a price."""
        counted = Price.objects.filter(of=OuterRef("pk")).order_by().values("of")
        items = counted.annotate(count=models.Count("item", distinct=True)).values("count")
        return self.annotate(items=models.functions.Coalesce(models.Subquery(items), 0))


class PriceList(Owned):
    """A named list. `starts_on` and `ends_on` are its first and last day, in the company's zone; empty has no end."""

    name = models.CharField(_("nome"), max_length=80)
    starts_on = models.DateField(_("vale de"), null=True, blank=True)
    ends_on = models.DateField(_("vale até"), null=True, blank=True)
    for_everybody = models.BooleanField(_("para todos os clientes"), default=False)
    active = models.BooleanField(default=True)
    created_at = models.DateTimeField()

    objects = PriceListQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["company", "name"], name="one_price_list_per_name")]

    def __str__(self) -> str:
        return self.name


class PriceReach(Owned):
    """One customer, or one group of customers, that a list is for."""

    of = models.ForeignKey(PriceList, on_delete=models.CASCADE, related_name="reaches")
    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    group = models.ForeignKey(CustomerGroup, on_delete=models.CASCADE, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["company", "of", "customer"], condition=Q(customer__isnull=False), name="each_customer_once"
            ),
            models.UniqueConstraint(
                fields=["company", "of", "group"], condition=Q(group__isnull=False), name="each_group_once"
            ),
            models.CheckConstraint(
                condition=Q(customer__isnull=False, group=None) | Q(customer=None, group__isnull=False),
                name="a_customer_or_a_group",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.of_id} → {self.customer_id or self.group_id}"


class PriceQuerySet(models.QuerySet["Price"]):
    """Questions asked of the prices."""

    def in_order(self) -> "PriceQuerySet":
        """By the item's code, each from its smallest quantity up."""
        return self.select_related("item").order_by("item__code", "from_quantity")


class Price(Owned):
    """What one unit of an item costs by a list, from this quantity on (0: always)."""

    of = models.ForeignKey(PriceList, on_delete=models.CASCADE, related_name="prices")
    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="+")
    from_quantity = models.DecimalField(max_digits=15, decimal_places=4, default=0)
    price = models.DecimalField(max_digits=21, decimal_places=10)

    objects = PriceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(F("company"), F("of"), F("item"), F("from_quantity"), name="one_price_per_step")
        ]

    def __str__(self) -> str:
        return f"{self.item_id} ≥ {self.from_quantity}: {self.price}"
