"""What a proposal's page tells of counter-offers: hers that is not sent, and everybody's that was."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from aceite.core.proposals.counter_offers import CAN_BE_ANSWERED, CounterOffer, Point
from aceite.core.sales.asked_parts import points_in
from aceite.core.sales.conceding import in_play
from aceite.core.sales.countering import CannotBe, draft_by, may_ask_price, subjects_of, wished
from aceite.core.sales.point_words import Told, tell_offers, tell_points
from aceite.faces.panel.access import PanelRequest, Scope
from aceite.faces.panel.reading import Shown

_NOTED = "noted"


@dataclass
class Negotiation:
    """The counter-offers of a version, of each the points this visitor sees: one of which she sees none is left out.

    `is_open` is whether the vendor still has to answer, or to make a version; `may_answer` whether he still can.
    `beside` are the points by their subject, with who asked and whether sent.
    """

    draft: CounterOffer | None = None
    drafted: list[Told] = field(default_factory=list)
    sent: list[tuple[CounterOffer, list[Told]]] = field(default_factory=list)
    # What earlier versions were asked to be, where this one was made of it.
    taken: list[tuple[CounterOffer, list[Told]]] = field(default_factory=list)
    # What earlier versions were asked to be and no version was made of, for another was sent meanwhile.
    left: list[tuple[CounterOffer, list[Told]]] = field(default_factory=list)
    is_open: bool = False
    may_answer: bool = False
    may_ask: bool = False
    may_ask_price: bool = False

    @property
    def left_granted(self) -> bool:
        """Whether something was granted that the vendor did not take over by the way made for it."""
        return any(one.point.granted for _offer, points in self.left for one in points)

    @property
    def is_unanswered(self) -> bool:
        """Whether the vendor still has to answer a point of an open one."""
        return any(
            not point.outcome for offer, _told in self.sent if offer.closed_at is None for point in offer.points.all()
        )

    @property
    def beside(self) -> dict[str, list[tuple[CounterOffer, Told]]]:
        """By subject what was sent, and what she noted."""
        found: dict[str, list[tuple[CounterOffer, Told]]] = defaultdict(list)
        own = [(self.draft, self.drafted)] if self.draft else []
        for offer, points in (*self.sent, *own):
            for one in points:
                found[one.point.subject].append((offer, one))
        return found


def negotiation_of(scope: Scope, sale: Shown) -> Negotiation:
    """What of it this visitor sees of the version shown."""
    if scope.is_preview:
        return Negotiation()
    offers = list(sale.proposal.counter_offers.with_points())
    mine = next((one for one in offers if one.sent_at is None and one.author_id == scope.person.pk), None)
    sent = [one for one in offers if one.sent_at is not None]
    told = tell_offers(sent)
    may_ask = sale.is_open and scope.may("point.ask")
    return Negotiation(
        draft=mine if may_ask else None,
        drafted=tell_points(_seen(scope, points_in(mine, sale.version)), sale.version) if mine and may_ask else [],
        sent=_seen_offers(scope, (one for one in sent if one.version_id == sale.version.pk), told),
        taken=_seen_offers(scope, (one for one in sent if one.taken_id == sale.version.pk), told),
        left=_seen_offers(scope, (one for one in sent if _left_behind(one, sale)), told),
        is_open=any(one.closed_at is None for one in sent if one.version_id == sale.version.pk),
        may_answer=bool(sent)
        and in_play(sale.proposal, sale.version)
        and sale.proposal.state_at(sale.at) in CAN_BE_ANSWERED,
        may_ask=may_ask,
        may_ask_price=may_ask and may_ask_price(scope.actor),
    )


def _left_behind(offer: CounterOffer, sale: Shown) -> bool:
    return offer.closed_at is None and offer.version.version < sale.version.version


def _seen(scope: Scope, points: Iterable[Point]) -> list[Point]:
    """Those about money only for whoever sees prices."""
    return [one for one in points if one.is_for(sees_prices=scope.sees_prices)]


def _seen_offers(
    scope: Scope, offers: Iterable[CounterOffer], told: Mapping[int, list[Told]]
) -> list[tuple[CounterOffer, list[Told]]]:
    seen = [
        (offer, [one for one in told[offer.pk] if one.point.is_for(sees_prices=scope.sees_prices)]) for offer in offers
    ]
    return [(offer, points) for offer, points in seen if points]


def drafted(scope: Scope, sale: Shown, draft: CounterOffer | None) -> dict[str, Any]:
    """What she noted, told with what the offer would come to; why not, where it cannot be."""
    points = _seen(scope, points_in(draft, sale.version)) if draft else []
    known = subjects_of(sale.version)
    context: dict[str, Any] = {
        "points": tell_points(points, sale.version),
        "gone": [point.pk for point in points if point.subject not in known],
    }
    try:
        return context | {"after": wished(sale.version, points)}
    except CannotBe as cannot:
        return context | {"cannot": str(cannot)}


def open_points(scope: Scope, sale: Shown) -> list[Told]:
    """What she or a colleague asked for and is not settled: an approval ends it."""
    offers = sale.proposal.counter_offers.standing().prefetch_related("points").order_by("pk")
    own = draft_by(sale.proposal, scope.person)
    points = [point for offer in offers for point in offer.points.all()]
    return tell_points([*points, *(points_in(own, sale.version) if own else [])], sale.version)


def note_change(request: PanelRequest) -> None:
    """Pages are kept until something happens; what she notes leaves no event, so her session says that it changed."""
    request.session[_NOTED] = int(request.session.get(_NOTED, 0)) + 1


def noted(request: PanelRequest) -> int:
    """How often she has noted something in this session."""
    return int(request.session.get(_NOTED, 0))
