"""Choosing and comparing in the panel, without scripts: every button posts, every number is the server's."""

from dataclasses import replace
from datetime import datetime
from decimal import Decimal

import pytest
from django.test import Client

from aceite.core.customers.models import Customer, PanelUser
from aceite.core.people.models import Member
from aceite.core.proposals.drafting import save_draft
from aceite.core.proposals.drafts import DraftLine, draft_of
from aceite.core.proposals.locking import current_of
from aceite.core.proposals.models import Proposal
from aceite.core.sales.alternatives import make_alternative
from aceite.core.sales.choosing import PATIENCE
from aceite.core.sales.revising import revise
from tests.clients import client_of
from tests.core.sales.choosing_walk import TRAYS, confirmed, offered
from tests.faces.panel.conftest import url_of
from tests.jobs import run_jobs
from tests.walk import OVEN, approved, fresh, sent


@pytest.fixture
def open_one(padaria: Customer, bruno: Member, carla: PanelUser, at: datetime) -> Proposal:
    """A fitting may be added, and between 1 and 4 trays be had."""
    return offered(padaria, bruno, at)


@pytest.fixture
def complete(sale: Proposal, bruno: Member, at: datetime) -> Proposal:
    """An alternative to the sale."""
    return sent(make_alternative(fresh(sale), seller=bruno, by=bruno, at=at), bruno, at)


def page_of(client: Client, proposal: Proposal, rest: str = "") -> str:
    return client.get(url_of(proposal, rest), follow=True).content.decode().replace("\xa0", " ")


def picked(proposal: Proposal, **fields: str) -> dict[str, str]:
    """The form as a browser without scripts posts it."""
    version = current_of(fresh(proposal))
    shown = {"version": str(version.version), "bundle_sha256": version.bundle_sha256, "quantity-trays": "2"}
    return shown | fields


def test_the_proposal_says_what_counts_until_something_else_is_chosen(open_one: Proposal, hers: Client) -> None:
    page = page_of(hers, open_one)
    assert "Como está, a proposta é de R$ 39.140,70, e é isso que vale ao aprovar." in page
    assert "Quantidade à sua escolha: de 1 a 4 un." in page
    assert "Aprovar proposta de R$ 39.140,70" in page


def test_recounting_shows_the_sum_and_keeps_nothing(open_one: Proposal, hers: Client) -> None:
    fields = picked(open_one, **{"take-fitting": "1", "quantity-trays": "4", "do": "recount"})
    answer = hers.post(url_of(open_one, "escolha/"), fields)
    assert "R$ 39.831,40" in answer.content.decode().replace("\xa0", " ")
    assert not open_one.choices.exists()


def test_another_quantity_of_what_stays_out_is_nothing_to_confirm(
    padaria: Customer, bruno: Member, carla: PanelUser, hers: Client, at: datetime
) -> None:
    without = offered(padaria, bruno, at, lines=(OVEN, replace(TRAYS, choice="out")))
    fields = picked(without, **{"quantity-trays": "4", "do": "recount"})
    options = hers.post(url_of(without, "escolha/"), fields).context["options"]
    assert (options.changed, options.rows[0].bounds["value"]) == (False, "2")
    taken = hers.post(url_of(without, "escolha/"), fields | {"take-trays": "1"}).context["options"]
    assert (taken.changed, taken.rows[0].bounds["value"]) == (True, "4")


def test_confirming_leads_to_the_version_that_was_chosen(open_one: Proposal, hers: Client, at: datetime) -> None:
    answer = hers.post(url_of(open_one, "escolha/"), picked(open_one, **{"take-fitting": "1", "do": "confirm"}))
    assert answer.url.endswith("escolha/?de=1")  # type: ignore[attr-defined]
    waiting = page_of(hers, open_one, "escolha/?de=1")
    assert 'data-waiting="reload"' in waiting
    assert "fica pronta em segundos" in page_of(hers, open_one)
    run_jobs()
    page = page_of(hers, open_one, "escolha/?de=1")
    assert "Pronto: esta é a versão com a sua escolha." in page
    assert "Escolhido por Carla Nogueira" in page
    assert "Aprovar proposta de R$ 39.590,70" in page


@pytest.mark.parametrize("typed", ["5", "0", "1.5", "muito", "9" * 40, "NaN", "-1"])
def test_a_quantity_beyond_the_limits_is_told_beside_it(open_one: Proposal, hers: Client, typed: str) -> None:
    answer = hers.post(url_of(open_one, "escolha/"), picked(open_one, **{"quantity-trays": typed, "do": "confirm"}))
    assert answer.status_code == 422
    assert "Escolha de 1 a 4 un, de 1 em 1." in answer.content.decode()
    assert not open_one.choices.exists()


def test_an_old_page_chooses_nothing(open_one: Proposal, hers: Client) -> None:
    fields = picked(open_one, **{"take-fitting": "1", "do": "confirm", "bundle_sha256": "0" * 64})
    answer = hers.post(url_of(open_one, "escolha/"), fields, follow=True)
    assert "Há uma versão mais nova desta proposta." in answer.content.decode()
    assert not open_one.choices.exists()


@pytest.mark.parametrize("more", [(), (replace(TRAYS, key="new"),)])
def test_of_the_vendors_next_draft_nothing_is_told(
    open_one: Proposal, hers: Client, bruno: Member, at: datetime, more: tuple[DraftLine, ...]
) -> None:
    fields = picked(open_one, **{"take-fitting": "1"})
    revise(fresh(open_one), by=bruno, at=at)
    draft = draft_of(fresh(open_one))
    dearer = tuple(replace(line, unit_price=Decimal(77777)) for line in draft.lines)
    save_draft(fresh(open_one), replace(draft, lines=dearer + more), revision=0, by=bruno, at=at)
    for do in ("recount", "confirm"):
        answer = hers.post(url_of(open_one, "escolha/"), fields | {"do": do}, follow=True)
        assert answer.redirect_chain[-1][0] == url_of(open_one)
        assert "77.777" not in answer.content.decode()
    assert not open_one.choices.exists()


def test_who_may_not_approve_finds_nothing_to_choose(open_one: Proposal, gil: PanelUser, davi: PanelUser) -> None:
    for person in (gil, davi):
        assert client_of(person).get(url_of(open_one, "escolha/")).status_code == 404
        assert "escolha/" not in page_of(client_of(person), open_one)


def test_a_choice_that_failed_says_why(open_one: Proposal, hers: Client, carla: PanelUser, at: datetime) -> None:
    choice = confirmed(open_one, carla, at)
    choice.failed_at, choice.failure = at, "contracts"
    choice.save()
    assert "a empresa precisa ajustar o contrato antes" in page_of(hers, open_one, "escolha/")


def test_a_choice_whose_worker_died_can_be_made_again(
    open_one: Proposal, hers: Client, carla: PanelUser, at: datetime
) -> None:
    confirmed(open_one, carla, at - PATIENCE)
    page = page_of(hers, open_one, "escolha/")
    assert "data-waiting" not in page
    assert "a preparação parou no meio" in page
    assert "fica pronta em segundos" not in page_of(hers, open_one)
    fields = picked(open_one, **{"take-fitting": "1", "do": "confirm"})
    assert hers.post(url_of(open_one, "escolha/"), fields).url.endswith("escolha/?de=1")  # type: ignore[attr-defined]
    assert "data-waiting" in page_of(hers, open_one, "escolha/?de=1")


def test_alternatives_stand_side_by_side(sale: Proposal, complete: Proposal, hers: Client, davi: PanelUser) -> None:
    assert "Há outra alternativa a esta proposta" in page_of(hers, sale)
    for number in (sale.number, complete.number):
        assert f"Aprovar {number}" in page_of(hers, sale, "alternativas/")
    assert "aprovacao/" not in page_of(client_of(davi), sale, "alternativas/")
    # "Enviada" would read as if she had sent it.
    assert page_of(hers, sale, "alternativas/").count("Para responder") == 2
    assert complete.number in page_of(hers, sale, "aprovacao/")
    hers.cookies["tz"] = "Asia/Tokyo"
    assert "23:59 (horário de Brasília); no seu fuso, " in page_of(hers, sale, "alternativas/")


def test_what_becomes_of_a_sibling_is_seen_at_once(
    sale: Proposal, complete: Proposal, bruno: Member, hers: Client, carla: PanelUser, at: datetime
) -> None:
    page_of(hers, sale)
    approved(complete, carla, at)
    page = page_of(hers, sale)
    assert "Outra alternativa foi aprovada no lugar desta proposta." in page
    assert "Aprovar proposta" not in page
    assert "aprovacao/" not in page_of(hers, sale, "alternativas/")


def test_colleagues_compare_only_what_they_see(
    sale: Proposal, complete: Proposal, carla: PanelUser, gil: PanelUser, hers: Client
) -> None:
    complete.shared_with_all = False
    complete.save()
    complete.shares.create(company=complete.company, panel_user=carla)
    assert client_of(gil).get(url_of(sale, "alternativas/")).status_code == 404
    assert "alternativas/" not in page_of(client_of(gil), sale)
    assert complete.number in page_of(hers, sale)
