"""The vendor answers the points of a counter-offer, and takes what was granted into the next version with one act."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aceite.core.contracts.models import Contract
from aceite.core.contracts.turns import note_waiting
from aceite.core.people.models import Member
from aceite.core.proposals.cleaning import CleanDraft, DraftRefused, clean_draft
from aceite.core.proposals.counter_offers import CAN_BE_ANSWERED, LONGEST_WORDS, Aspect, CounterOffer, Outcome, Point
from aceite.core.proposals.drafting import write
from aceite.core.proposals.drafts import draft_of
from aceite.core.proposals.locking import current_of, lock_sale
from aceite.core.proposals.models import Proposal, ProposalVersion
from aceite.core.proposals.permitting import NotNow, not_now, require, require_member
from aceite.core.proposals.pricing import BadPrice
from aceite.core.proposals.wishes import Wish, with_wishes
from aceite.core.sales.countering import fit_wish, wish_of
from aceite.core.sales.passages import put_in
from aceite.core.sales.revising import revise
from aceite.core.trail.actors import Actor
from aceite.core.trail.recording import record
from aceite.core.trail.refusals import Refusal, Unfit, fit_text, unfit

# What comes to a sum, and can make one that is none.
_RECKONED: Final = (Aspect.QUANTITY, Aspect.PRICE, Aspect.TOTAL)
_ANSWERED: Final = ("outcome", "other_amount", "other_words", "reply", "answered_by", "answered_at")


class NothingAnswered(Refusal):
    """No point was given an answer."""

    sentence = gettext_lazy("Escolha uma resposta para pelo menos um ponto.")


class AlreadySaid(Refusal):
    """Somebody of the team has answered one of these points otherwise."""

    sentence = gettext_lazy("Um colega já respondeu a um destes pontos. Nada foi enviado: veja a resposta que vale.")


class NotAnswered(Refusal):
    """Some points wait for an answer still."""

    sentence = gettext_lazy("Responda antes a todos os pontos: o cliente vê o que foi aceito e o que não foi.")


class NothingGranted(Refusal):
    """No point is to go into a next version."""

    sentence = gettext_lazy("Nenhum ponto foi aceito: não há o que levar a uma nova versão.")


@dataclass(frozen=True)
class Ruling:
    """The answer to one point: a word of Outcome, what is offered instead where it is "other", and words."""

    outcome: str
    amount: Decimal | None = None
    words: str = ""
    reply: str = ""


def answer_points(
    counter_offer: CounterOffer, rulings: Mapping[int, Ruling], *, by: Actor, at: datetime
) -> CounterOffer:
    """Answers points by their ids; the same answers twice are one. A refusal needs words.

    Raises NotAllowed, NotNow, NothingAnswered, AlreadySaid, and Unfit, its field "reply-ID", "other-ID" or
    "outcome-ID": the last answer has to leave an offer that adds up.
    """
    by = require_member("point.answer", counter_offer.proposal, by)
    with transaction.atomic():
        locked = lock_sale(counter_offer.proposal_id)
        standing = CounterOffer.objects.select_related("version").get(pk=counter_offer.pk)
        points = {point.pk: point for point in standing.points.all()}
        asked = {pk: ruling for pk, ruling in rulings.items() if pk in points}
        if not asked:
            raise NothingAnswered
        fit = {pk: _fit(points[pk], ruling) for pk, ruling in asked.items()}
        new = [pk for pk, ruling in fit.items() if not _said_before(points[pk], ruling)]
        if not new:
            return standing
        _require_in_play(locked, standing, at)
        for pk in new:
            _rule(points[pk], fit[pk], by, at)
        _refuse_unreckonable(locked, [points[pk] for pk in new])
        if not standing.awaits_answer and not standing.grants:
            standing.closed_at = at
            standing.save(update_fields=["closed_at"])
        said = "\n".join(part for pk in new for part in (points[pk].other_words, points[pk].reply) if part)
        data = {
            "counter_offer": standing.pk,
            "points": [{"point": pk, "outcome": points[pk].outcome} for pk in new],
            "left": sum(not point.outcome for point in points.values()),
        }
        record("points.answered", sale=locked.pk, by=by, at=at, data=data, personal={"text": said} if said else {})
        note_waiting(locked, at)
        return standing


def grant_all(counter_offer: CounterOffer, *, by: Actor, at: datetime) -> CounterOffer:
    """Accepts every point that has no answer yet. Raises as `answer_points` does."""
    waiting = counter_offer.points.filter(outcome="").values_list("pk", flat=True)
    rulings = {pk: Ruling(Outcome.ACCEPTED) for pk in waiting}
    return answer_points(counter_offer, rulings, by=by, at=at) if rulings else counter_offer


def take_points(proposal: Proposal, *, by: Actor, at: datetime) -> ProposalVersion:
    """Opens the next version (or finds it open) with everything granted in its draft. Twice is harmless.

    What no machine can put there is marked to be written by hand: a passage that its contract does not hold word for
    word, a total to which nothing adds up, prices that come to less than nothing. Raises NotAllowed, NotNow,
    NotAnswered, NothingGranted, and Unfit where the draft cannot be so.
    """
    require("point.answer", proposal, by)
    require("proposal.revise", proposal, by)
    with transaction.atomic():
        locked = lock_sale(proposal)
        offers = open_offers(locked)
        if not offers:
            return _taken_before(locked)
        if any(offer.awaits_answer for offer in offers):
            raise NotAnswered
        granted = [point for offer in offers for point in offer.points.all() if point.granted]
        if not granted:
            raise NothingGranted
        left = offers[0].version
        revise(locked, by=by, at=at)
        locked = lock_sale(proposal)
        following = current_of(locked)
        by_hand = _take(locked, left, granted, by, at)
        for offer in offers:
            offer.taken, offer.closed_at = following, at
            offer.save(update_fields=["taken", "closed_at"])
        data = {
            "from": left.version,
            "to": following.version,
            "points": [point.pk for point in granted],
            "by_hand": [point.pk for point in by_hand],
        }
        record("points.taken", sale=locked.pk, by=by, at=at, data=data)
        return following


def open_offers(proposal: Proposal) -> list[CounterOffer]:
    """The open counter-offers that the next version can still be made of, the oldest first."""
    found = proposal.counter_offers.open().select_related("version", "author").prefetch_related("points")
    return [offer for offer in found.order_by("sent_at", "pk") if in_play(proposal, offer.version)]


def in_play(proposal: Proposal, version: ProposalVersion) -> bool:
    """Whether this version counts, or the draft that follows it is being written."""
    current = current_of(proposal)
    return current.pk == version.pk or (current.is_draft and current.version == version.version + 1)


def _require_in_play(proposal: Proposal, offer: CounterOffer, at: datetime) -> None:
    if offer.closed_at is not None or not in_play(proposal, offer.version):
        raise NotNow(proposal.state_at(at), _("Esta contraproposta já foi encerrada. Nada foi enviado."))
    if (state := proposal.state_at(at)) not in CAN_BE_ANSWERED:
        raise not_now(proposal, state, to_vendor=True)


def _fit(point: Point, ruling: Ruling) -> Ruling:
    if ruling.outcome not in Outcome.values:
        raise Unfit(f"reply-{point.pk}", _("Escolha uma das opções."))
    empty = _("Diga por que não, em poucas palavras.") if ruling.outcome == Outcome.REFUSED else ""
    reply = fit_text(f"reply-{point.pk}", ruling.reply, longest=LONGEST_WORDS, empty=empty)
    if ruling.outcome != Outcome.OTHER:
        return Ruling(ruling.outcome, reply=reply)
    try:
        amount, words = fit_wish(point.aspect, ruling.amount, ruling.words)
    except Unfit as unfit_one:
        raise Unfit(f"other-{point.pk}", unfit_one.sentence) from unfit_one
    if amount is None and not words:
        raise Unfit(f"other-{point.pk}", _("Diga o que a empresa propõe no lugar."))
    return Ruling(ruling.outcome, amount, words, reply)


def _refuse_unreckonable(proposal: Proposal, new: Sequence[Point]) -> None:
    """Raises Unfit where no point is left to be answered and what was granted cannot be reckoned together.

    One of these answers can be another, for none of them is kept. Where all of them are refusals it is too late: what
    was granted before is told to the customer already, and is written by hand.
    """
    offers = open_offers(proposal)
    granted = [point for point in new if point.granted]
    if not granted or any(offer.awaits_answer for offer in offers):
        return
    together = [point for offer in offers for point in offer.points.all() if point.granted]
    try:
        _reckoned(proposal, [wish_of(point) for point in together if point.aspect != Aspect.PASSAGE])
    except Unfit as why:
        blamed = min(granted, key=lambda point: point.aspect != Aspect.TOTAL)
        field = "other" if blamed.outcome == Outcome.OTHER else "outcome"
        sentence = _("Com estas respostas a conta não fecha: %(why)s") % {"why": why.sentence}
        raise Unfit(f"{field}-{blamed.pk}", sentence) from why


def _reckoned(proposal: Proposal, wishes: Sequence[Wish]) -> tuple[CleanDraft, tuple[Wish, ...]]:
    """What stands now with these wishes in it, and those that it could not take. Raises Unfit."""
    try:
        after = with_wishes(draft_of(proposal), wishes)
        return clean_draft(after.draft), after.missed
    except BadPrice as bad:
        raise unfit("", bad) from bad
    except DraftRefused as refused:
        raise Unfit("", refused.problems[0].sentence) from refused


def _said_before(point: Point, ruling: Ruling) -> bool:
    if not point.outcome:
        return False
    said = Ruling(point.outcome, point.other_amount, point.other_words, point.reply)
    if said != ruling:
        raise AlreadySaid
    return True


def _rule(point: Point, ruling: Ruling, by: Member, at: datetime) -> None:
    point.outcome, point.reply = ruling.outcome, ruling.reply
    point.other_amount, point.other_words = ruling.amount, ruling.words
    point.answered_by, point.answered_at = by, at
    point.save(update_fields=_ANSWERED)


def _taken_before(proposal: Proposal) -> ProposalVersion:
    current = current_of(proposal)
    if not current.made_of.exists():
        raise NothingGranted
    return current


def _take(proposal: Proposal, left: ProposalVersion, granted: Sequence[Point], by: Actor, at: datetime) -> list[Point]:
    """Writes what was granted into the draft; gives back what has to be written by hand."""
    following = current_of(proposal)
    wishes = {wish_of(point): point for point in granted if point.aspect != Aspect.PASSAGE}
    clean, missed = _as_far_as_they_add_up(proposal, tuple(wishes))
    write(proposal, following, clean, by=by, at=at)
    by_hand = [wishes[wish] for wish in missed]
    contracts = {contract.pk: contract for contract in Contract.objects.filter(version=left)}
    for point in granted:
        if point.aspect == Aspect.PASSAGE and not _put(point, contracts.get(point.contract_id), following, at):
            by_hand.append(point)
    for point in by_hand:
        point.by_hand = True
        point.save(update_fields=["by_hand"])
    return by_hand


def _as_far_as_they_add_up(proposal: Proposal, wishes: tuple[Wish, ...]) -> tuple[CleanDraft, tuple[Wish, ...]]:
    """The draft with all wishes; or without the total, or all that is reckoned, or any: the least that is to blame.

    What is left out is among the missed. Raises Unfit where what stands cannot be written even by itself.
    """
    for aspects in ((), (Aspect.TOTAL,), _RECKONED):
        by_hand = tuple(wish for wish in wishes if wish.aspect in aspects)
        try:
            clean, missed = _reckoned(proposal, [wish for wish in wishes if wish not in by_hand])
        except Unfit:
            continue
        return clean, missed + by_hand
    return _reckoned(proposal, [])[0], wishes


def _put(point: Point, contract: Contract | None, following: ProposalVersion, at: datetime) -> bool:
    """Replaces the passage in the contract's copy in the next version, where it stands there once, word for word."""
    if contract is None:
        return False
    copy = Contract.objects.filter(version=following, title=contract.title, position=contract.position).first()
    if copy is None or copy.uploaded_id is not None:
        return False
    words = point.other_words if point.outcome == Outcome.OTHER else point.words
    body = put_in(copy.body, point.passage, words)
    if body is None:
        return False
    copy.body, copy.updated_at = body, at
    copy.save(update_fields=["body", "updated_at"])
    return True
