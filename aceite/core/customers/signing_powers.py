"""By what right the people of a customer bind it: alone, jointly with a colleague, or by a proxy that ends."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from aceite.core.companies.models import Owned
from aceite.core.documents.models import Document
from aceite_verify.signing_plan import ALONE, JOINT, PROXY

__all__ = ["PowerKind", "SigningPower", "SigningPowerQuerySet"]


class PowerKind(models.TextChoices):
    """How somebody binds the customer (Código Civil, arts. 115-120, 653-654, 1.015)."""

    ALONE = ALONE, _("Assina sozinho(a)")
    JOINT = JOINT, _("Assina em conjunto")
    PROXY = PROXY, _("Assina por procuração")


class SigningPowerQuerySet(models.QuerySet["SigningPower"]):
    """Questions asked of the register of powers."""

    def of_customer(self, customer_id: int) -> "SigningPowerQuerySet":
        """The powers of one customer's people, by name."""
        return self.filter(panel_user__customer=customer_id).order_by("panel_user__name")


class SigningPower(Owned):
    """What the vendor noted about one person. `jointly` are the people with one of whom she signs; `ends_on` is the
    last day of a proxy, in the company's zone; `basis` says where it is written ("Contrato social, cláusula 5ª")."""

    panel_user = models.OneToOneField("customers.PanelUser", on_delete=models.CASCADE, related_name="signing_power")
    kind = models.CharField(_("como assina"), max_length=6, choices=PowerKind.choices)
    jointly = models.JSONField(default=list, blank=True)
    basis = models.CharField(_("onde está escrito"), max_length=160, blank=True)
    proxy = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    proxy_name = models.CharField(max_length=160, blank=True)
    ends_on = models.DateField(_("vale até"), null=True, blank=True)
    updated_at = models.DateTimeField()

    objects = SigningPowerQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.kind} {self.panel_user_id}"
