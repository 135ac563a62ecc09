"""A proposal, with whom it is shared and what is asked about it."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from django.db import models
from django.db.models import Case, Exists, F, Func, OuterRef, Q, Value, When
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from aceite.core.companies.models import Owned
from aceite.core.conditions.models import PaymentMethod
from aceite.core.customers.models import Customer, PanelUser
from aceite.core.people.models import Member
from aceite.core.proposals.blocks import ProposalBlock
from aceite.core.proposals.change_words import tie_words
from aceite.core.proposals.choices import DiscountKind, FreightKind
from aceite.core.proposals.contents import Attachment, Instalment, Line
from aceite.core.proposals.counter_offers import CounterOffer, CounterOfferQuerySet, Point
from aceite.core.proposals.groups import AlternativeGroup
from aceite.core.proposals.holding import Holding, holding_lines
from aceite.core.proposals.item_tallies import ItemTally, ItemTallyChange
from aceite.core.proposals.line_pictures import LinePicture
from aceite.core.proposals.states import State, state_at
from aceite.core.proposals.talk import Question, QuestionQuerySet
from aceite.core.proposals.tallies import Tally, TallyChange
from aceite.core.proposals.tallying import SIZES
from aceite.core.proposals.versions import ProposalVersion, ProposalVersionQuerySet
from aceite.core.rows.few import Few
from aceite.core.rows.searching import Sought, among, found, seek
from aceite.core.rows.stated import Stated

__all__ = [
    "AlternativeGroup",
    "Attachment",
    "CounterOffer",
    "CounterOfferQuerySet",
    "DiscountKind",
    "FreightKind",
    "Instalment",
    "ItemTally",
    "ItemTallyChange",
    "Line",
    "LinePicture",
    "PaymentMethod",
    "Point",
    "Proposal",
    "ProposalBlock",
    "ProposalQuerySet",
    "ProposalVersion",
    "ProposalVersionQuerySet",
    "Question",
    "QuestionQuerySet",
    "Share",
    "Tally",
    "TallyChange",
]

# What a row of a list tells of a sale, column by column; of those who stand beside it no more than their names.
_OF_A_ROW = (
    *("company", "customer", "seller", "current", "shown", "group", "number", "title", "state", "shared_with_all"),
    *("total", "created_at", "sent_at", "approved_at", "ordered_at", "expires_at", "waiting_since", "last_viewed_at"),
    *("down_payment_due", "company__zone", "company__copies_policy", "customer__name", "customer__trade_name"),
    *("customer__taxid", "seller__name", "shown__valid_until"),
)


class ProposalQuerySet(models.QuerySet["Proposal"]):
    """Questions asked of the sales."""

    def in_state(self, state: State, at: datetime) -> "ProposalQuerySet":
        """Those standing in `state` at that moment; expiry follows from the clock."""
        if state is State.EXPIRED:
            return self.filter(Q(standing=State.EXPIRED) | Q(standing=State.SENT, expires_at__lte=at))
        if state is State.SENT:
            return self.filter(standing=State.SENT, expires_at__gt=at)
        return self.filter(standing=state)

    def among(self, keys: "models.QuerySet[Any, Any]") -> "ProposalQuerySet":
        """Those whose keys a query finds, which are few: of what waits for somebody, say."""
        return self.filter(Few(keys))

    def late(self, at: datetime) -> "ProposalQuerySet":
        """Those past their last valid day of which the clock's job has not told yet: few, and mostly none."""
        return self.filter(standing=Stated(State.SENT.value), expires_at__lte=Stated(at))

    def matching(self, text: str | Sought) -> "ProposalQuerySet":
        """Sales whose number, title, customer or lines hold the text, without case or accents."""
        return found(self, text)

    def lately_matching(self, text: str) -> "ProposalQuerySet":
        """The same, where only the newest few are shown."""
        return found(self, seek(Proposal, text, roughly=True))

    def numbered(self, number: str) -> "ProposalQuerySet":
        """The one with this number."""
        return self.filter(number=number)

    def of_customer(self, customer: Customer) -> "ProposalQuerySet":
        """The sales to one customer."""
        return self.filter(customer=customer)

    def open_at(self, at: datetime) -> "ProposalQuerySet":
        """Those that may still become an order without a new version: drafts, sent and valid, approved."""
        goes_on = Q(standing__in=[State.DRAFT, State.APPROVED])
        return self.filter(goes_on | Q(standing=State.SENT, expires_at__gt=at))

    def approved_waiting(self) -> "ProposalQuerySet":
        """Approved by the customer, to be turned into orders."""
        return self.filter(standing=State.APPROVED)

    def ending_by(self, until: datetime, at: datetime) -> "ProposalQuerySet":
        """Sent and valid now, but no longer at `until`."""
        return self.filter(standing=State.SENT, expires_at__gt=at, expires_at__lte=until)

    def with_unanswered_questions(self) -> "ProposalQuerySet":
        """Those with a question the vendor still has to answer."""
        return self.among(Question.objects.unanswered().order_by().values("proposal"))

    def in_negotiation(self) -> "ProposalQuerySet":
        """Those under negotiation: the customer asked for something else before saying yes."""
        return self.among(CounterOffer.objects.standing().order_by().values("proposal"))

    def recurring_orders(self, today: date) -> "ProposalQuerySet":
        """Orders with something that is paid again and again and has not been ended."""
        going_on = Q(recurring_until=None) | Q(recurring_until__gte=today)
        return self.filter(going_on, standing=State.ORDER).exclude(current__recurring=[])

    def holding(self, item: Holding) -> "ProposalQuerySet":
        """Those whose version that counts holds this item of the catalogue, in a line that the total counts."""
        if item.versions is None:
            return self.filter(Exists(holding_lines(item.item_id).filter(version=OuterRef("current"))))
        return self.filter(among("current", item.versions, walked=item.walked))

    def of_sellers(self, sellers: "Collection[int] | None") -> "ProposalQuerySet":
        """The sales of these members, by id; everybody's when it is None."""
        return self if sellers is None else self.filter(seller__in=sellers)

    def amending(self, original: int) -> "ProposalQuerySet":
        """The amendments of one sale, in their order."""
        return self.filter(amends=original).order_by("amendment_number")

    def that_would_fall(self) -> "ProposalQuerySet":
        """Of amendments those that end with the purchase they change: what holds, and what waits for an answer."""
        return self.filter(state__in=(State.SENT, State.APPROVED, State.ORDER))

    def fallen(self) -> "ProposalQuerySet":
        """Of amendments those that ended with the purchase they change, by no withdrawal of their own."""
        return self.filter(state=State.RESCINDED, rescission=None)

    def newest_first(self) -> "ProposalQuerySet":
        """By number, the newest on top."""
        return self.order_by("-year", "-sequence")

    def soonest_first(self) -> "ProposalQuerySet":
        """By the end of their validity."""
        return self.order_by("expires_at", "pk")

    def with_sheet(self) -> "ProposalQuerySet":
        """Joined with what every page shows of a sale: customer, seller, current version."""
        return self.select_related("company", "customer", "seller", "current", "shown", "amends")

    def for_a_list(self) -> "ProposalQuerySet":
        """With no more than a row of a list tells: each of a hundred thousand in a file costs what is read of it."""
        return self.select_related("company", "customer", "seller", "shown").only(*_OF_A_ROW)

    def for_panel_user(self, person: PanelUser) -> "ProposalQuerySet":
        """What this person's panel may show: her customer's, once sent, shared with all or with her."""
        return self.filter(
            Q(shared_with_all=True) | Q(shares__panel_user=person),
            customer_id=person.customer_id,
            first_sent_at__isnull=False,
        ).distinct()


class Proposal(Owned):
    """One sale. `current` is the version being edited or the one the customer sees; orders keep their own series."""

    number = models.CharField(_("número"), max_length=24)
    year = models.PositiveSmallIntegerField()
    # With `year` when it was made, in the company's zone: what its figures are told by.
    month = models.PositiveSmallIntegerField(default=1)
    sequence = models.PositiveIntegerField()
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="proposals")
    seller = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="proposals")
    title = models.CharField(_("título"), max_length=160)
    state = models.CharField(max_length=10, choices=[(s.value, s.value) for s in State], default=State.DRAFT)
    shared_with_all = models.BooleanField(_("todos os usuários do cliente veem"), default=True)
    # True by default for a person (CPF), false for a company (CNPJ): CDC art. 2.
    consumer_relation = models.BooleanField(_("relação de consumo"), default=False)
    internal_notes = models.TextField(_("anotações internas"), blank=True, max_length=8000)
    # Kept beside the state so that lists need no join: what the version that counts is worth, with what recurs
    # (docs/decisions/0024), and its deadline.
    total = models.DecimalField(max_digits=15, decimal_places=2, default=0)
    expires_at = models.DateTimeField(null=True, blank=True)
    # The last day on which something recurring may fall due: written when what it stands on ends before its time.
    recurring_until = models.DateField(null=True, blank=True)
    # Of an amendment, or a termination by agreement: the sale it changes, and which in its order.
    amends = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="amendments")
    amendment_number = models.PositiveSmallIntegerField(default=0)
    # Who the sale waits for since when ("vendor" or "customer"), written by the verbs.
    waiting_for = models.CharField(max_length=10, blank=True)
    waiting_since = models.DateTimeField(null=True, blank=True)
    search = models.TextField(blank=True, editable=False)
    created_at = models.DateTimeField()
    first_sent_at = models.DateTimeField(null=True, blank=True)
    last_viewed_at = models.DateTimeField(null=True, blank=True)
    # When the newest version that was sent, was.
    sent_at = models.DateTimeField(null=True, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    ordered_at = models.DateTimeField(null=True, blank=True)
    closed_reason = models.CharField(max_length=400, blank=True)
    # The day on which the down payment falls due, as long as it has not arrived whole; written by `receivables`.
    down_payment_due = models.DateField(null=True, blank=True)
    # What the clock has already told: a reminder before the end, and the end. Extending forgets both.
    reminded_at = models.DateTimeField(null=True, blank=True)
    expiry_recorded_at = models.DateTimeField(null=True, blank=True)
    # The same form sent twice makes one proposal: the browser gives each form one key.
    key = models.CharField(max_length=40, blank=True)
    # The alternatives it stands among, if any.
    group = models.ForeignKey(
        AlternativeGroup, on_delete=models.PROTECT, null=True, blank=True, related_name="proposals"
    )
    current = models.ForeignKey("ProposalVersion", on_delete=models.PROTECT, null=True, related_name="+")
    # The newest version that was sent: what the customer's panel shows, also while the next one is being written.
    shown = models.ForeignKey("ProposalVersion", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    # The database works these out whenever it writes a row. `standing` is the state, or that the clock has told of the
    # end; `cents` is the total as a whole number, by which a list can begin anywhere (docs/decisions/0020).
    standing = models.GeneratedField(
        expression=Case(
            When(state="sent", expiry_recorded_at__isnull=False, then=Value("expired")), default=F("state")
        ),
        output_field=models.CharField(max_length=10),
        db_persist=True,
    )
    cents = models.GeneratedField(
        expression=Cast(Func(F("total") * 100, function="ROUND"), models.BigIntegerField()),
        output_field=models.BigIntegerField(),
        db_persist=True,
    )
    # A place in `tallying.SIZES`, told again from the total: no generated column may be made of another.
    size = models.GeneratedField(
        expression=Case(
            *(When(total__gte=SIZES[place] // 100, then=Value(place)) for place in reversed(range(1, len(SIZES)))),
            default=Value(0),
        ),
        output_field=models.PositiveSmallIntegerField(),
        db_persist=True,
    )

    objects = ProposalQuerySet.as_manager()

    class Meta:
        ordering = ["-year", "-sequence"]
        constraints = [
            models.UniqueConstraint(fields=["company", "number"], name="one_proposal_per_number"),
            models.UniqueConstraint(fields=["company", "year", "sequence"], name="one_proposal_per_sequence"),
            models.UniqueConstraint(
                fields=["company", "amends", "amendment_number"],
                condition=Q(amends__isnull=False),
                name="one_amendment_per_number",
            ),
            models.UniqueConstraint(fields=["company", "key"], condition=~Q(key=""), name="one_proposal_per_form"),
        ]
        indexes = [
            models.Index(fields=["company", "standing", "-year", "-sequence"], name="sales_by_standing"),
            models.Index(fields=["company", "customer", "-year", "-sequence"], name="sales_by_customer"),
            models.Index(fields=["company", "seller", "-year", "-sequence"], name="sales_by_seller"),
            models.Index(fields=["company", "seller", "standing", "-year", "-sequence"], name="sales_by_seller_state"),
            models.Index(fields=["company", "waiting_for", "-year", "-sequence"], name="sales_by_turn"),
            models.Index(fields=["company", "waiting_since", "id"], name="sales_by_wait"),
            models.Index(fields=["company", "waiting_for", "waiting_since", "id"], name="sales_by_turn_and_wait"),
            models.Index(fields=["company", "size", "-year", "-sequence"], name="sales_by_size"),
            models.Index(fields=["company", "expires_at", "id"], name="sales_by_end"),
            models.Index(fields=["company", "cents", "id"], name="sales_by_total"),
            models.Index(fields=["company", "sent_at"], name="sales_by_sending"),
            models.Index(fields=["company", "standing", "expires_at"], name="sales_by_deadline"),
            models.Index(fields=["company", "year", "month", "sequence"], name="sales_by_month"),
            # Of sales found by their versions all that sorts them: SQLite reads none of a thousand rows to show few.
            models.Index(fields=["company", "current", "standing", "year", "sequence"], name="sales_by_version"),
            models.Index(
                fields=["company", "-year", "-sequence"],
                name="sales_awaiting_entry",
                condition=Q(down_payment_due__isnull=False),
            ),
            models.Index(
                fields=["company", "-approved_at"], name="sales_by_approval", condition=Q(approved_at__isnull=False)
            ),
            models.Index(
                fields=["company", "-ordered_at"], name="sales_by_ordering", condition=Q(ordered_at__isnull=False)
            ),
            models.Index(
                fields=["company", "seller", "-approved_at"],
                name="sales_by_seller_approval",
                condition=Q(approved_at__isnull=False),
            ),
            models.Index(
                fields=["company", "closed_reason", "-year", "-sequence"],
                name="sales_by_reason",
                condition=Q(standing=State.DECLINED),
            ),
            # The clock looks at all companies at once.
            models.Index(fields=["standing", "expires_at"], name="sales_the_clock_tells_of"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def tie_words(self) -> str:
        """What it amends: "Aditivo nº 2 ao 2026-0007"; nothing for a sale of its own."""
        if self.amends is None or self.current is None:
            return ""
        return tie_words(self.current.change, self.amendment_number, self.amends.number)

    def state_at(self, at: datetime) -> State:
        """The state that holds at that moment: a sent proposal past its last valid day is expired."""
        return state_at(self.state, self.expires_at, at)


class Share(Owned):
    """Names one person of the customer who may see a proposal that is not shared with all."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="shares")
    panel_user = models.ForeignKey(PanelUser, on_delete=models.PROTECT, related_name="shares")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["company", "proposal", "panel_user"], name="one_share_each")]

    def __str__(self) -> str:
        return f"{self.proposal_id} → {self.panel_user_id}"
