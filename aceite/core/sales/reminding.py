"""Asking the customer once more: one mail to those the sale waits for, and not again within a day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aceite.core.companies.moments import day_words
from aceite.core.proposals.locking import current_of, lock_sale
from aceite.core.proposals.models import Proposal
from aceite.core.proposals.permitting import require, require_move
from aceite.core.sales.waiting import Standing, Turn, standing_of
from aceite.core.trail.actors import Actor
from aceite.core.trail.models import Event
from aceite.core.trail.recording import record
from aceite.core.trail.refusals import Refusal

# Whoever was asked has this long before she is asked again.
REST: Final = timedelta(hours=24)
# What a reminder leaves in the trail; the clock's own word before the end of the validity counts as one.
_ASKED: Final = ("reminder.sent", "proposal.reminded")


class NothingToAsk(Refusal):
    """The sale does not wait for the customer."""

    sentence = gettext_lazy("Esta venda espera pela empresa, não pelo cliente. Nenhum lembrete foi enviado.")


class NobodyToAsk(Refusal):
    """None of the customer's people who could act has an access that stands and an address that is hers."""

    sentence = gettext_lazy(
        "Nenhuma pessoa deste cliente que possa fazer o que falta recebe e-mail desta proposta. No cadastro dele, dê o "
        "direito a alguém ou corrija o e-mail."
    )


class AskedAlready(Refusal):
    """The customer was reminded less than REST ago, at `last`."""

    def __init__(self, last: datetime) -> None:
        self.last = last
        words = _("O cliente já foi lembrado em %(day)s, às %(time)s. Espere um dia antes do próximo lembrete.")
        super().__init__(words % {"day": day_words(last.date()), "time": f"{last:%H:%M}"})


@dataclass(frozen=True)
class Asking:
    """What tells whether each of some sales' customers can be asked now."""

    standing: Standing
    last: dict[int, datetime]

    def turn(self, proposal: Proposal, at: datetime) -> Turn:
        """What is asked, and of whom. Raises NotNow, NothingToAsk, NobodyToAsk and AskedAlready."""
        require_move("proposal.remind", proposal, at)
        turn = asked_of(self.standing, proposal, at)
        if turn is None:
            raise NothingToAsk
        if not turn.reach:
            raise NobodyToAsk
        last = self.last.get(proposal.pk)
        if last is not None and at - last < REST:
            raise AskedAlready(last.astimezone(proposal.company.tz))
        return turn


def asked_of(standing: Standing, proposal: Proposal, at: datetime) -> Turn | None:
    """What the sale waits for of its customer, the down payment too; None when nothing is asked of her."""
    waiting = standing.waiting(proposal, at)
    if waiting is not None and waiting.side == "customer":
        return waiting.turn
    return standing.owing(proposal)


def asking_of(proposals: Sequence[Proposal], at: datetime) -> Asking:
    """Fetches it for these sales of one company, in a number of queries that does not depend on theirs."""
    return Asking(standing_of(proposals, at), last_asked(proposals))


def last_asked(proposals: Sequence[Proposal]) -> dict[int, datetime]:
    """When the customer of each of these sales of one company was last reminded, where that ever was."""
    chains = {f"sale/{proposal.pk}": proposal.pk for proposal in proposals}
    company = proposals[0].company_id if proposals else 0
    events = Event.objects.filter(company_id=company, chain__in=chains, kind__in=_ASKED).order_by("chain", "seq")
    return {chains[chain]: at for chain, at in events.values_list("chain", "at")}


def remind(proposal: Proposal, *, by: Actor, at: datetime) -> Proposal:
    """Asks those of the customer whose act the sale waits for, once more, by mail.

    Raises NotAllowed, NotNow, NothingToAsk, NobodyToAsk, and AskedAlready where that was less than REST ago.
    """
    require("proposal.remind", proposal, by)
    with transaction.atomic():
        locked = lock_sale(proposal)
        turn = asking_of([locked], at).turn(locked, at)
        data = {"version": current_of(locked).version, "task": turn.task, "people": list(turn.reach)}
        record("reminder.sent", sale=locked.pk, by=by, at=at, data=data)
        return locked
