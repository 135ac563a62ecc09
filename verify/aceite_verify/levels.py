"""How much a signature proves: the level a contract asks for, and the one that an act's factors reach.

The words are those of Lei 14.063/2020, art. 4; what each asks of the signer: TRUST, *Levels, named honestly*.
"""

from collections.abc import Iterable, Iterator
from typing import Final

from aceite_verify.acts import name_of, named_file
from aceite_verify.evidence import Act, Evidence
from aceite_verify.findings import Finding, bad, good
from aceite_verify.signing_plan import CUSTOMER

SIMPLE: Final = "simple"
ADVANCED: Final = "advanced"
QUALIFIED: Final = "qualified"
# From the least to the most.
LEVELS: Final = (SIMPLE, ADVANCED, QUALIFIED)
# What each way of confirming at the moment of the act reaches; how the session was opened reaches nothing by itself.
BY_FACTOR: Final = {
    "email_code": SIMPLE,
    "passkey": ADVANCED,
    "external_other": SIMPLE,
    "external_govbr": ADVANCED,
    "external_icp_brasil": QUALIFIED,
}
# What is said of an act that reaches the level asked for, and of one that does not.
_SAID: Final = {
    SIMPLE: ("level.simple", "level.below_simple"),
    ADVANCED: ("level.advanced", "level.below_advanced"),
    QUALIFIED: ("level.qualified", "level.below_qualified"),
}


def level_of(factors: Iterable[str]) -> str | None:
    """The highest level that these factors reach; None when none of them confirms an act."""
    reached = [LEVELS.index(BY_FACTOR[factor]) for factor in factors if factor in BY_FACTOR]
    return LEVELS[max(reached)] if reached else None


def fulfils(factors: Iterable[str], level: str) -> bool:
    """Whether these factors reach the level; never for a word that is none."""
    reached = level_of(factors)
    return level in LEVELS and reached is not None and LEVELS.index(reached) >= LEVELS.index(level)


def strictest(levels: Iterable[str]) -> str:
    """The highest of these levels; the simple one where there is none."""
    return max(levels, key=LEVELS.index, default=SIMPLE)


def check_levels(evidence: Evidence) -> Iterator[Finding]:
    """Whether each act reaches the level that M asks for; nothing where M is from before levels, or of an approval."""
    asked = (named_file(evidence) or {}).get("level") if evidence.kind == "contract" else None
    if asked is None:
        return
    if asked not in LEVELS:
        yield bad("level.unknown", level=asked)
        return
    ours = _asked_of_ours(evidence) or asked
    for act in evidence.acts:
        wanted = asked if act.statement["signer"]["kind"] == CUSTOMER else ours
        reached, below = _SAID[wanted]
        met = fulfils(_factors(act), wanted)
        yield good(reached, name=name_of(act)) if met else bad(below, name=name_of(act))


def _asked_of_ours(evidence: Evidence) -> str | None:
    """The level that M asks of the vendor's representatives; the contract's where it says nothing of them."""
    countersigners = ((named_file(evidence) or {}).get("plan") or {}).get("countersigners") or [{}]
    level = countersigners[0].get("level")
    return None if level is None else str(level)


def _factors(act: Act) -> list[str]:
    factors = act.statement.get("factors")
    return [factor for factor in factors if isinstance(factor, str)] if isinstance(factors, list) else []
