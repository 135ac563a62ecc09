"""Whether the contracts of a version are signed as they must be, and who is still to act: asked here alone."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

from django.db.models import Exists, OuterRef, Q

from aceite.core.companies.models import CopiesPolicy
from aceite.core.contracts.external_files import ExternalFile
from aceite.core.contracts.models import Contract, Countersigner, Requirement, SignedCopy, Signer
from aceite.core.contracts.states import CopyState, ExternalState
from aceite.core.contracts.unable import missed
from aceite.core.proposals.models import ProposalVersion
from aceite.core.rows.worded import Blank, Worded
from aceite.core.signatures.models import Statement
from aceite.core.signatures.statements import void
from aceite.core.trail.actors import Actor
from aceite.core.trail.recording import record

# Lists and acts ask these of many sales: worded once, and without the contracts' texts.
_REQUIRED: Final = (
    Contract.objects.exclude(requirement=Requirement.NONE)
    .only("company", "version", "position", "title", "requirement", "quorums", "customer_signed_at", "completed_at")
    .order_by("position", "pk")
)
_REQUIRED_OF_ONE: Final = Worded(_REQUIRED.filter(version=Blank("version")))
_SIGNERS: Final = (
    Signer.objects.standing()
    .select_related("panel_user")
    .only(
        *("company", "contract", "panel_user", "position", "role", "step", "idle", "statement"),
        *("power", "jointly", "power_until"),
        *(f"panel_user__{name}" for name in ("company", "name", "can_sign", "deactivated_at")),
    )
    .annotate(to_check=Exists(ExternalFile.objects.filter(signer=OuterRef("pk"), state=ExternalState.MANUAL)))
)

_OURS: Final = (
    Countersigner.objects.awaited()
    .select_related("member", "contract")
    .only(
        *("company", "position", "called_at", "contract__title", "contract__version"),
        *(f"member__{name}" for name in ("company", "name", "role", "deactivated_at")),
    )
)

Side = Literal["customer", "vendor"]
What = Literal["sign", "replace", "send_copy", "check_copy", "check_external"]


@dataclass(frozen=True)
class Blocker:
    """One person, or one side, whose act a contract waits for."""

    side: Side
    what: What
    contract_id: int
    title: str
    panel_user_id: int | None = None
    name: str = ""


def requirement_met(version: ProposalVersion, policy: str) -> bool:
    """Whether every contract of the version is signed as required. `policy` is the company's `copies_policy`."""
    return not blocking(version, policy)


def blocking(version: ProposalVersion, policy: str) -> list[Blocker]:
    """Who still has to act before this version can be approved, contract by contract."""
    return _blocking(_REQUIRED_OF_ONE.all(version=version.pk), [version.pk], policy)[version.pk]


def blocking_of(versions: Sequence[int], policy: str) -> dict[int, list[Blocker]]:
    """The same for many versions of one company, by their keys, in three queries whatever their number."""
    return _blocking(list(_REQUIRED.filter(version__in=versions)), versions, policy)


def whose_turn(blockers: Collection[Blocker]) -> Side:
    """Who acts next in a sent sale: the vendor where it waits for him alone, or where a contract never gets complete
    before he has put somebody else in a signer's place; else the customer, who also approves once nothing is missing.
    """
    stops = any(blocker.what == "replace" for blocker in blockers)
    return "vendor" if stops or {blocker.side for blocker in blockers} == {"vendor"} else "customer"


def awaiting_ours(versions: Sequence[int]) -> dict[int, list[Countersigner]]:
    """The representatives of the vendor whose signature an order waits for, by the version's key."""
    waiting: dict[int, list[Countersigner]] = {version: [] for version in versions}
    for each in _OURS.filter(contract__version__in=waiting):
        if each.contract.version_id is not None:
            waiting[each.contract.version_id].append(each)
    return waiting


def copy_refused(version: ProposalVersion) -> bool:
    """Whether a contract's copy was refused and nothing else fulfils it (the sale shows *cópia recusada*)."""
    return bool(refused_contracts(version))


def refused_contracts(version: ProposalVersion) -> list[Contract]:
    """The contracts whose copy was refused, without a copy that counts or all signatures."""
    rows = [contract for contract in version.contracts.defer("body") if contract.asks_paper]
    copies = _copies(rows)
    return [contract for contract in rows if not _done(contract) and _only_refused(copies[contract.pk])]


def wanting_copy(contract: Contract) -> bool:
    """Whether a (further) copy of this contract is asked for: it is not signed digitally, and no copy sent counts."""
    if not contract.asks_paper or _done(contract):
        return False
    return all(state == CopyState.REFUSED for state in _copies([contract])[contract.pk])


def acted_upon(version: ProposalVersion) -> bool:
    """Whether anybody has signed a contract of this version, on whichever side, or sent a copy that was not refused."""
    mine = {"contract": OuterRef("pk")}
    acts = Q(Exists(Signer.objects.filter(**mine, statement__isnull=False)))
    acts |= Q(Exists(Countersigner.objects.filter(**mine, statement__isnull=False)))
    acts |= Q(Exists(SignedCopy.objects.filter(**mine).exclude(state=CopyState.REFUSED)))
    acts |= Q(Exists(ExternalFile.objects.filter(**mine).exclude(state=ExternalState.REFUSED)))
    return Contract.objects.filter(acts, version=version).exists()


def void_signatures(version: ProposalVersion, *, by: Actor, at: datetime) -> int:
    """Takes the effect from the signatures of a version that is superseded; they stay visible and in the trail.

    Part of *revise* and *withdraw*, under their lock and permission. Returns how many were voided; twice is harmless.
    """
    signers = Signer.objects.filter(contract__version=version, statement__voided_at=None, statement__isnull=False)
    ours = Countersigner.objects.of_version(version).filter(statement__voided_at=None, statement__isnull=False)
    acted = [*signers.select_related("statement"), *ours.select_related("statement")]
    void(Statement.objects.filter(pk__in=[one.statement_id for one in acted]), at=at)
    Contract.objects.filter(version=version, voided_at=None).update(voided_at=at)
    for one in acted:
        sha256 = one.statement.sha256 if one.statement else ""
        data = {"contract": one.contract_id, **_named(one), "statement_sha256": sha256}
        record("signature.voided", by=by, at=at, sale=version.proposal_id, data=data)
    return len(acted)


def _named(one: Signer | Countersigner) -> dict[str, int]:
    if isinstance(one, Countersigner):
        return {"countersigner": one.pk, "member": one.member_id}
    return {"signer": one.pk, "panel_user": one.panel_user_id}


def _blocking(rows: Sequence[Contract], versions: Sequence[int], policy: str) -> dict[int, list[Blocker]]:
    found: dict[int, list[Blocker]] = {version: [] for version in versions}
    signers, copies = _standing(rows), _copies(rows)
    for contract in rows:
        if contract.version_id is not None:
            found[contract.version_id] += _blockers(contract, signers[contract.pk], copies[contract.pk], policy)
    return found


def _blockers(contract: Contract, signers: list[Signer], copies: list[str], policy: str) -> Iterable[Blocker]:
    if contract.asks_digital and _done(contract):
        return
    if contract.asks_paper and _copy_counts(copies, policy):
        return
    if contract.asks_paper and CopyState.TO_CHECK in copies:
        yield Blocker("vendor", "check_copy", contract.pk, contract.title)
        return
    if contract.asks_digital and (missing := _signatures(contract, signers)):
        yield from missing
        return
    yield Blocker("customer", "send_copy" if contract.asks_paper else "sign", contract.pk, contract.title)


def _signatures(contract: Contract, signers: list[Signer]) -> list[Blocker]:
    """Of those whose turn it is, and in a later step too of those who can sign no more and are needed."""
    gone = missed(contract, signers)
    waiting = [one for one in signers if one.statement_id is None and (one in gone or not one.idle)]
    return [_missing(contract, one, unable=one in gone) for one in waiting]


def _missing(contract: Contract, signer: Signer, *, unable: bool) -> Blocker:
    side: Side = "vendor" if unable else "customer"
    what: What = "replace" if unable else "sign"
    if getattr(signer, "to_check", False):
        # A PDF she signed outside, left to people by the rules, waits for the vendor and no more for her.
        side, what = "vendor", "check_external"
    return Blocker(side, what, contract.pk, contract.title, signer.panel_user_id, signer.panel_user.name)


def _done(contract: Contract) -> bool:
    return contract.asks_digital and contract.signed_by_customer


def _copy_counts(copies: list[str], policy: str) -> bool:
    if CopyState.ACCEPTED in copies:
        return True
    return policy == CopiesPolicy.APPROVE_FIRST and CopyState.TO_CHECK in copies


def _only_refused(copies: list[str]) -> bool:
    return bool(copies) and all(state == CopyState.REFUSED for state in copies)


def _standing(contracts: Sequence[Contract]) -> dict[int, list[Signer]]:
    standing: dict[int, list[Signer]] = defaultdict(list)
    if not contracts:
        return standing
    for signer in _SIGNERS.filter(contract__in=contracts):
        standing[signer.contract_id].append(signer)
    return standing


def _copies(contracts: Sequence[Contract]) -> dict[int, list[str]]:
    states: dict[int, list[str]] = defaultdict(list)
    if not contracts:
        return states
    rows = SignedCopy.objects.filter(contract__in=contracts).order_by("pk").values_list("contract_id", "state")
    for contract_id, state in rows:
        states[contract_id].append(state)
    return states
