"""Contracts and their signers. What they are made from stands in template_versions and clauses; what comes back signed,
in signed_copies and external_files."""

from datetime import datetime

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from aceite.core.companies.models import Owned
from aceite.core.contracts.arriving_files import ArrivedChunk, ArrivingFile, ArrivingFileQuerySet
from aceite.core.contracts.clauses import Clause, ClauseQuerySet, ClauseVersion
from aceite.core.contracts.countersigners import Countersigner, CountersignerQuerySet
from aceite.core.contracts.demands import Level, Requirement
from aceite.core.contracts.external_files import ExternalFile
from aceite.core.contracts.signed_copies import (
    Arrival,
    CopyFile,
    CopyPage,
    CopyWitness,
    PendingCopy,
    SignedCopy,
    SignedCopyQuerySet,
)
from aceite.core.contracts.states import CopyState
from aceite.core.contracts.template_versions import (
    ContractTemplate,
    ContractTemplateQuerySet,
    TemplateVersion,
    TemplateVersionQuerySet,
)
from aceite.core.contracts.term_words import term_words
from aceite.core.contracts.terms import term_of
from aceite.core.customers.models import Customer, PanelUser
from aceite.core.documents.models import Document
from aceite.core.proposals.models import Proposal, ProposalVersion
from aceite.core.proposals.states import State, VersionState
from aceite.core.rows.searching import found
from aceite.core.signatures.models import Statement
from aceite.kit.taxid import format_taxid
from aceite_verify.before import NOTHING
from aceite_verify.signing_plan import PARTY, WITNESS

__all__ = [
    "Arrival",
    "ArrivedChunk",
    "ArrivingFile",
    "ArrivingFileQuerySet",
    "Clause",
    "ClauseQuerySet",
    "ClauseVersion",
    "Contract",
    "ContractQuerySet",
    "ContractTemplate",
    "ContractTemplateQuerySet",
    "CopyFile",
    "CopyPage",
    "CopyWitness",
    "Countersigner",
    "CountersignerQuerySet",
    "Level",
    "PendingCopy",
    "Requirement",
    "SignedCopy",
    "SignedCopyQuerySet",
    "Signer",
    "SignerQuerySet",
    "SignerRole",
    "Source",
    "TemplateVersion",
    "TemplateVersionQuerySet",
]


class Source(models.TextChoices):
    """Where a contract's text came from; it is a copy and never follows its source."""

    WRITTEN = "written", _("Escrito na proposta")
    TEMPLATE = "template", _("Modelo")
    REGISTERED = "registered", _("Contrato avulso")
    UPLOADED = "uploaded", _("PDF enviado")


class ContractQuerySet(models.QuerySet["Contract"]):
    """Questions asked of contracts."""

    def standalone(self) -> "ContractQuerySet":
        """The register: contracts that stand in no proposal (avulsos)."""
        return self.filter(version=None)

    def in_proposals(self) -> "ContractQuerySet":
        """Contracts that belong to a version of a proposal."""
        return self.filter(version__isnull=False)

    def of_version(self, version: ProposalVersion) -> "ContractQuerySet":
        """The contracts of one version of a proposal."""
        return self.filter(version=version)

    def in_sale(self, proposal: Proposal) -> "ContractQuerySet":
        """The contracts of every version of a sale."""
        return self.filter(version__proposal=proposal)

    def with_signatures(self) -> "ContractQuerySet":
        """With what its box shows: the standing signers and their acts, and the copies. A fixed number of queries."""
        signers = Signer.objects.standing().select_related("panel_user", "statement")
        ours = Countersigner.objects.standing().select_related("member", "statement")
        copies = SignedCopy.objects.select_related("uploaded_by", "registered_by", "checked_by")
        outside = ExternalFile.objects.select_related("uploaded_by", "document")
        sealed = "signed_file__sealing", "manifest_file__sealing"
        return self.select_related("document", *sealed, "uploaded").prefetch_related(
            models.Prefetch("signers", queryset=signers),
            models.Prefetch("countersigners", queryset=ours),
            models.Prefetch("copies", queryset=copies),
            models.Prefetch("external_files", queryset=outside),
        )

    def frozen(self) -> "ContractQuerySet":
        """Contracts of sent versions."""
        return self.filter(frozen_at__isnull=False)

    def standing(self) -> "ContractQuerySet":
        """Contracts of the version the customer is to answer or has answered: not superseded, not withdrawn."""
        return self.frozen().filter(version__state=VersionState.SENT, voided_at=None)

    def of_customer(self, customer: Customer) -> "ContractQuerySet":
        """Avulsos and contracts in proposals of one customer."""
        return self.filter(Q(customer=customer) | Q(version__proposal__customer=customer))

    def newest_with_sale(self) -> "ContractQuerySet":
        """The newest first, joined with the sale of each and without the texts."""
        return self.select_related("version__proposal").defer("body", "search").order_by("-pk")

    def for_panel_user(self, person: PanelUser) -> "ContractQuerySet":
        """Frozen contracts of the proposals this person's panel may show."""
        visible = Proposal.objects.for_panel_user(person).order_by().values("pk")
        return self.frozen().filter(company_id=person.company_id, version__proposal__in=visible)

    def signed_by_customer(self) -> "ContractQuerySet":
        """Those on which nobody of the customer has to sign any more; see `Contract.signed_by_customer`."""
        return self.filter(Q(customer_signed_at__isnull=False) | Q(completed_at__isnull=False))

    def to_be_signed_by(self, person: PanelUser) -> "ContractQuerySet":
        """Frozen contracts on which it is this person's turn to sign."""
        hers = Signer.objects.awaited().filter(contract=OuterRef("pk"), panel_user=person)
        return self.frozen().filter(Exists(hers), voided_at=None)

    def awaiting(self, person: PanelUser, at: datetime) -> "ContractQuerySet":
        """Contracts this person can act on now: hers to sign, or on paper when she may sign and no copy was sent."""
        open_now = Q(version__proposal__state=State.SENT, version__proposal__expires_at__gt=at)
        counting = SignedCopy.objects.filter(contract=OuterRef("pk")).exclude(state=CopyState.REFUSED)
        hers = Signer.objects.awaited().filter(contract=OuterRef("pk"), panel_user=person)
        digital = Q(Exists(hers), requirement__in=[Requirement.DIGITAL, Requirement.EITHER])
        on_paper = Q(requirement=Requirement.MANUAL) if person.can_sign else Q(pk__in=[])
        return self.for_panel_user(person).standing().filter(open_now, ~Exists(counting), digital | on_paper)

    def matching(self, text: str) -> "ContractQuerySet":
        """Contracts whose title, proposal number or customer hold what was typed, without case or accents."""
        return found(self, text)

    def with_requirement(self, requirement: str) -> "ContractQuerySet":
        """Those to be signed in this way."""
        return self.filter(requirement=requirement)

    def with_sheet(self) -> "ContractQuerySet":
        """Joins what a list or page of contracts shows."""
        return self.select_related(
            "customer", "version__proposal__customer", "template", "document", "signed_file", "uploaded"
        )

    def without_text(self) -> "ContractQuerySet":
        """For lists: the texts stay in the database."""
        return self.defer("body", "search")

    def in_standing(self, standing: str) -> "ContractQuerySet":
        """Contracts in proposals that are `draft`, `pending`, `completed` or `void`; see `Contract.standing`."""
        on_paper = Exists(SignedCopy.objects.filter(contract=OuterRef("pk"), state=CopyState.ACCEPTED))
        done = Q(completed_at__isnull=False) | on_paper
        conditions = {
            "draft": Q(frozen_at=None),
            "pending": Q(frozen_at__isnull=False, voided_at=None) & ~done & ~Q(requirement=Requirement.NONE),
            "completed": Q(voided_at=None) & done,
            "void": Q(voided_at__isnull=False),
        }
        return self.in_proposals().filter(conditions[standing])

    def with_sale(self) -> "ContractQuerySet":
        """With the proposal each stands in and its customer, in the same query, and what `standing` asks."""
        return self.select_related("version__proposal__customer").prefetch_related("copies")


class Contract(Owned):
    """A text or PDF to be signed. Without a version it stands in the register; in one it is a copy of its source.

    `document` is D once frozen; `signed_file` is D plus the signatures page. Where somebody signed outside, it is the
    last accepted PDF, to which nothing is added, and `manifest_file` has the signatures page by itself.
    """

    version = models.ForeignKey(
        ProposalVersion, on_delete=models.PROTECT, null=True, blank=True, related_name="contracts"
    )
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, null=True, blank=True, related_name="contracts")
    position = models.PositiveSmallIntegerField(default=0)
    title = models.CharField(_("título"), max_length=160)
    source = models.CharField(max_length=10, choices=Source.choices, default=Source.WRITTEN)
    template = models.ForeignKey(ContractTemplate, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    # Which of the template's versions its text was copied from.
    template_version = models.ForeignKey(
        TemplateVersion, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    body = models.TextField(_("texto"), blank=True, max_length=400_000)
    clauses = models.JSONField(default=dict, blank=True)
    # The fields of its template as they were when it was copied, and what was answered to them, by their names.
    asked = models.JSONField(default=list, blank=True)
    answers = models.JSONField(_("dados do contrato"), default=dict, blank=True)
    uploaded = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    preview = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    # Of a PDF that was brought with signatures in it: whose they are, and what was found; see `signed_before.py`.
    signed_before = models.JSONField(default=dict, blank=True, editable=False)
    requirement = models.CharField(
        _("assinatura"), max_length=8, choices=Requirement.choices, default=Requirement.DIGITAL
    )
    level = models.CharField(_("nível da assinatura"), max_length=9, choices=Level.choices, default=Level.SIMPLE)
    executive = models.BooleanField(_("título executivo"), default=False)
    # From when to when it holds, as `terms.as_data` writes it; empty where nothing is said of it.
    term = models.JSONField(default=dict, blank=True)
    # How many of a step's parties suffice, by the step's number ("1": 2); of a step not named here all have to sign.
    quorums = models.JSONField(default=dict, blank=True)
    # A signer who has not acted may put a colleague who may sign in her place.
    hand_over = models.BooleanField(_("quem assina pode passar a vez a um colega"), default=False)
    revision = models.PositiveIntegerField(default=0)
    search = models.TextField(blank=True, editable=False)
    # The same form sent twice makes one: see rows.once.
    form_key = models.CharField(max_length=40, blank=True, editable=False)
    updated_at = models.DateTimeField()
    # Written by `send`, never changed after it.
    code = models.CharField(max_length=16, blank=True)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    bundle_sha256 = models.CharField(max_length=64, blank=True)
    frozen_at = models.DateTimeField(null=True, blank=True)
    # What follows from the acts. Where the vendor countersigns, it is complete only after the customer's side is.
    customer_signed_at = models.DateTimeField(null=True, blank=True)
    completed_at = models.DateTimeField(null=True, blank=True)
    voided_at = models.DateTimeField(null=True, blank=True)
    signed_file = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    manifest_file = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = ContractQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["code"], condition=~Q(code=""), name="one_contract_per_code"),
            models.UniqueConstraint(
                fields=["company", "form_key"], condition=~Q(form_key=""), name="one_contract_per_form"
            ),
        ]
        indexes = [models.Index(fields=["company", "version"], name="contracts_of_a_version")]

    def __str__(self) -> str:
        return self.title

    @property
    def term_words(self) -> str:
        """How long it holds, in a sentence; nothing where nothing was said of it."""
        return term_words(term_of(self.term)) if self.term else ""

    @property
    def came_signed(self) -> bool:
        """Whether it is a PDF that was signed before it was brought: nothing is printed on it nor appended to it."""
        return bool(self.signed_before)

    @property
    def admits_signatures(self) -> bool:
        """Whether a signature made outside fits into the file: nobody who signed it before forbade all changes."""
        return all(each["allows"] != NOTHING for each in self.signed_before.get("signatures", []))

    @property
    def asks_digital(self) -> bool:
        """Whether signing in the panel counts for this contract."""
        return self.requirement in (Requirement.DIGITAL, Requirement.EITHER)

    @property
    def asks_paper(self) -> bool:
        """Whether an uploaded copy counts for this contract."""
        return self.requirement in (Requirement.MANUAL, Requirement.EITHER)

    @property
    def signed_by_customer(self) -> bool:
        """Whether nobody of the customer has to sign in the panel any more; of old, only the whole was noted."""
        return self.customer_signed_at is not None or self.completed_at is not None

    @property
    def copy_welcome(self) -> bool:
        """Whether a (further) copy on paper is asked for; lists fetch the copies beforehand."""
        open_yet = self.frozen_at is not None and self.voided_at is None and not self.signed_by_customer
        return self.asks_paper and open_yet and all(copy.state == CopyState.REFUSED for copy in self.copies.all())

    @property
    def standing(self) -> str:
        """`draft` until sent, then `pending`, `completed` (signed by all, or on paper with an accepted copy), `reading`
        when nobody has to sign, or `void` when a new version took its place. Lists fetch the copies beforehand."""
        if self.voided_at:
            return "void"
        if self.completed_at or any(copy.state == CopyState.ACCEPTED for copy in self.copies.all()):
            return "completed"
        if self.frozen_at is None:
            return "draft"
        return "reading" if self.requirement == Requirement.NONE else "pending"


class SignerRole(models.TextChoices):
    """In what quality somebody signs."""

    PARTY = PARTY, _("Parte")
    WITNESS = WITNESS, _("Testemunha")


class SignerQuerySet(models.QuerySet["Signer"]):
    """Questions asked of the signers of a contract."""

    def standing(self) -> "SignerQuerySet":
        """Those who were not replaced."""
        return self.filter(replaced_at=None)

    def with_proxy(self) -> "SignerQuerySet":
        """Those who bind the customer by a proxy whose file is still kept, in their order."""
        return self.filter(proxy__removed_at=None, proxy__isnull=False).select_related("proxy", "panel_user")

    def with_brought_proxy(self) -> "SignerQuerySet":
        """Those who brought a power of attorney to the signing, its file still kept, in their order."""
        kept = self.filter(brought_proxy__removed_at=None, brought_proxy__isnull=False)
        return kept.select_related("brought_proxy", "panel_user")

    def of_sale(self, proposal: Proposal) -> "SignerQuerySet":
        """The signers of every contract of a sale."""
        return self.filter(contract__version__proposal=proposal)

    def pending(self) -> "SignerQuerySet":
        """Those who have not acted."""
        return self.filter(replaced_at=None, statement=None)

    def awaited(self) -> "SignerQuerySet":
        """Those whose turn it is: they have not acted, and the plan waits for them now."""
        return self.pending().filter(idle=False)


class Signer(Owned):
    """A person named on one contract. The CPF is given by the vendor or by the signer, validated, then fixed.

    By what right she binds the customer is noted when the contract is sent: `power` is a word of
    `aceite_verify.signing_plan`, `jointly` the people with one of whom she binds, `power_until` the end of her proxy.
    """

    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, related_name="signers")
    panel_user = models.ForeignKey(PanelUser, on_delete=models.PROTECT, related_name="signings")
    role = models.CharField(_("papel"), max_length=8, choices=SignerRole.choices, default=SignerRole.PARTY)
    cpf = models.CharField(_("CPF"), max_length=11, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    step = models.PositiveSmallIntegerField(_("etapa"), default=1)
    # Nobody waits for her now: her turn has not come yet, or enough of her step have signed.
    idle = models.BooleanField(default=False)
    power = models.CharField(max_length=6, blank=True)
    jointly = models.JSONField(default=list, blank=True)
    power_until = models.DateTimeField(null=True, blank=True)
    proxy = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    # A rogo (at_request.py): who cannot sign and asked her to; empty where she signs for herself.
    request_name = models.CharField(_("a rogo de"), max_length=160, blank=True)
    request_cpf = models.CharField(_("CPF de quem pediu"), max_length=11, blank=True)
    # Whether she brings her power of attorney to the signing, and the file she brought (bringing_proxy.py).
    asks_proxy = models.BooleanField(_("envia a procuração ao assinar"), default=False)
    brought_proxy = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    opened_at = models.DateTimeField(null=True, blank=True)
    statement = models.OneToOneField(Statement, on_delete=models.PROTECT, null=True, blank=True, related_name="signer")
    replaced_at = models.DateTimeField(null=True, blank=True)

    objects = SignerQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["company", "contract", "panel_user"],
                condition=Q(replaced_at=None),
                name="one_place_per_signer",
            )
        ]

    def __str__(self) -> str:
        return f"{self.panel_user_id} on {self.contract_id}"

    @property
    def asked_by(self) -> str:
        """Who asked her to sign, as a statement commits to it: name (CPF); "" where she signs for herself."""
        return f"{self.request_name} ({format_taxid(self.request_cpf)})" if self.request_name else ""
