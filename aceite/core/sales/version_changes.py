"""What versions are compared by beside M, and who read what changed."""

from django.db import models

from aceite.core.companies.models import Owned
from aceite.core.customers.models import PanelUser
from aceite.core.proposals.models import ProposalVersion


class SentWords(Owned):
    """The words of a version's contracts and presentation as they were printed, values put in: of files M has hashes
    alone, and what the values were taken from may change later.

    `contracts` maps the id of each to {"text", "file"}: the SHA-256 of a PDF that was brought, "" for a written one.
    """

    version = models.OneToOneField(ProposalVersion, on_delete=models.PROTECT, related_name="sent_words")
    contracts = models.JSONField(default=dict)
    passages = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"{self.version_id}"


class ChangesRead(Owned):
    """That somebody of the customer said she read what changed, from the version she had seen to this one."""

    version = models.ForeignKey(ProposalVersion, on_delete=models.PROTECT, related_name="changes_read")
    since = models.ForeignKey(ProposalVersion, on_delete=models.PROTECT, related_name="+")
    panel_user = models.ForeignKey(PanelUser, on_delete=models.PROTECT, related_name="+")
    read_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["company", "version", "panel_user"], name="changes_read_once")]

    def __str__(self) -> str:
        return f"{self.since_id} → {self.version_id}"
