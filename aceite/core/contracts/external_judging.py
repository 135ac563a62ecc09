"""What becomes of a PDF signed outside once the rules have spoken: it counts, waits for the vendor, or is refused.

Judging takes seconds and happens between two looks at the database: what is asked is read first, and what stands by
then is asked again under the sale's lock.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from aceite.core.contracts.external_basis import basis_of, expected_of, newest_file
from aceite.core.contracts.external_files import ExternalFile
from aceite.core.contracts.external_signing import sign_by_file
from aceite.core.contracts.external_standing import OutOfPlace, turn_of
from aceite.core.contracts.external_turns import as_kept, facts_of, refuse_by_rules
from aceite.core.contracts.models import Contract, Signer
from aceite.core.contracts.plans import acted_of, plan_of, who_of
from aceite.core.contracts.states import ExternalState
from aceite.core.contracts.turns import note_waiting
from aceite.core.documents.models import Document
from aceite.core.documents.reading import read
from aceite.core.proposals.locking import lock_sale
from aceite.core.proposals.models import Proposal
from aceite.core.proposals.states import MOVES
from aceite.core.trail.actors import Actor
from aceite.core.trail.recording import record
from aceite.core.trail.refusals import NotAllowed
from aceite.kit.sealing.external import Judged
from aceite_verify.outside import Basis, Expected, Outcome


@dataclass(frozen=True)
class Question:
    """What the rules are asked: the file, what it has to be built on, whom it has to name."""

    data: bytes
    base: Document
    basis: Basis
    expected: Expected


def question_about(file: ExternalFile) -> Question:
    """Everything by which a file is judged, read from the database. Raises documents.reading.Tampered."""
    contract = Contract.objects.select_related("version__proposal__customer", "document").get(pk=file.contract_id)
    signers = list(Signer.objects.standing().filter(contract=contract))
    after_hers = acted_of(signers) | {who_of(file.signer)}
    basis = basis_of(contract, others_pending=not plan_of(contract, signers).customer_complete(after_hers))
    return Question(read(file.document), newest_file(contract), basis, expected_of(file, contract))


def settle(file: ExternalFile, judged: Judged, question: Question, *, by: Actor, at: datetime) -> ExternalFile:
    """Keeps what the rules found and does what follows from it. Twice is the first answer. Raises NotAllowed."""
    if by.company_id != file.company_id or not by.may("external.judge"):
        raise NotAllowed
    with transaction.atomic():
        proposal = lock_sale(_sale_of(file))
        fresh = ExternalFile.objects.select_related("document", "uploaded_by", "signer__panel_user").get(pk=file.pk)
        if not fresh.wants_judging:
            return fresh
        fresh.base, fresh.judged_at = question.base, at
        if fresh.uploaded_by.erased_at is None:
            # Whoever was erased while it was judged does not come back by what her certificate says.
            fresh.certificate, fresh.findings = dict(judged.certificate), as_kept(judged.findings)
        fresh.save(update_fields=["base", "judged_at", "certificate", "findings"])
        _decide(fresh, judged.outcome, proposal, by=by, at=at)
        note_waiting(proposal, at)
    return fresh


def _decide(file: ExternalFile, outcome: Outcome, proposal: Proposal, *, by: Actor, at: datetime) -> None:
    try:
        turn = turn_of(file, proposal)
    except OutOfPlace as gone:
        refuse_by_rules(file, gone.turn, gone.finding, by=by, at=at)
        return
    if outcome is Outcome.REFUSED:
        refuse_by_rules(file, turn, by=by, at=at)
    elif outcome is Outcome.ACCEPTED and MOVES.find("contract.sign", proposal.state_at(at)) is not None:
        sign_by_file(file, turn, by=by, at=at)
    else:
        # What came in time, and was judged when the offer had ended, is the vendor's to take or to leave.
        file.state = ExternalState.MANUAL
        file.save(update_fields=["state"])
        record("external.to_check", by=by, at=at, sale=proposal.pk, data=facts_of(file, turn.sitting), held=turn.chain)


def _sale_of(file: ExternalFile) -> int:
    version = file.contract.version
    assert version is not None
    return version.proposal_id
