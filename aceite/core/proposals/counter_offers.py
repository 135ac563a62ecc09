"""What a customer asks to be otherwise before she says yes: points of one counter-offer, and what the vendor answers.

A point binds nobody and changes nothing that was sent. Whether a sale is under negotiation follows from its rows: an
open counter-offer about the version that counts, of a sale that stands sent. So an approval ends it by itself.
"""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from aceite.core.companies.models import Owned
from aceite.core.customers.models import PanelUser
from aceite.core.people.models import Member
from aceite.core.proposals.states import State

LONGEST_WORDS = 2000


class Aspect(models.TextChoices):
    """What about its subject a point asks to be otherwise."""

    QUANTITY = "quantity", _("Quantidade")
    PRICE = "price", _("Preço unitário")
    TERM = "term", _("Prazo do item")
    TEXT = "text", _("Observação")
    TOTAL = "total", _("Total")
    PAYMENT = "payment", _("Pagamento")
    DELIVERY = "delivery", _("Prazo de entrega")
    PASSAGE = "passage", _("Trecho do contrato")


class Outcome(models.TextChoices):
    """What the vendor says to a point."""

    ACCEPTED = "accepted", _("Aceito")
    OTHER = "other", _("Outra proposta")
    REFUSED = "refused", _("Recusado")


GRANTED = (Outcome.ACCEPTED, Outcome.OTHER)
# Once the customer has said yes, or the sale came to its end, no point is answered any more.
CAN_BE_ANSWERED = (State.DRAFT, State.SENT, State.EXPIRED, State.DECLINED)


class CounterOfferQuerySet(models.QuerySet["CounterOffer"]):
    """Questions asked of the counter-offers."""

    def drafts(self) -> "CounterOfferQuerySet":
        """Those still being written, which only their authors see."""
        return self.filter(sent_at=None)

    def sent(self) -> "CounterOfferQuerySet":
        """Those the vendor has, the newest first."""
        return self.filter(sent_at__isnull=False).order_by("-sent_at", "-pk")

    def open(self) -> "CounterOfferQuerySet":
        """Those of which the vendor still has to answer something, or to make a version."""
        return self.filter(sent_at__isnull=False, closed_at=None)

    def with_points(self) -> "CounterOfferQuerySet":
        """With author, version and points, as they are told; without what of a version is long and not told."""
        long = (f"version__{name}" for name in ("manifest", "openings", "introduction", "terms", "taxes_text"))
        return self.select_related("author", "version").defer(*long).prefetch_related("points")

    def standing(self) -> "CounterOfferQuerySet":
        """The open ones about the version that counts of a sale that stands sent: what is under negotiation."""
        return self.open().filter(version=F("proposal__current"), proposal__standing=State.SENT)


class CounterOffer(Owned):
    """Points a person of the customer asks for together, with one note. A draft of hers until it is sent.

    It is closed once a version was made of it, or once every point was refused.
    """

    proposal = models.ForeignKey("proposals.Proposal", on_delete=models.PROTECT, related_name="counter_offers")
    version = models.ForeignKey("proposals.ProposalVersion", on_delete=models.PROTECT, related_name="counter_offers")
    author = models.ForeignKey(PanelUser, on_delete=models.PROTECT, related_name="+")
    note = models.TextField(_("recado"), blank=True, max_length=LONGEST_WORDS)
    saved_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    # The version whose draft took over what was granted.
    taken = models.ForeignKey(
        "proposals.ProposalVersion", on_delete=models.PROTECT, null=True, blank=True, related_name="made_of"
    )

    objects = CounterOfferQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["company", "proposal", "author"], condition=Q(sent_at=None), name="one_counter_offer_at_a_time"
            )
        ]
        indexes = [
            models.Index(
                fields=["company", "proposal"],
                condition=Q(sent_at__isnull=False, closed_at=None),
                name="counter_offers_open",
            )
        ]

    def __str__(self) -> str:
        return f"{self.proposal_id} ← {self.author_id}"

    @property
    def awaits_answer(self) -> bool:
        """Whether the vendor still has to answer one of its points."""
        return any(not point.outcome for point in self.points.all())

    @property
    def grants(self) -> bool:
        """Whether something of it is to go into the next version."""
        return any(point.granted for point in self.points.all())


class Point(Owned):
    """One thing asked: of a `subject` ("line/KEY", "total", "payment", "delivery", "contract/ID"), one aspect.

    `amount` where a number is asked for, else `words`; of a contract `passage` is what stands there now. What the
    vendor offers instead stands in `other_amount` and `other_words`; `reply` is what he says to it.
    """

    counter_offer = models.ForeignKey(CounterOffer, on_delete=models.CASCADE, related_name="points")
    position = models.PositiveSmallIntegerField()
    subject = models.CharField(max_length=40)
    aspect = models.CharField(max_length=10, choices=Aspect.choices)
    amount = models.DecimalField(max_digits=21, decimal_places=10, null=True, blank=True)
    words = models.TextField(blank=True, max_length=LONGEST_WORDS)
    passage = models.TextField(blank=True, max_length=LONGEST_WORDS)
    outcome = models.CharField(max_length=8, choices=Outcome.choices, blank=True)
    other_amount = models.DecimalField(max_digits=21, decimal_places=10, null=True, blank=True)
    other_words = models.TextField(blank=True, max_length=LONGEST_WORDS)
    reply = models.TextField(blank=True, max_length=LONGEST_WORDS)
    answered_by = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    # Granted, but nothing that a machine could put into the draft: somebody has to write it.
    by_hand = models.BooleanField(default=False)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["company", "counter_offer", "subject", "aspect"],
                condition=~Q(aspect=Aspect.PASSAGE),
                name="one_point_per_aspect",
            )
        ]

    def __str__(self) -> str:
        return f"{self.subject} {self.aspect}"

    @property
    def granted(self) -> bool:
        """Whether it goes into the next version, as asked or as the vendor offered instead."""
        return self.outcome in GRANTED

    @property
    def is_price(self) -> bool:
        """Whether it is about money."""
        return self.aspect in PRICED

    def is_for(self, *, sees_prices: bool) -> bool:
        """Whether somebody reads it who sees prices, or does not: what is about money goes with them."""
        return sees_prices or not self.is_price

    @property
    def contract_id(self) -> int:
        """The contract it is about; 0 where it is about none."""
        kind, _slash, pk = self.subject.partition("/")
        return int(pk) if kind == "contract" and pk.isdecimal() else 0


# Only whoever sees prices asks for others.
PRICED = (Aspect.PRICE, Aspect.TOTAL, Aspect.PAYMENT)
