"""The sales of an act, one at a time: each once, with the note of what became of it, whatever dies in between."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import QuerySet

from aceite.core.bulk.looking import Choice, act_on, refusals
from aceite.core.bulk.models import KEPT_FOR, BulkAct, BulkRow
from aceite.core.bulk.states import BulkState, Outcome
from aceite.core.proposals.models import Proposal
from aceite.core.trail.actors import System
from aceite.core.trail.recording import record
from aceite.core.trail.refusals import Refusal

# Sales that are only looked at are taken by the lot.
LOT: Final = 200


def take_next(act: BulkAct, *, at: datetime) -> BulkAct:
    """Sees to the next sale, in one transaction with its note; returns how the act stands then.

    Only one sale is locked at a time, so that two acts on the same ones wait for, and never block, each other. An act
    that only looks goes on running when all were looked at: what it is for is still to come.
    """
    with transaction.atomic():
        joined = BulkAct.objects.select_for_update(of=("self",)).select_related("member__company", "seller")
        locked = joined.get(pk=act.pk)
        if locked.state != BulkState.RUNNING:
            return locked
        rows = list(BulkRow.objects.waiting(locked)[: LOT if locked.only_looks else 1])
        if not rows:
            return _all_looked_at(locked) if locked.only_looks else finish(locked, at)
        if locked.only_looks:
            _look_at(locked, rows, at)
        else:
            _see_to(locked, rows[0], at)
        locked.done += len(rows)
        locked.save(update_fields=["done"])
        return locked


def old_reports(at: datetime) -> "QuerySet[BulkRow]":
    """What was told of each sale, of acts that ended long ago."""
    ended = BulkAct.objects.exclude(state=BulkState.RUNNING).filter(created_at__lt=at - KEPT_FOR)
    return BulkRow.objects.filter(of__in=ended)


def finish(act: BulkAct, at: datetime) -> BulkAct:
    """Ends the locked act, every sale of which was seen to."""
    act.state, act.finished_at = BulkState.DONE, at
    act.save(update_fields=["state", "finished_at"])
    counts = BulkRow.objects.of_act(act).tallied()
    data = {"bulk": act.pk, "act": act.kind, "done": counts.get(Outcome.DONE, 0)}
    data["refused"] = counts.get(Outcome.REFUSED, 0)
    record("bulk.finished", by=System(act.company_id), at=at, data=data)
    return act


def _all_looked_at(act: BulkAct) -> BulkAct:
    # Fewer rows than were ordered may be left: one goes with its removed sale, all of them with a report gone too old.
    act.done = act.total
    act.save(update_fields=["done"])
    return act


def _look_at(act: BulkAct, rows: Sequence[BulkRow], at: datetime) -> None:
    sales = Proposal.objects.with_sheet().filter(pk__in=[row.proposal_id for row in rows])
    why = refusals(Choice.of(act), list(sales), by=act.member, at=at)
    refused = [row for row in rows if row.proposal_id in why]
    BulkRow.objects.filter(pk__in=[row.pk for row in rows if row.proposal_id not in why]).update(outcome=Outcome.DONE)
    for row in refused:
        row.outcome, row.sentence = Outcome.REFUSED, why[row.proposal_id][:400]
        row.save(update_fields=["outcome", "sentence"])


def _see_to(act: BulkAct, row: BulkRow, at: datetime) -> None:
    row.outcome, row.sentence = _outcome(act, row, at)
    row.save(update_fields=["outcome", "sentence"])


def _outcome(act: BulkAct, row: BulkRow, at: datetime) -> tuple[str, str]:
    sale = Proposal.objects.with_sheet().get(pk=row.proposal_id)
    try:
        # A refusal takes back what its verb had begun, and nothing else.
        with transaction.atomic():
            act_on(Choice.of(act), sale, by=act.member, at=at)
    except Refusal as refusal:
        return Outcome.REFUSED, str(refusal)[:400]
    return Outcome.DONE, ""
