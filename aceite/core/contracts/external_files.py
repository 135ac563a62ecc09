"""The PDFs that people signed outside and sent here: each untouched, with what was found and what became of it."""

from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from aceite.core.companies.models import Owned
from aceite.core.contracts.states import ExternalState
from aceite.core.customers.models import PanelUser
from aceite.core.documents.models import Document
from aceite.core.people.models import Member
from aceite.core.proposals.models import Proposal
from aceite.core.signatures.models import Statement
from aceite_verify.findings import Finding, Verdict


class ExternalFileQuerySet(models.QuerySet["ExternalFile"]):
    """Questions asked of the files signed outside."""

    def in_sale(self, proposal: Proposal) -> "ExternalFileQuerySet":
        """Those of every contract of a sale."""
        return self.filter(contract__version__proposal=proposal)

    def accepted(self) -> "ExternalFileQuerySet":
        """Those that count as signatures, in the order in which they were taken."""
        return self.filter(state=ExternalState.ACCEPTED).order_by("checked_at", "pk")

    def under_way(self) -> "ExternalFileQuerySet":
        """Those nothing was decided about yet, by rules or by people."""
        return self.filter(state__in=[ExternalState.WAITING, ExternalState.MANUAL])

    def to_check(self, at: datetime) -> "ExternalFileQuerySet":
        """Those the vendor has to look at: of the version that counts, in a sale that goes on at that moment.

        Whoever signed otherwise meanwhile, or need not sign any more, waits for nothing.
        """
        counting = Proposal.objects.open_at(at).order_by().values("current")
        waiting = self.filter(state=ExternalState.MANUAL, signer__statement=None, signer__replaced_at=None)
        waiting = waiting.filter(contract__completed_at=None, signer__idle=False)
        return waiting.filter(contract__version__in=counting)


class ExternalFile(Owned):
    """U of TRUST.md: a PDF of the contract, signed by one of its signers with a program of her own.

    `document` holds the very bytes. `findings` are what the offline checker says of them, `certificate` the facts it
    read; `statement` is S, once the file counts. What the signer said and saw stands here until then.
    """

    contract = models.ForeignKey("contracts.Contract", on_delete=models.PROTECT, related_name="external_files")
    signer = models.ForeignKey("contracts.Signer", on_delete=models.PROTECT, related_name="external_files")
    uploaded_by = models.ForeignKey(PanelUser, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()
    # The same upload sent twice is one file: the browser gives each form one key.
    key = models.CharField(max_length=40)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    # What it was judged against: the file that was to be signed then.
    base = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    state = models.CharField(
        max_length=8, choices=[(s.value, s.value) for s in ExternalState], default=ExternalState.WAITING
    )
    cpf = models.CharField(max_length=11, blank=True)
    consent_sha256 = models.CharField(max_length=64)
    factors = models.JSONField(default=list)
    opened = models.JSONField(default=dict)
    ip = models.GenericIPAddressField(null=True, blank=True)
    peer = models.GenericIPAddressField(null=True, blank=True)
    user_agent = models.CharField(max_length=400, blank=True)
    findings = models.JSONField(default=list)
    certificate = models.JSONField(default=dict)
    judged_at = models.DateTimeField(null=True, blank=True)
    checked_by = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    checked_at = models.DateTimeField(null=True, blank=True)
    confirmation = models.CharField(_("o que foi conferido"), max_length=400, blank=True)
    refusal_reason = models.CharField(_("motivo"), max_length=400, blank=True)
    statement = models.OneToOneField(
        Statement, on_delete=models.PROTECT, null=True, blank=True, related_name="external_file"
    )

    objects = ExternalFileQuerySet.as_manager()

    class Meta:
        ordering = ["-uploaded_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["company", "contract", "key"], name="one_external_file_per_upload")
        ]
        indexes = [
            models.Index(fields=["company", "contract", "state"], name="external_files_of_a_contract"),
            models.Index(fields=["company"], condition=Q(state=ExternalState.MANUAL), name="external_files_to_check"),
        ]

    def __str__(self) -> str:
        return f"{self.contract_id} {self.state}"

    @property
    def found(self) -> list[Finding]:
        """What the checker found, as its own findings."""
        return [Finding(code, Verdict(verdict), detail) for code, verdict, detail in self.findings]

    @property
    def against(self) -> list[Finding]:
        """What the rules hold against it."""
        return [finding for finding in self.found if finding.verdict is Verdict.BAD]

    @property
    def left_to_people(self) -> list[Finding]:
        """What the rules could not know."""
        return [finding for finding in self.found if finding.verdict is Verdict.MISSING]

    @property
    def wants_judging(self) -> bool:
        """Whether the rules have said nothing of it yet: it waits for them, or their work came to no end."""
        unjudged = self.state == ExternalState.MANUAL and self.judged_at is None
        return self.state == ExternalState.WAITING or unjudged

    @property
    def holder(self) -> dict[str, Any]:
        """Whom the certificate names; empty where none was read."""
        return dict(self.certificate.get("holder", {}))
