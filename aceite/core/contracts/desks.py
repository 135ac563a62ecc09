"""A representative of the vendor before the contracts of one sale that she signs, and what must hold for it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from aceite.core.contracts.bound_plan import level_of_ours
from aceite.core.contracts.models import Contract, Countersigner, Signer, SignerRole
from aceite.core.contracts.plans import acted_of, plan_of
from aceite.core.contracts.refusing import OUT_OF_TURN, BelowLevel, NotASigner, NotOpened, SignerIsWitness
from aceite.core.documents.models import Document
from aceite.core.people.models import Member
from aceite.core.proposals.locking import current_of
from aceite.core.proposals.models import Proposal, ProposalVersion
from aceite.core.proposals.permitting import require_move
from aceite.core.signatures.device import refuse_other_hash
from aceite.core.signatures.statements import Opened
from aceite_verify.levels import fulfils
from aceite_verify.signing_plan import VENDOR


@dataclass(frozen=True)
class Chair:
    """Her place on one contract, with everybody who is named on it and D."""

    countersigner: Countersigner
    contract: Contract
    document: Document
    signers: tuple[Signer, ...]
    countersigners: tuple[Countersigner, ...]

    @property
    def has_signed(self) -> bool:
        """Whether she has signed it."""
        return self.countersigner.statement_id is not None


@dataclass(frozen=True)
class Desk:
    """All contracts of the version that counts on which she is named."""

    proposal: Proposal
    by: Member
    chairs: tuple[Chair, ...]

    @classmethod
    def of(cls, proposal: Proposal, by: Member) -> Self:
        """Reads contracts, signers and representatives anew. Raises NotASigner where she is named on none."""
        version = current_of(proposal)
        named = Countersigner.objects.standing().of_version(version)
        ours = list(named.select_related("contract__document", "statement", "member"))
        theirs = list(Signer.objects.standing().filter(contract__version=version).select_related("statement"))
        chairs = tuple(_chair(each, ours, theirs) for each in ours if each.member_id == by.pk)
        if not chairs:
            raise NotASigner
        return cls(proposal, by, chairs)

    @property
    def version(self) -> ProposalVersion:
        """The version that counts."""
        return current_of(self.proposal)

    def on(self, contract_ids: Sequence[int]) -> list[Chair]:
        """Her places on these contracts. Raises NotASigner."""
        by_contract = {chair.contract.pk: chair for chair in self.chairs}
        if not set(contract_ids) <= set(by_contract):
            raise NotASigner
        return [by_contract[pk] for pk in contract_ids]

    def waiting(self) -> list[Chair]:
        """Those of her places that wait for her now."""
        return [chair for chair in self.chairs if chair.countersigner.called_at is not None and not chair.has_signed]


def refuse_now(desk: Desk, chairs: Sequence[Chair], at: datetime) -> None:
    """Raises NotNow, and NotHerTurn where the customer's side has not signed: the sale is open, and it is her turn."""
    require_move("contract.countersign", desk.proposal, at)
    for chair in chairs:
        plan = plan_of(chair.contract, chair.signers, chair.countersigners)
        acted = acted_of(chair.signers, chair.countersigners)
        why = plan.why_not((VENDOR, desk.by.pk), acted, at=at)
        if why in OUT_OF_TURN:
            raise OUT_OF_TURN[why](chair.contract.title)


def refuse_below_ours(chair: Chair, factors: Sequence[str]) -> None:
    """Raises BelowLevel when what confirms the act does not reach what M asks of the vendor's representatives."""
    level = level_of_ours(chair.contract)
    if not fulfils(factors, level):
        raise BelowLevel(chair.contract.title, level)


def refuse_unseen(chair: Chair, opened: Mapping[int, Opened], *, hash_required: bool) -> None:
    """Raises NotOpened where neither a page nor the file went to her session, or what the device's hash raises."""
    seen = opened.get(chair.contract.pk, Opened())
    if not seen.pages and not seen.file:
        raise NotOpened
    refuse_other_hash(seen, chair.document, required=hash_required)


def refuse_witness_of_ours(chair: Chair, cpf: str) -> None:
    """Raises SignerIsWitness when a witness's CPF is the representative's: she signs for a party."""
    if any(signer.cpf == cpf for signer in chair.signers if signer.role == SignerRole.WITNESS):
        raise SignerIsWitness


def _chair(mine: Countersigner, ours: Sequence[Countersigner], theirs: Sequence[Signer]) -> Chair:
    contract, document = mine.contract, mine.contract.document
    if document is None:
        raise NotASigner
    return Chair(
        mine,
        contract,
        document,
        tuple(signer for signer in theirs if signer.contract_id == contract.pk),
        tuple(each for each in ours if each.contract_id == contract.pk),
    )
