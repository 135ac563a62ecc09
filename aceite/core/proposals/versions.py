"""The versions of a proposal: each is what was offered once, edited until it is sent and frozen from then on."""

from datetime import datetime, time, timedelta
from decimal import Decimal

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from aceite.core.companies.models import Owned
from aceite.core.conditions.models import PaymentMethod
from aceite.core.documents.models import Document
from aceite.core.people.models import Member
from aceite.core.proposals.change_words import change_words
from aceite.core.proposals.changes import Change, change_of
from aceite.core.proposals.choices import DiscountKind, FreightKind
from aceite.core.proposals.recurring import Recurring, recurring_of, value_of
from aceite.core.proposals.recurring_words import price_words, recurring_words
from aceite.core.proposals.states import VersionState


class ProposalVersionQuerySet(models.QuerySet["ProposalVersion"]):
    """Questions asked of the versions."""

    def standing(self) -> "ProposalVersionQuerySet":
        """Those that are or were a version of the sale: not one whose papers are being set."""
        return self.exclude(state=VersionState.PREPARED)


class ProposalVersion(Owned):
    """What is offered. A draft is edited; once sent nothing of it changes and everything points at its bundle hash."""

    proposal = models.ForeignKey("proposals.Proposal", on_delete=models.PROTECT, related_name="versions")
    version = models.PositiveSmallIntegerField()
    state = models.CharField(
        max_length=10, choices=[(s.value, s.value) for s in VersionState], default=VersionState.DRAFT
    )
    # Raised by each save: a second editor holding an older one is told, nothing is overwritten silently.
    revision = models.PositiveIntegerField(default=0)
    saved_by = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    saved_at = models.DateTimeField(null=True, blank=True)
    title = models.CharField(max_length=160, blank=True)
    introduction = models.TextField(_("introdução"), blank=True, max_length=20_000)
    valid_until = models.DateField(_("válida até"))
    discount_kind = models.CharField(_("desconto"), max_length=10, choices=DiscountKind.choices, blank=True)
    discount_value = models.DecimalField(max_digits=15, decimal_places=4, default=0)
    freight_kind = models.CharField(_("frete"), max_length=5, choices=FreightKind.choices, default=FreightKind.NONE)
    freight = models.DecimalField(_("valor do frete"), max_digits=15, decimal_places=2, default=0)
    delivery_term = models.CharField(_("prazo de entrega"), max_length=120, blank=True)
    delivery_place = models.CharField(_("local de entrega"), max_length=200, blank=True)
    warranty = models.CharField(_("garantia"), max_length=200, blank=True)
    taxes_text = models.TextField(_("impostos"), blank=True, max_length=2000)
    terms = models.TextField(_("condições gerais"), blank=True, max_length=20_000)
    payment_text = models.CharField(_("condição de pagamento"), max_length=200, blank=True)
    # What the way of paying adds (+3.2 %) or takes off (−5 %), and the amount it comes to.
    adjustment_name = models.CharField(_("motivo do ajuste"), max_length=60, blank=True)
    adjustment_rate = models.DecimalField(_("ajuste"), max_digits=7, decimal_places=4, default=0)
    recurring_first_due = models.DateField(_("primeiro vencimento do que é recorrente"), null=True, blank=True)
    recurring_day = models.PositiveSmallIntegerField(_("dia do vencimento"), default=0)
    recurring_method = models.CharField(max_length=10, choices=PaymentMethod.choices, default=PaymentMethod.BOLETO)
    # What is paid again and again, as `recurring.as_data` writes it; the sums beside it are paid once.
    recurring = models.JSONField(default=list, blank=True)
    # What part of the total the down payment is, where it is a part; else its amount stands.
    down_percent = models.DecimalField(_("entrada"), max_digits=6, decimal_places=4, default=0)
    # Whether it leaves the customer something to choose: kept here so that a page without it asks nothing.
    choosable = models.BooleanField(default=False)
    # Of an amendment, what it changes, as `changes.as_data` writes it.
    amendment = models.JSONField(default=dict, blank=True)
    subtotal = models.DecimalField(max_digits=15, decimal_places=2, default=0)
    adjustment = models.DecimalField(max_digits=15, decimal_places=2, default=0)
    discount = models.DecimalField(max_digits=15, decimal_places=2, default=0)
    total = models.DecimalField(max_digits=15, decimal_places=2, default=0)
    # Written by `send`, never changed after it. `code` is printed on each page of P, `manifest` is canonical JSON (M).
    code = models.CharField(max_length=16, blank=True)
    paper = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    # `openings` keeps values and salts behind its commitments to people.
    manifest = models.TextField(blank=True)
    openings = models.JSONField(default=dict, blank=True)
    bundle_sha256 = models.CharField(max_length=64, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()

    objects = ProposalVersionQuerySet.as_manager()

    class Meta:
        ordering = ["version"]
        constraints = [
            models.UniqueConstraint(fields=["company", "proposal", "version"], name="one_row_per_version"),
            models.UniqueConstraint(
                fields=["company", "proposal"],
                condition=Q(state__in=[VersionState.DRAFT, VersionState.SENT]),
                name="one_open_version",
            ),
            models.UniqueConstraint(fields=["code"], condition=~Q(code=""), name="one_version_per_code"),
        ]

    def __str__(self) -> str:
        return f"{self.proposal_id} v{self.version}"

    @property
    def adjustment_label(self) -> str:
        """Why the way of paying changes the total, and by how much: "Pix (−5 %)"."""
        more = self.adjustment_rate > 0
        said = self.adjustment_name or (_("Acréscimo da forma de pagamento") if more else _("Desconto no pagamento"))
        return f"{said} ({'+' if more else '−'}{abs(self.adjustment_rate).normalize():f} %)".replace(".", ",")

    @property
    def is_draft(self) -> bool:
        """Whether it can still be edited."""
        return self.state == VersionState.DRAFT

    @property
    def change(self) -> Change:
        """What it changes, where it is an amendment."""
        return change_of(self.amendment)

    @property
    def change_words(self) -> list[str]:
        """The same, a sentence each; nothing where it amends nothing."""
        return change_words(self.change, recurs=bool(self.recurring)) if self.amendment else []

    @property
    def recurs(self) -> tuple[Recurring, ...]:
        """What is paid again and again."""
        return recurring_of(self.recurring)

    @property
    def recurring_words(self) -> list[str]:
        """The same for people: "R$ 890,00 por mês, por 12 meses"."""
        return [recurring_words(part) for part in self.recurs]

    @property
    def worth(self) -> Decimal:
        """What is paid once, and what recurs as far as it counts (docs/decisions/0024): what rules call total."""
        return self.total + value_of(self.recurs)

    @property
    def price_words(self) -> str:
        """All it costs in one line: what is paid once, and what recurs."""
        return price_words(self.total, self.recurs)

    def end_of_validity(self) -> datetime:
        """The first moment after the last valid day, in the company's zone."""
        return datetime.combine(self.valid_until + timedelta(days=1), time.min, tzinfo=self.company.tz)
