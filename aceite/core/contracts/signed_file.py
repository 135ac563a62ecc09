"""The signed contract: D, byte for byte, and one update with the page of signatures, the evidence and the seal."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import override

from aceite.core.contracts.models import Contract, Signer, SignerRole
from aceite.core.contracts.paper import footer_of, letterhead, words_of
from aceite.core.documents.models import Document
from aceite.core.documents.reading import read
from aceite.core.signatures.evidence import NAME as EVIDENCE
from aceite.core.signatures.evidence import Proven, evidence_of
from aceite.core.signatures.keys import standing_seal
from aceite.core.signatures.models import Statement
from aceite.core.signatures.paper import act_paper, moment_words
from aceite.core.trail.models import Event
from aceite.kit.pdf.increment import Update
from aceite.kit.pdf.papers import SignaturesPaper
from aceite.kit.pdf.parts import ActPaper, FilePaper
from aceite.kit.sealing.sealing import append_sealed


def signed_file_of(contract: Contract, *, at: datetime) -> bytes:
    """The bytes of the signed file, sealed at `at`; the same acts and time give the same bytes.

    Raises Tampered when D is not sound, and what `standing_seal` raises.
    """
    if contract.document is None or contract.completed_at is None:
        raise ValueError("only a completed contract has a signed file")
    original = read(contract.document)
    evidence = evidence_of(_proven(contract, contract.document), _statements(contract), at=at)
    update = Update(original, signatures_page(contract).render(), {EVIDENCE: evidence})
    with override(contract.company.language):
        reason = _("Assinaturas conferidas e trilha anexada")
    return append_sealed(update, by=standing_seal(at=at).sealer, reason=reason, at=at).data


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


def _proven(contract: Contract, document: Document) -> Proven:
    version = contract.version
    assert version is not None
    chain = Event.objects.of_chain(contract.company_id, f"sale/{version.proposal_id}")
    completed = next(
        event for event in chain.filter(kind="contract.completed") if event.data["contract"] == contract.pk
    )
    return Proven("contract", document, contract.code, version.manifest, contract.bundle_sha256, completed)


def _statements(contract: Contract) -> list[Statement]:
    signers = contract.signers.filter(statement__isnull=False).select_related("statement")
    return [signer.statement for signer in signers if signer.statement is not None]


def _act(signer: Signer, contract: Contract) -> ActPaper:
    company = contract.company
    if signer.statement is None:
        raise ValueError("only signers who acted stand on the page")
    role = _("Testemunha") if signer.role == SignerRole.WITNESS else _("Parte (contratante)")
    return act_paper(signer.statement, role=role, act=_("Assinou"), zone=company.tz, language=company.language)
