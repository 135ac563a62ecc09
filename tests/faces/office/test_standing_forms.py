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
from aceite.faces.office.forms.clearances import RuleForm
from tests.clients import client_of
from tests.faces.office.sent_back import sent_back

CHANGED = "depois que você"


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
    assert CHANGED in error and "“Paga em dia.”" in error
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


def test_the_same_rows_sent_again_by_a_browser_are_no_dispute(tab: Client, ana: Member, now: datetime) -> None:
    template = save_template(
        Text("Fornecimento", "<p>{{cor}} {{prazo}}</p>", Requirement.DIGITAL), company=ana.company, by=ana, at=now
    )
    page = f"/aurora/gestao/modelos/{template.pk}/editar/"
    colour = {"label": "Cor ", "name": "cor", "kind": "choice", "choices": "azul\r\nverde\r\n"}
    days = {"label": "Prazo", "name": "", "kind": "text"}
    rows = {f"asked-{n}-{name}": said for n, row in enumerate((colour, days)) for name, said in row.items()}
    opened = sent_back(tab, page) | rows
    assert [tab.post(page, opened).status_code for _tab in range(2)] == [302, 302]


def test_her_own_value_that_was_cleaned_when_it_was_saved_is_no_dispute(tab: Client) -> None:
    page = "/aurora/gestao/empresa/"
    opened = sent_back(tab, page) | {"phone": "1932321010"}
    assert [tab.post(page, opened).status_code for _tab in range(2)] == [302, 302]


def test_what_another_error_kept_from_being_told_is_told_when_that_is_mended(tab: Client) -> None:
    page = "/aurora/gestao/empresa/"
    opened = sent_back(tab, page)
    tab.post(page, opened | {"phone": "(19) 3232-1010"})
    refused = tab.post(page, opened | {"phone": "123"}).context["form"]
    assert not any(CHANGED in error for error in refused.errors["phone"])
    mended = opened | {"phone": "(19) 3333-2020", "stood": refused.carried["stood"]}
    told = tab.post(page, mended)
    assert told.status_code == 422
    [error] = told.context["form"].errors["phone"]
    assert "“(19) 3232-1010”" in error
    assert tab.post(page, mended | {"stood": told.context["form"].carried["stood"]}).status_code == 302


@pytest.mark.parametrize(
    ("stands", "hers", "shown"),
    [
        ("Fala <só> à tarde", "Liga cedo", "“Fala <só> à tarde”"),
        ("A parede norte é de tijolo. " * 4 + "Sem luz.", "A parede norte é de tijolo. " * 4, "outra aba"),
    ],
)
def test_a_text_that_stands_is_told_whole_or_not_at_all(
    tab: Client, padaria: Customer, stands: str, hers: str, shown: str
) -> None:
    page = f"/aurora/gestao/clientes/{padaria.pk}/editar/"
    opened = sent_back(tab, page)
    tab.post(page, opened | {"notes": stands})
    [error] = tab.post(page, opened | {"notes": hers}).context["form"].errors["notes"]
    assert shown in error and "tijolo" not in error


def test_rich_text_is_told_by_its_words(tab: Client, clause: Clause) -> None:
    page = f"/aurora/gestao/clausulas/{clause.pk}/"
    opened = sent_back(tab, page)
    tab.post(page, opened | {"body": "<p>Doze <strong>anos</strong> &amp; um dia.</p>"})
    [error] = tab.post(page, opened | {"body": "<p>Dez anos.</p>"}).context["form"].errors["body"]
    assert "“Doze anos & um dia.”" in error
    [error] = tab.post(page, opened | {"body": "<p>Doze anos &amp; um dia.</p>"}).context["form"].errors["body"]
    assert "outra aba" in error


def test_a_choice_out_of_a_group_is_told_by_its_name(ana: Member, bruno: Member) -> None:
    stood = {"measure": "total", "limit": "10", "whose": "", "who": "managers"}
    opened = RuleForm(members=[ana, bruno], initial=stood)
    typed = stood | opened.carried | {"whose": str(bruno.pk)}
    form = RuleForm(typed, members=[ana, bruno], initial=stood | {"whose": "manager", "who": str(ana.pk)})
    [error] = form.errors["whose"]
    assert "manager" not in error and "“Gerente”" in error
