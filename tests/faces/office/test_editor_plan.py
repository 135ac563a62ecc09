"""The payment section of the editor: a condition picked by name makes the instalments, which stay to be changed."""

from datetime import datetime
from decimal import Decimal

import pytest
from django.test import Client

from aceite.core.companies.actions import CompanyData, change_company
from aceite.core.conditions.actions import save_condition
from aceite.core.conditions.terms import Terms
from aceite.core.conditions.usual import Condition
from aceite.core.customers.models import Customer
from aceite.core.people.models import Member
from aceite.core.proposals.models import Proposal
from aceite.faces.office.editor_page import EditorPage
from tests.clients import client_of
from tests.faces.office.keyboard import editor, filled_in, opened
from tests.walk import draft_for, fresh

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def browser(bruno: Member) -> Client:
    """Bruno's browser."""
    return client_of(bruno)


@pytest.fixture
def draft(padaria: Customer, bruno: Member, now: datetime) -> Proposal:
    """An oven for 38,900."""
    return draft_for(padaria, bruno, now)


def picked(browser: Client, draft: Proposal, name: str, **typed: str) -> EditorPage:
    """The page after the condition of this name was picked."""
    form = opened(browser, draft.number)
    page: EditorPage = browser.get(editor(draft.number)).context["page"]
    key = next(key for key, condition in page.conditions.items() if condition.name == name)
    answer = browser.post(editor(draft.number), form | {"condition": key, "do": "condition"} | typed)
    answered: EditorPage = answer.context["page"]
    return answered


def rows(page: EditorPage) -> list[tuple[str, ...]]:
    """The instalments as they stand on the page."""
    return [tuple(row.form[name].value() for name in ("due_on", "amount", "method")) for row in page.instalments]


def test_a_usual_condition_makes_the_plan_and_says_so(browser: Client, draft: Proposal) -> None:
    page = picked(browser, draft, "Entrada de 30 % + 2×")
    assert rows(page) == [
        ("24/11/2026", "11.670,00", "pix"),
        ("24/12/2026", "13.615,00", "boleto"),
        ("25/01/2027", "13.615,00", "boleto"),
    ]
    assert page.head["payment_text"].value() == "Entrada de 30 % + 2×"
    assert page.instalments[0].label == "Entrada" and page.plan_gap == ""


def test_the_plan_is_saved_with_the_adjustment_of_its_condition(
    browser: Client, draft: Proposal, marcos: Member, now: datetime
) -> None:
    by_pix = Condition("Pix com 5 %", Terms(method="pix", rate=Decimal(-5)), "À vista no Pix, com 5 % de desconto")
    save_condition(None, by_pix, company=draft.company, by=marcos, at=now)
    page = picked(browser, draft, "Pix com 5 %")
    assert rows(page) == [("24/11/2026", "36.955,00", "pix")]
    assert page.adjustment_label == "Pix (−5 %)"
    assert browser.post(editor(draft.number), filled_in(page) | {"do": "save"}).status_code == 302
    saved = fresh(draft)
    assert (saved.total, saved.current and saved.current.adjustment) == (Decimal("36955.00"), Decimal("-1945.00"))
    stored: EditorPage = browser.get(editor(draft.number)).context["page"]
    assert stored.plan["condition"].value() == next(k for k, c in stored.conditions.items() if c.name == "Pix com 5 %")


def test_another_condition_takes_the_adjustment_back(
    browser: Client, draft: Proposal, marcos: Member, now: datetime
) -> None:
    card = Condition("3× no cartão", Terms(parts=3, method="card", rate=Decimal("3.2")))
    save_condition(None, card, company=draft.company, by=marcos, at=now)
    assert picked(browser, draft, "3× no cartão").priced is not None
    page = picked(browser, draft, "À vista", adjustment_rate="3,2", adjustment_name="Cartão")
    assert rows(page) == [("24/11/2026", "38.900,00", "pix")] and not page.head["adjustment_name"].value()


def test_days_count_from_the_day_that_was_typed_past_the_holidays_of_state_and_town(
    browser: Client, draft: Proposal, ana: Member, now: datetime
) -> None:
    data = CompanyData.of(draft.company)
    own = {"holidays_state": "SP", "own_holidays": "09/08 Aniversário da cidade"}
    change_company(draft.company, CompanyData(**data.__dict__ | own), by=ana, at=now)
    page = picked(browser, draft, "30/60/90 dias", base="09/06/2027")
    assert [due for due, _amount, _method in rows(page)] == ["12/07/2027", "10/08/2027", "08/09/2027"]


def test_payments_follow_a_total_that_changed_by_the_rule_they_were_made_with(browser: Client, draft: Proposal) -> None:
    typed = filled_in(picked(browser, draft, "Entrada de 30 % + 2×")) | {"lines-0-quantity": "2"}
    live = browser.post(f"{editor(draft.number)}totais/", typed).content.decode()
    assert "Faltam R$\xa038.900,00 nas parcelas." in live
    page = browser.post(editor(draft.number), typed | {"do": "replan"}).context["page"]
    assert rows(page) == [
        ("24/11/2026", "23.340,00", "pix"),
        ("24/12/2026", "27.230,00", "boleto"),
        ("25/01/2027", "27.230,00", "boleto"),
    ]
    assert page.plan_gap == "" and page.instalments[0].label == "Entrada"


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"pays-1-due_on": "32/12/2026"}, "uma parcela que não se lê"),
        ({"lines-0-unit_price": ""}, "preencha os itens"),
        ({"lines-0-unit_price": "0,01", "lines-0-quantity": "1"}, "pequeno demais"),
        ({"down_percent": "muito"}, "muito"),
    ],
)
def test_payments_that_cannot_follow_stay_as_they_are(
    browser: Client, draft: Proposal, typed: dict[str, str], told: str
) -> None:
    made = filled_in(picked(browser, draft, "Entrada de 30 % + 2×")) | typed
    page = browser.post(editor(draft.number), made | {"do": "replan"}).context["page"]
    assert told in page.plan_error
    assert [amount for _due, amount, _method in rows(page)] == ["11.670,00", "13.615,00", "13.615,00"]


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"condition": ""}, "Escolha uma condição"),
        ({"condition": "999"}, "Faça uma escolha válida"),
        ({"base": "31/02/2027"}, "não existe"),
        ({"base": "31/12/9999"}, "longe demais"),
        ({"lines-0-unit_price": ""}, "preencha os itens"),
        ({"do": "plan", "parts": "3", "first_due": "31/12/9999"}, "longe demais"),
    ],
)
def test_what_is_missing_is_told_and_nothing_lost(
    browser: Client, draft: Proposal, typed: dict[str, str], told: str
) -> None:
    page = picked(browser, draft, "30/60/90 dias", **typed)
    assert told in page.plan_error
    assert page.instalments == [] and page.head["title"].value() == draft.title
