"""D: a contract rendered once when its version is sent, and never again."""

from datetime import datetime

from aceite.core.contracts.models import Contract
from aceite.core.contracts.printing import pdf_of
from aceite.core.documents.models import Document


def render_contract(contract: Contract, *, code: str, at: datetime) -> bytes:
    """The bytes of D. Takes no lock and writes nothing, so that sending can do it before its transaction.

    Raises typesetting.Undrawable and typesetting.TooHeavy, remaking.Refused for an upload, documents.reading.Tampered.
    """
    return pdf_of(contract, code=code, at=at)


def freeze_contract(contract: Contract, *, document: Document, code: str, bundle_sha256: str, at: datetime) -> None:
    """Writes D, code and b onto the contract, inside the transaction of sending. A frozen contract stays as it is."""
    if contract.frozen_at is not None:
        return
    contract.document = document
    contract.code = code
    contract.bundle_sha256 = bundle_sha256
    contract.frozen_at = at
    contract.save(update_fields=["document", "code", "bundle_sha256", "frozen_at"])
