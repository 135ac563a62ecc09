"""What follows from an act: whose turn it is by the plan, and whether the customer's side, or all, is complete."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from aceite.core.contracts.models import Contract, Countersigner, Signer
from aceite.core.contracts.plans import acted_of, plan_of, who_of
from aceite.core.proposals.locking import current_of
from aceite.core.proposals.models import Proposal
from aceite.core.rows.worded import Blank, Change, Worded
from aceite.core.trail.actors import Actor
from aceite.core.trail.recording import Held, record
from aceite_verify.signing_plan import Plan, Who

_COMPLETE: Final = Change(
    Contract.objects.filter(pk=Blank("pk")), customer_signed_at=Blank("theirs"), completed_at=Blank("at")
)
_COUNTERSIGNERS: Final = Worded(
    Countersigner.objects.standing().filter(contract=Blank("contract")).select_related("statement")
)


@dataclass(frozen=True)
class Following:
    """One contract after somebody's act, under the sale's lock with its chain held."""

    proposal: Proposal
    contract: Contract
    chain: Held
    by: Actor
    at: datetime

    def record(self, kind: str, personal: Mapping[str, str] | None = None, **said: Any) -> None:
        """Adds an event about the contract."""
        data = {"contract": self.contract.pk, "version": current_of(self.proposal).version, **said}
        sale = self.proposal.pk
        record(kind, by=self.by, at=self.at, sale=sale, data=data, personal=personal, held=self.chain)


def follow(after: Following, signers: Sequence[Signer]) -> None:
    """Calls those whose turn has come by a signer's act, and marks the contract once nobody is missing.

    `signers` are all that stand on it.
    """
    contract = after.contract
    if contract.signed_by_customer:
        return
    plan, acted = plan_of(contract, signers), acted_of(signers)
    call(after, signers, plan, acted)
    if not plan.customer_complete(acted):
        return
    contract.customer_signed_at = after.at
    countersigners = list(_COUNTERSIGNERS.all(contract=contract.pk))
    if countersigners:
        _COMPLETE.make(pk=contract.pk, theirs=after.at, at=None)
        _call_ours(after, countersigners)
    else:
        complete(after, signers)


def complete(after: Following, signers: Sequence[Signer], countersigners: Sequence[Countersigner] = ()) -> None:
    """Marks the contract as complete: all that the plan asks of signers and representatives is there."""
    contract = after.contract
    contract.completed_at = after.at
    _COMPLETE.make(pk=contract.pk, theirs=contract.customer_signed_at, at=after.at)
    theirs = [one.statement.sha256 for one in signers if one.statement]
    acts = theirs + [one.statement.sha256 for one in countersigners if one.statement]
    after.record("contract.completed", statements=acts)


def call(after: Following, signers: Sequence[Signer], plan: Plan, acted: set[Who]) -> None:
    """Notes whose turn it is; whoever's has come by this is told."""
    awaited = {place.who for place in plan.awaited(acted)}
    waiting = [signer for signer in signers if signer.statement_id is None]
    changed = [signer for signer in waiting if signer.idle == (who_of(signer) in awaited)]
    for signer in changed:
        signer.idle = not signer.idle
    Signer.objects.bulk_update(changed, ["idle"])
    for signer in changed:
        if not signer.idle:
            after.record("signer.called", signer=signer.pk, panel_user=signer.panel_user_id, step=signer.step)


def _call_ours(after: Following, countersigners: Sequence[Countersigner]) -> None:
    Countersigner.objects.pending().filter(contract=after.contract).update(called_at=after.at)
    for each in countersigners:
        after.record("countersigner.called", countersigner=each.pk, member=each.member_id)
