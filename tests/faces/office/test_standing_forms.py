"""Two tabs, or two people, who save the same thing one after the other: neither undoes what the other changed."""

from datetime import datetime

import pytest
from django.test import Client

from aceite.core.contracts.clauses import Clause
from aceite.core.contracts.models import Requirement
from aceite.core.contracts.templates import save_template
from aceite.core.contracts.texts import Text
from aceite.core.customers.models import Customer
from aceite.core.people.models import Member
from tests.clients import client_of
from tests.faces.office.sent_back import sent_back

CHANGED = "Outra pessoa mudou"


@pytest.fixture
def tab(ana: Member) -> Client:
    """A tab of Ana's browser."""
    return client_of(ana)


@pytest.fixture
def clause(tab: Client) -> Clause:
    """A clause with one condition."""
    typed = {"title": "Garantia", "body": "<p>Doze meses.</p>", "join": "all", "kind-0": "person"}
    assert tab.post("/aurora/gestao/clausulas/nova/", typed).status_code == 302
    return Clause.objects.get()


@pytest.mark.parametrize(
    ("page", "first", "second"),
    [
        ("empresa/", {"phone": "(19) 3232-1010"}, {"website": "https://aurora.example"}),
        ("empresa/propostas/", {"terms": "À vista."}, {"default_validity_days": "20", "sellers_see_all": "on"}),
        ("empresa/contratos/", {"copy_refusals": "Ilegível"}, {"copies_policy": "check_first"}),
        ("lembretes/", {"before_end": "4"}, {"unseen": "9"}),
        ("privacidade/", {"evidence_years": "12"}, {"mail_months": "9"}),
        ("emails/textos/approved/pt-br/", {"subject": "Obrigada"}, {"body": "Recebemos."}),
    ],
)
def test_the_second_tab_keeps_what_the_first_one_changed(
    tab: Client, page: str, first: dict[str, str], second: dict[str, str]
) -> None:
    page = f"/aurora/gestao/{page}"
    opened = sent_back(tab, page)
    for change in (first, second):
        assert tab.post(page, opened | change).status_code == 302
    now = sent_back(tab, page)
    assert {name: now.get(name) for name in first | second} == {name: [said] for name, said in (first | second).items()}


def test_a_box_that_the_first_tab_emptied_stays_empty(tab: Client) -> None:
    page = "/aurora/gestao/empresa/propostas/"
    tab.post(page, sent_back(tab, page) | {"sellers_see_all": "on"})
    opened = sent_back(tab, page)
    tab.post(page, {name: said for name, said in opened.items() if name != "sellers_see_all"})
    tab.post(page, opened | {"default_validity_days": "20"})
    assert "sellers_see_all" not in sent_back(tab, page)


def test_what_both_changed_is_said_beside_the_field_and_saved_when_sent_again(tab: Client, padaria: Customer) -> None:
    page = f"/aurora/gestao/clientes/{padaria.pk}/editar/"
    opened = sent_back(tab, page)
    tab.post(page, opened | {"notes": "Paga em dia.", "trade_name": "Central"})
    answer = tab.post(page, opened | {"notes": "Liga depois das dez."})
    assert answer.status_code == 422
    [error] = answer.context["form"].errors["notes"]
    assert error.startswith(CHANGED) and "“Paga em dia.”" in error
    typed = {**opened, "notes": "Liga depois das dez.", "stood": answer.context["form"].carried["stood"]}
    assert tab.post(page, typed | {"trade_name": "Central"}).status_code == 302
    padaria.refresh_from_db()
    assert (padaria.notes, padaria.trade_name) == ("Liga depois das dez.", "Central")


def test_the_same_change_in_both_tabs_is_no_dispute(tab: Client, padaria: Customer) -> None:
    page = f"/aurora/gestao/clientes/{padaria.pk}/editar/"
    opened = sent_back(tab, page) | {"notes": "Paga em dia."}
    assert [tab.post(page, opened).status_code for _tab in range(2)] == [302, 302]


def test_conditions_of_a_clause_that_somebody_changed_are_not_undone_unseen(tab: Client, clause: Clause) -> None:
    page = f"/aurora/gestao/clausulas/{clause.pk}/"
    opened = sent_back(tab, page)
    tab.post(page, opened | {"kind-0": "company"})
    answer = tab.post(page, opened | {"title": "Garantia estendida"})
    assert answer.status_code == 422 and any(CHANGED in error for error in answer.context["form"].non_field_errors())
    clause.refresh_from_db()
    assert clause.rule["tests"][0]["kind"] == "company"


def test_the_text_of_a_template_that_somebody_changed_is_not_undone(tab: Client, ana: Member, now: datetime) -> None:
    template = save_template(
        Text("Fornecimento", "<p>Entrega.</p>", Requirement.DIGITAL), company=ana.company, by=ana, at=now
    )
    page = f"/aurora/gestao/modelos/{template.pk}/editar/"
    opened = sent_back(tab, page)
    tab.post(page, opened | {"body": "<p>Entrega em dez dias.</p>"})
    assert tab.post(page, opened | {"title": "Fornecimento e instalação"}).status_code == 302
    template.refresh_from_db()
    assert (template.title, template.body) == ("Fornecimento e instalação", "<p>Entrega em dez dias.</p>")
    assert tab.post(page, opened | {"body": "<p>Entrega em um mês.</p>"}).status_code == 422
