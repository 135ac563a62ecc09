"""Receipts: the instance key's signature over an act and the event that recorded it (TRUST: *receipt*)."""

import base64
from datetime import datetime
from typing import Any, Final

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from django.db import transaction

from aceite.core.signatures.keys import standing_seal
from aceite.core.signatures.models import Receipt, Statement
from aceite.core.trail.models import Event
from aceite.kit.hashing import canonical, rfc3339
from aceite_verify.acts import ACTING
from aceite_verify.receipts import receipt_text

TYPE: Final = "aceite.receipt.v1"


def receipt_of(statement: Statement, recorded: Event, *, at: datetime) -> Receipt:
    """The act's receipt, issued at `at` where there is none yet. `recorded` is the event that holds the act.

    Twice, or by two workers at once, is the one receipt: the second signature is thrown away.
    """
    found = Receipt.objects.select_related("key__issuer").filter(statement=statement).first()
    if found is not None:
        return found
    seal = standing_seal(at=at)
    text = receipt_text(statement=statement.sha256, head=recorded.hash, at=rfc3339(at))
    signature = base64.b64encode(seal.private_key.sign(text, ec.ECDSA(hashes.SHA256()))).decode()
    made = {"head": recorded.hash, "issued_at": at, "key": seal.row, "signature": signature}
    with transaction.atomic():
        receipt, _new = Receipt.objects.select_related("key__issuer").get_or_create(
            statement=statement, company_id=statement.company_id, defaults=made
        )
    return receipt


def receipt_file(statement: Statement, recorded: Event, *, at: datetime) -> bytes:
    """What the person keeps: S with what opens its commitments, the place in the trail, and the signature over both.

    Canonical JSON; issued at `at` where it was not issued before.
    """
    return canonical(receipt_content(statement, receipt_of(statement, recorded, at=at)))


def receipt_content(statement: Statement, receipt: Receipt) -> dict[str, Any]:
    """A receipt that was issued, as JSON can hold it."""
    return {
        "type": TYPE,
        "statement": statement.content(),
        "openings": statement.openings,
        "sha256": statement.sha256,
        "head": receipt.head,
        "at": rfc3339(receipt.issued_at),
        "signature": receipt.signature,
        "key": receipt.key.as_evidence(),
    }


def own_receipt_file(statement: Statement, *, at: datetime) -> bytes:
    """The same for whoever asks for her receipt later. Raises LookupError when the trail does not hold the act."""
    chain = Event.objects.of_chain(statement.company_id, f"sale/{statement.sale_id}")
    recorded = (event for event in chain.filter(kind__in=ACTING) if _records(event, statement))
    event = next(recorded, None)
    if event is None:
        raise LookupError(statement.sha256)
    return receipt_file(statement, event, at=at)


def receipt_name(number: str, statement: Statement) -> str:
    """How the file is called: recibo-2026-0014-3fa94c1d.json."""
    return "-".join(part for part in ("recibo", number, statement.sha256[:8]) if part) + ".json"


def _records(event: Event, statement: Statement) -> bool:
    return bool(event.data.get("statement_sha256") == statement.sha256)
