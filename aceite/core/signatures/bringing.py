"""A receipt that somebody brings: this trail holds its act, lost it with a restored backup, or contradicts it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Self

from aceite.core.signatures.models import InstanceKey
from aceite.core.trail.models import Event
from aceite.core.trail.verifying import removed_sales
from aceite_verify.canonical import STATEMENT_TAG, canonical, rfc3339, tagged_sha256
from aceite_verify.receipts import receipt_holds, receipt_key, receipt_text
from aceite_verify.restored import RESTORED, Gap, explained_act
from aceite_verify.shape import Value


class Standing(StrEnum):
    """What the trail says to a receipt."""

    KNOWN = "known"
    LATER = "later"
    REMOVED = "removed"
    MISSING = "missing"
    FALSE = "false"


@dataclass(frozen=True)
class Brought:
    """A receipt as its holder has it (receipts.receipt_file)."""

    statement: dict[str, Any]
    sha256: str
    sale: int
    prepared: datetime
    head: str
    at: datetime
    signature: str
    key: str

    @classmethod
    def of(cls, value: Value) -> Self:
        """Raises aceite_verify.shape.Malformed."""
        return cls(
            statement=value["statement"].record(),
            sha256=value["sha256"].sha256(),
            sale=value["statement"]["sale"].number(),
            prepared=value["statement"]["at"].moment(),
            head=value["head"].sha256(),
            at=value["at"].moment(),
            signature=value["signature"].text(),
            key=value["key"]["id"].sha256(),
        )


def standing_of(receipt: Brought) -> tuple[Standing, Gap | None]:
    """What this trail says to it; with LATER, between which moments the trail lost what was done.

    The caller sees every company's rows: a receipt names its sale alone.
    """
    if not _is_ours(receipt):
        return Standing.FALSE, None
    if Event.objects.filter(chain=f"sale/{receipt.sale}", hash=receipt.head).exists():
        return Standing.KNOWN, None
    if any(chain == f"sale/{receipt.sale}" for _company, chain in removed_sales()):
        return Standing.REMOVED, None
    prepared, at = receipt.prepared, receipt.at
    gaps = (explained_act(chain, prepared=prepared, issued=at) for chain in _chains(receipt.sale))
    gap = next((gap for gap in gaps if gap), None)
    return (Standing.LATER, gap) if gap else (Standing.MISSING, None)


def _is_ours(receipt: Brought) -> bool:
    key = InstanceKey.objects.filter(key_id=receipt.key).first()
    text = receipt_text(statement=receipt.sha256, head=receipt.head, at=rfc3339(receipt.at))
    whole = tagged_sha256(STATEMENT_TAG, canonical(receipt.statement)) == receipt.sha256
    return whole and key is not None and receipt_holds(receipt.signature, text, key=receipt_key(key.public_key))


def _chains(sale: int) -> Iterator[list[dict[str, Any]]]:
    """The sale's chain; when the copy is older than the sale itself, the chains of every company that was restored."""
    own = list(Event.objects.filter(chain=f"sale/{sale}").order_by("seq"))
    if own:
        yield _told(own)
        return
    for company in Event.objects.filter(chain="company", kind=RESTORED).values_list("company_id", flat=True).distinct():
        yield _told(Event.objects.of_chain(company, "company"))


def _told(events: "Any") -> list[dict[str, Any]]:
    return [{**event.content(), "hash": event.hash} for event in events]
