"""What Aurora's team does in the stories, each by its verb."""

from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

from aceite.core.clearances.asking import ask_clearance
from aceite.core.comments.writing import comment
from aceite.core.contracts.copies import accept_copy, refuse_copy
from aceite.core.contracts.drafting import add_written
from aceite.core.contracts.models import Requirement, SignedCopy, SignerRole
from aceite.core.contracts.signers import SignerPlan, set_signers
from aceite.core.contracts.texts import Text
from aceite.core.proposals.attaching import attach_file
from aceite.core.proposals.changes import Change
from aceite.core.proposals.drafting import create_proposal, save_draft
from aceite.core.proposals.drafts import Draft, draft_of
from aceite.core.proposals.models import Question
from aceite.core.proposals.sharing import share_with
from aceite.core.receivables.expecting import owed_by
from aceite.core.receivables.refunding import Returned, note_refund
from aceite.core.sales import amending, cancelling, delivering, extending, ordering, revising, sending, undoing
from aceite.core.sales.alternatives import make_alternative
from aceite.core.sales.replying import reply
from aceite.core.tickets.closing import close_ticket
from aceite.core.tickets.models import Ticket
from aceite.core.tickets.writing import Words, write_in
from aceite.kit.codes import new_nonce
from aceite.project.demo.calendar import ZONE
from aceite.project.demo.contracts import LONGER
from aceite.project.demo.offers import agree, day_ahead, offered_lines, with_plan
from aceite.project.demo.story import Priced, Telling
from aceite.project.demo.study import generation_study


def create(telling: Telling, at: datetime) -> None:
    """The draft with its lines, plan and contracts."""
    stage, story, seller = telling.stage, telling.story, telling.seller
    draft = Draft(
        title=story.title,
        valid_until=day_ahead(stage, story.valid),
        lines=offered_lines(telling, story.lines, at),
        introduction=story.introduction,
        discount_kind="percent" if story.off else "",
        discount_value=story.off,
        freight_kind="cif" if story.freight else "none",
        freight=story.freight,
        delivery_term="15 dias úteis depois da aprovação",
        terms=stage.company.terms,
    )
    telling.sale = create_proposal(stage.customers[story.customer], with_plan(telling, draft, at), seller=seller,
                                   by=seller, at=at)  # fmt: skip
    for agreement in story.contracts:
        agree(telling, agreement, at)


def send(telling: Telling, at: datetime) -> None:
    """The frozen version goes to the customer."""
    proposal = telling.proposal
    assert proposal.current is not None
    sending.send(proposal, revision=proposal.current.revision, by=telling.seller, at=at)


def offer_beside(telling: Telling, at: datetime, title: str, *lines: Priced) -> None:
    """An alternative with other lines, sent beside the sale that stands."""
    made = make_alternative(telling.proposal, seller=telling.seller, by=telling.seller, at=at)
    draft = replace(draft_of(made), title=title, lines=offered_lines(telling, lines, at))
    kept = save_draft(made, with_plan(telling, draft, at), revision=0, by=telling.seller, at=at)
    sending.send(kept, revision=1, by=telling.seller, at=at)


def attach_study(telling: Telling, at: datetime) -> None:
    """A sheet with what the roof would generate."""
    content = generation_study(telling.story.title)
    attach_file(telling.proposal, content, name="Estudo de geração.pdf", by=telling.seller, at=at)


def show_only_to(telling: Telling, at: datetime, *people: str) -> None:
    """Only these people of the customer see it."""
    share_with(telling.proposal, [telling.stage.people[key] for key in people], by=telling.seller, at=at)


def answer(telling: Telling, at: datetime, text: str) -> None:
    """The oldest open question is answered."""
    question = Question.objects.unanswered().filter(proposal=telling.proposal).earliest("asked_at")
    reply(question, text, by=telling.seller, at=at)


def answer_ticket(telling: Telling, at: datetime, text: str) -> None:
    """The support thread about the sale is answered."""
    write_in(_last_ticket(telling), Words(text, new_nonce()), by=telling.seller, at=at)


def close(telling: Telling, at: datetime) -> None:
    """Nothing is left to say in that thread."""
    close_ticket(_last_ticket(telling), by=telling.seller, at=at)


def ask_leave(telling: Telling, at: datetime, note: str) -> None:
    """The seller asks for the internal approval that the draft needs."""
    proposal = telling.proposal
    assert proposal.current is not None
    ask_clearance(proposal, note=note, revision=proposal.current.revision, by=telling.seller, at=at)


def say(telling: Telling, at: datetime, who: str, text: str) -> None:
    """A colleague comments the sale, for the team alone."""
    colleague = telling.stage.team[who]
    comment(telling.proposal, text, key=new_nonce(), by=colleague, at=at)


def revise(telling: Telling, at: datetime, *, off: int = 0, valid: int = 10) -> None:
    """A new version with a discount on the total and a later date."""
    revising.revise(telling.proposal, by=telling.seller, at=at)
    _rework(telling, at, off=off, valid=valid)


def withdraw(telling: Telling, at: datetime, reason: str, *, valid: int = 10) -> None:
    """The version is taken back; the next one is a draft."""
    revising.withdraw(telling.proposal, reason=reason, by=telling.seller, at=at)
    _rework(telling, at, valid=valid)


def extend(telling: Telling, at: datetime, *, valid: int) -> None:
    """More time for the customer."""
    extending.extend(telling.proposal, valid_until=day_ahead(telling.stage, valid), by=telling.seller, at=at)


def accept(telling: Telling, at: datetime) -> None:
    """The last uploaded copy is good."""
    accept_copy(_last_copy(telling), by=telling.seller, at=at)


def refuse(telling: Telling, at: datetime, reason: str) -> None:
    """The last uploaded copy is not good."""
    refuse_copy(_last_copy(telling), reason=reason, by=telling.seller, at=at)


def order(telling: Telling, at: datetime) -> None:
    """Aprovado becomes Pedido."""
    ordering.make_order(telling.proposal, by=telling.seller, at=at)


def deliver(telling: Telling, at: datetime, who: str) -> None:
    """The customer received it, and `who` says so on the delivery slip."""
    received = delivering.Received(at.astimezone(ZONE).date(), who)
    delivering.record_delivery(telling.proposal, received, by=telling.seller, at=at)


def give_back(telling: Telling, at: datetime) -> None:
    """All that a customer who withdrew had paid goes back to her."""
    day = at.astimezone(ZONE).date()
    for owed in owed_by(telling.proposal, day):
        if owed.to_return:
            note_refund(telling.proposal, owed.number, Returned(day, "Pix de volta"), by=telling.seller, at=at)


def lengthen(telling: Telling, at: datetime, *, ends: int, signer: str) -> None:
    """An amendment of the order, with a later end and a text of its own; the steps after it are about the amendment."""
    stage, seller = telling.stage, telling.seller
    change = Change(ends="date", ends_on=day_ahead(stage, ends))
    telling.sale = amending.amend(telling.proposal, change, seller=seller, by=seller, at=at)
    draft = replace(draft_of(telling.proposal), valid_until=at.astimezone(ZONE).date() + timedelta(days=15))
    current = telling.proposal.current
    assert current is not None
    telling.sale = save_draft(telling.proposal, draft, revision=current.revision, by=seller, at=at)
    version = telling.proposal.current
    assert version is not None
    contract = add_written(version, Text("Termo aditivo de prazo", LONGER, Requirement.DIGITAL), by=seller, at=at)
    person = stage.people[signer]
    set_signers(contract, [SignerPlan(person, SignerRole.PARTY, person.cpf)], by=seller, at=at)


def undo(telling: Telling, at: datetime, reason: str) -> None:
    """The manager takes the approval back, never silently."""
    undoing.undo_approval(telling.proposal, reason=reason, by=telling.stage.team["marcos"], at=at)


def cancel(telling: Telling, at: datetime, reason: str) -> None:
    """The sale is over without an order."""
    cancelling.cancel(telling.proposal, reason=reason, by=telling.seller, at=at)


def _rework(telling: Telling, at: datetime, *, valid: int, off: int = 0) -> None:
    proposal = telling.proposal
    assert proposal.current is not None
    draft = replace(draft_of(proposal), valid_until=day_ahead(telling.stage, valid))
    if off:
        draft = replace(draft, discount_kind="percent", discount_value=Decimal(off))
    draft = with_plan(telling, draft, at)
    save_draft(proposal, draft, revision=proposal.current.revision, by=telling.seller, at=at)


def _last_copy(telling: Telling) -> SignedCopy:
    return SignedCopy.objects.filter(contract__version=telling.proposal.current).latest("uploaded_at", "pk")


def _last_ticket(telling: Telling) -> Ticket:
    return Ticket.objects.of_sale(telling.proposal).latest("opened_at", "pk")
