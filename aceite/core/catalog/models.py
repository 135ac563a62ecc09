"""Products and services, used or overridden on a proposal's line."""

from collections.abc import Iterable

from django.db import models
from django.utils.translation import gettext_lazy as _

from aceite.core.catalog.item_pictures import ItemPicture, ItemPictureQuerySet
from aceite.core.companies.models import Owned
from aceite.core.rows.searching import found
from aceite.kit.text import unaccented

__all__ = ["Item", "ItemKind", "ItemPicture", "ItemPictureQuerySet", "ItemQuerySet", "Recurrence"]


class ItemKind(models.TextChoices):
    """What is sold."""

    PRODUCT = "product", _("Produto")
    SERVICE = "service", _("Serviço")


class Recurrence(models.TextChoices):
    """How often it is paid."""

    ONCE = "", _("uma vez")
    MONTH = "month", _("por mês")
    QUARTER = "quarter", _("por trimestre")
    YEAR = "year", _("por ano")


class ItemQuerySet(models.QuerySet["Item"]):
    """Questions asked of the catalogue."""

    def active(self) -> "ItemQuerySet":
        """Those that can be put on a new line."""
        return self.filter(active=True)

    def matching(self, text: str) -> "ItemQuerySet":
        """Items whose code or name holds the text, without case or accents."""
        return found(self, text)

    def of_codes(self, codes: Iterable[str]) -> "ItemQuerySet":
        """Those of these very codes, typed in capitals or not."""
        return self.filter(code__in={said for code in codes for said in (code, code.upper(), code.lower())})

    def best_first(self, text: str) -> "ItemQuerySet":
        """The one of this very code first, then those whose code begins so, then by name."""
        sought = unaccented(text.strip())
        near = models.Case(
            models.When(code__iexact=sought, then=0),
            models.When(code__istartswith=sought, then=1),
            default=2,
            output_field=models.SmallIntegerField(),
        )
        return self.order_by(near, "name", "pk")

    def with_pictures(self) -> "ItemQuerySet":
        """With the pictures of each, in their order."""
        return self.prefetch_related(models.Prefetch("pictures", ItemPicture.objects.with_files()))

    def archived(self) -> "ItemQuerySet":
        """Those taken out of the choice for new lines."""
        return self.filter(active=False)

    def of_kind(self, kind: str) -> "ItemQuerySet":
        """Only products, or only services."""
        return self.filter(kind=kind)


class Item(Owned):
    """One product or service. `search` holds code and name, lower-cased and without accents."""

    code = models.CharField(_("código"), max_length=30)
    name = models.CharField(_("nome"), max_length=200)
    kind = models.CharField(_("tipo"), max_length=10, choices=ItemKind.choices, default=ItemKind.PRODUCT)
    unit = models.CharField(_("unidade"), max_length=10, default="un")
    price = models.DecimalField(_("preço"), max_digits=21, decimal_places=10)
    # What one unit costs the company; seen and set by those who may (costing.py), printed nowhere.
    cost = models.DecimalField(_("custo"), max_digits=21, decimal_places=10, null=True, blank=True)
    description = models.TextField(_("descrição"), blank=True, max_length=4000)
    # How often it is usually paid, and how many times (0: until somebody cancels it); the price is that of one time.
    recurs = models.CharField(_("pago"), max_length=7, choices=Recurrence.choices, blank=True)
    periods = models.PositiveSmallIntegerField(_("quantas vezes"), default=0)
    active = models.BooleanField(_("ativo"), default=True)
    search = models.TextField(blank=True, editable=False)

    objects = ItemQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["company", "code"], name="one_item_per_code")]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    @property
    def cover(self) -> ItemPicture | None:
        """The picture that stands for it."""
        return next(iter(self.pictures.all()), None)
