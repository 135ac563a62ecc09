"""What a sale's page shows of its counter-offers: the points, each with its answer or a place for one."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from aceite.core.proposals.counter_offers import CAN_BE_ANSWERED, CounterOffer
from aceite.core.proposals.models import Proposal
from aceite.core.proposals.states import State
from aceite.core.sales.conceding import in_play
from aceite.core.sales.countering import CannotBe, wished
from aceite.core.sales.point_words import Told, tell_offers
from aceite.faces.office.forms.points import RulingsForm


@dataclass
class Offered:
    """One counter-offer. It stands while the next version can still be made of it, whoever looks; `form` only for
    whoever may answer what has no answer yet, and `total_if_all` what the version would come to with all that is asked,
    where that is another total."""

    offer: CounterOffer
    points: list[Told]
    stands: bool
    form: RulingsForm | None = None
    total_if_all: Decimal | None = None

    @property
    def takes(self) -> bool:
        """Whether it can be taken over now."""
        return self.stands and not self.offer.awaits_answer and self.offer.grants


@dataclass(frozen=True)
class Negotiation:
    """All of a sale, the newest first."""

    offers: list[Offered]

    @property
    def takes(self) -> bool:
        """Whether there is something to take into the next version, and nothing left to answer."""
        open_ones = [one for one in self.offers if one.stands]
        return any(one.takes for one in open_ones) and not any(one.offer.awaits_answer for one in open_ones)

    @property
    def beside(self) -> dict[str, list[Told]]:
        """What stands open, by its subject."""
        found: dict[str, list[Told]] = defaultdict(list)
        for one in self.offers:
            for point in one.points if one.stands else ():
                found[point.point.subject].append(point)
        return found


def negotiation_of(
    sale: Proposal, state: State, moves: frozenset[str], rulings: tuple[int, RulingsForm] | None = None
) -> Negotiation:
    """The counter-offers of a sale in this state; `rulings` is the form of one that the verb refused."""
    found = sale.counter_offers.sent().with_points().select_related("taken").prefetch_related("points__answered_by")
    told = tell_offers(found)
    offers = [Offered(one, told[one.pk], _stands(sale, state, one)) for one in found]
    for one in offers:
        if one.stands and one.offer.awaits_answer and "point.answer" in moves:
            one.form = rulings[1] if rulings and rulings[0] == one.offer.pk else RulingsForm(points=one.points)
            one.total_if_all = _total_if_all(one.offer)
    return Negotiation(offers)


def _total_if_all(offer: CounterOffer) -> Decimal | None:
    try:
        total = wished(offer.version, list(offer.points.all())).totals.total
    except CannotBe:
        # What an answer makes of it is said when it is given.
        return None
    return total if total != offer.version.total else None


def _stands(sale: Proposal, state: State, offer: CounterOffer) -> bool:
    return offer.closed_at is None and in_play(sale, offer.version) and state in CAN_BE_ANSWERED
