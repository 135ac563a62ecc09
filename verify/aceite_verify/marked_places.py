"""Places of a contract that M marks with something, and who holds them as the trail goes on."""

from collections.abc import Mapping
from typing import Any

from aceite_verify.evidence import Act
from aceite_verify.shape import Value
from aceite_verify.signing_plan import CUSTOMER


def holders_of(entry: Value, mark: str) -> dict[int, int]:
    """The customer's people in the places that M marks so, by the ids of the signers' rows."""
    rows = entry["signers"].items()
    return {row["id"].number(): row["panel_user"].number() for row in rows if row.maybe(mark) is not None}


def follow(holders: dict[int, int], event: Mapping[str, Any], *, contract: int) -> None:
    """Puts whoever took such a place in it: the mark is the place's."""
    data = Value(event["data"], "$.trail")
    if event["kind"] != "signer.replaced" or data["contract"].number() != contract:
        return
    if holders.pop(data["signer"].number(), None) is not None:
        holders[data["new_signer"].number()] = data["new_panel_user"].number()


def holds(act: Act, holders: Mapping[int, int]) -> bool:
    """Whether somebody in such a place acted."""
    signer = signer_of(act)
    return signer.get("kind") == CUSTOMER and signer.get("id") in holders.values()


def signer_of(act: Act) -> Mapping[str, Any]:
    """What a statement says of who acted; nothing where it says it in no form."""
    signer = act.statement.get("signer")
    return signer if isinstance(signer, dict) else {}
