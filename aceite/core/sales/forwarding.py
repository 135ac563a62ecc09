"""Somebody of the customer who does not decide hands the proposal on to a colleague who may."""

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from aceite.core.customers.models import PanelUser
from aceite.core.people.limits import hit
from aceite.core.proposals.locking import current_of, lock_sale
from aceite.core.proposals.models import Proposal
from aceite.core.proposals.permitting import not_now, require, seen_by
from aceite.core.proposals.states import State
from aceite.core.sales.answering import standing_person
from aceite.core.trail.models import Event
from aceite.core.trail.recording import record
from aceite.core.trail.refusals import Refusal, fit_text

LONGEST_WORDS: Final = 1000
# The same colleague is told of the same version once a day, and nobody is told by one person without end.
AGAIN_AFTER: Final = timedelta(days=1)
_A_DAY: Final = 10


class NotADecider(Refusal):
    """Whoever was chosen may not approve this sale, or a mail would not reach her."""

    sentence = _("Esta pessoa não pode aprovar a proposta agora. Escolha outra; nada foi enviado.")


def forward(proposal: Proposal, person: PanelUser, text: str = "", *, by: PanelUser, at: datetime) -> bool:
    """Tells `person`, who may approve and sees the sale, that her decision is awaited, in the words of `by`.

    Gives nobody a right. Whether she was told now: the same colleague hears of one version once a day.
    Raises NotAllowed, NotNow, NotADecider, Unfit and TooMany.
    """
    require("proposal.forward", proposal, by)
    words = fit_text("text", text, longest=LONGEST_WORDS)
    with transaction.atomic():
        locked = lock_sale(proposal)
        standing_person("proposal.forward", locked, by)
        if (state := locked.state_at(at)) is not State.SENT:
            raise not_now(locked, state, to_vendor=False)
        if person.pk == by.pk or not may_decide(locked, person):
            raise NotADecider
        data = {"version": current_of(locked).version, "panel_user": person.pk}
        if _told_lately(locked, data, by, at):
            return False
        hit(f"forward/{by.pk}", limit=_A_DAY, per=AGAIN_AFTER, at=at)
        record("proposal.forwarded", sale=locked.pk, by=by, at=at, data=data, personal={"text": words} if words else {})
    return True


def may_decide(proposal: Proposal, person: PanelUser) -> bool:
    """Whether she may approve this sale as she stands, sees it, and would hear of it."""
    standing = PanelUser.objects.within_reach().filter(pk=person.pk).first()
    return standing is not None and standing.may("proposal.approve") and seen_by(proposal, standing)


def _told_lately(proposal: Proposal, data: dict[str, int], by: PanelUser, at: datetime) -> bool:
    chain = Event.objects.of_chain(proposal.company_id, f"sale/{proposal.pk}").filter(kind="proposal.forwarded")
    lately = chain.filter(actor_kind=by.kind, actor_id=by.pk, at__gt=at - AGAIN_AFTER)
    return any(event.data == data for event in lately)
