"""Putting many lines into a draft at once, whoever else is writing in it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from aceite.core.proposals.cleaning import clean_draft
from aceite.core.proposals.drafting import write
from aceite.core.proposals.drafts import Draft, DraftLine, draft_of
from aceite.core.proposals.locking import current_of, lock_sale
from aceite.core.proposals.models import Proposal
from aceite.core.proposals.permitting import require, require_move
from aceite.core.trail.actors import Actor


def add_lines(proposal: Proposal, lines: Sequence[DraftLine], *, by: Actor, at: datetime) -> Proposal:
    """Adds each line behind the last one of its section, at the end where the draft has no such section; those that
    stand before any heading of theirs go into its last section.

    Lines whose key the draft has already are not added again, so that the same form twice adds once. Nothing of the
    draft is lost, so no revision is asked for. Raises NotAllowed, NotNow and DraftRefused.
    """
    require("proposal.edit", proposal, by)
    with transaction.atomic():
        locked = lock_sale(proposal)
        require_move("proposal.edit", locked, at)
        draft = draft_of(locked)
        fuller = with_lines(draft, lines)
        if fuller != draft:
            write(locked, current_of(locked), clean_draft(fuller), by=by, at=at)
        return locked


def with_lines(draft: Draft, lines: Sequence[DraftLine]) -> Draft:
    """The draft with those of the lines it has not yet, each in its section."""
    held = {line.key for line in draft.lines}
    last = draft.lines[-1].section if draft.lines else ""
    new = [replace(line, section=line.section or last) for line in lines if line.key not in held]
    return replace(draft, lines=_put(draft.lines, new))


def _put(lines: Sequence[DraftLine], new: Sequence[DraftLine]) -> tuple[DraftLine, ...]:
    # The new ones of a section stay together and in their order.
    put = list(lines)
    for section in dict.fromkeys(line.section for line in new):
        behind = max((at for at, line in enumerate(put, 1) if line.section == section), default=len(put))
        put[behind:behind] = [line for line in new if line.section == section]
    return tuple(put)
