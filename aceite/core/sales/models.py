"""What the customer saw and answered, and what followed: viewings, approvals, declines and orders."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from aceite.core.companies.models import Owned
from aceite.core.customers.models import PanelUser
from aceite.core.documents.models import Document
from aceite.core.people.models import Member
from aceite.core.proposals.models import Proposal, ProposalQuerySet, ProposalVersion
from aceite.core.sales.access_requests import AccessRequest, AccessRequestQuerySet
from aceite.core.sales.rescissions import Delivery, DeliveryQuerySet, Rescission
from aceite.core.sales.saved_views import DefaultView, SavedView, SavedViewQuerySet, ViewAudience
from aceite.core.sales.version_changes import ChangesRead, SentWords
from aceite.core.signatures.models import SealLevel, Statement

__all__ = [
    "AccessRequest",
    "AccessRequestQuerySet",
    "Approval",
    "Audience",
    "ChangesRead",
    "Decline",
    "DeclineReason",
    "DefaultView",
    "Delivery",
    "DeliveryQuerySet",
    "Dossier",
    "DossierQuerySet",
    "Order",
    "OrderQuerySet",
    "Rescission",
    "SavedView",
    "SavedViewQuerySet",
    "SentWords",
    "ViewAudience",
    "Viewing",
]


class Approval(Owned):
    """The customer's yes to one bundle. Undoing it leaves the row, its statement and its file as they are."""

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="approvals")
    version = models.ForeignKey(ProposalVersion, on_delete=models.PROTECT, related_name="approvals")
    panel_user = models.ForeignKey(PanelUser, on_delete=models.PROTECT, related_name="+")
    statement = models.OneToOneField(Statement, on_delete=models.PROTECT, related_name="approval")
    customer_order_number = models.CharField(_("número do seu pedido de compra"), max_length=60, blank=True)
    note = models.TextField(_("observação"), blank=True, max_length=2000)
    approved_at = models.DateTimeField()
    # Whose clock and whose states' holidays a consumer's term is counted with, as they stood: `term` alone reads them.
    zone = models.CharField(max_length=40, blank=True)
    states = models.CharField(max_length=8, blank=True)
    file = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    undone_reason = models.CharField(max_length=400, blank=True)

    class Meta:
        ordering = ["-approved_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["company", "proposal"], condition=models.Q(undone_at=None), name="one_standing_approval"
            )
        ]

    def __str__(self) -> str:
        return f"{self.proposal_id} v{self.version_id}"


class DeclineReason(models.TextChoices):
    """Why a customer says no."""

    PRICE = "price", _("Preço acima do esperado")
    TERM = "term", _("Prazo de entrega não atende")
    PAYMENT = "payment", _("Condição de pagamento não atende")
    SCOPE = "scope", _("A proposta não atende ao que preciso")
    OTHER_VENDOR = "other_vendor", _("Fechei com outro fornecedor")
    POSTPONED = "postponed", _("A compra foi adiada ou cancelada")
    OTHER = "other", _("Outro motivo")


class Decline(Owned):
    """The customer's no to one version, with its reason."""

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="declines")
    version = models.ForeignKey(ProposalVersion, on_delete=models.PROTECT, related_name="+")
    panel_user = models.ForeignKey(PanelUser, on_delete=models.PROTECT, related_name="+")
    statement = models.OneToOneField(Statement, on_delete=models.PROTECT, related_name="decline")
    reason = models.CharField(_("motivo"), max_length=20, choices=DeclineReason.choices)
    text = models.TextField(_("explique, se quiser"), blank=True, max_length=2000)
    declined_at = models.DateTimeField()

    class Meta:
        ordering = ["-declined_at"]

    def __str__(self) -> str:
        return f"{self.proposal_id} {self.reason}"


class OrderQuerySet(models.QuerySet["Order"]):
    """Questions asked of the orders."""

    def for_panel_user(self, person: PanelUser) -> "OrderQuerySet":
        """What this person's panel may show."""
        return self.filter(proposal__in=Proposal.objects.for_panel_user(person))

    def numbered(self, number: str) -> "OrderQuerySet":
        """The one with this number."""
        return self.filter(number=number)

    def of_proposals(self, proposals: ProposalQuerySet) -> "OrderQuerySet":
        """The orders of these sales."""
        return self.filter(proposal__in=proposals)

    def newest_first(self) -> "OrderQuerySet":
        """By number, the newest on top."""
        return self.order_by("-year", "-sequence")


class Order(Owned):
    """The closed sale (Pedido). Its number comes from a series of its own."""

    proposal = models.OneToOneField(Proposal, on_delete=models.PROTECT, related_name="order")
    version = models.ForeignKey(ProposalVersion, on_delete=models.PROTECT, related_name="+")
    number = models.CharField(max_length=24)
    year = models.PositiveSmallIntegerField()
    sequence = models.PositiveIntegerField()
    made_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    without_copy_reason = models.CharField(max_length=400, blank=True)
    paper = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = OrderQuerySet.as_manager()

    class Meta:
        ordering = ["-year", "-sequence"]
        constraints = [models.UniqueConstraint(fields=["company", "year", "sequence"], name="one_order_per_sequence")]

    def __str__(self) -> str:
        return self.number


class Viewing(Owned):
    """That somebody of the customer saw a version on one day: what makes *viewed* one event and not hundreds."""

    version = models.ForeignKey(ProposalVersion, on_delete=models.PROTECT, related_name="viewings")
    panel_user = models.ForeignKey(PanelUser, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "version", "panel_user", "day"], name="one_viewing_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.version_id} {self.day}"


class Audience(models.TextChoices):
    """For whom a dossier is made: nothing of the vendor's own side alone goes into the customer's."""

    OFFICE = "office", _("empresa")
    PANEL = "panel", _("cliente")


class DossierQuerySet(models.QuerySet["Dossier"]):
    """Questions asked of the dossiers."""

    def of_sale(self, proposal: Proposal, audience: Audience) -> "DossierQuerySet":
        """The dossiers of one sale for one side, the newest first."""
        return self.filter(proposal=proposal, audience=audience).order_by("-asked_at", "-pk")

    def with_file(self, sha256: str) -> "DossierQuerySet":
        """Those of which a file had exactly these bytes; also once it is gone."""
        of_file = models.Q(zip_sha256=sha256) | models.Q(pdf_sha256=sha256)
        return self.filter(of_file, made_at__isnull=False)

    def holding_files(self) -> "DossierQuerySet":
        """Those whose files stand in the storage."""
        return self.filter(made_at__isnull=False, forgotten_at=None)


class Dossier(Owned):
    """Everything that proves one sale, made on demand and kept for some days: the ZIP and the PDF stand under `key`.

    They are no Documents: what they hold of people is only lent, and goes again.
    """

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="dossiers")
    audience = models.CharField(max_length=6, choices=Audience.choices)
    asked_by_kind = models.CharField(max_length=20)
    asked_by_id = models.BigIntegerField()
    asked_at = models.DateTimeField()
    # The job that makes it: its progress is shown while one waits.
    task_id = models.CharField(max_length=40, blank=True)
    key = models.CharField(max_length=32, unique=True)
    made_at = models.DateTimeField(null=True, blank=True)
    failed_at = models.DateTimeField(null=True, blank=True)
    failure = models.CharField(max_length=300, blank=True)
    forgotten_at = models.DateTimeField(null=True, blank=True)
    index_sha256 = models.CharField(max_length=64, blank=True)
    zip_sha256 = models.CharField(max_length=64, blank=True)
    zip_size = models.PositiveBigIntegerField(default=0)
    pdf_sha256 = models.CharField(max_length=64, blank=True)
    pdf_size = models.PositiveBigIntegerField(default=0)
    # Of the cover's seal, named as in SealedFile, so that pages tell both in the same words.
    level = models.CharField(max_length=5, choices=SealLevel.choices, blank=True)
    holder = models.CharField(max_length=200, blank=True)
    issuer = models.CharField(max_length=200, blank=True)
    of_company = models.BooleanField(default=False)
    stamped_at = models.DateTimeField(null=True, blank=True)
    authority = models.CharField(max_length=200, blank=True)

    objects = DossierQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-pk"]
        indexes = [
            models.Index(fields=["company", "proposal", "audience"], name="dossiers_of_a_sale"),
            # The public page asks for them by what somebody has in hand, of whatever company.
            models.Index(fields=["zip_sha256"], name="dossier_by_zip"),
            models.Index(fields=["pdf_sha256"], name="dossier_by_pdf"),
        ]

    def __str__(self) -> str:
        return f"{self.proposal_id} {self.audience}"
