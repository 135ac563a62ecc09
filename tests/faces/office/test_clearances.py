"""Internal approval on its pages: the seller sees why and who, the manager decides, and nothing goes around it."""

from dataclasses import replace
from datetime import datetime
from decimal import Decimal

import pytest

from aceite.core.clearances.asking import ask_clearance
from aceite.core.clearances.models import Clearance, Rule
from aceite.core.clearances.ruling import RuleData, save_rule
from aceite.core.companies.models import Company
from aceite.core.customers.models import Customer, PanelUser
from aceite.core.people.models import Member
from aceite.core.people.permissions import Role
from aceite.core.proposals.drafting import save_draft
from aceite.core.proposals.drafts import draft_of
from aceite.core.proposals.models import Proposal
from aceite.core.sales.cancelling import cancel
from tests.clients import client_of
from tests.walk import FITTING, OVEN, draft_for, fresh

QUEUE = "/aurora/gestao/aprovacoes/"


@pytest.fixture
def cheap(
    aurora: Company, padaria: Customer, ana: Member, bruno: Member, carla: PanelUser, now: datetime, clock: object
) -> Proposal:
    """Fifteen percent off, where ten are allowed."""
    save_rule(None, RuleData("discount", Decimal(10), role=Role.SELLER), company=aurora, by=ana, at=now)
    return draft_for(padaria, bruno, now, discount_kind="percent", discount_value=Decimal(15))


@pytest.fixture
def asked(cheap: Proposal, bruno: Member, now: datetime) -> Clearance:
    return ask_clearance(cheap, note="Fecha hoje.", revision=0, by=bruno, at=now)


def page_of(proposal: Proposal, part: str = "") -> str:
    return f"/aurora/gestao/vendas/{proposal.number}/{part}"


def test_the_seller_sees_why_and_who_asks_and_waits(cheap: Proposal, bruno: Member, marcos: Member) -> None:
    browser = client_of(bruno)
    page = browser.get(page_of(cheap, "envio/")).content.decode()
    assert "Desconto de 15 % sobre a tabela; o limite é 10 %" in page and "Marcos" in page
    assert "Enviar proposta de" not in page
    answer = browser.post(page_of(cheap, "aprovacao-interna/"), {"revision": "0", "note": "Fecha hoje."})
    assert answer["Location"] == page_of(cheap)
    assert "Esperando a aprovação interna" in browser.get(page_of(cheap)).content.decode()
    assert "Pedir aprovação interna" not in browser.get(page_of(cheap, "envio/")).content.decode()


def test_a_form_posted_by_hand_sends_nothing(cheap: Proposal, bruno: Member) -> None:
    answer = client_of(bruno).post(page_of(cheap, "envio/"), {"revision": "0"})
    assert answer.status_code == 409 and fresh(cheap).state == "draft"


def test_the_manager_finds_it_decides_and_the_seller_sends(asked: Clearance, bruno: Member, marcos: Member) -> None:
    browser = client_of(marcos)
    assert "Para você aprovar" in browser.get("/aurora/gestao/").content.decode()
    assert "Aprove ou negue o envio" in browser.get(page_of(asked.proposal)).content.decode()
    assert f"{QUEUE}{asked.pk}/" in browser.get(QUEUE).content.decode()
    page = browser.get(f"{QUEUE}{asked.pk}/").content.decode()
    assert "Fecha hoje." in page and "Aprovar proposta de R$\xa033.065,00" in page and "15\xa0%" in page
    assert browser.post(f"{QUEUE}{asked.pk}/aceite/", {"answer": "Vá."})["Location"] == QUEUE
    seller = client_of(bruno)
    assert "Aprovada por Marcos" in seller.get(page_of(asked.proposal, "envio/")).content.decode()
    seller.post(page_of(asked.proposal, "envio/"), {"revision": "0"})
    assert fresh(asked.proposal).state == "sent"


def test_a_no_wants_a_reason_which_the_seller_reads(asked: Clearance, bruno: Member, marcos: Member) -> None:
    browser = client_of(marcos)
    refused = browser.post(f"{QUEUE}{asked.pk}/recusa/", {"answer": " "})
    assert refused.status_code == 422 and refused.context["form"].errors["answer"]
    browser.post(f"{QUEUE}{asked.pk}/recusa/", {"answer": "No máximo 12 %."})
    sale = client_of(bruno).get(page_of(asked.proposal))
    assert "“No máximo 12 %.” — Marcos" in sale.content.decode()
    assert sale.context["entries"][0].detail == "versão 1 · No máximo 12 %."
    page = client_of(bruno).get(page_of(asked.proposal, "envio/")).content.decode()
    assert "A aprovação interna foi negada" in page and "No máximo 12 %." in page and "Pedir de novo" in page


def test_a_seller_the_rule_names_finds_it_on_her_first_page_though_she_does_not_see_the_sale(
    aurora: Company, padaria: Customer, ana: Member, bruno: Member, marcos: Member, now: datetime
) -> None:
    Company.objects.update(sellers_see_all=False)
    save_rule(None, RuleData("total", Decimal(1), approver=bruno), company=aurora, by=ana, at=now)
    sale = draft_for(padaria, marcos, now)
    asked = ask_clearance(sale, note="", revision=0, by=marcos, at=now)
    browser = client_of(bruno)
    assert browser.get(page_of(sale)).status_code == 404
    home = browser.get("/aurora/gestao/").content.decode()
    assert "Para você aprovar" in home and f'href="{QUEUE}{asked.pk}/"' in home and page_of(sale) not in home
    assert browser.post(f"{QUEUE}{asked.pk}/aceite/", {"answer": "Vá."})["Location"] == QUEUE
    assert "Para você aprovar" not in browser.get("/aurora/gestao/").content.decode()


def test_after_an_answer_the_next_one_opens(
    asked: Clearance, padaria: Customer, bruno: Member, marcos: Member, now: datetime
) -> None:
    other = draft_for(padaria, bruno, now, discount_kind="percent", discount_value=Decimal(30))
    following = ask_clearance(other, note="", revision=0, by=bruno, at=now)
    answer = client_of(marcos).post(f"{QUEUE}{asked.pk}/aceite/", {"answer": ""})
    assert answer["Location"] == f"{QUEUE}{following.pk}/"


def test_costs_and_margins_are_for_those_who_may(
    aurora: Company, asked: Clearance, ana: Member, bruno: Member, marcos: Member
) -> None:
    page = f"{QUEUE}{asked.pk}/"
    assert "Margem" in client_of(marcos).get(page).content.decode()
    assert "Margem" not in client_of(bruno).get(page).content.decode()
    assert 'name="cost"' in client_of(marcos).get("/aurora/gestao/catalogo/novo/").content.decode()
    assert 'name="cost"' not in client_of(bruno).get("/aurora/gestao/catalogo/novo/").content.decode()


def test_a_cancelled_draft_waits_for_nobody(asked: Clearance, bruno: Member, marcos: Member, now: datetime) -> None:
    cancel(asked.proposal, reason="O cliente desistiu.", by=bruno, at=now)
    browser = client_of(marcos)
    assert f"{QUEUE}{asked.pk}/" not in browser.get(QUEUE).content.decode()
    page = browser.get(f"{QUEUE}{asked.pk}/")
    assert (page.context["stands"], page.context["deciding"]) == (False, False)


def test_a_line_outside_the_total_gives_nothing_away(
    cheap: Proposal, bruno: Member, marcos: Member, now: datetime
) -> None:
    said = replace(draft_of(fresh(cheap)), lines=(OVEN, replace(FITTING, choice="out")))
    save_draft(cheap, said, revision=0, by=bruno, at=now)
    made = ask_clearance(cheap, note="", revision=1, by=bruno, at=now)
    page = client_of(marcos).get(f"{QUEUE}{made.pk}/")
    assert [line.line.name for line in page.context["compared"].lines] == [OVEN.name]


def test_a_rule_is_written_changed_and_put_away(ana: Member, bruno: Member, clock: object) -> None:
    browser, rules = client_of(ana), f"{QUEUE}regras/"
    assert "Nenhuma regra" in browser.get(rules).content.decode()
    typed = {"measure": "total", "limit": "50.000,00", "whose": "seller", "who": "managers"}
    assert browser.post(f"{rules}nova/", typed)["Location"] == rules
    rule = Rule.objects.get()
    assert "Total acima de R$\xa050.000,00" in browser.get(rules).content.decode()
    browser.post(f"{rules}{rule.pk}/", typed | {"whose": str(bruno.pk), "who": str(ana.pk)})
    rule.refresh_from_db()
    assert (rule.seller, rule.approver, rule.role, rule.limit) == (bruno, ana, "", Decimal(50000))
    assert browser.post(f"{rules}{rule.pk}/", typed | {"limit": "-1"}).status_code == 422
    refused = browser.post(f"{rules}{rule.pk}/", typed | {"limit": ""})
    assert refused.status_code == 422 and "Digite o limite" in refused.context["form"].errors["limit"][0]
    # Nothing is a limit too: the form shows the 0 that stands.
    assert browser.post(f"{rules}{rule.pk}/", typed | {"measure": "discount", "limit": "0"})["Location"] == rules
    assert browser.get(f"{rules}{rule.pk}/").context["form"]["limit"].value() == "0"
    browser.post(f"{rules}{rule.pk}/retirada/")
    assert not Rule.objects.active().exists()
