"""The customer's counter-offer: points noted one by one into a draft of hers, and sent to the vendor with one act.

Noting leaves no event: until it is sent it is hers alone, like what she types into any form.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aceite.core.customers.models import PanelUser
from aceite.core.proposals.counter_offers import LONGEST_WORDS, PRICED, Aspect, CounterOffer, Point
from aceite.core.proposals.drafts import DraftLine, draft_of, lines_of
from aceite.core.proposals.locking import current_of, lock_sale
from aceite.core.proposals.models import Proposal, ProposalVersion
from aceite.core.proposals.permitting import not_now, require, require_current
from aceite.core.proposals.pricing import BadPrice
from aceite.core.proposals.states import State
from aceite.core.proposals.wishes import LONGEST, Wish, Wished, with_wishes
from aceite.core.sales.answering import standing_person
from aceite.core.sales.asked_parts import points_in
from aceite.core.trail.actors import Actor
from aceite.core.trail.recording import record
from aceite.core.trail.refusals import NotAllowed, Refusal, Unfit, fit_text, unfit

MOST_PASSAGES: Final = 20
_LARGEST: Final = Decimal(10) ** 11
# What may be asked of each kind of subject.
ASPECTS: Final[Mapping[str, tuple[Aspect, ...]]] = {
    "line": (Aspect.QUANTITY, Aspect.PRICE, Aspect.TERM, Aspect.TEXT),
    "total": (Aspect.TOTAL,),
    "payment": (Aspect.PAYMENT,),
    "delivery": (Aspect.DELIVERY,),
    "contract": (Aspect.PASSAGE,),
}
_NUMBERS: Final = (Aspect.QUANTITY, Aspect.PRICE, Aspect.TOTAL)


class NothingAsked(Refusal):
    """A counter-offer without a point."""

    sentence = gettext_lazy("Anote pelo menos um ponto antes de enviar. O recado continua aqui.")


class SentBefore(Refusal):
    """The points went to the vendor from another tab, without the note that is typed in this one."""

    sentence = gettext_lazy(
        "Os pontos já foram enviados de outra aba, sem este recado. Ele continua aqui: envie-o como pergunta."
    )


class NoSuchSubject(Refusal):
    """What a point is about is not in the version that counts."""

    sentence = gettext_lazy("Esta parte da proposta não está mais na versão atual. Nada foi enviado: reveja os pontos.")


class CannotBe(Unfit):
    """What is asked for cannot be reckoned; `field` is the aspect."""


@dataclass(frozen=True)
class Asked:
    """One thing asked of a subject; of a contract `passage` is what stands there."""

    aspect: str
    amount: Decimal | None = None
    words: str = ""
    passage: str = ""

    @property
    def empty(self) -> bool:
        """Whether nothing is asked."""
        return self.amount is None and not self.words.strip()


def may_ask_price(by: Actor) -> bool:
    """Whether this person may ask for other prices, totals and payments: whoever may see them."""
    return by.may("price.ask")


def draft_by(proposal: Proposal, by: PanelUser) -> CounterOffer | None:
    """What this person is writing and has not sent."""
    return proposal.counter_offers.drafts().filter(author=by).prefetch_related("points").first()


def note_points(
    proposal: Proposal, subject: str, asked: Sequence[Asked], *, by: PanelUser, at: datetime
) -> CounterOffer:
    """Keeps what is asked of one subject, in place of what was asked of it before; nothing takes it back.

    Raises NotAllowed, NotNow, NoSuchSubject and Unfit, its field the aspect.
    """
    require("point.ask", proposal, by)
    kept = [_fit(subject, one) for one in asked if not one.empty][:MOST_PASSAGES]
    if not may_ask_price(by) and any(one.aspect in PRICED for one in kept):
        raise NotAllowed
    with transaction.atomic():
        locked = lock_sale(proposal)
        _require_open(locked, at)
        draft = _draft(locked, by, at)
        if kept and subject not in subjects_of(draft.version):
            raise NoSuchSubject
        draft.points.filter(subject=subject).delete()
        first = max((point.position for point in draft.points.all()), default=0) + 1
        Point.objects.bulk_create(
            Point(
                company_id=locked.company_id,
                counter_offer=draft,
                position=first + index,
                subject=subject,
                aspect=one.aspect,
                amount=one.amount,
                words=one.words,
                passage=one.passage,
            )
            for index, one in enumerate(kept)
        )
        return draft


def drop_point(proposal: Proposal, point: int, *, by: PanelUser, at: datetime) -> bool:
    """Takes one point out of what she noted; False where it is not there: it was sent meanwhile, or is another's.

    Raises NotAllowed.
    """
    require("point.ask", proposal, by)
    with transaction.atomic():
        draft = draft_by(lock_sale(proposal), by)
        if draft is None or not draft.points.filter(pk=point).delete()[0]:
            return False
        draft.saved_at = at
        draft.save(update_fields=["saved_at"])
        return True


def note_words(proposal: Proposal, note: str, *, by: PanelUser, at: datetime) -> CounterOffer | None:
    """Keeps the note that goes with the points; a note alone, or one that comes after they were sent, begins nothing.

    Raises NotAllowed, NotNow and Unfit.
    """
    require("point.ask", proposal, by)
    words = fit_text("note", note, longest=LONGEST_WORDS)
    with transaction.atomic():
        locked = lock_sale(proposal)
        _require_open(locked, at)
        draft = draft_by(locked, by)
        if draft is not None:
            draft.note, draft.saved_at = words, at
            draft.save(update_fields=["note", "saved_at"])
        return draft


def send_points(proposal: Proposal, note: str, *, version: int, by: PanelUser, at: datetime) -> CounterOffer:
    """Puts the counter-offer before the vendor. It binds nobody and voids nothing. The same click twice sends once.

    Raises NotAllowed, NotNow, NotCurrent, NothingAsked, SentBefore, NoSuchSubject, CannotBe and Unfit.
    """
    require("point.ask", proposal, by)
    words = fit_text("note", note, longest=LONGEST_WORDS)
    with transaction.atomic():
        locked = lock_sale(proposal)
        person = standing_person("point.ask", locked, by)
        if not may_ask_price(person):
            # Noted while she still saw prices: it is shown to her no more, and goes nowhere.
            Point.objects.filter(
                counter_offer__in=locked.counter_offers.drafts().filter(author=person), aspect__in=PRICED
            ).delete()
        draft = draft_by(locked, person)
        if draft is None and (before := _sent_before(locked, version, person)) is not None:
            if not words or before.note == words:
                return before
            raise SentBefore
        require_current(locked, version)
        _require_open(locked, at)
        current = current_of(locked)
        if draft is None or not (points := _carry(draft, current)):
            raise NothingAsked
        if not {point.subject for point in points} <= subjects_of(current):
            raise NoSuchSubject
        wished(current, points)
        draft.version, draft.note, draft.sent_at, draft.saved_at = current, words, at, at
        draft.save(update_fields=["version", "note", "sent_at", "saved_at"])
        if locked.waiting_for != "vendor":
            locked.waiting_for, locked.waiting_since = "vendor", at
            locked.save(update_fields=["waiting_for", "waiting_since"])
        said = "\n".join(part for part in (words, *(point.words for point in points)) if part)
        data = {"counter_offer": draft.pk, "version": current.version, "points": [_told(point) for point in points]}
        record("points.sent", sale=locked.pk, by=by, at=at, data=data, personal={"text": said} if said else {})
        return draft


def wished(version: ProposalVersion, points: Sequence[Point]) -> Wished:
    """What the version would come to with these points, by the server's own arithmetic. Raises CannotBe."""
    draft = draft_of(version.proposal, version)
    try:
        return with_wishes(draft, [wish_of(point) for point in points])
    except BadPrice as bad:
        raise _cannot(bad, draft.lines) from bad


def wish_of(point: Point) -> Wish:
    """The point as it is asked for or, once answered, as it is granted."""
    other = point.outcome == "other"
    amount = point.other_amount if other else point.amount
    words = point.other_words if other else point.words
    if point.aspect == Aspect.TERM and words:
        words = _("Prazo: %(term)s") % {"term": words}
    return Wish(point.subject, point.aspect, amount, words)


def subjects_of(version: ProposalVersion) -> set[str]:
    """What can be asked about in a version."""
    contracts = version.contracts.values_list("pk", flat=True)
    found = {f"line/{line.key}" for line in lines_of(version)} | {f"contract/{pk}" for pk in contracts}
    # What is paid again and again has no total of its own.
    return found | {"payment", "delivery"} | ({"total"} if version.total else set())


def fit_wish(aspect: str, amount: Decimal | None, words: str) -> tuple[Decimal | None, str]:
    """What is asked for, or offered instead, as it can be kept. Raises Unfit, its field the aspect."""
    if aspect in _NUMBERS:
        places = {Aspect.QUANTITY: 4, Aspect.PRICE: 10}.get(Aspect(aspect), 2)
        if amount is None or not amount.is_finite() or amount <= 0 or amount >= _LARGEST:
            raise Unfit(aspect, _("Diga um número maior que zero."))
        if amount != amount.quantize(Decimal(1).scaleb(-places)):
            raise Unfit(aspect, _("Use até %(places)s casas depois da vírgula.") % {"places": places})
        return amount, ""
    one_line = aspect in LONGEST
    longest = LONGEST.get(Aspect(aspect), LONGEST_WORDS)
    # What is granted is printed in the next version.
    return None, fit_text(aspect, words, longest=longest, multiline=not one_line, printed=True)


def _fit(subject: str, one: Asked) -> Asked:
    if one.aspect not in ASPECTS.get(subject.partition("/")[0], ()):
        raise NoSuchSubject
    amount, words = fit_wish(one.aspect, one.amount, one.words)
    passage = fit_text("passage", one.passage, longest=LONGEST_WORDS)
    return Asked(one.aspect, amount, words, passage)


def _require_open(proposal: Proposal, at: datetime) -> None:
    """Only of a version that can still be answered something else is asked."""
    if (state := proposal.state_at(at)) is not State.SENT:
        raise not_now(proposal, state, to_vendor=False)


def _draft(proposal: Proposal, by: PanelUser, at: datetime) -> CounterOffer:
    """Hers, about the version that counts: what she noted of an older one goes along."""
    draft = draft_by(proposal, by)
    if draft is None:
        draft = CounterOffer(company_id=proposal.company_id, proposal=proposal, author=by)
    else:
        _carry(draft, current_of(proposal))
    draft.version, draft.saved_at = current_of(proposal), at
    draft.save()
    return draft


def _carry(draft: CounterOffer, version: ProposalVersion) -> list[Point]:
    """Her points, from now on about the parts of this version."""
    points = points_in(draft, version)
    if draft.version_id != version.pk:
        Point.objects.bulk_update(points, ["subject"])
    return points


def _sent_before(proposal: Proposal, version: int, by: PanelUser) -> CounterOffer | None:
    return proposal.counter_offers.open().filter(author=by, version__version=version).order_by("-pk").first()


def _told(point: Point) -> dict[str, str]:
    amount = {"amount": f"{point.amount.normalize():f}"} if point.amount is not None else {}
    return {"subject": point.subject, "aspect": point.aspect, **amount}


def _cannot(bad: BadPrice, lines: Sequence[DraftLine]) -> CannotBe:
    """The arithmetic's complaint with the name of the line it is about."""
    sentence = str(unfit("", bad))
    parts = bad.place.split(".")
    if parts[0] == "lines" and len(parts) > 1 and parts[1].isdecimal():
        sentence = f"{lines[int(parts[1])].name}: {sentence}"
    return CannotBe("total" if bad.place == "total" else "", sentence)
