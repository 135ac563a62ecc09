"""Points of a counter-offer in words: what they are about, what stands there now, what is asked, what was answered."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from aceite.core.contracts.models import Contract
from aceite.core.proposals.counter_offers import Aspect, CounterOffer, Outcome, Point
from aceite.core.proposals.models import Line, ProposalVersion
from aceite.core.proposals.paper import price_words, so_many
from aceite.kit.money import format_brl


@dataclass(frozen=True)
class Told:
    """One point as both sides read it. `answer` is empty as long as the vendor has said nothing; `granted` is what is
    to stand in the next version, where something is."""

    point: Point
    place: str
    what: str
    now: str
    asked: str
    answer: str
    granted: str

    @property
    def asking(self) -> str:
        """What is asked, beside its place: "Quantidade: de 1 un para 2 un"; of a passage, where it stands."""
        said = {"what": self.what, "now": self.now, "asked": self.asked}
        if self.point.aspect == Aspect.PASSAGE:
            # A passage may be named alone, as in "cláusula 5, multa": nothing goes "from" there "to" other words.
            return (_("em “%(now)s”: %(asked)s") if self.now else "%(asked)s") % said
        if self.place == self.what:
            return (_("de %(now)s para %(asked)s") if self.now else "%(asked)s") % said
        return (_("%(what)s: de %(now)s para %(asked)s") if self.now else _("%(what)s: %(asked)s")) % said

    @property
    def whole(self) -> str:
        """What is asked, in one line: "Forno, Quantidade: de 1 un para 2 un"."""
        said = {"place": self.place, "what": self.what, "now": self.now, "asked": self.asked}
        if self.point.aspect == Aspect.PASSAGE and self.now:
            return _("%(place)s, em “%(now)s”: %(asked)s") % said
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
    now = point.passage if point.aspect == Aspect.PASSAGE else _words_now(point.aspect, version, line)
    instead = _value(point, line, point.other_amount, point.other_words)
    granted = {Outcome.ACCEPTED: asked, Outcome.OTHER: instead}.get(Outcome(point.outcome), "") if point.outcome else ""
    return Told(point, place, what, now, asked, _answer(point, instead), granted)


def stands_now(version: ProposalVersion, subject: str, aspects: Iterable[Aspect]) -> dict[Aspect, str]:
    """What one part of a version says today of each of these aspects; empty where it says nothing."""
    line = next((line for line in version.lines.all() if _subject(line) == subject), None)
    return {aspect: _words_now(aspect, version, line) for aspect in aspects}


def _words_now(aspect: str, version: ProposalVersion, line: Line | None) -> str:
    """What stands now where this aspect asks for something else; empty where nothing is written there."""
    match aspect:
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
            return ""


def _value(point: Point, line: Line | None, amount: Decimal | None, words: str) -> str:
    if amount is None:
        return words
    if point.aspect == Aspect.QUANTITY:
        return _so_many(amount, line)
    return _each(amount) if point.aspect == Aspect.PRICE else format_brl(amount)


def _each(price: Decimal) -> str:
    return f"R$\xa0{price_words(price)}"


def _so_many(quantity: Decimal, line: Line | None) -> str:
    return so_many(quantity, line.unit if line else "")


def _answer(point: Point, instead: str) -> str:
    if not point.outcome:
        return ""
    if point.outcome == Outcome.OTHER:
        said = _("No lugar disso: %(instead)s") % {"instead": instead}
    else:
        said = str(Outcome(point.outcome).label)
    return f"{said}. {point.reply}" if point.reply else said
