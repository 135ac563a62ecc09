"""For whom a sent sale waits, kept beside its state: lists are filtered by it, and reminders begin with it."""

from datetime import datetime

from django.db import transaction

from aceite.core.contracts.closing import Side, blocking, whose_turn
from aceite.core.contracts.models import Signer
from aceite.core.customers.models import PanelUser
from aceite.core.proposals.locking import current_of, lock_sale
from aceite.core.proposals.models import Proposal, ProposalQuerySet
from aceite.core.proposals.permitting import require
from aceite.core.proposals.states import State
from aceite.core.trail.actors import Actor


def turn_in(proposal: Proposal) -> Side:
    """Whose turn it is in a sale that was sent and is open."""
    talks = proposal.questions.unanswered().exists() or proposal.counter_offers.standing().exists()
    return "vendor" if talks else whose_turn(blocking(current_of(proposal), proposal.company.copies_policy))


def note_waiting(proposal: Proposal, at: datetime) -> None:
    """Keeps whose turn it is, and since when, after something came or was answered. Part of a verb, under its lock."""
    if proposal.state_at(at) is not State.SENT:
        return
    waits = turn_in(proposal)
    if proposal.waiting_for != waits:
        proposal.waiting_for = waits
        proposal.waiting_since = at
        proposal.save(update_fields=["waiting_for", "waiting_since"])


def to_be_signed_by(person: PanelUser) -> ProposalQuerySet:
    """The sent sales with a contract that has a place of hers, not signed yet."""
    places = Signer.objects.pending().filter(panel_user=person, contract__frozen_at__isnull=False)
    sales = places.values("contract__version__proposal")
    return Proposal.objects.filter(standing=State.SENT, pk__in=sales).order_by("pk")


def look_whose_turn(proposal: Proposal, *, by: Actor, at: datetime) -> None:
    """The same as a verb of its own, where what changed stands outside of the sale. Raises NotAllowed."""
    require("proposal.watch", proposal, by)
    with transaction.atomic():
        note_waiting(lock_sale(proposal.pk), at)
