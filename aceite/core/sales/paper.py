"""What a sale prints: the proposal with its letterhead, the Pedido, and the page of an answer added to P."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import translation
from django.utils.translation import gettext as _

from aceite.core.blueprints.printing import picture_paper, presentation_of
from aceite.core.companies.moments import day_words
from aceite.core.documents.letterheads import foot, letterhead, paper_language, paper_words
from aceite.core.proposals.models import ProposalVersion
from aceite.core.proposals.paper import (
    Printing,
    conditions_paper,
    footer,
    line_papers,
    party,
    plan_papers,
    proposal_paper,
    totals_paper,
)
from aceite.core.proposals.picturing import pictures_of
from aceite.core.sales.models import Approval, Order, Rescission
from aceite.core.signatures.models import Statement
from aceite.core.signatures.paper import act_paper, moment_words
from aceite.kit.hashing import groups_of_four
from aceite.kit.pdf.papers import OrderPaper, ProposalPaper, SignaturesPaper
from aceite.kit.pdf.parts import FilePaper, PicturePaper


def printed_proposal(version: ProposalVersion, *, code: str, at: datetime) -> ProposalPaper:
    """P, ready to be set: the same rows, code and moment give the same bytes in any process."""
    presented = presentation_of(version, at=at)
    printing = Printing(
        code,
        at,
        cover=presented.cover,
        before=presented.before,
        after=presented.after,
        pictures=_pictures(version),
    )
    return proposal_paper(version, printing)


def _pictures(version: ProposalVersion) -> dict[int, PicturePaper]:
    # One each, in the size of a row: with fifty of them the file stays small enough for a mail.
    shots = pictures_of(version, list(version.lines.all()))
    return {line: picture_paper(of_line[0].small) for line, of_line in shots.items() if of_line}


def order_paper(order: Order, approval: Approval) -> OrderPaper:
    """The order as a paper, dated by the moment it was made; the same rows give the same bytes."""
    version, company, proposal = order.version, order.company, order.proposal
    with translation.override(company.language):
        return OrderPaper(
            company=letterhead(company),
            footer=foot(version.code, number=order.number, version=version.version),
            title=version.title,
            at=order.made_at,
            language=paper_language(company),
            labels=paper_words(company),
            customer=party(proposal.customer),
            issued=day_words(order.made_at.astimezone(company.tz).date()),
            proposal=_("Proposta %(number)s, versão %(version)s")
            % {"number": proposal.number, "version": version.version},
            approved=_approved_words(approval),
            lines=line_papers(version, only_counted=True),
            totals=totals_paper(version),
            customer_number=approval.customer_order_number,
            seller=proposal.seller.name,
            note=approval.note,
            plan=plan_papers(list(version.instalments.all())),
            conditions=conditions_paper(version),
        )


def approval_page(approval: Approval, *, at: datetime) -> SignaturesPaper:
    """The page that is added to P: who approved it, when, from where, proved how, and the hashes."""
    with translation.override(approval.company.language):
        told = _Told(approval.version, approval.statement, approval.approved_at, _("Aprovou"))
        return _answer_page(told, _contract_notes(approval.version), at)


def rescission_page(rescission: Rescission, *, at: datetime) -> SignaturesPaper:
    """The page that is added to P when a consumer withdraws: who, when, within which term, and the hashes."""
    with translation.override(rescission.company.language):
        told = _Told(rescission.version, rescission.statement, rescission.rescinded_at, _("Desistiu da compra"))
        term = _("Dentro do prazo para desistir, que ia até %(day)s (CDC, art. 49; Decreto 7.962/2013).")
        notes = [term % {"day": day_words(rescission.until)}, *_contract_notes(rescission.version)]
        return _answer_page(told, notes, at)


@dataclass(frozen=True)
class _Told:
    """One answer to P: which version, its statement, when, and what was done in a word."""

    version: ProposalVersion
    statement: Statement
    moment: datetime
    done: str


def _answer_page(told: _Told, notes: list[str], at: datetime) -> SignaturesPaper:
    version, company = told.version, told.version.company
    language = paper_language(company)
    if version.paper is None:
        raise ValueError("only what was sent is answered")
    act = act_paper(told.statement, role=_("Pelo cliente"), act=told.done, zone=company.tz, language=language)
    return SignaturesPaper(
        company=letterhead(company),
        footer=footer(version, version.code),
        title=version.title,
        at=at,
        language=language,
        labels=paper_words(company),
        file=FilePaper(
            name=_file_name(version),
            length=version.paper.size,
            pages=version.paper.pages,
            sha256=version.paper.sha256,
        ),
        bundle_sha256=version.bundle_sha256,
        acts=[act],
        completed=moment_words(told.moment, zone=company.tz, language=language),
        notes=notes,
    )


def _contract_notes(version: ProposalVersion) -> list[str]:
    frozen = version.contracts.filter(document__isnull=False).select_related("document")
    return [
        _("Contrato desta versão: %(title)s, SHA-256 %(sha256)s")
        % {"title": contract.title, "sha256": groups_of_four(contract.document.sha256) if contract.document else ""}
        for contract in frozen
    ]


def _file_name(version: ProposalVersion) -> str:
    words = {"number": version.proposal.number, "version": version.version}
    return _("Proposta %(number)s, versão %(version)s") % words


def _approved_words(approval: Approval) -> str:
    words = {"name": approval.panel_user.name, "when": _moment(approval)}
    return _("%(name)s, em %(when)s") % words


def _moment(approval: Approval) -> str:
    company = approval.company
    return moment_words(approval.approved_at, zone=company.tz, language=paper_language(company))
