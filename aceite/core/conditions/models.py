"""The named conditions of a company."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from aceite.core.companies.models import Owned
from aceite.core.conditions.terms import Pace, Terms
from aceite.core.conditions.usual import Condition


class PaymentMethod(models.TextChoices):
    """How an instalment is paid."""

    PIX = "pix", _("Pix")
    BOLETO = "boleto", _("Boleto")
    CARD = "card", _("Cartão")
    TRANSFER = "transfer", _("Transferência")
    CASH = "cash", _("Dinheiro")
    OTHER = "other", _("A combinar")


PACES = [
    (Pace.DAYS.value, _("A cada tantos dias")),
    (Pace.BUSINESS_DAYS.value, _("A cada tantos dias úteis")),
    (Pace.MONTH.value, _("Todo mês, no dia do primeiro vencimento")),
    (Pace.FIXED_DAY.value, _("Todo mês, em dia fixo")),
]
DOWN_KINDS = [("", _("sem entrada")), ("percent", _("%")), ("amount", _("R$"))]


class PaymentConditionQuerySet(models.QuerySet["PaymentCondition"]):
    """Questions asked of the conditions."""

    def active(self) -> "PaymentConditionQuerySet":
        """Those offered in proposals."""
        return self.filter(active=True)


class PaymentCondition(Owned):
    """A condition by its name; proposals copy what it makes, so that changing it changes none of them."""

    name = models.CharField(max_length=60)
    text = models.CharField(max_length=200, blank=True)
    parts = models.PositiveSmallIntegerField(default=1)
    first_after = models.PositiveSmallIntegerField(default=0)
    pace = models.CharField(max_length=15, choices=PACES, default=Pace.DAYS.value)
    every = models.PositiveSmallIntegerField(default=30)
    month_day = models.PositiveSmallIntegerField(default=1)
    only_business_days = models.BooleanField(default=True)
    method = models.CharField(max_length=10, choices=PaymentMethod.choices, default=PaymentMethod.BOLETO)
    down_kind = models.CharField(max_length=10, choices=DOWN_KINDS, blank=True)
    down_value = models.DecimalField(max_digits=15, decimal_places=4, default=0)
    down_method = models.CharField(max_length=10, choices=PaymentMethod.choices, default=PaymentMethod.PIX)
    rate = models.DecimalField(max_digits=7, decimal_places=4, default=0)
    position = models.PositiveSmallIntegerField(default=0)
    active = models.BooleanField(default=True)

    objects = PaymentConditionQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["company", "name"], name="one_condition_per_name")]

    def __str__(self) -> str:
        return self.name

    @property
    def condition(self) -> Condition:
        """What it says, as the arithmetic takes it."""
        return Condition(self.name, Terms(**{name: getattr(self, name) for name in OF_THE_TERMS}), self.text)


OF_THE_TERMS = (
    *("parts", "first_after", "pace", "every", "month_day", "only_business_days", "method"),
    *("down_kind", "down_value", "down_method", "rate"),
)
