"""Support threads, what was written in them, and the files that came along."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from aceite.core.companies.models import Owned
from aceite.core.customers.models import Customer, PanelUser
from aceite.core.documents.models import Document
from aceite.core.people.models import Member
from aceite.core.proposals.models import Proposal
from aceite.core.tickets.states import TicketState


class TicketQuerySet(models.QuerySet["Ticket"]):
    """Questions asked of the support threads."""

    def in_state(self, state: TicketState) -> "TicketQuerySet":
        """Those that stand so."""
        return self.filter(state=state)

    def of_sale(self, proposal: Proposal) -> "TicketQuerySet":
        """Those about one sale, the newest first."""
        return self.filter(proposal=proposal)

    def for_panel_user(self, person: PanelUser) -> "TicketQuerySet":
        """What this person may read: about the sales she sees, and her own about no sale."""
        sales = Proposal.objects.filter(company=person.company_id).for_panel_user(person)
        own = Q(proposal=None, opened_by=person) | Q(proposal__in=sales.order_by().values("pk"))
        return self.filter(own, customer=person.customer_id)

    def with_sheet(self) -> "TicketQuerySet":
        """Joined with what a list shows of each."""
        return self.select_related("customer", "opened_by", "proposal__seller", "proposal__order")


class Ticket(Owned):
    """One thread of a customer's, about a sale or about none. `moved_at` is when it was last written in, closed or
    opened again."""

    number = models.PositiveIntegerField()
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="tickets")
    opened_by = models.ForeignKey(PanelUser, on_delete=models.PROTECT, related_name="+")
    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, null=True, blank=True, related_name="tickets")
    subject = models.CharField(_("assunto"), max_length=160, blank=True)
    state = models.CharField(max_length=10, choices=[(s.value, s.value) for s in TicketState], default=TicketState.OPEN)
    opened_at = models.DateTimeField()
    moved_at = models.DateTimeField()

    objects = TicketQuerySet.as_manager()

    class Meta:
        ordering = ["-moved_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["company", "number"], name="one_ticket_per_number")]
        indexes = [models.Index(fields=["company", "state", "-moved_at"], name="tickets_by_state")]

    def __str__(self) -> str:
        return f"{self.number} {self.subject}"


class TicketMessage(Owned):
    """What one side wrote: the customer's person, or a member of the vendor."""

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="messages")
    panel_user = models.ForeignKey(PanelUser, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    text = models.TextField(_("mensagem"), blank=True, max_length=8000)
    written_at = models.DateTimeField()
    # The same form sent twice makes one message: the browser gives each form one key.
    key = models.CharField(max_length=40)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["company", "key"], name="one_ticket_message_per_form"),
            models.CheckConstraint(
                condition=Q(panel_user=None, member__isnull=False) | Q(panel_user__isnull=False, member=None),
                name="ticket_message_of_one_side",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ticket_id}: {self.text[:40]}"

    @property
    def writer(self) -> PanelUser | Member:
        """Whoever wrote it."""
        found = self.panel_user or self.member
        assert found is not None
        return found


class TicketFile(Owned):
    """A file that came with a message."""

    message = models.ForeignKey(TicketMessage, on_delete=models.CASCADE, related_name="files")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=160)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name
