"""What must hold for a signature: asked when it is prepared and again, under the lock, when it is confirmed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Final, Self

from django.db.models import Q
from django.utils.translation import gettext as _

from aceite.core.contracts.models import Contract, Countersigner, Signer, SignerRole
from aceite.core.contracts.plans import acted_of, plan_of, who_of
from aceite.core.contracts.refusing import (
    OUT_OF_TURN,
    BadCpf,
    NotASigner,
    NotDigital,
    NothingToSign,
    NotOpened,
    ProxyMissing,
    SignerIsWitness,
)
from aceite.core.customers.models import CustomerKind, PanelUser
from aceite.core.customers.rights import RIGHTS
from aceite.core.documents.models import Document
from aceite.core.proposals.locking import current_of
from aceite.core.proposals.models import Proposal, ProposalVersion
from aceite.core.proposals.permitting import NotCurrent, require_move
from aceite.core.rows.worded import Blank, Worded
from aceite.core.signatures.device import refuse_other_hash
from aceite.core.signatures.statements import Opened
from aceite.core.trail.refusals import NotAllowed
from aceite.kit.taxid import is_cpf, normalize

# Five tables are joined for each act: of each only what the rules here and the signature itself read.
_ASKED = (
    *(f.name for f in Signer._meta.concrete_fields),
    *(f"panel_user__{name}" for name in ("company", "customer", "user", "name", "email", "cpf", "deactivated_at")),
    *(f"panel_user__{name}" for name in RIGHTS),
    "statement__sha256",
    *(f"contract__{name}" for name in ("company", "version", "title", "requirement", "level", "document")),
    *(f"contract__{name}" for name in ("bundle_sha256", "frozen_at", "quorums")),
    *(f"contract__{name}" for name in ("customer_signed_at", "completed_at", "voided_at")),
    *(f"contract__document__{name}" for name in ("sha256", "size", "pages")),
)
_JOINED: Final = ("panel_user", "statement", "contract__document")


@cache
def _named_on(count: int) -> Worded[Signer]:
    """The signers of so many contracts, blanks "0", "1" …: nearly always one."""
    those = Q(*(("contract", Blank(str(at))) for at in range(count)), _connector=Q.OR)
    return Worded(Signer.objects.standing().filter(those).select_related(*_JOINED).only(*_ASKED))


@dataclass(frozen=True)
class Place:
    """One contract of a ceremony and the person's place on it."""

    contract: Contract
    signer: Signer
    document: Document

    @property
    def is_witness(self) -> bool:
        """Whether she signs as a witness here."""
        return self.signer.role == SignerRole.WITNESS


@dataclass(frozen=True)
class Sitting:
    """A person before some contracts of one sale, with everybody who is named on them."""

    proposal: Proposal
    contracts: tuple[Contract, ...]
    signers: tuple[Signer, ...]
    by: PanelUser

    @classmethod
    def of(cls, proposal: Proposal, contract_ids: Sequence[int], by: PanelUser) -> Self:
        """Reads contracts and signers anew, in one query of what signing asks for. Raises NotASigner."""
        blanks = {str(at): pk for at, pk in enumerate(contract_ids)}
        signers = tuple(_named_on(len(blanks)).all(**blanks))
        contracts = {signer.contract_id: signer.contract for signer in signers}
        if not set(contract_ids) <= set(contracts):
            raise NotASigner
        return cls(proposal, tuple(contracts[pk] for pk in contract_ids), signers, by)

    @property
    def version(self) -> ProposalVersion:
        """The version that counts."""
        return current_of(self.proposal)

    def named_on(self, contract: Contract) -> list[Signer]:
        """The standing signers of one of the contracts."""
        return [signer for signer in self.signers if signer.contract_id == contract.pk]


def refuse_closed(sitting: Sitting, at: datetime) -> None:
    """Raises NotNow, NotCurrent, NotDigital: the sale is open, the contracts are those of the version that counts."""
    require_move("contract.sign", sitting.proposal, at)
    if not sitting.contracts:
        raise NothingToSign
    version = sitting.version
    for contract in sitting.contracts:
        bound = contract.frozen_at is not None and contract.bundle_sha256 == version.bundle_sha256
        if contract.version_id != version.pk or contract.voided_at is not None or not bound:
            raise NotCurrent
        if not contract.asks_digital:
            raise NotDigital


def places_of(sitting: Sitting) -> list[Place]:
    """The person's place on each contract. Raises NotASigner, and NotAllowed when her access has ended meanwhile."""
    places = []
    for contract in sitting.contracts:
        mine = next((s for s in sitting.named_on(contract) if s.panel_user_id == sitting.by.pk), None)
        if mine is None or mine.contract.document is None:
            raise NotASigner
        if not mine.panel_user.may("contract.sign"):
            raise NotAllowed
        places.append(Place(mine.contract, mine, mine.contract.document))
    return places


def refuse_out_of_turn(sitting: Sitting, places: Sequence[Place], at: datetime) -> None:
    """Raises NotHerTurn, EnoughSigned or ProxyEnded: the plan waits for another, for nobody, or for a new proxy."""
    for place in places:
        named = sitting.named_on(place.contract)
        plan = plan_of(place.contract, named)
        why = plan.why_not(who_of(place.signer), acted_of(named), at=at)
        if why in OUT_OF_TURN:
            raise OUT_OF_TURN[why](place.contract.title)


def refuse_unread(places: Sequence[Place], opened: Mapping[int, Opened], *, hash_required: bool = False) -> None:
    """Raises NotOpened, or what the hash that the device computed raises (device.refuse_other_hash)."""
    for place in places:
        if place.signer.opened_at is None:
            raise NotOpened
        refuse_other_hash(opened.get(place.contract.pk, Opened()), place.document, required=hash_required)


def refuse_without_proxy(places: Sequence[Place]) -> None:
    """Raises ProxyMissing: the plan asks her to bring her power of attorney, and none lies at her place."""
    if any(place.signer.asks_proxy and place.signer.brought_proxy_id is None for place in places):
        raise ProxyMissing


def cpf_for(signer: Signer | Countersigner, given: str) -> str:
    """The signer's CPF: the one on file, or the one she gives now. Raises BadCpf."""
    bare = normalize(given)
    if bare and bare == getattr(signer, "request_cpf", ""):
        raise BadCpf(_("Este é o CPF de quem pediu que você assine. Informe o seu."))
    if signer.cpf:
        if bare and bare != signer.cpf:
            raise BadCpf(_("Este não é o CPF que a empresa tem no contrato. Confira, ou fale com a empresa."))
        return signer.cpf
    if not bare:
        raise BadCpf(_("Informe o seu CPF: ele identifica quem assina."))
    if not is_cpf(bare):
        raise BadCpf(_("Este CPF não existe: confira os números."))
    return bare


def refuse_shared_cpf(sitting: Sitting, cpfs: Mapping[int, str]) -> None:
    """Raises SignerIsWitness when a witness's CPF is a party's. `cpfs` are the signer's ids with the CPFs given now."""
    customer = sitting.proposal.customer
    for contract in sitting.contracts:
        named = [(signer.role, cpfs.get(signer.pk) or signer.cpf) for signer in sitting.named_on(contract)]
        parties = {cpf for role, cpf in named if cpf and role == SignerRole.PARTY}
        parties |= {signer.request_cpf for signer in sitting.named_on(contract) if signer.request_cpf}
        if customer.kind == CustomerKind.PERSON:
            parties.add(customer.taxid)
        if parties & {cpf for role, cpf in named if cpf and role == SignerRole.WITNESS}:
            raise SignerIsWitness
