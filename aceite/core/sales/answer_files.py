"""The file of an answer to P, the approval or the withdrawal from it: P, byte for byte, and one update with its page,
evidence and seal. Made after the act."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, Literal

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from aceite.core.documents.models import Document
from aceite.core.documents.reading import read
from aceite.core.proposals.locking import lock_sale
from aceite.core.sales.answering import paper_of
from aceite.core.sales.models import Approval, Rescission
from aceite.core.sales.paper import approval_page, rescission_page
from aceite.core.signatures.evidence import NAME as EVIDENCE
from aceite.core.signatures.evidence import Proven, evidence_of
from aceite.core.signatures.models import SealedFile
from aceite.core.signatures.sealed_files import facts_of, keep_sealed
from aceite.core.signatures.sealers import file_seal
from aceite.core.signatures.sealing import Finished, Unsealed
from aceite.core.trail.actors import Actor
from aceite.core.trail.models import Event
from aceite.core.trail.recording import record
from aceite.core.trail.refusals import NotAllowed
from aceite.kit.pdf.papers import SignaturesPaper

Answered = Approval | Rescission


@dataclass(frozen=True)
class _Sort:
    """What sets one kind of answer apart: its event, and the words of its seal."""

    kind: Literal["approval", "rescission"]
    event: str
    reason: "str | Promise"


_APPROVAL: Final = _Sort("approval", "proposal.approved", _("Aprovação registrada e trilha anexada"))
_RESCISSION: Final = _Sort("rescission", "proposal.rescinded", _("Desistência registrada e trilha anexada"))
# The kinds of sealed files that are made here.
KINDS: Final = (_APPROVAL.kind, _RESCISSION.kind)


def unsealed_answer(answered: Answered, *, at: datetime) -> Unsealed:
    """What F is made of: P, the page of the answer and its evidence, gathered at `at`; the same act gives the same.

    Raises Tampered when P is not what it was, and what `file_seal` raises.
    """
    paper = paper_of(answered.version)
    evidence = evidence_of(_proven(answered, paper), [answered.statement], at=at)
    return _unsealed(answered, paper, evidence, at)


def keep_answer_file(answered: Answered, finished: Finished, *, by: Actor, at: datetime) -> None:
    """Keeps F, once: another worker's is thrown away. Raises NotAllowed."""
    if by.company_id != answered.company_id or not by.may("sale.file"):
        raise NotAllowed
    rows, sort = type(answered)._default_manager, _sort(answered)
    with transaction.atomic():
        lock_sale(answered.proposal_id)
        if rows.filter(pk=answered.pk, file__isnull=False).exists():
            return
        sealed = keep_sealed(finished, subject=subject_of(answered), company_id=answered.company_id, at=at)
        rows.filter(pk=answered.pk).update(file=sealed.document)
        data = {sort.kind: answered.pk, **facts_of(sealed)}
        record(f"{sort.kind}.filed", sale=answered.proposal_id, by=by, at=at, data=data)


def unsealed_again(answered: Answered, evidence: bytes, *, at: datetime) -> Unsealed:
    """What F′ is made of: the same P and this evidence, as it stands in F. Raises as `unsealed_answer`."""
    return _unsealed(answered, paper_of(answered.version), evidence, at)


def keep_improved(answered: Answered, form: SealedFile, finished: Finished, *, by: Actor, at: datetime) -> None:
    """Hands out the next form from now on; the one before stays valid and stays known. Raises NotAllowed."""
    if by.company_id != answered.company_id or not by.may("sale.file"):
        raise NotAllowed
    with transaction.atomic():
        lock_sale(answered.proposal_id)
        if SealedFile.objects.standing(form.pk) is None:
            return
        sealed = keep_sealed(finished, subject=form.subject, company_id=answered.company_id, at=at)
        type(answered)._default_manager.filter(pk=answered.pk).update(file=sealed.document)
        data = {_sort(answered).kind: answered.pk, "before_sha256": form.document.sha256, **facts_of(sealed)}
        record("file.stamped", sale=answered.proposal_id, by=by, at=at, data=data)


def subject_of(answered: Answered) -> str:
    """How sealed files name an approval, or a withdrawal."""
    return f"{_sort(answered).kind}/{answered.pk}"


def _sort(answered: Answered) -> _Sort:
    return _APPROVAL if isinstance(answered, Approval) else _RESCISSION


def _page(answered: Answered) -> SignaturesPaper:
    if isinstance(answered, Approval):
        return approval_page(answered, at=answered.approved_at)
    return rescission_page(answered, at=answered.rescinded_at)


def _unsealed(answered: Answered, paper: Document, evidence: bytes, at: datetime) -> Unsealed:
    page = _page(answered)
    with override(answered.company.language):
        reason = str(_sort(answered).reason)
    return Unsealed(
        original=read(paper),
        draw=lambda seal: replace(page, seal=seal).render(),
        attachments={EVIDENCE: evidence},
        reason=reason,
        language=answered.company.language,
        seal=file_seal(answered.company, at=at),
    )


def _proven(answered: Answered, paper: Document) -> Proven:
    version, sort = answered.version, _sort(answered)
    chain = Event.objects.of_chain(answered.company_id, f"sale/{answered.proposal_id}")
    recorded = next(event for event in chain.filter(kind=sort.event) if event.data[sort.kind] == answered.pk)
    return Proven(sort.kind, paper, version.code, version.manifest, version.bundle_sha256, recorded)
