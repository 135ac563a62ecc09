"""Points of a counter-offer in words: what they are about, what stands there now, what is asked, what was answered."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from aceite.core.contracts.models import Contract
from aceite.core.proposals.counter_offers import Aspect, CounterOffer, Outcome, Point
from aceite.core.proposals.models import Line, ProposalVersion
from aceite.core.proposals.paper import price_words, quantity_words
from aceite.kit.money import format_brl


@dataclass(frozen=True)
class Told:
    """One point as both sides read it. `answer` is empty as long as the vendor has said nothing."""

    point: Point
    place: str
    what: str
    now: str
    asked: str
    answer: str

    @property
    def whole(self) -> str:
        """What is asked, in one line: "Forno: Quantidade, de 1 un para 2 un"."""
        said = {"place": self.place, "what": self.what, "now": self.now, "asked": self.asked}
        if self.place == self.what:
            return (_("%(what)s: de %(now)s para %(asked)s") if self.now else _("%(what)s: %(asked)s")) % said
        if self.now:
            return _("%(place)s, %(what)s: de %(now)s para %(asked)s") % said
        return _("%(place)s, %(what)s: %(asked)s") % said


def tell_points(points: Iterable[Point], version: ProposalVersion) -> list[Told]:
    """Each of these points of one version, in a fixed number of queries."""
    shown = list(points)
    if not shown:
        return []
    lines = {_subject(line): line for line in version.lines.all()}
    titles = _titles([version.pk])
    return [_told(point, version, lines.get(point.subject), titles.get(point.subject, "")) for point in shown]


def tell_offers(offers: Iterable[CounterOffer]) -> dict[int, list[Told]]:
    """The points of each counter-offer by its id, in a fixed number of queries; version and points come with it."""
    shown = list(offers)
    versions = {offer.version_id for offer in shown}
    lines: dict[int, dict[str, Line]] = {pk: {} for pk in versions}
    for line in Line.objects.filter(version__in=versions):
        lines[line.version_id][_subject(line)] = line
    titles = _titles(versions)
    return {
        offer.pk: [
            _told(point, offer.version, lines[offer.version_id].get(point.subject), titles.get(point.subject, ""))
            for point in offer.points.all()
        ]
        for offer in shown
    }


def outcome_words(told: Sequence[Told]) -> list[tuple[str, str]]:
    """Of each point what was asked, and what became of it."""
    return [(one.whole, one.answer or _("sem resposta")) for one in told]


def _subject(line: Line) -> str:
    return f"line/{line.own_key}"


def _titles(versions: Iterable[int]) -> dict[str, str]:
    named = Contract.objects.filter(version__in=versions).values_list("pk", "title")
    return {f"contract/{pk}": title for pk, title in named}


def _told(point: Point, version: ProposalVersion, line: Line | None, title: str) -> Told:
    what = str(Aspect(point.aspect).label)
    place = line.name if line else (title or what)
    asked = _value(point, line, point.amount, point.words)
    return Told(point, place, what, _now(point, version, line), asked, _answer(point, line))


def _now(point: Point, version: ProposalVersion, line: Line | None) -> str:
    match point.aspect:
        case Aspect.QUANTITY:
            return _so_many(line.quantity, line) if line else ""
        case Aspect.PRICE:
            # After the line's own discount, for so is the price that is asked for.
            return _each(line.net_price) if line else ""
        case Aspect.TOTAL:
            return format_brl(version.total)
        case Aspect.PAYMENT:
            return version.payment_text
        case Aspect.DELIVERY:
            return version.delivery_term
        case _:
            return point.passage


def _value(point: Point, line: Line | None, amount: Decimal | None, words: str) -> str:
    if amount is None:
        return words
    if point.aspect == Aspect.QUANTITY:
        return _so_many(amount, line)
    return _each(amount) if point.aspect == Aspect.PRICE else format_brl(amount)


def _each(price: Decimal) -> str:
    return f"R$\xa0{price_words(price)}"


def _so_many(quantity: Decimal, line: Line | None) -> str:
    return f"{quantity_words(quantity)} {line.unit if line else ''}".strip()


def _answer(point: Point, line: Line | None) -> str:
    if not point.outcome:
        return ""
    if point.outcome == Outcome.OTHER:
        instead = _value(point, line, point.other_amount, point.other_words)
        said = _("No lugar disso: %(instead)s") % {"instead": instead}
    else:
        said = str(Outcome(point.outcome).label)
    return f"{said}. {point.reply}" if point.reply else said
