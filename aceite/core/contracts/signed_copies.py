"""The copies signed on paper: while they are prepared, once they were sent, their files, and what was read on them."""

from datetime import datetime, timedelta
from typing import Final

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from aceite.core.companies.models import Owned
from aceite.core.companies.moments import moment_words
from aceite.core.contracts.collating import Sheet
from aceite.core.contracts.states import CopyState
from aceite.core.customers.models import PanelUser
from aceite.core.documents.models import Document
from aceite.core.people.models import Member
from aceite.core.proposals.models import Proposal
from aceite.kit.pdf.qr import PageCode

# So long a copy somebody has opened to check stays hers; then it is free again, whatever became of her.
CLAIM_HOLDS: Final = timedelta(minutes=10)


class Arrival(models.TextChoices):
    """How a copy reached the vendor that did not come through the panel."""

    POST = "post", _("Pelo correio")
    HAND = "hand", _("Entregue em mãos")
    MAIL = "mail", _("Por e-mail")
    MESSENGER = "messenger", _("Por aplicativo de mensagens")


class SignedCopyQuerySet(models.QuerySet["SignedCopy"]):
    """Questions asked of the copies signed on paper."""

    def in_sale(self, proposal: Proposal) -> "SignedCopyQuerySet":
        """The copies of every contract of a sale."""
        return self.filter(contract__version__proposal=proposal)

    def to_check(self, at: datetime) -> "SignedCopyQuerySet":
        """Those the vendor still has to look at: of the version that counts, in a sale that goes on at that moment."""
        counting = Proposal.objects.open_at(at).order_by().values("current")
        return self.filter(state=CopyState.TO_CHECK, contract__version__in=counting)

    def in_turn(self) -> "SignedCopyQuerySet":
        """Whoever has waited longest comes first."""
        return self.order_by("uploaded_at", "pk")

    def after(self, copy: "SignedCopy") -> "SignedCopyQuerySet":
        """Those that came later than this one."""
        return self.filter(Q(uploaded_at__gt=copy.uploaded_at) | Q(uploaded_at=copy.uploaded_at, pk__gt=copy.pk))

    def before(self, copy: "SignedCopy") -> "SignedCopyQuerySet":
        """Those that came earlier than this one."""
        return self.filter(Q(uploaded_at__lt=copy.uploaded_at) | Q(uploaded_at=copy.uploaded_at, pk__lt=copy.pk))

    def free_for(self, member: Member, at: datetime) -> "SignedCopyQuerySet":
        """Those that nobody else is checking at that moment."""
        lapsed = Q(claimed_by=None) | Q(claimed_at__lte=at - CLAIM_HOLDS)
        return self.filter(lapsed | Q(claimed_by=member))

    def with_sheet(self) -> "SignedCopyQuerySet":
        """With what its page and its line in a list show."""
        sale = "contract__version__proposal__customer", "contract__version__proposal__seller"
        people = "uploaded_by", "registered_by", "checked_by", "claimed_by"
        return self.select_related("contract__document", "bound", *sale, *people)


class SignedCopy(Owned):
    """A copy signed on paper: the files as they came, and the vendor's answer.

    The customer sent it (`uploaded_by`), or the vendor registered what reached him otherwise (`registered_by`, with
    `arrival` and `arrived_on`): never the customer's act. `bound` is all of it as one PDF, upright and in order.
    """

    contract = models.ForeignKey("contracts.Contract", on_delete=models.PROTECT, related_name="copies")
    uploaded_by = models.ForeignKey(PanelUser, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    registered_by = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    uploaded_at = models.DateTimeField()
    arrival = models.CharField(_("como chegou"), max_length=10, choices=Arrival.choices, blank=True)
    arrived_on = models.DateField(_("dia em que chegou"), null=True, blank=True)
    note = models.CharField(_("recado"), max_length=400, blank=True)
    state = models.CharField(max_length=10, choices=[(s.value, s.value) for s in CopyState], default=CopyState.TO_CHECK)
    # The same upload sent twice is one copy: the browser gives each form one key.
    key = models.CharField(max_length=40)
    read_at = models.DateTimeField(null=True, blank=True)
    bound = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    checked_by = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    checked_at = models.DateTimeField(null=True, blank=True)
    refusal_reason = models.CharField(_("motivo"), max_length=400, blank=True)
    # Who has it open to check it, and since when; see claiming.
    claimed_by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    claimed_at = models.DateTimeField(null=True, blank=True)

    objects = SignedCopyQuerySet.as_manager()

    class Meta:
        ordering = ["-uploaded_at"]
        indexes = [
            models.Index(
                fields=["company", "uploaded_at"], condition=Q(state=CopyState.TO_CHECK), name="copies_to_be_checked"
            )
        ]
        constraints = [
            models.UniqueConstraint(fields=["company", "contract", "key"], name="one_copy_per_upload"),
            models.CheckConstraint(
                condition=Q(uploaded_by__isnull=False, registered_by=None)
                | Q(uploaded_by=None, registered_by__isnull=False),
                name="a_copy_comes_from_one_side",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contract_id} {self.state}"

    @property
    def sender(self) -> str:
        """The name of whoever sent or registered it."""
        person = self.uploaded_by or self.registered_by
        return person.name if person else ""

    @property
    def answer_words(self) -> str:
        """Who accepted or refused it, and when; nothing before it is answered."""
        if self.checked_by is None or self.checked_at is None:
            return ""
        accepted = self.state == CopyState.ACCEPTED
        words = (
            gettext("%(name)s já aceitou esta via: %(when)s.")
            if accepted
            else gettext("%(name)s já recusou esta via: %(when)s.")
        )
        return words % {"name": self.checked_by.name, "when": moment_words(self.checked_at)}

    def held_by(self, at: datetime) -> Member | None:
        """Who is checking it at that moment."""
        held = self.claimed_at is not None and at < self.claimed_at + CLAIM_HOLDS
        return self.claimed_by if held else None


class PendingCopy(Owned):
    """A copy that one person is preparing: uploaded and read, not sent. It waits for her, whatever happens."""

    contract = models.ForeignKey("contracts.Contract", on_delete=models.PROTECT, related_name="pending_copies")
    prepared_by = models.ForeignKey(PanelUser, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=40)
    # When files were added last: from then on the worker has time to read them.
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "contract", "prepared_by"], name="one_pending_copy_per_person")
        ]

    def __str__(self) -> str:
        return f"{self.contract_id} {self.prepared_by_id}"


class CopyFile(Owned):
    """One file of a copy, untouched; `read_at` is when all its pages had been looked at.

    Files stand in the order in which they were chosen (`rank`), not in that in which they happened to arrive.
    """

    copy = models.ForeignKey(SignedCopy, on_delete=models.PROTECT, null=True, blank=True, related_name="files")
    pending = models.ForeignKey(PendingCopy, on_delete=models.CASCADE, null=True, blank=True, related_name="files")
    position = models.PositiveSmallIntegerField()
    rank = models.PositiveBigIntegerField(default=0)
    name = models.CharField(max_length=160)
    rotation = models.PositiveSmallIntegerField(default=0)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.CheckConstraint(
                condition=Q(copy__isnull=False, pending=None) | Q(copy=None, pending__isnull=False),
                name="a_file_is_pending_or_sent",
            )
        ]

    def __str__(self) -> str:
        return self.name


class CopyPage(Owned):
    """One page of a file: the codes read on it, and its picture, upright and telling nothing of place or camera.

    `number` counts from 1 within the file; without a picture (`served`) the page could not be drawn.
    """

    file = models.ForeignKey(CopyFile, on_delete=models.CASCADE, related_name="pages")
    number = models.PositiveSmallIntegerField()
    codes = models.JSONField(default=list)
    turn = models.PositiveSmallIntegerField(default=0)
    served = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["file__position", "number"]
        constraints = [models.UniqueConstraint(fields=["company", "file", "number"], name="one_reading_per_page")]

    def __str__(self) -> str:
        return f"{self.file_id} p. {self.number}"

    @property
    def sheet(self) -> Sheet:
        """What was read, as it is judged."""
        return Sheet(tuple(PageCode(code, page) for code, page in self.codes), self.turn if self.codes else 0)


class CopyWitness(Owned):
    """A witness on an accepted copy, as the vendor read her name and CPF there."""

    copy = models.ForeignKey(SignedCopy, on_delete=models.PROTECT, related_name="witnesses")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(_("nome"), max_length=160)
    cpf = models.CharField(_("CPF"), max_length=11)

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return self.name
