"""After an answer the sale waits for whoever has to act next, which a signed copy may decide."""

from datetime import datetime

import pytest

from aceite.core.companies.models import Company, CopiesPolicy
from aceite.core.contracts.copies import accept_copy
from aceite.core.customers.models import Customer, PanelUser
from aceite.core.people.models import Member
from aceite.core.proposals.models import Proposal
from aceite.core.proposals.questions import ask
from aceite.core.sales.replying import reply
from tests.walk import copied, draft_for, fresh, sent, with_contract


@pytest.fixture
def sale(aurora: Company, padaria: Customer, bruno: Member, carla: PanelUser, now: datetime) -> Proposal:
    """Sent with a contract to be signed on paper; Aurora checks each copy before the approval."""
    aurora.copies_policy = CopiesPolicy.CHECK_FIRST
    aurora.save()
    draft = draft_for(padaria, bruno, now)
    with_contract(draft, bruno, now, carla, requirement="manual")
    return sent(draft, bruno, now)


def test_the_turn_goes_back_to_the_customer_once_nothing_is_open(
    sale: Proposal, bruno: Member, carla: PanelUser, now: datetime
) -> None:
    first, second = (ask(fresh(sale), text, by=carla, at=now) for text in ("E o frete?", "E o prazo?"))
    reply(first, "Incluso.", by=bruno, at=now)
    assert fresh(sale).waiting_for == "vendor"
    for _ in range(2):
        reply(second, "Dez dias.", by=bruno, at=now)
    assert fresh(sale).waiting_for == "customer"


def test_a_copy_to_check_keeps_the_turn_with_the_vendor(
    sale: Proposal, bruno: Member, carla: PanelUser, now: datetime
) -> None:
    question = ask(fresh(sale), "A foto serve?", by=carla, at=now)
    [copy] = copied(sale, carla, now)
    reply(question, "Vou conferir.", by=bruno, at=now)
    assert fresh(sale).waiting_for == "vendor"
    accept_copy(copy, by=bruno, at=now)
    assert fresh(sale).waiting_for == "customer"


def test_a_question_keeps_the_turn_with_the_vendor_when_a_copy_comes(
    sale: Proposal, aurora: Company, bruno: Member, carla: PanelUser, now: datetime
) -> None:
    question = ask(fresh(sale), "Pode ser foto?", by=carla, at=now)
    [copy] = copied(sale, carla, now)
    accept_copy(copy, by=bruno, at=now)
    assert fresh(sale).waiting_for == "vendor"
    reply(question, "Pode.", by=bruno, at=now)
    assert fresh(sale).waiting_for == "customer"
