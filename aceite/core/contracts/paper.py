"""A contract as paper: its text with the values filled in, and the lines to sign on.

Whose names stand under the lines follows from how it is signed: where paper counts, each signer has a line of her
own; where only the panel counts, the block names the two parties alone, so that a signer can be replaced.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import override

from aceite.core.contracts.models import Contract, Requirement, Signer, SignerRole
from aceite.core.customers.models import Customer
from aceite.core.documents.letterheads import foot, letterhead, paper_language, paper_words
from aceite.kit.pdf.papers import ContractPaper, SignatureBlockPaper
from aceite.kit.pdf.parts import FooterPaper, SignerPaper
from aceite.kit.richtext import blocks
from aceite.kit.taxid import format_taxid

WITNESSES_ON_PAPER: Final = 2


def paper_of(contract: Contract, html: str, *, code: str, at: datetime) -> ContractPaper:
    """A written contract; `html` is its text, its clauses and values put in."""
    company = contract.company
    with override(company.language):
        return ContractPaper(
            company=letterhead(company),
            footer=footer_of(contract, code),
            title=contract.title,
            at=at,
            language=paper_language(company),
            labels=paper_words(company),
            body=blocks(html),
            signers=signer_papers(contract, standing(contract)),
        )


def block_of(contract: Contract, *, signers: Sequence[Signer], code: str, at: datetime) -> SignatureBlockPaper:
    """The page with the lines to sign on that an uploaded PDF gets."""
    company = contract.company
    with override(company.language):
        return SignatureBlockPaper(
            company=letterhead(company),
            footer=footer_of(contract, code),
            title=contract.title,
            at=at,
            language=paper_language(company),
            labels=paper_words(company),
            signers=signer_papers(contract, signers),
        )


def signer_papers(contract: Contract, signers: Sequence[Signer]) -> list[SignerPaper]:
    """The lines to sign on; none for a contract that is only read."""
    if contract.requirement == Requirement.NONE:
        return []
    company = contract.company
    ours = SignerPaper(name=company.legal_name, role=_("Contratada"), lines=(f"CNPJ {format_taxid(company.cnpj)}",))
    customer = _customer(contract)
    if not contract.asks_paper or not signers:
        named = [_customer_paper(customer)] if customer else []
    else:
        named = [_signer_paper(signer, customer, asks_cpf=contract.executive) for signer in signers]
    return [ours, *named, *_lines_for_witnesses(contract, named)]


def _lines_for_witnesses(contract: Contract, named: Sequence[SignerPaper]) -> list[SignerPaper]:
    """Of an executive title on paper two witnesses sign (CPC art. 784, III): blank lines for those not named."""
    if not (contract.executive and contract.asks_paper):
        return []
    missing = WITNESSES_ON_PAPER - sum(1 for signer in named if signer.witness)
    blank = SignerPaper(name="", role=_("Testemunha"), witness=True, to_write=(_("Nome"), "CPF"))
    return [blank] * missing


def footer_of(contract: Contract, code: str) -> FooterPaper:
    """Number, version and code of every page; a draft carries no code, an avulso none of the three."""
    version = contract.version
    if version is None:
        return foot(code)
    return foot(code, number=version.proposal.number, version=version.version)


def standing(contract: Contract) -> list[Signer]:
    """The signers who were not replaced, in their order; nobody is named on a contract that is only tried out."""
    return list(Signer.objects.standing().filter(contract=contract.pk).select_related("panel_user"))


def _customer(contract: Contract) -> Customer | None:
    return contract.version.proposal.customer if contract.version else contract.customer


def _customer_paper(customer: Customer) -> SignerPaper:
    word = "CPF" if len(customer.taxid) == len("12345678909") else "CNPJ"
    return SignerPaper(name=customer.name, role=_("Contratante"), lines=(f"{word} {format_taxid(customer.taxid)}",))


def _signer_paper(signer: Signer, customer: Customer | None, *, asks_cpf: bool) -> SignerPaper:
    witness = signer.role == SignerRole.WITNESS
    person = signer.panel_user
    own = f"CPF {format_taxid(signer.cpf)}" if signer.cpf else ""
    behalf = customer.name if customer and not witness and customer.name != person.name else ""
    return SignerPaper(
        name=person.name,
        role=_("Testemunha") if witness else _("Contratante"),
        lines=tuple(line for line in (behalf, own, _asked(signer)) if line),
        witness=witness,
        to_write=("CPF",) if asks_cpf and not own else (),
    )


def _asked(signer: Signer) -> str:
    """At whose request she signs; the two witnesses stand in the plan and have lines of their own."""
    return _("a rogo de %(who)s") % {"who": signer.asked_by} if signer.asked_by else ""
