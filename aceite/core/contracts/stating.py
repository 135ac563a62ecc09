"""What every statement about a contract says of it, whoever signs, and what the trail says of a statement."""

from aceite.core.contracts.models import Contract
from aceite.core.documents.models import Document
from aceite.core.proposals.models import Proposal
from aceite.core.signatures.assertions import assertion_sha256
from aceite.core.signatures.models import Act, Statement
from aceite.core.signatures.statements import Matter


def matter_of(contract: Contract, document: Document, proposal: Proposal) -> Matter:
    """The act of signing this contract, over its file and the bundle it was sent in."""
    return Matter(
        act=Act.SIGN,
        subject=f"contract/{contract.pk}",
        sale_id=proposal.pk,
        file=document,
        bundle_sha256=contract.bundle_sha256,
    )


def hashes_of(statement: Statement) -> dict[str, str]:
    """The hashes by which an event names a confirmed statement and what it is about."""
    return {
        "statement_sha256": statement.sha256,
        "file_sha256": statement.file_sha256,
        "bundle_sha256": statement.bundle_sha256,
        **({"assertion_sha256": assertion_sha256(statement.assertion)} if statement.assertion else {}),
    }
