"""Fields of a template's own: read as people type, asked where it is used, missed before sending, kept with copies."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from decimal import Decimal

import pytest
from django.utils.translation import override
from hypothesis import given, settings
from hypothesis import strategies as st

from aceite.core.contracts.asked import IN_WORDS, Asked, as_data, asked_of, printed, read_answer, typed_answer
from aceite.core.contracts.asking import AskedRow, clean_asked, name_for
from aceite.core.contracts.checking import problems_before_sending
from aceite.core.contracts.copying import copy_contracts
from aceite.core.contracts.drafting import add_from_template, save_contract
from aceite.core.contracts.models import Contract, ContractTemplate
from aceite.core.contracts.printing import print_contract
from aceite.core.contracts.templates import bring_back, save_template
from aceite.core.contracts.texts import Text, text_of
from aceite.core.contracts.trying import try_out
from aceite.core.contracts.values import values_of
from aceite.core.customers.models import Customer, PanelUser
from aceite.core.people.models import Member
from aceite.core.privacy.sections import Facts, sections_of
from aceite.core.privacy.subjects import Subject
from aceite.core.proposals.models import ProposalVersion
from aceite.core.trail.refusals import Unfit
from aceite.kit.pdf.pages import text
from aceite.kit.sentences import Complaint
from tests.core.contracts.sent import draft, freeze, name

TERM = Asked("prazo", "Prazo da obra")
FINE = Asked("multa", "Multa", "amount", default="1500.00")
START = Asked("inicio", "Início", "date", required=False)
COURT = Asked("foro", "Foro", "choice", choices=("Campinas", "São Paulo"))
GUARANTOR = Asked("cpf_do_fiador", "CPF do fiador", "cpf", required=False)
ALL = (TERM, FINE, START, COURT, GUARANTOR)
BODY = (
    "<p>Prazo: {{prazo}}. Multa: {{multa}} ({{multa_por_extenso}}). Foro: {{foro}}.</p>"
    "<p>{{inicio}}</p><p>Fiador: {{cpf_do_fiador}}.</p>"
)


@pytest.fixture
def template(bruno: Member, now: datetime) -> ContractTemplate:
    """It asks for a term, a fine, a court; a beginning and a guarantor may be left out."""
    return save_template(Text("Obra", BODY, "digital", asked=ALL), company=bruno.company, by=bruno, at=now)


def add(version: ProposalVersion, template: ContractTemplate, by: Member, at: datetime, **answers: str) -> Contract:
    return add_from_template(version, template, answers=answers or None, by=by, at=at)


def missed(version: ProposalVersion, at: datetime) -> list[str]:
    return [problem.field for problem in problems_before_sending(version, at=at) if problem.field]


@pytest.mark.parametrize(
    ("field", "typed", "kept", "shown"),
    [
        (FINE, "1.500", "1500.00", "R$ 1.500,00"), (FINE, "R$ 0,50", "0.50", "R$ 0,50"),
        (START, "24/11/2026", "2026-11-24", "24/11/2026"), (COURT, "Campinas", "Campinas", "Campinas"),
        (GUARANTOR, "529.982.247-25", "52998224725", "529.982.247-25"),
        (Asked("n", "N", "number"), "1.234,5000", "1234.5000", "1.234,5"),
        (Asked("d", "D", "cnpj"), "12.ABC.345/01DE-35", "12ABC34501DE35", "12.ABC.345/01DE-35"),
        (TERM, "  ", "", ""),
    ],
)  # fmt: skip
def test_values_are_kept_apart_from_how_they_are_written(field: Asked, typed: str, kept: str, shown: str) -> None:
    value = read_answer(field, typed)
    assert (value, printed(field, value).replace("\xa0", " ")) == (kept, shown)
    assert read_answer(field, typed_answer(field, value)).rstrip("0") == kept.rstrip("0")


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        (FINE, "-1"), (FINE, "1,005"), (FINE, "NaN"), (START, "31/02/2026"), (COURT, "Lisboa"), (TERM, "x" * 301),
        (GUARANTOR, "111.111.111-11"), (Asked("n", "N", "number"), "0,00001"), (TERM, "日"), (TERM, "a\u202eb"),
    ],
)  # fmt: skip
def test_what_is_no_value_is_refused(field: Asked, typed: str) -> None:
    with pytest.raises(Complaint):
        read_answer(field, typed)


def test_rows_without_a_name_never_take_anothers() -> None:
    long = "Prazo para a entrega da primeira etapa da"
    rows = [AskedRow(f"{long} obra"), AskedRow(f"{long} reforma"), AskedRow("Multa 2", "multa"), AskedRow("Multa")]
    names = [field.name for field in clean_asked(rows)]
    stem = "prazo_para_a_entrega_da_primeira_etapa_"
    assert names == [f"{stem}d", f"{stem}2", "multa", "multa_2"]


@settings(max_examples=30, deadline=None)
@given(st.decimals(min_value=0, max_value=10**12, places=2))
def test_an_amount_comes_back_as_it_was_typed(amount: Decimal) -> None:
    value = read_answer(FINE, str(amount).replace(".", ","))
    assert Decimal(value) == amount and read_answer(FINE, typed_answer(FINE, value)) == value


def test_a_contract_is_filled_with_what_was_answered(
    version: ProposalVersion, template: ContractTemplate, bruno: Member, now: datetime
) -> None:
    made = add(version, template, bruno, now, prazo="30 dias", multa="2.000,00", foro="Campinas", cpf_do_fiador="")
    words = text(print_contract(made, at=now)).replace("\xa0", " ")
    assert "Prazo: 30 dias. Multa: R$ 2.000,00 (dois mil reais). Foro: Campinas." in " ".join(words.split())
    assert "{{" not in words and missed(version, now) == []


def test_a_day_is_written_as_every_other_day_of_the_contract_and_typed_as_forms_take_it(
    version: ProposalVersion, template: ContractTemplate, bruno: Member, now: datetime
) -> None:
    made = add(version, template, bruno, now, prazo="30 dias", foro="Campinas", inicio="05/11/2026")
    assert values_of(made, at=now)["inicio"] == "05/11/2026"
    made.company.language = "en"
    assert values_of(made, at=now)["inicio"] == "5\u00a0Nov\u00a02026"
    with override("en"):
        assert typed_answer(START, made.answers["inicio"]) == "05/11/2026"


def test_what_is_missing_is_named_before_sending(
    version: ProposalVersion, template: ContractTemplate, bruno: Member, now: datetime
) -> None:
    made = add(version, template, bruno, now)
    assert made.answers == {"multa": "1500.00"} and missed(version, now) == ["prazo", "foro"]
    save_contract(made, text_of(made), revision=0, answers={"prazo": "Já", "foro": "Campinas"}, by=bruno, at=now)
    assert missed(version, now) == ["multa"]


def test_saving_only_the_text_keeps_what_was_answered(
    version: ProposalVersion, template: ContractTemplate, bruno: Member, now: datetime
) -> None:
    made = add(version, template, bruno, now, prazo="30 dias")
    saved = save_contract(made, replace(text_of(made), title="Outra", asked=()), revision=0, by=bruno, at=now)
    assert (saved.title, saved.answers, asked_of(saved.asked)) == ("Outra", {"prazo": "30 dias"}, ALL)


def test_copies_take_the_answers_along_but_not_to_another_customer(
    version: ProposalVersion, template: ContractTemplate, bruno: Member, joana: Customer, now: datetime
) -> None:
    add(version, template, bruno, now, prazo="30 dias", cpf_do_fiador="529.982.247-25")
    hers = {"prazo": "30 dias", "cpf_do_fiador": "52998224725"}
    wanted: Mapping[Customer, object] = {version.proposal.customer: hers, joana: {"multa": "1500.00"}}
    for sequence, (customer, answers) in enumerate(wanted.items(), start=2):
        [copy] = copy_contracts(version, draft(customer, bruno, now, sequence), at=now)
        assert (copy.answers, asked_of(copy.asked)) == (answers, ALL)


def test_a_template_keeps_its_fields_with_each_version(
    template: ContractTemplate, version: ProposalVersion, bruno: Member, now: datetime
) -> None:
    before = add(version, template, bruno, now)
    less = replace(text_of(template), asked=(TERM,))
    changed = save_template(less, template=template, company=bruno.company, by=bruno, at=now)
    assert (changed.versions.count(), asked_of(changed.asked), before.asked) == (2, (TERM,), as_data(ALL))
    back = bring_back(changed.versions.get(number=1), by=bruno, at=now)
    assert asked_of(back.asked) == ALL


def test_it_is_tried_out_with_other_answers(
    template: ContractTemplate, version: ProposalVersion, now: datetime
) -> None:
    assert try_out(template, version, at=now).empty == ["Prazo da obra", "Foro"]
    trial = try_out(template, version, {"prazo": "60 dias", "foro": "Campinas", "multa": "1"}, at=now)
    assert trial.empty == [] and "60 dias" in trial.html and not Contract.objects.exists()


def test_a_copy_of_her_data_holds_what_was_filled_in(
    template: ContractTemplate, version: ProposalVersion, carla: PanelUser, bruno: Member, now: datetime
) -> None:
    made = add(version, template, bruno, now, prazo="30 dias", cpf_do_fiador="529.982.247-25")
    name(made, carla)
    assert filled_in(carla) == []
    freeze(version, now)
    assert filled_in(carla)[0]["CPF do fiador"] == "529.982.247-25"
    assert filled_in(bruno) == []


def test_her_copy_holds_nothing_of_the_contracts_of_others(
    template: ContractTemplate, version: ProposalVersion, carla: PanelUser, gil: PanelUser, bruno: Member, now: datetime
) -> None:
    name(add(version, template, bruno, now, prazo="30 dias"), carla)
    name(add(version, template, bruno, now, prazo="90 dias", cpf_do_fiador="529.982.247-25"), gil)
    freeze(version, now)
    assert [each["Prazo da obra"] for each in filled_in(carla)] == ["30 dias"]


def test_her_copy_holds_both_of_two_fields_of_one_label(
    version: ProposalVersion, carla: PanelUser, bruno: Member, now: datetime
) -> None:
    asked = (Asked("fiador_1", "Fiador"), Asked("fiador_2", "Fiador"), Asked("contrato", "contrato"))
    words = Text("Fiança", "<p>{{fiador_1}}, {{fiador_2}}, {{contrato}}</p>", "digital", asked=asked)
    made = add_from_template(version, save_template(words, company=bruno.company, by=bruno, at=now), by=bruno, at=now)
    answers = {"fiador_1": "Rosa Lima", "fiador_2": "Davi Melo", "contrato": "nº 7"}
    save_contract(made, text_of(made), revision=0, answers=answers, by=bruno, at=now)
    name(made, carla)
    freeze(version, now)
    assert {"Fiança", *answers.values()} <= set(filled_in(carla)[0].values())


def filled_in(person: Member | PanelUser) -> list[Facts]:
    return {part.name: part.records for part in sections_of(Subject(person))}["contratos"]


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([AskedRow("Multa"), AskedRow("multa")], "já é de outro campo"),
        ([AskedRow("Hoje")], "já é de outro campo"),
        ([AskedRow("Multa", kind="amount"), AskedRow("Extenso", f"multa{IN_WORDS}")], "já é de outro campo"),
        ([AskedRow("Multa", "Multa Alta")], "só letras minúsculas"),
        ([AskedRow("Multa", kind="amount", default="cem")], "não serve"),
        ([AskedRow("Foro", kind="choice", choices="Campinas")], "de duas a trinta"),
        ([AskedRow("Foro", kind="fórmula")], "Escolha o tipo"),
        ([AskedRow("日")], "No campo"),
        ([AskedRow(f"Campo {n}") for n in range(41)], "no máximo quarenta"),
    ],
)
def test_what_is_no_field_is_told(rows: list[AskedRow], words: str) -> None:
    with pytest.raises(Unfit, match=words):
        clean_asked(rows)


def test_a_name_is_made_of_the_label() -> None:
    assert [name_for(label) for label in ("Prazo da obra", "1º vencimento", "—", "CPF/CNPJ")] == [
        "prazo_da_obra", "campo_1o_vencimento", "campo", "cpf_cnpj",
    ]  # fmt: skip
