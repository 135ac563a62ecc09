"""What a sale's page shows of its counter-offers: the points, each with its answer or a place for one."""

from collections import defaultdict
from dataclasses import dataclass

from aceite.core.proposals.counter_offers import CounterOffer
from aceite.core.proposals.models import Proposal
from aceite.core.sales.conceding import in_play
from aceite.core.sales.point_words import Told, tell_points
from aceite.faces.office.forms.points import RulingsForm


@dataclass(frozen=True)
class Offered:
    """One counter-offer; `form` only while it can still be answered."""

    offer: CounterOffer
    points: list[Told]
    form: RulingsForm | None
    stands: bool

    @property
    def takes(self) -> bool:
        """Whether it can be taken over now."""
        return self.stands and self.offer.closed_at is None and not self.offer.awaits_answer and self.offer.grants


@dataclass(frozen=True)
class Negotiation:
    """All of a sale, the newest first."""

    offers: list[Offered]

    @property
    def takes(self) -> bool:
        """Whether there is something to take into the next version, and nothing left to answer."""
        open_ones = [one for one in self.offers if one.stands and one.offer.closed_at is None]
        return any(one.takes for one in open_ones) and not any(one.offer.awaits_answer for one in open_ones)

    @property
    def beside(self) -> dict[str, list[Told]]:
        """What stands open, by its subject."""
        found: dict[str, list[Told]] = defaultdict(list)
        for one in self.offers:
            for point in one.points if one.stands and one.offer.closed_at is None else ():
                found[point.point.subject].append(point)
        return found


def negotiation_of(
    sale: Proposal, moves: frozenset[str], rulings: tuple[int, RulingsForm] | None = None
) -> Negotiation:
    """The counter-offers of a sale; `rulings` is the form of one that the verb refused."""
    found = (
        sale.counter_offers.sent().select_related("author", "version", "taken").prefetch_related("points__answered_by")
    )
    return Negotiation([_offered(sale, one, moves, rulings) for one in found])


def _offered(
    sale: Proposal, offer: CounterOffer, moves: frozenset[str], rulings: tuple[int, RulingsForm] | None
) -> Offered:
    points = tell_points(offer.points.all(), offer.version)
    stands = offer.closed_at is None and in_play(sale, offer.version) and "point.answer" in moves
    form = None
    if stands and offer.awaits_answer:
        form = rulings[1] if rulings and rulings[0] == offer.pk else RulingsForm(points=points)
    return Offered(offer, points, form, stands)
