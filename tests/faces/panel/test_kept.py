"""A page that is kept tells what is, to the person who asks, with her own token."""

from datetime import datetime

import pytest
from django.test import Client

from aceite.core.companies.models import Company
from aceite.core.contracts.opening import record_opening
from aceite.core.customers.addresses import change_address
from aceite.core.customers.models import PanelUser
from aceite.core.people.models import Member
from aceite.core.proposals.models import Proposal
from aceite.core.proposals.questions import ask
from aceite.core.trail.models import Event
from aceite.faces.panel import kept
from tests.clients import client_of
from tests.core.contracts.sent import ORIGIN
from tests.faces.panel.conftest import url_of
from tests.walk import contracts_of, fresh


def page(client: Client, sale: Proposal) -> str:
    """What she sees."""
    return client.get(url_of(sale)).content.decode()


def test_each_person_has_her_own(sale: Proposal, hers: Client, gil: PanelUser) -> None:
    assert "Carla Nogueira" in page(hers, sale)
    other = page(client_of(gil), sale)
    assert "Gil Prado" in other and "Aprovar proposta" not in other


def test_theme_and_language_are_hers(sale: Proposal, hers: Client, carla: PanelUser) -> None:
    assert 'data-theme="dark"' not in page(hers, sale)
    hers.cookies["theme"] = "dark"
    assert 'data-theme="dark"' in page(hers, sale)
    assert carla.user is not None
    carla.user.language = "en"
    carla.user.save()
    assert "Proposal 2026-0001" in page(hers, sale)


def test_every_answer_has_a_token_of_its_own(sale: Proposal, hers: Client, carla: PanelUser, at: datetime) -> None:
    ask(fresh(sale), f"Olha: {kept._TOKEN[:8]} @@csrf@@ !", by=carla, at=at)
    first, second = page(hers, sale), page(hers, sale)
    assert first != second and "@@csrf@@ !" in second
    assert kept._TOKEN not in first + second


def test_a_company_renamed_between_door_and_page(sale: Proposal, hers: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    heads_of = kept._key

    def renamed(*args: object) -> str:
        Company.objects.filter(slug="aurora").update(trade_name="Aurora Solar")
        return heads_of(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(kept, "_key", renamed)
    assert "Aurora Solar" in page(hers, sale)


def test_reading_again_at_another_address_is_an_event(
    digital: Proposal, carla: PanelUser, ana: Member, at: datetime
) -> None:
    contract = contracts_of(digital)[0]
    record_opening(contract, by=carla, origin=ORIGIN, at=at)
    moved = change_address(carla, "carla.nogueira@padaria.example", by=ana, at=at)
    for _again in range(2):
        record_opening(contract, by=moved, origin=ORIGIN, at=at)
    assert contract.signers.get(panel_user=carla).opened_at == at
    assert Event.objects.filter(kind="contract.opened").count() == 2
