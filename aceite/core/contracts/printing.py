"""A contract's bytes: set from its text, re-made from the PDF that was uploaded, or that very PDF if it came signed."""

from datetime import datetime

from aceite.core.contracts.entering import body_of
from aceite.core.contracts.merging import merge
from aceite.core.contracts.models import Contract
from aceite.core.contracts.paper import block_of, paper_of, standing
from aceite.core.contracts.values import values_of
from aceite.core.documents.reading import read
from aceite.kit.hashing import sha256_hex
from aceite.kit.pdf.papers import ContractPaper, SignatureBlockPaper
from aceite.kit.pdf.remaking import remake_inert


def pdf_of(contract: Contract, *, code: str, at: datetime) -> bytes:
    """The contract's PDF with this code on every page; slow, in a limited child, and writes nothing.

    The same arguments give the same bytes. Raises typesetting.Undrawable, typesetting.TooHeavy, remaking.Refused.
    """
    if contract.uploaded is not None and contract.came_signed:
        return read(contract.uploaded)
    if contract.uploaded is not None:
        return remake_inert(read(contract.uploaded), block=_block(contract, code, at))
    return _text(contract, code, at).render()


def fingerprint_of(contract: Contract, *, at: datetime) -> str:
    """SHA-256 over all that `pdf_of` would print, whoever's row it comes from; the uploaded pages by their hash."""
    if contract.uploaded is not None and contract.came_signed:
        return contract.uploaded.sha256
    if contract.uploaded is not None:
        return sha256_hex(f"{contract.uploaded.sha256} {_block(contract, '', at).fingerprint()}".encode())
    return _text(contract, "", at).fingerprint()


def print_contract(contract: Contract, *, at: datetime) -> bytes:
    """A draft or an avulso for looking at and printing: no code, placeholders without a value stay visible."""
    return pdf_of(contract, code="", at=at)


def _block(contract: Contract, code: str, at: datetime) -> SignatureBlockPaper:
    return block_of(contract, signers=standing(contract), code=code, at=at)


def _text(contract: Contract, code: str, at: datetime) -> ContractPaper:
    html = merge(body_of(contract), values_of(contract, at=at)).html
    return paper_of(contract, html, code=code, at=at)
