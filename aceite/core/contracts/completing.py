"""The moment a contract has every signature it needs: marked once, under the sale's lock."""

from datetime import datetime
from typing import Final

from aceite.core.contracts.checks import Sitting
from aceite.core.contracts.models import Contract
from aceite.core.rows.worded import Blank, Change
from aceite.core.trail.actors import Actor
from aceite.core.trail.recording import Held, record

_COMPLETE: Final = Change(Contract.objects.filter(pk=Blank("pk")), completed_at=Blank("at"))


def complete(sitting: Sitting, contract: Contract, chain: Held, *, by: Actor, at: datetime) -> None:
    """Marks the contract as complete when nobody named on it is left to sign. `chain` is the sale's, held."""
    named = sitting.named_on(contract)
    if contract.completed_at is not None or any(signer.statement_id is None for signer in named):
        return
    contract.completed_at = at
    _COMPLETE.make(pk=contract.pk, at=at)
    data = {
        "contract": contract.pk,
        "version": sitting.version.version,
        "statements": [signer.statement.sha256 for signer in named if signer.statement],
    }
    record("contract.completed", by=by, at=at, sale=sitting.proposal.pk, data=data, held=chain)
