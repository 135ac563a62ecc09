"""The signing plan as a sent version binds it: words of M, read back by `aceite_verify.planned`. Nothing personal."""

from typing import Any, Final

from aceite.core.contracts.models import Contract, Level, Signer
from aceite.kit.hashing import rfc3339
from aceite_verify.levels import strictest

# The company's own certificate expresses nobody's will: its representative confirms by code or passkey.
HIGHEST_OF_OURS: Final = Level.ADVANCED


def step_of(signer: Signer) -> dict[str, Any]:
    """When a signer's turn comes, and by what right she binds the customer."""
    return {"step": signer.step, "power": said_power(signer)}


def level_of_ours(contract: Contract) -> str:
    """The level asked of the vendor's representatives: the contract's, as far as they can reach it."""
    return HIGHEST_OF_OURS if strictest([contract.level, HIGHEST_OF_OURS]) != HIGHEST_OF_OURS else contract.level


def said_power(signer: Signer) -> dict[str, Any] | None:
    """By what right she binds the customer; None where the vendor noted nothing."""
    if not signer.power:
        return None
    return {
        "kind": signer.power,
        "jointly": signer.jointly,
        "until": rfc3339(signer.power_until) if signer.power_until else None,
        "proxy": signer.proxy.sha256 if signer.proxy else None,
    }
