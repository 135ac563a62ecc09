"""D: a contract rendered once when its version is sent, and never again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from aceite.core.contracts.empowering import POWER_FIELDS
from aceite.core.contracts.models import Contract, Signer
from aceite.core.contracts.plans import plan_of, who_of
from aceite.core.contracts.printing import pdf_of
from aceite.core.documents.models import Document


def render_contract(contract: Contract, *, code: str, at: datetime) -> bytes:
    """The bytes of D. Takes no lock and writes nothing, so that sending can do it before its transaction.

    Raises typesetting.Undrawable and typesetting.TooHeavy, remaking.Refused for an upload, documents.reading.Tampered.
    """
    return pdf_of(contract, code=code, at=at)


@dataclass(frozen=True)
class Frozen:
    """What sending writes onto a contract: D, the code printed on it, and b."""

    document: Document
    code: str
    bundle_sha256: str


def freeze_contract(contract: Contract, frozen: Frozen, signers: Sequence[Signer], *, at: datetime) -> None:
    """Writes D, code, b and the signing plan, inside the transaction of sending. A frozen contract stays as it is.

    `signers` carry the powers that M names; those whose turn comes later are not called yet.
    """
    if contract.frozen_at is not None:
        return
    contract.document = frozen.document
    contract.code = frozen.code
    contract.bundle_sha256 = frozen.bundle_sha256
    contract.frozen_at = at
    contract.save(update_fields=["document", "code", "bundle_sha256", "frozen_at"])
    awaited = {place.who for place in plan_of(contract, signers).awaited(set())}
    for signer in signers:
        signer.idle = who_of(signer) not in awaited
    Signer.objects.bulk_update(signers, ["idle", *POWER_FIELDS])
