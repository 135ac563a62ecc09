"""Whoever tries what leads nowhere reads why in words of her own side, whatever the state."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from aceite.core.contracts.replacing import replace_signer
from aceite.core.customers.models import Customer, PanelUser
from aceite.core.people.models import Member
from aceite.core.proposals.models import Proposal
from aceite.core.proposals.permitting import NotCurrent, NotNow
from aceite.core.proposals.states import State
from aceite.core.proposals.where_it_stands import standing_words
from aceite.core.sales.countering import Asked, note_points, send_points
from aceite.core.sales.forwarding import forward
from aceite.core.sales.letting_in import ask_to_let_in
from aceite.core.sales.reminding import remind
from aceite.core.sales.revising import revise
from tests.walk import contracts_of, draft_for, fresh, sent, sent_for, with_contract

OF_THE_VENDOR = re.compile("à empresa|a empresa", re.IGNORECASE)
OF_THE_CUSTOMER = re.compile("cliente|prorrogue-a|abra uma|rascunho", re.IGNORECASE)


@pytest.mark.parametrize("state", State)
def test_each_side_has_a_sentence_of_its_own(sale: Proposal, state: State) -> None:
    ours, theirs = (standing_words(sale, state, to_vendor=vendor) for vendor in (True, False))
    assert ours and theirs
    assert not OF_THE_VENDOR.search(ours) and not OF_THE_CUSTOMER.search(theirs)
    assert ("09/12/2026" in ours, "09/12/2026" in theirs) == (state is State.EXPIRED,) * 2


@pytest.fixture
def sale(padaria: Customer, bruno: Member, carla: PanelUser, now: datetime) -> Proposal:
    return sent_for(padaria, bruno, now)


def test_of_a_sale_past_its_validity_the_vendor_is_told_to_extend_it_and_the_customer_to_ask_for_that(
    sale: Proposal, carla: PanelUser, gil: PanelUser, bruno: Member, now: datetime
) -> None:
    late = now + timedelta(days=60)
    with pytest.raises(NotNow, match="Prorrogue-a"):
        remind(sale, by=bruno, at=late)
    hers: list[Callable[[], object]] = [
        lambda: note_points(sale, "total", [Asked("total", Decimal(1))], by=carla, at=late),
        lambda: send_points(sale, "", version=1, by=carla, at=late),
        lambda: forward(sale, carla, "veja", by=gil, at=late),
        lambda: ask_to_let_in(sale, "Rosa", "rosa@padaria.example", "", by=carla, at=late),
    ]
    for act in hers:
        with pytest.raises(NotNow, match="Peça à empresa"):
            act()


def test_of_an_older_version_the_vendor_is_not_told_to_answer_the_new_one(
    padaria: Customer, carla: PanelUser, gil: PanelUser, bruno: Member, now: datetime
) -> None:
    sale = draft_for(padaria, bruno, now)
    with_contract(sale, bruno, now, carla)
    place = contracts_of(sent(sale, bruno, now)).get().signers.get()
    revise(fresh(sale), by=bruno, at=now)
    sent(fresh(sale), bruno, now)
    with pytest.raises(NotCurrent, match="abra a versão que vale agora"):
        replace_signer(place, gil, by=bruno, at=now)
