"""For whom a sent sale waits, kept beside its state: lists are filtered by it, and reminders begin with it."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import BigIntegerField, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from aceite.core.contracts.closing import Side, blocking, whose_turn
from aceite.core.contracts.external_files import ExternalFile
from aceite.core.contracts.models import Signer
from aceite.core.contracts.states import ExternalState
from aceite.core.contracts.unable import under_way
from aceite.core.customers.models import PanelUser
from aceite.core.proposals.locking import current_of, lock_sale
from aceite.core.proposals.models import CounterOffer, Proposal, ProposalQuerySet, Question
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


def stopped(companies: "QuerySet[Any, Any] | list[int]", at: datetime) -> "QuerySet[Signer, Any]":
    """Of these companies the keys of the sales that stop until the vendor names another signer, and for nothing that
    he has to answer or to check first: what waits for that is found by that."""
    unable = PanelUser.objects.filter(Q(deactivated_at__isnull=False) | Q(can_sign=False), company__in=companies)
    of_sale = {"proposal": OuterRef("contract__version__proposal")}
    to_check = ExternalFile.objects.filter(contract=OuterRef("contract"), state=ExternalState.MANUAL)
    # From the people, of whom few are named anywhere: SQLite took the index of the statements for all who have not
    # signed yet, of every sale. Where others suffice, `note_waiting` has kept that it is the customer's turn.
    return (
        Signer.objects.standing()
        .alias(acted=Coalesce("statement_id", 0, output_field=BigIntegerField()))
        .filter(
            Exists(under_way().filter(pk=OuterRef("contract"))),
            ~Exists(Question.objects.unanswered().filter(**of_sale)),
            ~Exists(CounterOffer.objects.standing().filter(**of_sale)),
            ~Exists(to_check),
            acted=0,
            panel_user__in=unable.order_by().values("pk"),
            contract__version__proposal__waiting_for="vendor",
            contract__version__proposal__expires_at__gt=at,
        )
        .order_by()
        .values("contract__version__proposal")
    )


def look_whose_turn(proposal: Proposal, *, by: Actor, at: datetime) -> None:
    """The same as a verb of its own, where what changed stands outside of the sale. Raises NotAllowed."""
    require("proposal.watch", proposal, by)
    with transaction.atomic():
        note_waiting(lock_sale(proposal.pk), at)
