"""The signed contract: D, byte for byte, and one update with the page of signatures."""

from django.utils.translation import gettext as _
from django.utils.translation import override

from aceite.core.contracts.models import Contract, Signer, SignerRole
from aceite.core.contracts.paper import footer_of, letterhead, words_of
from aceite.core.documents.reading import read
from aceite.core.signatures.paper import act_paper, moment_words
from aceite.kit.pdf.increment import append_pages
from aceite.kit.pdf.papers import SignaturesPaper
from aceite.kit.pdf.parts import ActPaper, FilePaper


def signed_file_of(contract: Contract) -> bytes:
    """The bytes of the signed file, the same for the same acts. Raises Tampered when D is not sound."""
    if contract.document is None or contract.completed_at is None:
        raise ValueError("only a completed contract has a signed file")
    original = read(contract.document)
    return append_pages(original, signatures_page(contract).render(), at=contract.completed_at)


def signatures_page(contract: Contract) -> SignaturesPaper:
    """The page of signatures, in the company's language and zone."""
    company, document, completed = contract.company, contract.document, contract.completed_at
    if document is None or completed is None:
        raise ValueError("only a completed contract has a page of signatures")
    language = "en" if company.language.startswith("en") else "pt-BR"
    signers = contract.signers.filter(statement__isnull=False).select_related("statement__mark", "panel_user")
    with override(company.language):
        return SignaturesPaper(
            company=letterhead(company),
            footer=footer_of(contract, contract.code),
            title=contract.title,
            at=completed,
            language=language,
            labels=words_of(company),
            file=FilePaper(
                name=f"{contract.title}.pdf", length=document.size, pages=document.pages, sha256=document.sha256
            ),
            bundle_sha256=contract.bundle_sha256,
            acts=[_act(signer, contract) for signer in signers],
            completed=moment_words(completed, zone=company.tz, language=company.language),
        )


def _act(signer: Signer, contract: Contract) -> ActPaper:
    company = contract.company
    if signer.statement is None:
        raise ValueError("only signers who acted stand on the page")
    role = _("Testemunha") if signer.role == SignerRole.WITNESS else _("Parte (contratante)")
    return act_paper(signer.statement, role=role, act=_("Assinou"), zone=company.tz, language=company.language)
