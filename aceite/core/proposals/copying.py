"""A new proposal, or a new version, made from what stands in another one."""

from dataclasses import replace
from datetime import date, datetime

from django.db import transaction

from aceite.core.customers.models import Customer
from aceite.core.documents.holding import with_files
from aceite.core.people.models import Member
from aceite.core.proposals.blocks import ProposalBlock
from aceite.core.proposals.drafting import create_proposal
from aceite.core.proposals.drafts import Draft, blank_draft, draft_of
from aceite.core.proposals.forgotten import SaleForgotten, is_forgotten
from aceite.core.proposals.locking import current_of
from aceite.core.proposals.models import Attachment, Instalment, Line, Proposal, ProposalVersion
from aceite.core.proposals.permitting import require
from aceite.core.proposals.states import VersionState
from aceite.core.rows.inserting import put_copies
from aceite.core.trail.actors import Actor


def copy_proposal(
    proposal: Proposal,
    *,
    customer: Customer | None = None,
    valid_until: date | None = None,
    seller: Member,
    key: str = "",
    by: Actor,
    at: datetime,
) -> Proposal:
    """A new draft with all that stands in the current version; validity and due dates move along.

    `valid_until` is its last valid day where that is known, in the company's zone.
    For another customer the internal notes stay behind. Raises NotAllowed, SaleForgotten.
    """
    require("sale.see", proposal, by)
    if is_forgotten(proposal):
        raise SaleForgotten
    target = customer or proposal.customer
    with transaction.atomic():
        draft = _moved(draft_of(proposal), proposal, at)
        if valid_until is not None:
            draft = replace(draft, valid_until=valid_until)
        if target.pk != proposal.customer_id:
            draft = replace(draft, internal_notes="", consumer_relation=None)
        made = create_proposal(target, draft, seller=seller, key=key, by=by, at=at)
        copy_attachments(current_of(proposal), current_of(made))
        copy_blocks(current_of(proposal), current_of(made))
        return made


def next_version(
    version: ProposalVersion, *, at: datetime, state: VersionState = VersionState.DRAFT
) -> ProposalVersion:
    """Version n+1 with the same content, as a draft for `revise` and `withdraw`, inside their transaction."""
    made = ProposalVersion.objects.get(pk=version.pk)
    made.pk, made.version, made.revision, made.state = None, version.version + 1, 0, state
    made._state.adding = True
    made.code, made.paper, made.manifest, made.openings, made.bundle_sha256 = "", None, "", {}, ""
    made.sent_at = made.closed_at = None
    made.created_at, made.saved_at, made.saved_by = at, None, None
    made.save(force_insert=True)
    put_copies(list(Line.objects.filter(version=version)), version=made)
    put_copies(list(Instalment.objects.filter(version=version)), version=made)
    copy_attachments(version, made)
    copy_blocks(version, made)
    return made


def copy_attachments(source: ProposalVersion, target: ProposalVersion) -> None:
    """The same files go with the other version too; their bytes stand once."""
    if not target.attachments.exists():
        put_copies(with_files(Attachment.objects.filter(version=source), "document_id"), version=target)


def copy_blocks(source: ProposalVersion, target: ProposalVersion) -> None:
    """The same presentation goes around the other version too."""
    if not target.blocks.exists():
        put_copies(with_files(ProposalBlock.objects.filter(version=source), "picture_id"), version=target)


def _moved(draft: Draft, proposal: Proposal, at: datetime) -> Draft:
    today = at.astimezone(proposal.company.tz).date()
    made_on = current_of(proposal).created_at.astimezone(proposal.company.tz).date()
    # Due dates keep their distance from the day the proposal was made.
    moved = tuple(replace(p, due_on=p.due_on + (today - made_on)) for p in draft.instalments)
    first_due = draft.recurring_first_due + (today - made_on) if draft.recurring_first_due else None
    valid_until = blank_draft(proposal.company, at).valid_until
    return replace(draft, valid_until=valid_until, instalments=moved, recurring_first_due=first_due)
