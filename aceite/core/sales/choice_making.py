"""The version a choice makes, in the worker: prepared beside the one that stands, rendered, then put in its place."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from aceite.core.clearances.needing import need_of
from aceite.core.contracts.checking import problems_before_sending
from aceite.core.contracts.closing import acted_upon, void_signatures
from aceite.core.contracts.copying import copy_contracts
from aceite.core.contracts.forgetting import forget_prepared
from aceite.core.contracts.turns import turn_in
from aceite.core.proposals.choosing import chosen_draft
from aceite.core.proposals.copying import next_version
from aceite.core.proposals.drafting import write_version
from aceite.core.proposals.drafts import draft_of, plan_of
from aceite.core.proposals.locking import current_of, lock_sale
from aceite.core.proposals.models import Proposal, ProposalVersion
from aceite.core.proposals.pricing import BadPrice
from aceite.core.proposals.states import State, VersionState
from aceite.core.sales.bundle import Content, content_of, hold_powers
from aceite.core.sales.choosing import fail_choice
from aceite.core.sales.freezing import freeze_version
from aceite.core.sales.offer_choices import Failure, OfferChoice
from aceite.core.sales.papers import CouldNotRender, Papers, set_papers
from aceite.core.trail.actors import Actor, System
from aceite.core.trail.recording import record

_JOINED: Final = OfferChoice.objects.select_related("version", "made")


class ChangedMeanwhile(Exception):
    """What would be bound changed while the papers were set; the job is tried again."""


class _Failed(Exception):
    def __init__(self, failure: Failure) -> None:
        self.failure = failure


@dataclass(frozen=True)
class _Ground:
    choice: OfferChoice
    proposal: Proposal

    @property
    def version(self) -> ProposalVersion:
        return current_of(self.proposal)


@dataclass(frozen=True)
class Rendered:
    """The papers of a prepared version, and what they were set from."""

    papers: Papers
    seen: str
    at: datetime


def prepare_choice(choice_id: int, *, at: datetime) -> bool:
    """Makes the rows of the version a choice leads to, beside the one that stands; nobody sees them yet.

    Says whether there is something to render. Twice is harmless; what stands in the way closes the choice.
    """
    with transaction.atomic():
        ground = _standing(choice_id, at)
        if ground is None or ground.choice.made_id is not None:
            return ground is not None
        try:
            ground.choice.made = _prepared(ground, at)
        except _Failed as failed:
            forget_prepared(ground.proposal)
            fail_choice(ground.choice, failed.failure, at=at)
            return False
        ground.choice.save(update_fields=["made"])
        return True


def render_choice(choice_id: int, *, at: datetime) -> Rendered | None:
    """Sets P and every D of what was prepared; takes no lock. None where nothing is to come of it any more.

    Raises ChangedMeanwhile where it is gone, to be prepared anew.
    """
    choice = _JOINED.get(pk=choice_id)
    if not choice.is_under_way:
        return None
    if choice.made is None:
        raise ChangedMeanwhile
    made = choice.made
    made.proposal = Proposal.objects.with_sheet().get(pk=choice.proposal_id)
    made.company = made.proposal.company
    content = content_of(made)
    seen = content.fingerprint(at=at)
    try:
        return Rendered(set_papers(content, at=at), seen, at)
    except CouldNotRender:
        with transaction.atomic():
            if (ground := _standing(choice_id, at)) is not None:
                forget_prepared(ground.proposal)
                fail_choice(ground.choice, Failure.PAPERS, at=at)
        return None


def finish_choice(choice_id: int, rendered: Rendered, *, at: datetime) -> ProposalVersion | None:
    """Freezes what was rendered and puts it in the place of the version it was chosen of, in one act.

    Raises ChangedMeanwhile where a row that the papers name was changed since.
    """
    with transaction.atomic():
        ground = _standing(choice_id, at)
        if ground is None:
            return None
        made = ground.choice.made
        if made is None:
            # Somebody who signs was replaced: it is prepared anew, with whoever signs now.
            raise ChangedMeanwhile
        made.proposal, made.company = ground.proposal, ground.proposal.company
        hold_powers(made)
        content = content_of(made)
        if content.fingerprint(at=rendered.at) != rendered.seen:
            raise ChangedMeanwhile
        return _put_in_place(ground, content, rendered.papers, by=System(made.company_id), at=at)


def _prepared(ground: _Ground, at: datetime) -> ProposalVersion:
    proposal, version = ground.proposal, ground.version
    try:
        plan = plan_of(OfferChoice.vendors_own(version))
        clean = chosen_draft(draft_of(proposal), ground.choice.chosen(), plan)
    except BadPrice:
        raise _Failed(Failure.OVERTAKEN) from None
    forget_prepared(proposal)
    made = next_version(version, at=at, state=VersionState.PREPARED)
    made.proposal, made.company = proposal, proposal.company
    write_version(made, clean, by=System(proposal.company_id), at=at)
    _keep_validity(made, proposal)
    copy_contracts(version, made, at=at)
    if any(problem.blocks for problem in problems_before_sending(made, at=at)):
        raise _Failed(Failure.CONTRACTS)
    return made


def _keep_validity(made: ProposalVersion, proposal: Proposal) -> None:
    """The last valid day is the one that holds, also where it was extended since."""
    if proposal.expires_at is not None:
        last = proposal.expires_at - timedelta(microseconds=1)
        made.valid_until = last.astimezone(proposal.company.tz).date()
        made.save(update_fields=["valid_until"])


def _standing(choice_id: int, at: datetime) -> _Ground | None:
    """The sale, locked, and the choice, while its version can be made; else the choice is closed."""
    choice = _JOINED.get(pk=choice_id)
    proposal = lock_sale(choice.proposal_id)
    # Read anew: whoever held the lock may have dealt with it.
    choice = _JOINED.get(pk=choice_id)
    if not choice.is_under_way:
        return None
    ground = _Ground(choice, proposal)
    if (failure := _why_not(ground, at)) is not None:
        forget_prepared(proposal)
        fail_choice(choice, failure, at=at)
        return None
    return ground


def _why_not(ground: _Ground, at: datetime) -> Failure | None:
    if ground.version.pk != ground.choice.version_id or ground.proposal.state_at(at) is not State.SENT:
        return Failure.OVERTAKEN
    return Failure.SIGNED if acted_upon(ground.version) else None


def _put_in_place(ground: _Ground, content: Content, papers: Papers, *, by: Actor, at: datetime) -> ProposalVersion:
    choice, proposal, left, made = ground.choice, ground.proposal, ground.version, content.version
    left.state, left.closed_at = VersionState.SUPERSEDED, at
    left.save(update_fields=["state", "closed_at"])
    void_signatures(left, by=by, at=at)
    data = freeze_version(content, papers, at=at)
    proposal.current = proposal.shown = made
    proposal.total, proposal.sent_at, proposal.last_viewed_at = made.worth, at, None
    proposal.waiting_for, proposal.waiting_since = turn_in(proposal), at
    proposal.save()
    # The vendor offered it, so that no rule stands in its way; what the rules find is kept beside it.
    choice.made_at, choice.caught = at, [each.kept() for each in need_of(proposal, made, by=by).caught]
    choice.save(update_fields=["made_at", "caught"])
    told = {**data, "choice": choice.pk, "from": left.version}
    record("choice.made", sale=proposal.pk, by=by, at=at, data=told)
    return made
