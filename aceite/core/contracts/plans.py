"""The signing plan of a contract as the one rule reads it (`aceite_verify.signing_plan`), made from its rows."""

from collections.abc import Iterable, Sequence

from aceite.core.contracts.countersigners import Countersigner
from aceite.core.contracts.models import Contract, Signer
from aceite_verify.signing_plan import CUSTOMER, REPRESENTATIVE, VENDOR, Place, Plan, Power, Who


def plan_of(contract: Contract, signers: Sequence[Signer], countersigners: Sequence[Countersigner] = ()) -> Plan:
    """The plan over these standing signers. Without the vendor's it still tells all of the customer's side."""
    theirs = [place_of(signer) for signer in signers]
    ours = [Place((VENDOR, each.member_id), REPRESENTATIVE) for each in countersigners]
    return Plan([*theirs, *ours], {int(step): needed for step, needed in contract.quorums.items()})


def place_of(signer: Signer) -> Place:
    """A signer's place."""
    return Place(who_of(signer), signer.role, signer.step, power_of(signer))


def who_of(signer: Signer) -> Who:
    """A signer as statements name her."""
    return (CUSTOMER, signer.panel_user_id)


def power_of(signer: Signer) -> Power | None:
    """By what right she binds the customer; None where the vendor noted none."""
    return Power(signer.power, frozenset(signer.jointly), signer.power_until) if signer.power else None


def acted_of(signers: Iterable[Signer], countersigners: Iterable[Countersigner] = ()) -> set[Who]:
    """Those who have signed."""
    theirs = {who_of(signer) for signer in signers if signer.statement_id is not None}
    return theirs | {(VENDOR, each.member_id) for each in countersigners if each.statement_id is not None}
