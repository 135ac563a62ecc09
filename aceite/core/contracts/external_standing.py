"""Whether a PDF signed outside can still count: her place is hers and unsigned, and nobody signed outside meanwhile."""

from aceite.core.contracts.checks import Place, Sitting, refuse_out_of_turn, refuse_shared_cpf
from aceite.core.contracts.external_basis import newest_file
from aceite.core.contracts.external_files import ExternalFile
from aceite.core.contracts.external_turns import Turn
from aceite.core.contracts.refusing import OutOfTurn, SignerIsWitness
from aceite.core.proposals.locking import current_of
from aceite.core.proposals.models import Proposal
from aceite.core.trail.recording import hold
from aceite.core.trail.refusals import Refusal
from aceite_verify.external_pages import OUTDATED, PLACE_GONE, WITNESS_IS_PARTY
from aceite_verify.findings import Finding
from aceite_verify.words import PORTUGUESE


class OutOfPlace(Refusal):
    """The file cannot count any more: the finding says why."""

    def __init__(self, finding: Finding, turn: Turn) -> None:
        self.finding = finding
        self.turn = turn
        super().__init__(PORTUGUESE.sentence(finding))


def turn_of(file: ExternalFile, proposal: Proposal) -> Turn:
    """Her place under the sale's lock. Raises OutOfPlace, whose turn has the sitting and the chain all the same.

    What was not judged yet is outdated by nothing: it will be judged against what stands then.
    """
    sitting = Sitting.of(proposal, [file.contract_id], file.uploaded_by)
    [contract] = sitting.contracts
    mine = next((each for each in sitting.signers if each.pk == file.signer_id), file.signer)
    assert contract.document is not None
    chain, _of_company = hold(file.company_id, proposal.pk)
    turn = Turn(sitting, Place(contract, mine, contract.document), chain)
    unsigned = mine in sitting.signers and mine.statement_id is None and mine.panel_user.may("contract.sign")
    if not unsigned or contract.voided_at is not None or contract.version_id != current_of(proposal).pk:
        raise OutOfPlace(PLACE_GONE, turn)
    try:
        # Enough of her step may have signed since; a proxy that ended after she sent it was good when she did.
        refuse_out_of_turn(sitting, [turn.place], file.uploaded_at)
    except OutOfTurn:
        raise OutOfPlace(PLACE_GONE, turn) from None
    if file.base_id is not None and newest_file(contract).pk != file.base_id:
        raise OutOfPlace(OUTDATED, turn)
    try:
        # Both may have told the same CPF while neither was on file.
        refuse_shared_cpf(sitting, {mine.pk: file.cpf})
    except SignerIsWitness:
        raise OutOfPlace(WITNESS_IS_PARTY, turn) from None
    return turn
