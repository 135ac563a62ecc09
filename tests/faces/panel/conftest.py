"""Sales of Aurora as Padaria Central finds them in its panel."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from aceite.core.contracts.drafting import save_contract
from aceite.core.contracts.models import Contract
from aceite.core.contracts.texts import text_of
from aceite.core.customers.models import Customer, PanelUser
from aceite.core.people.models import Member
from aceite.core.proposals.drafting import save_draft
from aceite.core.proposals.drafts import draft_of
from aceite.core.proposals.locking import current_of
from aceite.core.proposals.models import Proposal
from aceite.core.sales.revising import revise
from aceite.core.sales.viewing import record_view
from aceite.faces.panel.kept import PAGES
from tests.clients import client_of
from tests.walk import draft_for, fresh, sent, sent_for, signed, with_contract

HOME = "/aurora/painel/"


@pytest.fixture
def at() -> datetime:
    """The pages read the clock, so what they show was sent just now."""
    PAGES.clear()
    return timezone.now()


@pytest.fixture
def sale(padaria: Customer, bruno: Member, carla: PanelUser, at: datetime) -> Proposal:
    """A proposal without contract."""
    return sent_for(padaria, bruno, at)


@pytest.fixture
def digital(padaria: Customer, bruno: Member, carla: PanelUser, gil: PanelUser, at: datetime) -> Proposal:
    """Two contracts to be signed in the panel: one by Carla and Gil, one by Carla."""
    proposal = draft_for(padaria, bruno, at)
    with_contract(proposal, bruno, at, carla, gil)
    with_contract(proposal, bruno, at, carla, title="Sigilo")
    return sent(proposal, bruno, at)


@pytest.fixture
def manual(padaria: Customer, bruno: Member, carla: PanelUser, at: datetime) -> Proposal:
    """A contract to be signed on paper."""
    proposal = draft_for(padaria, bruno, at)
    with_contract(proposal, bruno, at, carla, requirement="manual")
    return sent(proposal, bruno, at)


@pytest.fixture
def hers(carla: PanelUser) -> Client:
    """Carla's browser."""
    return client_of(carla)


@pytest.fixture
def revised(digital: Proposal, bruno: Member, carla: PanelUser, gil: PanelUser, at: datetime) -> Proposal:
    """Carla saw and signed version 1; version 2 is cheaper, and its first contract says more."""
    record_view(fresh(digital), by=carla, at=at)
    signed(digital, carla, at=at)
    revise(fresh(digital), by=bruno, at=at)
    current = fresh(digital)
    draft = draft_of(current)
    cheaper = replace(draft.lines[0], unit_price=Decimal("37900"))
    edited = replace(draft, lines=(cheaper,), delivery_term="15 dias <b>")
    save_draft(current, edited, revision=current_of(current).revision, by=bruno, at=at)
    contract = Contract.objects.filter(version=current_of(fresh(digital))).first()
    assert contract is not None
    longer = replace(text_of(contract), body=f"{contract.body}<p>Multa de 2% ao mês.</p>")
    save_contract(contract, longer, revision=contract.revision, by=bruno, at=at)
    return sent(digital, bruno, at)


def queries_of(look: Callable[[], object]) -> int:
    """How often this look asks the database for rows; what PostgreSQL needs besides, to know whose, is not counted."""
    with CaptureQueriesContext(connection) as caught:
        look()
    asked = [query["sql"] for query in caught.captured_queries]
    return len([sql for sql in asked if sql.startswith("SELECT") and "set_config" not in sql])


def body_of(answer: Any) -> bytes:
    """The bytes of a download; reading them to the end closes the file."""
    return bytes(answer.getvalue())


def url_of(proposal: Proposal, rest: str = "") -> str:
    """An address below a proposal's page."""
    return f"{HOME}propostas/{proposal.number}/{rest}"
