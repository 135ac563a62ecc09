"""Ways through a sale for everybody's tests: each step calls the verb a person would use.

`draft_for` → `sent` → `approved` → `ordered`; what is not said is the simplest that holds. Storage and PDFs are real.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from aceite.core.contracts.copies import UploadedFile, upload_copy
from aceite.core.contracts.drafting import add_written
from aceite.core.contracts.models import Contract, ContractQuerySet, SignedCopy, SignerRole
from aceite.core.contracts.signers import SignerPlan, set_signers
from aceite.core.contracts.texts import Text
from aceite.core.customers.models import Customer, PanelUser
from aceite.core.people.models import Member
from aceite.core.proposals.drafting import create_proposal
from aceite.core.proposals.drafts import Draft, DraftInstalment, DraftLine, blank_draft
from aceite.core.proposals.locking import current_of
from aceite.core.proposals.models import Proposal
from aceite.core.sales.answering import Answer
from aceite.core.sales.approving import approve
from aceite.core.sales.declining import decline
from aceite.core.sales.models import Approval, Decline, Order, Rescission
from aceite.core.sales.ordering import make_order
from aceite.core.sales.rescinding import rescind
from aceite.core.sales.sending import send
from aceite.core.signatures.consent import consent_for
from aceite.core.signatures.models import Act
from aceite.core.trail.actors import Origin
from tests.core.contracts.scans import photo
from tests.core.contracts.sent import sign_all

ORIGIN = Origin(ip="203.0.113.7", peer="10.0.0.2", user_agent="Firefox")
OVEN = DraftLine("Forno combinado elétrico", Decimal(1), Decimal("38900"), code="FRN-010", note="220 V trifásica")
FITTING = DraftLine("Instalação", Decimal("1.5"), Decimal("300"), kind="service", unit="h")


def a_draft(company: Any, at: datetime, *, lines: Sequence[DraftLine] = (OVEN,), **changes: Any) -> Draft:
    """What a seller would type: one oven, the company's usual validity."""
    return replace(blank_draft(company, at), lines=tuple(lines), **({"title": "Cozinha da loja 2"} | changes))


def paid_in(total: str, at: datetime) -> tuple[DraftInstalment, ...]:
    """One instalment over everything, in a week."""
    return (DraftInstalment(at.date() + timedelta(days=7), Decimal(total)),)


def draft_for(
    customer: Customer, by: Member, at: datetime, *, lines: Sequence[DraftLine] = (OVEN,), **changes: Any
) -> Proposal:
    """A draft as `by` has just saved it."""
    draft = a_draft(customer.company, at, lines=lines, **changes)
    return create_proposal(customer, draft, seller=by, by=by, at=at)


def with_contract(
    proposal: Proposal,
    by: Member,
    at: datetime,
    *parties: PanelUser,
    witness: PanelUser | None = None,
    requirement: str = "digital",
    title: str = "Fornecimento",
) -> Contract:
    """Puts a written contract into the draft, to be signed by these people."""
    body = "<p>A contratada entrega o forno a {{cliente.nome}} por {{proposta.total}}.</p>"
    contract = add_written(current_of(fresh(proposal)), Text(title, body, requirement), by=by, at=at)
    plans = [SignerPlan(person, SignerRole.PARTY, person.cpf) for person in parties]
    if witness:
        plans.append(SignerPlan(witness, SignerRole.WITNESS, witness.cpf))
    set_signers(contract, plans, by=by, at=at)
    return contract


def signed(proposal: Proposal, *people: PanelUser, at: datetime) -> None:
    """Each of these people reads and signs every contract of the version the customer sees, with the mailed code."""
    sign_all(list(contracts_of(proposal)), *people, at=at)


def copied(proposal: Proposal, by: PanelUser, at: datetime) -> list[SignedCopy]:
    """A photo of each contract signed on paper, uploaded by the customer."""
    files = [UploadedFile("foto.jpg", photo())]
    return [
        upload_copy(contract, files, key=f"{contract.pk}-{at:%f%S}", by=by, origin=ORIGIN, at=at)
        for contract in contracts_of(proposal)
    ]


def contracts_of(proposal: Proposal) -> ContractQuerySet:
    """The contracts of the version that counts."""
    return Contract.objects.filter(version=fresh(proposal).current)


def sent(proposal: Proposal, by: Member, at: datetime) -> Proposal:
    """The draft, sent as it stands."""
    send(proposal, revision=current_of(fresh(proposal)).revision, by=by, at=at)
    return fresh(proposal)


def sent_for(customer: Customer, by: Member, at: datetime, **changes: Any) -> Proposal:
    """A draft that was sent at once."""
    return sent(draft_for(customer, by, at, **changes), by, at)


def answer_to(proposal: Proposal, act: Act = Act.APPROVE, **changes: Any) -> Answer:
    """What the panel posts for the version it shows, in a session that proved its mailbox."""
    version = fresh(proposal).shown
    assert version is not None
    consent = consent_for(act, "pt-br").sha256
    return replace(Answer(version.version, version.bundle_sha256, consent, True, ORIGIN), **changes)


def approved(proposal: Proposal, by: PanelUser, at: datetime, **words: str) -> Approval:
    """The customer's yes."""
    return approve(fresh(proposal), answer_to(proposal), by=by, at=at, **words)


def declined(proposal: Proposal, by: PanelUser, at: datetime) -> Decline:
    """The customer's no, because of the price."""
    return decline(fresh(proposal), answer_to(proposal, Act.DECLINE), reason="price", by=by, at=at)


def rescinded(proposal: Proposal, by: PanelUser, at: datetime, text: str = "") -> Rescission:
    """The consumer's withdrawal."""
    return rescind(fresh(proposal), answer_to(proposal, Act.RESCIND), text=text, by=by, at=at)


def ordered(proposal: Proposal, by: Member, at: datetime) -> Order:
    """The order of an approved sale."""
    return make_order(fresh(proposal), by=by, at=at)


def order_for(customer: Customer, seller: Member, buyer: PanelUser, at: datetime, **changes: Any) -> Order:
    """A whole sale without contract, from draft to order."""
    proposal = sent_for(customer, seller, at, **changes)
    approved(proposal, buyer, at)
    return ordered(proposal, seller, at)


def fresh(proposal: Proposal) -> Proposal:
    """The sale as the database has it, joined as the pages fetch it."""
    return Proposal.objects.with_sheet().get(pk=proposal.pk)
