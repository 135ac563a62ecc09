"""Receipts against the trail: what a signer was given proves where her act stood."""

from collections.abc import Iterator

from aceite.core.signatures.models import Receipt
from aceite.core.trail.models import Event
from aceite.core.trail.verifying import Break
from aceite.kit.hashing import rfc3339
from aceite_verify.receipts import receipt_holds, receipt_key, receipt_text


def verify_receipts(*, company_id: int | None = None) -> Iterator[Break]:
    """Yields every receipt whose act does not stand in the trail where the receipt says it does."""
    receipts = Receipt.objects.select_related("statement", "key").order_by("company_id", "pk")
    if company_id is not None:
        receipts = receipts.filter(company_id=company_id)
    for receipt in receipts.iterator(chunk_size=500):
        reason = _reason(receipt)
        if reason:
            yield Break(receipt.company_id, f"sale/{receipt.statement.sale_id}", 0, reason)


def _reason(receipt: Receipt) -> str:
    told = f"receipt {receipt.pk}"
    text = receipt_text(statement=receipt.statement.sha256, head=receipt.head, at=rfc3339(receipt.issued_at))
    if not receipt_holds(receipt.signature, text, key=receipt_key(receipt.key.public_key)):
        return f"{told} was changed, or its statement was"
    chain = Event.objects.of_chain(receipt.company_id, f"sale/{receipt.statement.sale_id}")
    recorded = chain.filter(hash=receipt.head).first()
    if recorded is None:
        return f"{told} holds an event that is gone: the chain was cut or written anew"
    is_act = recorded.data.get("statement_sha256") == receipt.statement.sha256
    return "" if is_act else f"{told} is for another act than its event"
