"""A sale's page: where it stands, what comes next, and everything that happened and is kept."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_safe

from aceite.core.clearances.measures import Caught
from aceite.core.clearances.models import Clearance
from aceite.core.clearances.states import ClearanceState
from aceite.core.clearances.words import caught_words
from aceite.core.contracts.models import Contract, SignedCopy
from aceite.core.contracts.states import CopyState, ExternalState
from aceite.core.contracts.unable import missed
from aceite.core.proposals.headings import sections
from aceite.core.proposals.models import Proposal, ProposalVersion
from aceite.core.proposals.states import MOVES, State
from aceite.core.sales.extending import last_valid_day
from aceite.core.sales.listing import SaleRow, rows_for
from aceite.core.sales.ordering import unsigned_by_us
from aceite.core.sales.timeline import TimelineRow, timeline
from aceite.faces.office.access import OfficeRequest, office
from aceite.faces.office.acting import moves_of
from aceite.faces.office.agreements import chain_of
from aceite.faces.office.alternatives import beside
from aceite.faces.office.asked_access import asked_of
from aceite.faces.office.clearances import may_answer
from aceite.faces.office.comments import talk_of
from aceite.faces.office.deliveries import after_sale
from aceite.faces.office.forms.acts import AnswerForm
from aceite.faces.office.forms.points import RulingsForm
from aceite.faces.office.negotiation import negotiation_of
from aceite.faces.office.next_step import Moment, next_step
from aceite.faces.office.places import place, sale_of
from aceite.faces.office.receivables import owed_rows
from aceite.faces.office.sale_files import files_of
from aceite.faces.office.sale_mails import by_event
from aceite.faces.ui.parts import Entry, Tone

_TONES: dict[str, Tone] = {
    "payment.confirmed": "success", "payment.undone": "warning",
    "payment.returned": "success", "payment.return_undone": "warning",
    "proposal.rescinded": "danger", "amendment.fell": "danger", "delivery.recorded": "success",
    "proposal.approved": "success", "order.made": "success", "contract.completed": "success",
    "contract.signed": "success", "copy.accepted": "success", "proposal.declined": "danger",
    "copy.refused": "danger", "proposal.cancelled": "danger", "proposal.expired": "warning",
    "clearance.asked": "warning", "clearance.given": "success", "clearance.refused": "danger",
    "choice.confirmed": "info", "choice.made": "success", "choice.failed": "warning",
    "proposal.superseded": "warning", "proposal.reopened": "info",
    "proposal.withdrawn": "warning", "approval.undone": "warning",
    "external.to_check": "warning", "external.accepted": "success", "external.refused": "danger",
    "signature.voided": "warning", "signature.refused": "warning", "signer.unable": "warning",
    "proposal.sent": "info", "question.asked": "warning",
    "points.sent": "warning", "points.taken": "success",
    "access.asked": "warning", "access.granted": "success",
}  # fmt: skip
_ICONS: dict[str, str] = {
    "proposal.sent": "paper-airplane", "proposal.viewed": "eye", "proposal.approved": "check-circle",
    "changes.read": "eye",
    "proposal.declined": "x-circle", "order.made": "shopping-bag", "contract.signed": "pencil-square",
    "contract.completed": "document-check", "copy.uploaded": "document-arrow-up",
    "copy.registered": "document-arrow-up", "copy.prepared": "document-arrow-up",
    "copy.file_arrived": "document-arrow-up",
    "copy.read": "document-magnifying-glass", "copy.accepted": "document-check",
    "external.uploaded": "document-arrow-up", "external.to_check": "document-magnifying-glass",
    "external.accepted": "document-check", "external.refused": "document-minus",
    "copy.refused": "document-minus", "question.asked": "chat-bubble-left-right",
    "clearance.asked": "hand-thumb-up", "clearance.given": "hand-thumb-up", "clearance.refused": "hand-thumb-down",
    "question.answered": "chat-bubble-left", "proposal.extended": "calendar-days", "proposal.expired": "clock",
    "link.handed": "share", "signer.unable": "user-minus",
    "reminder.sent": "bell", "points.sent": "arrows-right-left", "points.answered": "chat-bubble-left",
    "time.asked": "calendar-days", "time.refused": "calendar-days",
    "proposal.forwarded": "arrow-right",
    "access.asked": "user-plus", "access.granted": "user-plus", "access.refused": "user-minus",
    "points.taken": "document-duplicate",
    "choice.confirmed": "adjustments-horizontal", "choice.made": "document-check", "choice.failed": "document-minus",
    "alternative.made": "squares-plus", "alternative.joined": "squares-2x2", "alternative.left": "minus-circle",
    "proposal.superseded": "squares-2x2", "proposal.reopened": "arrow-uturn-left",
    "proposal.rescinded": "arrow-uturn-left", "delivery.recorded": "truck", "delivery.corrected": "truck",
    "payment.returned": "banknotes", "payment.return_undone": "arrow-uturn-left",
    "proposal.created": "plus-circle", "payment.confirmed": "banknotes", "payment.undone": "arrow-uturn-left",
}  # fmt: skip

# What can be done besides the next step: verb, page, words, icon, opened over the page.
_ACTS = (
    ("proposal.edit", "edit_sale", gettext_noop("Editar"), "pencil", False),
    ("proposal.revise", "revise_sale", gettext_noop("Abrir nova versão"), "pencil-square", True),
    ("proposal.remind", "remind_sale", gettext_noop("Lembrar o cliente"), "bell", True),
    ("proposal.remind", "hand_sale", gettext_noop("Enviar por WhatsApp"), "share", False),
    ("proposal.extend", "extend_sale", gettext_noop("Prorrogar validade"), "calendar-days", True),
    ("proposal.copy", "copy_sale", gettext_noop("Copiar proposta"), "document-duplicate", True),
    ("blueprint.edit", "keep_sale", gettext_noop("Salvar como modelo"), "square-2-stack", True),
    ("delivery.record", "record_delivery", gettext_noop("Registrar entrega"), "truck", False),
    ("order.amend", "new_amendment", gettext_noop("Fazer aditivo ou distrato"), "document-duplicate", True),
    ("alternative.make", "make_alternative", gettext_noop("Criar alternativa"), "squares-plus", True),
    ("alternative.join", "join_alternatives", gettext_noop("Juntar a outra proposta"), "squares-2x2", True),
    ("alternative.leave", "leave_alternatives", gettext_noop("Tirar das alternativas"), "minus-circle", True),
    ("proposal.share", "share_sale", gettext_noop("Quem vê a proposta"), "user-group", True),
    ("proposal.reassign", "reassign_sale", gettext_noop("Trocar vendedor"), "arrows-right-left", True),
    ("sale.dossier", "dossier", gettext_noop("Dossiê: todas as provas"), "archive-box", False),
    ("proposal.withdraw", "withdraw_sale", gettext_noop("Retirar proposta"), "arrow-uturn-left", True),
    ("approval.undo", "undo_approval", gettext_noop("Desfazer aprovação"), "arrow-uturn-left", True),
    ("proposal.cancel", "cancel_sale", gettext_noop("Cancelar venda"), "x-mark", True),
)


TICKETS_SHOWN: Final = 10


@dataclass(frozen=True)
class ActLink:
    """One act in the menu of the sale."""

    url: str
    label: str
    icon: str
    dialog: bool


def acts_for(request: OfficeRequest, sale: Proposal, moves: frozenset[str], *, done_above: str) -> list[ActLink]:
    """The acts open now, without the one the next step already offers."""
    links = [
        ActLink(place(request, name, sale.number), _(label), icon, dialog)
        for verb, name, label, icon, dialog in _ACTS
        if verb in moves
    ]
    return [link for link in links if link.url != done_above]


def entries(rows: list[TimelineRow]) -> list[Entry]:
    """The timeline as its component shows it."""
    return [
        Entry(
            row.words,
            row.at,
            who=row.who,
            detail=row.detail,
            icon=_ICONS.get(row.kind, ""),
            tone=_TONES.get(row.kind, "neutral"),
        )
        for row in rows
    ]


def _content(version: ProposalVersion | None) -> dict[str, Any]:
    """What the version holds."""
    if version is None:
        return {"sections": [], "attachments": [], "instalments": []}
    return {
        "sections": sections(list(version.lines.all())),
        "attachments": version.attachments.select_related("document"),
        "instalments": version.instalments.all(),
    }


def _waited_for(known: Moment, contracts: list[Contract]) -> Moment:
    """With what waits to be checked or answered, and those whose signature is waited for in vain."""
    request, sale = known.request, known.sale
    asked = sale.clearances.open().select_related("asked_by").first() if sale.state == State.DRAFT else None
    return replace(
        known,
        copy=_copy_to_check(contracts),
        external_url=_external_to_check(request, sale, contracts),
        gone=tuple(one for contract in contracts for one in missed(contract, list(contract.signers.all()))),
        ours_missing=tuple(unsigned_by_us(sale)) if sale.state == State.APPROVED else (),
        clearance=asked,
        clearance_url=place(request, "clearance", asked.pk) if asked and may_answer(request, asked) else "",
    )


def _turned_down(sale: Proposal) -> Clearance | None:
    """The colleague's no that the draft still stands under, while nobody is asked anew."""
    if sale.state != State.DRAFT or sale.current is None:
        return None
    latest = sale.clearances.of_version(sale.current).select_related("decided_by").first()
    if latest is None or latest.revision != sale.current.revision:
        return None
    return latest if latest.state == ClearanceState.REFUSED else None


def _copy_to_check(contracts: list[Contract]) -> SignedCopy | None:
    for contract in contracts:
        copies: list[SignedCopy] = list(contract.copies.all())
        for copy in copies:
            if copy.state == CopyState.TO_CHECK:
                return copy
    return None


def _external_to_check(request: OfficeRequest, sale: Proposal, contracts: list[Contract]) -> str:
    for contract in contracts:
        for file in contract.external_files.all():
            if file.state == ExternalState.MANUAL:
                return place(request, "external", sale.number, contract.pk, file.pk)
    return ""


def _choice_of(request: OfficeRequest, sale: Proposal) -> dict[str, Any] | None:
    """What the customer chose last of what was left open, what became of it, and what the rules say of it."""
    version = sale.current
    if version is None or not version.choosable:
        return None
    choice = sale.choices.select_related("panel_user", "version", "made").first()
    if choice is None:
        return None
    with_cost = request.scope.may("cost.set")
    return {"row": choice, "rules": [caught_words(Caught(**kept), with_cost=with_cost) for kept in choice.caught]}


def _original(request: OfficeRequest, amendment: Proposal) -> str:
    """The page of the sale this one amends, for whoever may open it."""
    original = amendment.amends
    return place(request, "sale", original.number) if original and request.scope.may_change(original) else ""


def _moves(request: OfficeRequest, found: Proposal, row: SaleRow, at: datetime) -> frozenset[str]:
    moves = moves_of(request, found, at)
    if not row.asks_customer:
        moves -= {"proposal.remind"}
    if not request.scope.company.uses_contracts:
        moves -= {"copy.check", "copy.register", "external.check", "signer.replace"}
    return moves


@require_safe
@office("sale.see")
def sale(request: OfficeRequest, number: str) -> HttpResponse:
    """The page of one sale."""
    found = sale_of(request, number)
    return sale_page(request, found)


def sale_page(
    request: OfficeRequest,
    found: Proposal,
    *,
    answer: AnswerForm | None = None,
    question: int = 0,
    rulings: tuple[int, RulingsForm] | None = None,
) -> HttpResponse:
    """The page; `answer` is the form of `question`, `rulings` that of a counter-offer, when the verb refused it."""
    at = timezone.now()
    row = rows_for([found], at=at)[0]
    moves = _moves(request, found, row, at)
    contracts: list[Contract] = []
    if found.current:
        contracts = list(request.scope.shown_contracts.of_version(found.current).with_signatures())
    owed, access = owed_rows(request, found), asked_of(request, found)
    to_return = any(one.owed.to_return for one in owed)
    waits = Moment(request, found, row, moves, to_return=to_return, access=access["to_decide"])
    step = next_step(_waited_for(waits, contracts))
    versions = list(found.versions.standing().select_related("paper").order_by("-version"))
    others = beside(request, found)
    told = timeline(found)
    if found.customer.erased_at or any(line.kind == "sale.cleared" for line in told):
        moves -= {"blueprint.edit", "proposal.copy"}
    moves -= {"alternative.join"} if others else {"alternative.leave"}
    context: dict[str, Any] = {
        "original_url": _original(request, found),
        "sale": found, "version": found.current, "row": row, "moves": moves, "step": step,
        "goes_on": MOVES.find("copy.check", found.state_at(at)) is not None,
        "acts": acts_for(request, found, moves, done_above=step.url),
        "contracts": contracts, "versions": versions, "beside": others,
        "choice": _choice_of(request, found),
        "amendments": chain_of(request, found.pk),
        **_content(found.current),
        "questions": list(found.questions.select_related("asked_by", "answered_by", "line")),
        **access,
        "negotiation": negotiation_of(found, found.state_at(at), moves, rulings),
        "talk": talk_of(request, found), "away": request.scope.away.get(found.seller_id),
        "tickets": request.scope.tickets.of_sale(found)[:TICKETS_SHOWN],
        "answer": answer or AnswerForm(), "answered": question,
        "owed": owed, "may_confirm": request.scope.may("payment.confirm"),
        "approval": found.approvals.select_related("panel_user", "file").first(),
        "after": after_sale(request, found, at),
        "turned_down": _turned_down(found),
        "decline": found.declines.select_related("panel_user").first(),
        "files": files_of(request, found, versions),
        "last_day": last_valid_day(found) if found.expires_at else None,
        "entries": entries(told),
        "mails": by_event(request.scope.deliveries.of_sale(found.pk)),
        "may_retry": request.scope.may("mail.retry"),
    }  # fmt: skip
    wrong = bool(answer and answer.errors) or rulings is not None
    return render(request, "office/sales/sale.html", context, status=422 if wrong else 200)
