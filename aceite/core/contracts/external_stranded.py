"""PDFs signed outside that would wait for ever: whose judging failed for good, and whose signer has no place any more.

What failed was the machine and not the file, so the vendor is told, and can have it judged again.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from aceite.core.contracts.external_checking import AlreadyDecided
from aceite.core.contracts.external_files import ExternalFile, ExternalFileQuerySet
from aceite.core.contracts.external_standing import OutOfPlace, turn_of
from aceite.core.contracts.external_turns import as_kept, facts_of, refuse_by_rules
from aceite.core.contracts.states import ExternalState
from aceite.core.contracts.turns import note_waiting
from aceite.core.proposals.locking import lock_sale
from aceite.core.proposals.models import Proposal
from aceite.core.proposals.permitting import require, require_move
from aceite.core.trail.actors import Actor, System
from aceite.core.trail.recording import record
from aceite.core.trail.refusals import NotAllowed
from aceite_verify.external_pages import NOT_JUDGED


def without_place() -> ExternalFileQuerySet:
    """Files under way whose signer signed otherwise, was replaced or erased, or is needless by now."""
    gone = Q(signer__statement__isnull=False) | Q(signer__replaced_at__isnull=False)
    # Sent in her turn, and the turn went by: enough others have signed. Under the lock `retire` asks the plan again.
    gone |= Q(signer__idle=True)
    gone |= Q(contract__completed_at__isnull=False)
    return ExternalFile.objects.under_way().filter(gone | Q(uploaded_by__erased_at__isnull=False))


def unjudged(ids: Iterable[int]) -> ExternalFileQuerySet:
    """Those of these files that still wait for the rules."""
    return ExternalFile.objects.filter(pk__in=ids, state=ExternalState.WAITING)


def leave_to_people(file: ExternalFile, *, by: System, at: datetime) -> None:
    """The rules will not speak of it: the vendor is told. Twice is harmless. Raises NotAllowed."""
    with transaction.atomic():
        proposal, fresh = _locked(file, by)
        if fresh.state != ExternalState.WAITING:
            return
        try:
            turn = turn_of(fresh, proposal)
        except OutOfPlace as gone:
            refuse_by_rules(fresh, gone.turn, gone.finding, by=by, at=at)
        else:
            fresh.state, fresh.findings = ExternalState.MANUAL, as_kept([NOT_JUDGED])
            fresh.save(update_fields=["state", "findings"])
            data = facts_of(fresh, turn.sitting)
            record("external.to_check", by=by, at=at, sale=proposal.pk, data=data, held=turn.chain)
        note_waiting(proposal, at)


def retire(file: ExternalFile, *, by: System, at: datetime) -> None:
    """Refuses a file that cannot count any more, and so waits for nobody. Twice is harmless. Raises NotAllowed."""
    with transaction.atomic():
        proposal, fresh = _locked(file, by)
        if fresh.state not in (ExternalState.WAITING, ExternalState.MANUAL):
            return
        try:
            turn_of(fresh, proposal)
        except OutOfPlace as gone:
            refuse_by_rules(fresh, gone.turn, gone.finding, by=by, at=at)
            note_waiting(proposal, at)


def ask_again(file: ExternalFile, *, by: Actor, at: datetime) -> ExternalFile:
    """The vendor has a file judged that the rules said nothing of yet. Twice is once.

    Raises NotAllowed, NotNow, and AlreadyDecided when the rules or a member have spoken.
    """
    version = file.contract.version
    if version is None or by.company_id != file.company_id:
        raise NotAllowed
    require("external.check", version.proposal, by)
    with transaction.atomic():
        proposal = lock_sale(version.proposal_id)
        fresh = ExternalFile.objects.select_related("document", "contract__version").get(pk=file.pk)
        if fresh.state == ExternalState.WAITING:
            return fresh
        if not fresh.wants_judging:
            raise AlreadyDecided
        require_move("external.check", proposal, at)
        fresh.state, fresh.findings = ExternalState.WAITING, []
        fresh.save(update_fields=["state", "findings"])
        data = {"external": fresh.pk, "contract": fresh.contract_id, "external_sha256": fresh.document.sha256}
        record("external.asked_again", by=by, at=at, sale=proposal.pk, data=data)
        note_waiting(proposal, at)
    return fresh


def _locked(file: ExternalFile, by: System) -> tuple[Proposal, ExternalFile]:
    version = file.contract.version
    if version is None or by.company_id != file.company_id or not by.may("external.judge"):
        raise NotAllowed
    proposal = lock_sale(version.proposal_id)
    rows = ExternalFile.objects.select_related("document", "uploaded_by", "signer__panel_user", "contract")
    return proposal, rows.get(pk=file.pk)
