"""What changed, as Carla finds it in the panel: a card, all of it on a page, and Li as mudanças where it is asked."""

from datetime import datetime

import pytest
from django.test import Client

from aceite.core.companies.models import ChangesPolicy, Company
from aceite.core.customers.models import Customer, PanelUser
from aceite.core.people.models import Member
from aceite.core.proposals.locking import current_of
from aceite.core.proposals.models import Proposal
from aceite.core.sales.models import ChangesRead
from aceite.core.sales.revising import revise
from aceite.core.sales.viewing import record_view
from aceite.faces.panel.kept import PAGES
from tests.clients import client_of
from tests.faces.panel.conftest import queries_of, url_of
from tests.walk import fresh, sent


def page(browser: Client, proposal: Proposal, rest: str = "") -> str:
    answer = browser.get(url_of(proposal, rest))
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode().replace("\xa0", " ")


def test_the_page_says_what_matters_first_and_leads_to_the_rest(hers: Client, revised: Proposal) -> None:
    said = page(hers, revised)
    assert "O que mudou desde a versão 1" in said
    assert "Total: R$ 38.900,00 → R$ 37.900,00" in said
    assert "Prazo de entrega: 15 dias &lt;b&gt;" in said
    assert url_of(revised, "mudancas/") in said
    whole = page(hers, revised, "mudancas/")
    assert "Multa de 2% ao mês." in whole
    assert "15 dias &lt;b&gt;" in whole
    assert "<ins>" in whole
    assert "Li as mudanças" in whole


def test_whoever_saw_no_earlier_version_is_shown_a_link_and_asked_nothing(revised: Proposal, davi: PanelUser) -> None:
    browser = client_of(davi)
    said = page(browser, revised)
    assert "O que mudou desde a versão anterior" in said
    assert 'id="mudancas"' not in said
    assert "Li as mudanças" not in page(browser, revised, "mudancas/")


def test_signing_begins_with_the_changes_until_they_were_read(hers: Client, revised: Proposal) -> None:
    assert "Comece pelo que mudou" in page(hers, revised)
    assert hers.get(url_of(revised, "assinatura/")).headers["location"] == url_of(revised, "mudancas/")
    answer = hers.post(url_of(revised, "mudancas/"), {"version": "2"})
    assert answer.headers["location"] == url_of(revised)
    assert ChangesRead.objects.count() == 1
    assert "Comece pelo que mudou" not in page(hers, revised)
    assert hers.get(url_of(revised, "assinatura/")).headers["location"] != url_of(revised, "mudancas/")


def test_a_company_that_never_asks_shows_them_all_the_same(hers: Client, revised: Proposal, aurora: Company) -> None:
    Company.objects.filter(pk=aurora.pk).update(changes_policy=ChangesPolicy.NEVER)
    PAGES.clear()
    said = page(hers, revised)
    assert "Comece pelo que mudou" not in said
    assert "O que mudou desde a versão 1" in said


def test_approving_begins_with_the_changes_too_and_a_form_of_before_is_told_first(
    hers: Client, sale: Proposal, aurora: Company, bruno: Member, carla: PanelUser, at: datetime
) -> None:
    Company.objects.filter(pk=aurora.pk).update(changes_policy=ChangesPolicy.ALWAYS)
    record_view(fresh(sale), by=carla, at=at)
    old = current_of(fresh(sale)).bundle_sha256
    revise(fresh(sale), by=bruno, at=at)
    sent(sale, bruno, at)
    assert hers.get(url_of(sale, "aprovacao/")).headers["location"] == url_of(sale, "mudancas/")
    assert "O conteúdo é o mesmo nas duas versões." in page(hers, sale, "mudancas/")
    late = hers.post(url_of(sale, "aprovacao/"), {"version": "1", "bundle_sha256": old, "note": "Entregar cedo"})
    assert "Entregar cedo" in late.content.decode()


def test_a_version_overtaken_while_reading_is_told(hers: Client, revised: Proposal) -> None:
    answer = hers.post(url_of(revised, "mudancas/"), {"version": "1"}, follow=True)
    assert not ChangesRead.objects.exists()
    assert "nova" in answer.content.decode()
    assert hers.post(url_of(revised, "mudancas/"), {"version": "x"}).status_code == 302


@pytest.mark.parametrize("typed", ["9", "2", "x", "1" * 40])
def test_a_version_that_is_none_of_the_earlier_ones_is_not_found(hers: Client, revised: Proposal, typed: str) -> None:
    assert hers.get(url_of(revised, f"mudancas/?desde={typed}")).status_code == 404


def test_the_changes_are_drawn_once(hers: Client, revised: Proposal, padaria: Customer) -> None:
    page(hers, revised, "mudancas/")
    assert queries_of(lambda: page(hers, revised, "mudancas/")) <= 14
