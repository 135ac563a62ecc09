"""The office's look through the customer's eyes: everything to read, nothing to do, nothing recorded."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.test import Client

from aceite.core.customers.models import Customer, PanelUser
from aceite.core.people.models import Member
from aceite.core.proposals.models import Proposal
from aceite.core.sales.models import Viewing
from aceite.core.trail.models import Event
from aceite.faces.ui.passes import PreviewPass, preview_pass
from tests.faces.panel.conftest import HOME, body_of
from tests.walk import contracts_of, draft_for, fresh, with_contract


@pytest.fixture
def draft(padaria: Customer, carla: PanelUser, bruno: Member, at: datetime) -> Proposal:
    """Not sent yet."""
    proposal = draft_for(padaria, bruno, at)
    with_contract(proposal, bruno, at, carla)
    return fresh(proposal)


def pass_for(proposal: Proposal, member: Member) -> str:
    """The address the office opens."""
    assert proposal.current_id
    text = preview_pass(PreviewPass(proposal.company_id, proposal.pk, proposal.current_id, member.pk))
    return f"{HOME}previa/{text}/"


def test_a_draft_is_seen_as_the_customer_will_see_it(draft: Proposal, bruno: Member) -> None:
    page = Client().get(pass_for(draft, bruno), follow=True).content.decode()
    assert "Prévia: é assim que o cliente verá" in page
    assert "R$ 38.900,00" in page.replace("\xa0", " ")
    assert "<form" not in page


def test_every_page_it_links_to_opens_under_the_pass(draft: Proposal, bruno: Member) -> None:
    browser, contract = Client(), contracts_of(draft).get()
    below = f"{pass_for(draft, bruno)}propostas/{draft.number}/contratos/{contract.pk}/"
    assert "Fornecimento" in browser.get(below).content.decode()
    assert body_of(browser.get(f"{below}paginas/1/240/"))[8:12] == b"WEBP"
    assert body_of(browser.get(f"{below}arquivo/")).startswith(b"%PDF")


def test_a_sent_version_too(digital: Proposal, bruno: Member) -> None:
    address = f"{pass_for(digital, bruno)}propostas/{digital.number}/"
    assert Client().get(address).status_code == 200
    assert body_of(Client().get(f"{address}versoes/1/arquivo/")).startswith(b"%PDF")


def test_it_records_nothing_and_does_nothing(digital: Proposal, bruno: Member) -> None:
    before = Event.objects.count()
    browser, address = Client(), f"{pass_for(digital, bruno)}propostas/{digital.number}/"
    browser.get(address)
    answers = [
        browser.post(address + rest).status_code for rest in ("", "aprovacao/", "assinatura/", "vista/", "perguntas/")
    ]
    assert answers == [405, 404, 404, 404, 404]
    assert Event.objects.count() == before
    assert not Viewing.objects.exists()


def test_a_pass_ends_and_cannot_be_bent(draft: Proposal, bruno: Member, at: datetime) -> None:
    address = pass_for(draft, bruno)
    assert Client().get(address[:-5] + "xxxx/").status_code == 404
    assert Client().get(address.replace("/aurora/", "/boreal/")).status_code == 404
    with time_machine.travel(at + timedelta(minutes=16)):
        assert Client().get(address).status_code == 404


def test_a_pass_shows_one_sale_only(draft: Proposal, digital: Proposal, bruno: Member) -> None:
    assert Client().get(f"{pass_for(draft, bruno)}propostas/{digital.number}/").status_code == 404
