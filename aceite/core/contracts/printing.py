"""A contract's bytes: set from its text, or re-made from the PDF that was uploaded."""

from datetime import datetime

from aceite.core.contracts.models import Contract
from aceite.core.contracts.paper import block_of, paper_of, standing
from aceite.core.contracts.values import values_of
from aceite.core.documents.reading import read
from aceite.kit.pdf.remaking import remake_inert


def pdf_of(contract: Contract, *, code: str, at: datetime) -> bytes:
    """The contract's PDF with this code on every page; slow, in a limited child, and writes nothing.

    The same arguments give the same bytes. Raises typesetting.Undrawable, typesetting.TooHeavy, remaking.Refused.
    """
    if contract.uploaded is not None:
        block = block_of(contract, signers=standing(contract), code=code, at=at)
        return remake_inert(read(contract.uploaded), block=block)
    return paper_of(contract, values_of(contract, at=at), code=code, at=at).render()


def print_contract(contract: Contract, *, at: datetime) -> bytes:
    """A draft or an avulso for looking at and printing: no code, placeholders without a value stay visible."""
    return pdf_of(contract, code="", at=at)
