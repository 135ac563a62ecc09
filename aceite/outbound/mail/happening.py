"""An event with all that a letter about it may need, each thing fetched when first asked for. Runs in the scope."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import TypeVar

from aceite.core.clearances.models import Clearance
from aceite.core.comments.models import Comment
from aceite.core.companies.models import Company
from aceite.core.contracts.external_files import ExternalFile
from aceite.core.contracts.models import Contract, SignedCopy, Signer
from aceite.core.customers.models import PanelUser
from aceite.core.people.models import Member
from aceite.core.proposals.models import CounterOffer, Proposal, ProposalVersion, Question
from aceite.core.receivables.models import BilledFile, Payment, Refund
from aceite.core.sales.models import AccessRequest, Approval, Decline, Order, Rescission
from aceite.core.sales.rescissions import Delivery as Delivered
from aceite.core.signatures.models import Certificate, Statement
from aceite.core.tickets.models import Ticket, TicketMessage
from aceite.core.trail.models import Event, PersonalValue
from aceite.outbound.mail.models import Delivery

T = TypeVar("T")


class Gone(Exception):
    """What the letter would speak of is not there."""


@dataclass
class Happening:
    """One event, looked at when the letter is written."""

    event: Event
    company: Company
    now: datetime
    about: Delivery | None = None

    def id(self, name: str) -> int:
        """An id among the event's data; 0 when there is none."""
        value = self.event.data.get(name, 0)
        return int(value) if str(value).isdigit() else 0

    def personal(self, field: str) -> str:
        """A personal value the event commits to; empty when it was erased or never given."""
        value = PersonalValue.objects.filter(event=self.event, field=field).values_list("value", flat=True).first()
        return value or ""

    @cached_property
    def proposal(self) -> Proposal:
        """The sale in whose chain this happened."""
        rows = Proposal.objects.select_related("customer", "seller__user", "current", "shown")
        found = rows.filter(pk=self.event.sale_id or 0).first()
        if found is None:
            raise Gone("proposal")
        return found

    @cached_property
    def version(self) -> ProposalVersion:
        """The version the event names, or else the one that counts."""
        number = self.id("version")
        found = self.proposal.versions.filter(version=number).first() if number else self.proposal.current
        if found is None:
            raise Gone("version")
        return found

    @cached_property
    def offered(self) -> ProposalVersion:
        """What the customer sees: the newest version sent, while the next one is being written too."""
        return self.proposal.shown or self.version

    @cached_property
    def contract(self) -> Contract:
        """The contract the event names."""
        return _there(Contract.objects.filter(pk=self.id("contract")).first())

    @cached_property
    def statement(self) -> Statement:
        """The statement of the act the event records."""
        statements = Statement.objects.filter(company_id=self.company.pk)
        return _there(statements.filter(sha256=self.event.data.get("statement_sha256", "")).first())

    @cached_property
    def copy(self) -> SignedCopy:
        """The signed copy the event names."""
        copies = SignedCopy.objects.select_related("contract", "uploaded_by", "registered_by")
        return _there(copies.filter(pk=self.id("copy")).first())

    @cached_property
    def certificate(self) -> Certificate:
        """The company's certificate the event names."""
        return _there(Certificate.objects.filter(pk=self.id("certificate")).first())

    @cached_property
    def external(self) -> ExternalFile:
        """The PDF signed outside that the event names."""
        files = ExternalFile.objects.select_related("contract", "uploaded_by", "document")
        return _there(files.filter(pk=self.id("external")).first())

    @cached_property
    def question(self) -> Question:
        """The question the event names."""
        questions = Question.objects.select_related("asked_by", "answered_by", "line")
        return _there(questions.filter(pk=self.id("question")).first())

    @cached_property
    def counter_offer(self) -> CounterOffer:
        """The counter-offer the event names."""
        offers = CounterOffer.objects.select_related("author", "version").prefetch_related("points")
        return _there(offers.filter(pk=self.id("counter_offer")).first())

    @cached_property
    def access_request(self) -> AccessRequest:
        """The request to let somebody in that the event names."""
        return _there(AccessRequest.objects.with_people().filter(pk=self.id("access_request")).first())

    @cached_property
    def approval(self) -> Approval:
        """The sale's newest approval."""
        return _there(Approval.objects.filter(proposal=self.proposal).order_by("-approved_at").first())

    @cached_property
    def decline(self) -> Decline:
        """The sale's newest decline."""
        return _there(Decline.objects.filter(proposal=self.proposal).order_by("-declined_at").first())

    @cached_property
    def rescission(self) -> Rescission:
        """The consumer's withdrawal from this sale."""
        rows = Rescission.objects.select_related("version", "panel_user")
        return _there(rows.filter(proposal=self.proposal).first())

    @cached_property
    def delivered(self) -> Delivered:
        """The delivery of the goods that the event names."""
        return _there(Delivered.objects.filter(pk=self.id("delivery")).first())

    @cached_property
    def refund(self) -> Refund:
        """What the event says was given back."""
        return _there(Refund.objects.select_related("receivable").filter(pk=self.id("refund")).first())

    @cached_property
    def order(self) -> Order:
        """The order this sale became."""
        return _there(Order.objects.filter(proposal=self.proposal).first())

    @cached_property
    def payment(self) -> Payment:
        """The payment the event names."""
        payments = Payment.objects.select_related("receivable")
        return _there(payments.filter(pk=self.id("payment")).first())

    @cached_property
    def billed(self) -> BilledFile:
        """The file of billing the event names."""
        return _there(BilledFile.objects.filter(pk=self.id("file")).first())

    @cached_property
    def clearance(self) -> Clearance:
        """The request for internal approval the event names."""
        requests = Clearance.objects.with_sheet()
        return _there(requests.filter(pk=self.id("clearance")).first())

    @cached_property
    def ticket(self) -> Ticket:
        """The support thread the event names."""
        threads = Ticket.objects.select_related("customer", "opened_by", "proposal__seller", "proposal__shown")
        return _there(threads.filter(pk=self.id("ticket")).first())

    @cached_property
    def message(self) -> TicketMessage:
        """The message of a thread the event names."""
        messages = TicketMessage.objects.select_related("panel_user", "member").prefetch_related("files")
        return _there(messages.filter(pk=self.id("message")).first())

    @cached_property
    def comment(self) -> Comment:
        """The comment the event names, as it stands."""
        comments = Comment.objects.standing().select_related("proposal__customer", "author")
        return _there(comments.filter(pk=self.id("comment")).first())

    @cached_property
    def actor(self) -> Member | PanelUser | None:
        """Who did it, when it was a person."""
        if self.event.actor_kind == "member":
            return Member.objects.filter(pk=self.event.actor_id).first()
        if self.event.actor_kind == "panel_user":
            return PanelUser.objects.filter(pk=self.event.actor_id).first()
        return None

    @property
    def who(self) -> str:
        """The name of whoever did it; the company's when it was no person."""
        return self.actor.name if self.actor else self.company.trade_name

    @property
    def last_minute(self) -> datetime | None:
        """The last minute in which the proposal can be approved: people read "23:59", not the next day's "00:00"."""
        end = self.proposal.expires_at
        return end - timedelta(minutes=1) if end else None

    def signer(self, name: str) -> Signer:
        """The signer under this name in the event's data."""
        return _there(Signer.objects.select_related("panel_user").filter(pk=self.id(name)).first())

    def panel_user(self) -> PanelUser:
        """The person of a customer whom the event names."""
        people = PanelUser.objects.select_related("user", "customer")
        return _there(people.filter(pk=self.id("panel_user")).first())


def _there(found: T | None) -> T:
    if found is None:
        raise Gone
    return found
