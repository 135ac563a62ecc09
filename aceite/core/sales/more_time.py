"""The customer asks to be given longer to answer; the vendor extends the validity, or does not."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aceite.core.customers.models import PanelUser
from aceite.core.proposals.locking import current_of, lock_sale
from aceite.core.proposals.models import Proposal
from aceite.core.proposals.permitting import not_now, require
from aceite.core.proposals.states import State
from aceite.core.sales.answering import standing_person
from aceite.core.sales.extending import last_valid_day
from aceite.core.trail.actors import Actor
from aceite.core.trail.models import Event
from aceite.core.trail.recording import record
from aceite.core.trail.refusals import Refusal, Unfit, fit_text

LONGEST: Final = timedelta(days=365)
LONGEST_WORDS: Final = 1000
# Only what an extension can keep alive.
CAN_BE_GIVEN: Final = (State.SENT, State.EXPIRED)
# What answers a request, whatever day came of it.
_ANSWERS: Final = ("proposal.extended", "time.refused")


class AlreadyAnswered(Refusal):
    """Nobody waits for this answer: the request was answered, or its day or its version went by."""

    sentence = gettext_lazy("Este pedido já foi respondido ou não vale mais. Ninguém foi avisado agora.")


def ask_for_time(proposal: Proposal, until: date, text: str = "", *, by: PanelUser, at: datetime) -> None:
    """Asks the vendor to extend the validity to the end of `until`, a day in the company's zone. It binds nobody, and
    nothing is extended by it. The same day asked for again by the same person is one request.

    Raises NotAllowed, NotNow and Unfit.
    """
    require("time.ask", proposal, by)
    words = fit_text("text", text, longest=LONGEST_WORDS)
    with transaction.atomic():
        locked = lock_sale(proposal)
        standing_person("time.ask", locked, by)
        if (state := locked.state_at(at)) not in CAN_BE_GIVEN:
            raise not_now(locked, state, to_vendor=False)
        _refuse_day(locked, until, at)
        data = {"version": current_of(locked).version, "until": until.isoformat()}
        before = _standing(locked)
        if before is not None and before.data == data and before.actor_id == by.actor_id:
            return
        record("time.asked", sale=locked.pk, by=by, at=at, data=data, personal={"text": words} if words else {})


@dataclass(frozen=True)
class TimeAsked:
    """A request that waits for its answer: the day it names, and the moment it was made."""

    until: date
    since: datetime


def time_asked(proposal: Proposal, *, at: datetime) -> TimeAsked | None:
    """What the customer asked for, as long as nobody answered it: the version that counts does not hold so long yet,
    the day is not past, and the vendor has neither extended nor said no since."""
    asked = _standing(proposal)
    if asked is None or asked.data.get("version") != current_of(proposal).version:
        return None
    until, holds = date.fromisoformat(asked.data["until"]), last_valid_day(proposal)
    goes_on = at.astimezone(proposal.company.tz).date() <= until
    return TimeAsked(until, asked.at) if goes_on and holds is not None and until > holds else None


def keep_validity(proposal: Proposal, text: str = "", *, by: Actor, at: datetime) -> None:
    """Answers the request with no: the validity stays, and whoever asked is told. The same click twice tells once;
    other words after it are no same click, and their writer learns that nobody reads them.

    Raises NotAllowed, Unfit and AlreadyAnswered.
    """
    require("proposal.extend", proposal, by)
    words = fit_text("text", text, longest=LONGEST_WORDS)
    with transaction.atomic():
        locked = lock_sale(proposal)
        asked = _standing(locked)
        if asked is None or time_asked(locked, at=at) is None:
            if _refused_by(locked, by, words):
                return
            raise AlreadyAnswered
        data = {**asked.data, "panel_user": asked.actor_id}
        record("time.refused", sale=locked.pk, by=by, at=at, data=data, personal={"text": words} if words else {})


def _standing(proposal: Proposal) -> Event | None:
    """The request that came last, unless an answer came after it."""
    newest = _newest(proposal)
    return newest if newest is not None and newest.kind == "time.asked" else None


def _refused_by(proposal: Proposal, by: Actor, words: str) -> bool:
    """Whether the last that was said about time is this actor's no, in these words."""
    newest = _newest(proposal)
    if newest is None or newest.kind != "time.refused":
        return False
    said = newest.openings.filter(field="text").values_list("value", flat=True).first() or ""
    return (newest.actor_kind, newest.actor_id, said) == (by.kind, by.actor_id, words)


def _newest(proposal: Proposal) -> Event | None:
    chain = Event.objects.of_chain(proposal.company_id, f"sale/{proposal.pk}")
    return chain.filter(kind__in=("time.asked", *_ANSWERS)).last()


def _refuse_day(proposal: Proposal, until: date, at: datetime) -> None:
    today = at.astimezone(proposal.company.tz).date()
    holds = last_valid_day(proposal)
    if until < today or (holds is not None and until <= holds):
        raise Unfit("until", _("Escolha um dia depois da validade de hoje."))
    if until > today + LONGEST:
        raise Unfit("until", _("Peça no máximo um ano."))
