"""The signed contract: D, byte for byte, and one update with the page of signatures, the evidence and the seal.

Where somebody signed outside, the last accepted PDF is the signed contract, untouched; where D came signed, D itself
is. The page of signatures, with the evidence and the seal, is then a file of its own beside it.
"""

from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from aceite.core.contracts.external_basis import accepted_files, newest_file, stands_apart
from aceite.core.contracts.external_telling import words_about
from aceite.core.contracts.levels import level_alone
from aceite.core.contracts.models import Contract, Signer, SignerRole
from aceite.core.contracts.paper import footer_of
from aceite.core.contracts.plan_words import plan_lines
from aceite.core.contracts.signed_before import signed_before_words
from aceite.core.contracts.turns import note_waiting
from aceite.core.documents.letterheads import letterhead, paper_language, paper_words
from aceite.core.documents.models import Document
from aceite.core.documents.reading import read
from aceite.core.proposals.locking import lock_sale
from aceite.core.signatures.evidence import NAME as EVIDENCE
from aceite.core.signatures.evidence import Apart, Proven, evidence_of
from aceite.core.signatures.models import SealedFile, Statement
from aceite.core.signatures.paper import act_paper, moment_words
from aceite.core.signatures.sealed_files import facts_of, keep_sealed
from aceite.core.signatures.sealers import file_seal
from aceite.core.signatures.sealing import Finished, Unsealed
from aceite.core.trail.actors import Actor
from aceite.core.trail.models import Event
from aceite.core.trail.recording import record
from aceite.core.trail.refusals import NotAllowed
from aceite.kit.pdf.papers import SignaturesPaper
from aceite.kit.pdf.parts import ActPaper, FilePaper
from aceite_verify.levels import level_of


def unsealed_contract(contract: Contract, *, at: datetime) -> Unsealed:
    """What the signed file is made of, gathered at `at`; the same acts give the same.

    Raises Tampered when D is not sound, and what `file_seal` raises.
    """
    if contract.document is None or contract.completed_at is None:
        raise ValueError("only a completed contract has a signed file")
    outside = accepted_files(contract)
    apart = [Apart(each.document, each.statement) for each in outside if each.statement is not None]
    evidence = evidence_of(_proven(contract, contract.document), _statements(contract), apart=apart, at=at)
    return _unsealed(contract, _begun(contract), evidence, at)


def keep_signed_file(contract: Contract, finished: Finished, *, by: Actor, at: datetime) -> None:
    """Keeps the signed file of a completed contract, once: another worker's is thrown away. Raises NotAllowed."""
    if contract.version is None or by.company_id != contract.company_id or not by.may("sale.file"):
        raise NotAllowed
    with transaction.atomic():
        proposal = lock_sale(contract.version.proposal_id)
        if Contract.objects.filter(pk=contract.pk, signed_file__isnull=False).exists():
            return
        apart = stands_apart(contract)
        subject = manifest_subject_of(contract) if apart else subject_of(contract)
        sealed = keep_sealed(finished, subject=subject, company_id=contract.company_id, at=at)
        files = (
            {"signed_file": newest_file(contract), "manifest_file": sealed.document}
            if apart
            else {"signed_file": sealed.document}
        )
        Contract.objects.filter(pk=contract.pk).update(**files)
        # Said here and not in the act of signing, which has nothing to lose by it and every query to pay for.
        note_waiting(proposal, at)
        named = {"external_sha256": newest_file(contract).sha256} if apart else {}
        data = {"contract": contract.pk, **facts_of(sealed), **named}
        record("contract.filed", by=by, at=at, sale=proposal.pk, data=data)


def unsealed_again(contract: Contract, evidence: bytes, *, at: datetime) -> Unsealed:
    """What F′ is made of: the same D and this evidence, as it stands in F. Raises as `unsealed_contract`."""
    if contract.document is None:
        raise ValueError("only a frozen contract has a signed file")
    return _unsealed(contract, _begun(contract), evidence, at)


def keep_improved(contract: Contract, form: SealedFile, finished: Finished, *, by: Actor, at: datetime) -> None:
    """Hands out the next form from now on; the one before stays valid and stays known. Raises NotAllowed."""
    if contract.version is None or by.company_id != contract.company_id or not by.may("sale.file"):
        raise NotAllowed
    with transaction.atomic():
        proposal = lock_sale(contract.version.proposal_id)
        if SealedFile.objects.standing(form.pk) is None:
            return
        sealed = keep_sealed(finished, subject=form.subject, company_id=contract.company_id, at=at)
        field = "manifest_file" if form.subject == manifest_subject_of(contract) else "signed_file"
        Contract.objects.filter(pk=contract.pk).update(**{field: sealed.document})
        data = {"contract": contract.pk, "before_sha256": form.document.sha256, **facts_of(sealed)}
        record("file.stamped", by=by, at=at, sale=proposal.pk, data=data)


def subject_of(contract: Contract) -> str:
    """How sealed files and statements name a contract."""
    return f"contract/{contract.pk}"


def manifest_subject_of(contract: Contract) -> str:
    """How sealed files name the page of signatures that stands beside a contract signed outside."""
    return f"manifest/{contract.pk}"


def _begun(contract: Contract) -> bytes:
    """What the sealed file begins with: D, or nothing where the page of signatures stands by itself."""
    assert contract.document is not None
    return b"" if stands_apart(contract) else read(contract.document)


def _unsealed(contract: Contract, original: bytes, evidence: bytes, at: datetime) -> Unsealed:
    page = signatures_page(contract)
    with override(contract.company.language):
        reason = _("Assinaturas conferidas e trilha anexada")
    return Unsealed(
        original=original,
        draw=lambda seal: replace(page, seal=seal).render(),
        attachments={EVIDENCE: evidence},
        reason=reason,
        language=contract.company.language,
        seal=file_seal(contract.company, at=at),
    )


def signatures_page(contract: Contract) -> SignaturesPaper:
    """The page of signatures, in the company's language and zone."""
    company, document, completed = contract.company, contract.document, contract.completed_at
    if document is None or completed is None:
        raise ValueError("only a completed contract has a page of signatures")
    language = paper_language(company)
    acted = ("statement__mark", "statement__external_file__checked_by", "panel_user")
    signers = contract.signers.filter(statement__isnull=False).select_related(*acted)
    named = list(contract.signers.standing().select_related("panel_user"))
    ours = list(contract.countersigners.standing().select_related("statement__mark", "member"))
    with override(company.language):
        return SignaturesPaper(
            company=letterhead(company),
            footer=footer_of(contract, contract.code),
            title=contract.title,
            at=completed,
            language=language,
            labels=paper_words(company),
            file=FilePaper(
                name=f"{contract.title}.pdf", length=document.size, pages=document.pages, sha256=document.sha256
            ),
            bundle_sha256=contract.bundle_sha256,
            apart=_apart(contract),
            before=signed_before_words(contract),
            plan=plan_lines(contract, named, ours),
            acts=[
                *(_act(signer, contract) for signer in signers),
                *(_our_act(each.statement, contract) for each in ours if each.statement is not None),
            ],
            level=level_alone(contract.level),
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
    ours = contract.countersigners.filter(statement__isnull=False).select_related("statement")
    theirs = [signer.statement for signer in signers if signer.statement is not None]
    return theirs + [each.statement for each in ours if each.statement is not None]


def _act(signer: Signer, contract: Contract) -> ActPaper:
    company = contract.company
    if signer.statement is None:
        raise ValueError("only signers who acted stand on the page")
    role = _("Testemunha") if signer.role == SignerRole.WITNESS else _("Parte (contratante)")
    paper = act_paper(signer.statement, role=role, act=_("Assinou"), zone=company.tz, language=company.language)
    reached = level_of(signer.statement.content()["factors"])
    outside = getattr(signer.statement, "external_file", None)
    return replace(
        paper,
        level=level_alone(reached) if reached else "",
        note="; ".join(part for part in (paper.note, words_about(outside, company.tz) if outside else "") if part),
    )


def _our_act(statement: Statement, contract: Contract) -> ActPaper:
    company, role = contract.company, _("Representante da empresa (contratada)")
    paper = act_paper(statement, role=role, act=_("Assinou"), zone=company.tz, language=company.language)
    reached = level_of(statement.content()["factors"])
    return replace(paper, level=level_alone(reached) if reached else "")


def _apart(contract: Contract) -> FilePaper | None:
    """The signed contract, where it is a file of its own."""
    if not stands_apart(contract):
        return None
    last = newest_file(contract)
    return FilePaper(name=f"{contract.title}.pdf", length=last.size, pages=last.pages, sha256=last.sha256)
