"""By what right the people of a customer bind it: alone, jointly with a colleague, or by a proxy that ends.

The vendor notes it, or the customer declares it; what is declared counts from the vendor's confirmation on.
"""

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from aceite.core.companies.models import Owned
from aceite.core.customers.power_states import PowerState
from aceite.core.documents.models import Document
from aceite.core.people.models import Member
from aceite_verify.signing_plan import ALONE, JOINT, PROXY

__all__ = ["PowerKind", "PowerTold", "SigningPower", "SigningPowerQuerySet"]


class PowerKind(models.TextChoices):
    """How somebody binds the customer (Código Civil, arts. 115-120, 653-654, 1.015)."""

    ALONE = ALONE, _("Assina sozinho(a)")
    JOINT = JOINT, _("Assina em conjunto")
    PROXY = PROXY, _("Assina por procuração")


class PowerTold(models.TextChoices):
    """What was told of a power's end already."""

    NOTHING = ""
    ENDING = "ending"
    ENDED = "ended"


class SigningPowerQuerySet(models.QuerySet["SigningPower"]):
    """Questions asked of the register of powers."""

    def confirmed(self) -> "SigningPowerQuerySet":
        """Those that count."""
        return self.filter(state=PowerState.CONFIRMED)

    def declared(self) -> "SigningPowerQuerySet":
        """Those that wait for the vendor's word, the oldest first."""
        return self.filter(state=PowerState.DECLARED).order_by("declared_at", "pk")

    def of_customer(self, customer_id: int) -> "SigningPowerQuerySet":
        """Those of one customer's people, by name."""
        return self.filter(panel_user__customer=customer_id).order_by("panel_user__name", "pk")

    def with_sheet(self) -> "SigningPowerQuerySet":
        """Joined with what a page and a letter say of each."""
        return self.select_related("panel_user__customer", "declared_by", "decided_by", "proxy")


class SigningPower(Owned):
    """By what right one person signs: of each state at most one. `jointly` are the people with one of whom she signs;
    `ends_on` is the last day, in the company's zone; `basis` says where it is written ("Contrato social, cláusula 5ª"),
    `proxy` is the paper of it: of a proxy the power of attorney, else the articles of association or the like."""

    panel_user = models.ForeignKey("customers.PanelUser", on_delete=models.CASCADE, related_name="signing_powers")
    state = models.CharField(
        max_length=9, choices=[(state.value, state.value) for state in PowerState], default=PowerState.CONFIRMED
    )
    kind = models.CharField(_("como assina"), max_length=6, choices=PowerKind.choices)
    jointly = models.JSONField(default=list, blank=True)
    basis = models.CharField(_("onde está escrito"), max_length=160, blank=True)
    proxy = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    proxy_name = models.CharField(max_length=160, blank=True)
    ends_on = models.DateField(_("vale até"), null=True, blank=True)
    updated_at = models.DateTimeField()
    declared_by = models.ForeignKey(
        "customers.PanelUser", on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    declared_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=400, blank=True)
    told = models.CharField(max_length=6, choices=PowerTold.choices, blank=True, default=PowerTold.NOTHING)

    objects = SigningPowerQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["panel_user", "state"], name="one_power_of_each_state")]
        # The clock looks at all companies at once.
        indexes = [models.Index(fields=["ends_on"], name="powers_by_end")]

    def __str__(self) -> str:
        return f"{self.kind} {self.panel_user_id}"

    def is_over(self, today: date) -> bool:
        """Whether its last day is before `today` in the company's zone."""
        return self.ends_on is not None and self.ends_on < today
