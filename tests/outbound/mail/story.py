"""A sale of Aurora's as rows, so that letters can be tested without the verbs that would make it."""

from datetime import date, datetime, timedelta
from decimal import Decimal

from aceite.core.contracts.models import Contract, Requirement, Signer
from aceite.core.customers.models import Customer, PanelUser
from aceite.core.people.models import Member
from aceite.core.proposals.models import Instalment, Line, Proposal, ProposalVersion
from aceite.core.proposals.states import State, VersionState
from aceite.core.trail.actors import Actor
from aceite.core.trail.models import Event
from aceite.core.trail.recording import record


def sale(seller: Member, customer: Customer, at: datetime, *, version: int = 1) -> Proposal:
    """A sent proposal of R$ 12.400,00, valid until 30 November."""
    made = Proposal.objects.create(
        company=seller.company, number="2026-0014", year=2026, sequence=14, customer=customer, seller=seller,
        title="Forno combinado e instalação", state=State.SENT, total=Decimal("12400.00"), created_at=at,
        expires_at=datetime(2026, 12, 1, tzinfo=seller.company.tz), first_sent_at=at,
    )  # fmt: skip
    current = ProposalVersion.objects.create(
        company=seller.company, proposal=made, version=version, state=VersionState.SENT, valid_until=date(2026, 11, 30),
        title=made.title, total=made.total, sent_at=at, created_at=at, code="K7QM3T9XP2WD8HRA",
    )  # fmt: skip
    for position, (name, total) in enumerate(
        [("Forno combinado elétrico 10 GN", 11200), ("Instalação e treino", 1200)]
    ):
        Line.objects.create(
            company=seller.company, version=current, position=position, name=name, unit_price=total, total=total
        )
    for number in (1, 2):
        Instalment.objects.create(
            company=seller.company, version=current, number=number, due_on=date(2026, 12, 10), amount=6200
        )
    made.current = made.shown = current
    made.save()
    return made


def contract(proposal: Proposal, at: datetime, *signers: PanelUser) -> Contract:
    """A frozen contract of the sale with these signers."""
    made = Contract.objects.create(
        company=proposal.company, version=proposal.current, title="Contrato de fornecimento", updated_at=at,
        frozen_at=at, requirement=Requirement.DIGITAL,
    )  # fmt: skip
    for person in signers:
        Signer.objects.create(company=proposal.company, contract=made, panel_user=person)
    return made


def happens(kind: str, proposal: Proposal, by: Actor, at: datetime, **data: object) -> Event:
    """The event, as the verb would record it; a `reason` is personal."""
    reason = {"reason": str(data.pop("reason"))} if "reason" in data else {}
    return record(kind, by=by, at=at, sale=proposal.pk, data=data, personal=reason)


A_MINUTE = timedelta(minutes=1)
