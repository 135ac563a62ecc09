"""The demo loads whole: every state, sound chains, and an empty queue for the first start."""

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from aceite.core.blueprints.models import Blueprint
from aceite.core.clearances.models import Clearance
from aceite.core.clearances.states import ClearanceState
from aceite.core.companies.models import Company
from aceite.core.companies.scope import Door, everywhere
from aceite.core.contracts.models import Contract, SignedCopy
from aceite.core.contracts.states import CopyState
from aceite.core.customers.models import CustomerMerge
from aceite.core.jobs.models import DeadLetter
from aceite.core.people.absences import Absence
from aceite.core.prices.models import Price
from aceite.core.proposals.blocks import ProposalBlock
from aceite.core.proposals.counter_offers import CounterOffer
from aceite.core.proposals.models import Proposal, Question
from aceite.core.proposals.states import State
from aceite.core.receivables.models import Receivable
from aceite.core.receivables.states import Due
from aceite.core.sales.models import Approval, Order
from aceite.core.sales.offer_choices import OfferChoice
from aceite.core.tickets.models import Ticket
from aceite.core.tickets.states import TicketState
from aceite.core.trail.verifying import verify_chains


@pytest.mark.django_db(transaction=True)
def test_the_demo_loads_once_and_whole() -> None:
    call_command("load_demo", verbosity=0)
    with everywhere(Door.OPERATOR):
        now = timezone.now()
        sales = list(Proposal.objects.select_related("current"))
        assert {sale.state_at(now) for sale in sales} == set(State)
        assert 44 <= len(sales) <= 64
        assert Question.objects.unanswered().exists()
        assert {copy.state for copy in SignedCopy.objects.all()} == set(CopyState)
        assert not Approval.objects.filter(file=None).exists() and not Order.objects.filter(paper=None).exists()
        assert OfferChoice.objects.get().made is not None
        assert Blueprint.objects.get().blocks.count() == ProposalBlock.objects.count() == 4
        assert CustomerMerge.objects.get().undone_at is not None
        assert Price.objects.filter(from_quantity__gt=0).exists() and Absence.objects.from_day(now.date()).exists()
        assert {ticket.state for ticket in Ticket.objects.all()} == set(TicketState)
        assert Clearance.objects.get().state == ClearanceState.ASKED
        assert Contract.objects.filter(signed_file__isnull=False).count() >= 10
        # What is to be given back waits there for whoever tries it; what went back stands beside it.
        assert {row.state_on(now.date()) for row in Receivable.objects.all()} == set(Due)
        assert CounterOffer.objects.standing().get().points.filter(outcome="").count() == 2
        assert list(verify_chains()) == []
        assert not DeadLetter.objects.exists()
        assert not DBTaskResult.objects.exclude(status=TaskResultStatus.SUCCESSFUL).exists()
        assert sorted(Company.objects.values_list("slug", flat=True)) == ["aurora", "boreal"]
    with pytest.raises(CommandError, match="já está carregada"):
        call_command("load_demo", verbosity=0)
