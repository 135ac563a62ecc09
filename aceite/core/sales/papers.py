"""Setting P and every D once, before any lock: each in a limited child, with progress told in between."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext as _

from aceite.core.contracts.freezing import render_contract
from aceite.core.contracts.models import Contract
from aceite.core.documents.storing import store
from aceite.core.proposals.models import ProposalVersion
from aceite.core.sales.bundle import Content, Paper
from aceite.core.sales.paper import printed_proposal
from aceite.core.sales.printed_words import PrintedWords, printed_words
from aceite.core.trail.refusals import Refusal, said
from aceite.kit.codes import new_code
from aceite.kit.pdf.pages import page_count
from aceite.kit.sentences import Complaint

Progress = Callable[[int, int, str], None]


class CouldNotRender(Refusal):
    """A paper could not be set; nothing was sent, the draft is as it was."""


@dataclass(frozen=True)
class Papers:
    """P, D of every contract by its id, and the words printed in them."""

    proposal: Paper
    contracts: dict[int, Paper]
    words: PrintedWords = field(default_factory=PrintedWords)


def set_papers(content: Content, *, at: datetime, progress: Progress | None = None) -> Papers:
    """Draws the codes, renders and stores every file of the bundle; `at` becomes their creation time.

    Takes no lock. Stored files of a sending that fails later are harmless: nothing points at them.
    Raises CouldNotRender and the store's refusals.
    """
    total = 1 + len(content.contracts)
    tell = progress or _silent
    tell(0, total, _("Proposta"))
    code = new_code()
    paper = _kept(content.version, code, lambda: proposal_pdf(content.version, code=code, at=at), _("Proposta"), at)
    contracts: dict[int, Paper] = {}
    for done, contract in enumerate(content.contracts, start=1):
        tell(done, total, contract.title)
        code = new_code()
        bytes_of_d = _renderer(contract, code, at)
        contracts[contract.pk] = _kept(content.version, code, bytes_of_d, contract.title, at)
    tell(total, total, _("Pronto"))
    return Papers(paper, contracts, printed_words(content.version, content.contracts, at=at))


def proposal_pdf(version: ProposalVersion, *, code: str, at: datetime) -> bytes:
    """P as bytes. Also for the preview in print."""
    return printed_proposal(version, code=code, at=at).render()


def _renderer(contract: Contract, code: str, at: datetime) -> Callable[[], bytes]:
    return lambda: render_contract(contract, code=code, at=at)


def _kept(version: ProposalVersion, code: str, render: Callable[[], bytes], title: str, at: datetime) -> Paper:
    try:
        pdf = render()
    except Complaint as complaint:
        raise CouldNotRender(f"{title}: {said(complaint)}") from complaint
    document = store(pdf, company_id=version.company_id, content_type="application/pdf", at=at, pages=page_count(pdf))
    return Paper(code, document)


def _silent(_done: int, _total: int, _what: str) -> None:
    return
