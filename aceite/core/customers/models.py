"""Customers of a company and their people who enter the panel."""

from collections.abc import Iterable
from typing import ClassVar

from django.db import models
from django.db.models import Case, Q, SmallIntegerField, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from aceite.core.companies.address import Addressed
from aceite.core.companies.models import Owned
from aceite.core.customers.groups import CustomerGroup, CustomerGroupQuerySet
from aceite.core.customers.merges import CustomerMerge, CustomerMergeQuerySet
from aceite.core.customers.rights import BINDING_SEES_PRICES, INVOICES_ARE_PRICES, names_of
from aceite.core.customers.signing_powers import PowerKind, PowerTold, SigningPower, SigningPowerQuerySet
from aceite.core.people.models import User
from aceite.core.people.permissions import PANEL_VERBS
from aceite.core.rows.searching import found
from aceite.kit.text import searchable

__all__ = [
    "Customer",
    "CustomerGroup",
    "CustomerGroupQuerySet",
    "CustomerKind",
    "CustomerMerge",
    "CustomerMergeQuerySet",
    "CustomerQuerySet",
    "PanelUser",
    "PanelUserQuerySet",
    "PowerKind",
    "PowerTold",
    "SigningPower",
    "SigningPowerQuerySet",
]


_CNPJ, _CNPJ_ROOT = 14, 8


class CustomerKind(models.TextChoices):
    """A natural person or a company."""

    PERSON = "person", _("Pessoa física")
    COMPANY = "company", _("Pessoa jurídica")


class CustomerQuerySet(models.QuerySet["Customer"]):
    """Questions asked of the customers."""

    def active(self) -> "CustomerQuerySet":
        """Those that can receive a new proposal."""
        return self.filter(active=True)

    def matching(self, text: str) -> "CustomerQuerySet":
        """Customers whose names, city or tax id hold the text, without case, accents or the id's points."""
        return found(self, text)

    def best_first(self, text: str) -> "CustomerQuerySet":
        """Those first whose name begins with the words, then by name."""
        begins = Case(When(search__startswith=searchable(text), then=0), default=1, output_field=SmallIntegerField())
        return self.order_by(begins, "name", "pk")

    def named(self) -> "CustomerQuerySet":
        """With no more of each than tells them apart: names, number and city. A thousand are sorted sooner so."""
        return self.only("company", "name", "trade_name", "taxid", "city")

    def archived(self) -> "CustomerQuerySet":
        """Those taken out of the choice for new proposals."""
        return self.filter(active=False, merged_into=None)

    def standing(self) -> "CustomerQuerySet":
        """Those whose data were not erased and that went into no other."""
        return self.filter(erased_at=None, merged_into=None)

    def led_away(self) -> "CustomerQuerySet":
        """Those that went into another. They are few, and found by that, however many customers there are."""
        return self.filter(erased_at=None, merged_into__isnull=False)

    def like(self, customer: "Customer") -> "CustomerQuerySet":
        """Those that may be this one registered again: by root of the CNPJ, name, e-mail or telephone."""
        alike = Q(name__iexact=customer.name)
        if len(customer.taxid) == _CNPJ:
            alike |= Q(taxid__startswith=customer.taxid[:_CNPJ_ROOT], kind=CustomerKind.COMPANY)
        for field in ("email", "phone"):
            if said := getattr(customer, field):
                alike |= Q(**{f"{field}__iexact": said})
        return self.standing().filter(alike).exclude(pk=customer.pk).order_by("name", "pk")

    def of_taxids(self, taxids: Iterable[str]) -> "CustomerQuerySet":
        """Those with these CPF and CNPJ, bare."""
        return self.standing().filter(taxid__in=set(taxids))

    def of_kind(self, kind: str) -> "CustomerQuerySet":
        """Only persons, or only companies."""
        return self.filter(kind=kind)

    def recently_sold_to(self) -> "CustomerQuerySet":
        """Those with the newest proposals first, the others by name."""
        return self.annotate(newest=models.Max("proposals__created_at")).order_by(
            models.F("newest").desc(nulls_last=True), "name"
        )

    def with_people(self) -> "CustomerQuerySet":
        """With `standing`: those of its people whose access stands."""
        return self.prefetch_related(
            models.Prefetch("panel_users", queryset=PanelUser.objects.active(), to_attr="standing")
        )

    def with_people_counted(self) -> "CustomerQuerySet":
        """With `people`: how many may enter the panel or were invited to."""
        active = PanelUser.objects.active().filter(customer=models.OuterRef("pk")).order_by()
        counted = active.values("customer").annotate(count=models.Count("pk")).values("count")
        return self.annotate(people=Coalesce(models.Subquery(counted), 0))


class Customer(Owned, Addressed):
    """Who buys. `taxid` is a CPF or CNPJ without punctuation (CNPJs may hold letters)."""

    kind = models.CharField(_("tipo"), max_length=10, choices=CustomerKind.choices)
    name = models.CharField(_("nome ou razão social"), max_length=120)
    trade_name = models.CharField(_("nome fantasia"), max_length=120, blank=True)
    taxid = models.CharField(_("CPF ou CNPJ"), max_length=14)
    state_registration = models.CharField(_("inscrição estadual"), max_length=20, blank=True)
    state_exempt = models.BooleanField(_("isento de IE"), default=False)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("telefone"), max_length=20, blank=True)
    notes = models.TextField(_("observações internas"), blank=True, max_length=4000)
    active = models.BooleanField(_("ativo"), default=True)
    search = models.TextField(blank=True, editable=False)
    created_at = models.DateTimeField()
    group = models.ForeignKey(CustomerGroup, on_delete=models.SET_NULL, null=True, blank=True, related_name="customers")
    # Registered twice: the row stays for what points to it and leads to the one it went into.
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged")
    # Her data were erased; the row stays for what points to it.
    erased_at = models.DateTimeField(null=True, blank=True)

    objects = CustomerQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["company", "taxid"],
                condition=Q(erased_at=None, merged_into=None),
                name="one_customer_per_taxid",
            )
        ]
        indexes = [
            models.Index(fields=["company", "name", "active"], name="customers_by_name"),
            # Small: their number is told on every page of the list.
            models.Index(fields=["company"], name="customers_active", condition=Q(active=True)),
            # Each new row of a spreadsheet asks whether its number was led elsewhere, and few ever were.
            models.Index(
                fields=["company", "taxid"],
                name="customers_led_away",
                condition=Q(erased_at=None, merged_into__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.trade_name or self.name

    @property
    def leads_to(self) -> "Customer":
        """The one it went into in the end; itself where it went into none."""
        return self.merged_into.leads_to if self.merged_into else self


class PanelUserQuerySet(models.QuerySet["PanelUser"]):
    """Questions asked of the people of a customer."""

    def active(self) -> "PanelUserQuerySet":
        """Those whose access was not ended."""
        return self.filter(deactivated_at=None)

    def within_reach(self) -> "PanelUserQuerySet":
        """Those a mail reaches: access not ended, and no stranger at the address on file."""
        return self.active().filter(disowned_at=None)

    def joined(self) -> "PanelUserQuerySet":
        """Those who accepted their invitation and whose access stands: only they come through a door."""
        return self.active().filter(joined_at__isnull=False)

    def who_may_sign(self) -> "PanelUserQuerySet":
        """Those who can be configured as signers."""
        return self.active().filter(can_sign=True)

    def of_customer(self, customer: "Customer") -> "PanelUserQuerySet":
        """The people of one customer."""
        return self.filter(customer=customer)

    def in_house_order(self) -> "PanelUserQuerySet":
        """By name, those whose access ended last."""
        return self.order_by(models.F("deactivated_at").asc(nulls_first=True), "name")


class PanelUser(Owned):
    """A person of one customer. The vendor knows her address; how she enters is hers alone."""

    kind: ClassVar[str] = "panel_user"

    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="panel_users")
    user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="panel_accesses")
    name = models.CharField(_("nome"), max_length=120)
    email = models.EmailField(_("e-mail"))
    cpf = models.CharField(_("CPF"), max_length=11, blank=True)
    job_title = models.CharField(_("cargo"), max_length=80, blank=True)
    can_sign = models.BooleanField(_("pode assinar contratos"), default=False)
    can_approve = models.BooleanField(_("pode aprovar propostas"), default=False)
    can_manage = models.BooleanField(_("administra os colegas"), default=False)
    can_see_prices = models.BooleanField(_("vê preços"), default=True)
    can_comment = models.BooleanField(_("pergunta e faz contraproposta"), default=True)
    can_see_invoices = models.BooleanField(_("vê parcelas, Pix, notas e boletos"), default=True)
    created_at = models.DateTimeField()
    # The invitation's link is derived from this nonce; a new one voids the old link.
    invitation_nonce = models.CharField(max_length=40, blank=True)
    invited_at = models.DateTimeField(null=True, blank=True)
    invitation_expires_at = models.DateTimeField(null=True, blank=True)
    joined_at = models.DateTimeField(null=True, blank=True)
    deactivated_at = models.DateTimeField(null=True, blank=True)
    # Whoever reads this address said not to be her: no mail goes there until it is corrected or she is invited again.
    disowned_at = models.DateTimeField(null=True, blank=True)
    # Her data were erased; the row stays for what points to it.
    erased_at = models.DateTimeField(null=True, blank=True)

    objects = PanelUserQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["company", "customer", "email"], name="one_panel_user_per_email"),
            models.UniqueConstraint(
                fields=["company", "customer", "user"], condition=Q(user__isnull=False), name="one_access_per_user"
            ),
            BINDING_SEES_PRICES,
            INVOICES_ARE_PRICES,
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def actor_id(self) -> int:
        """The row's id, as the trail keeps it."""
        return int(self.pk)

    @property
    def rights(self) -> frozenset[str]:
        """The names of this person's rights in the table of `people`."""
        return names_of(self)

    def may(self, verb: str) -> bool:
        """Whether one of this person's rights opens the verb, and the access still stands."""
        return self.deactivated_at is None and any(verb in PANEL_VERBS[right] for right in self.rights)
