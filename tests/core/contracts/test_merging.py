"""Merge fields: every one has a value, what is missing or unknown is told before sending."""

from datetime import datetime
from decimal import Decimal

import pytest
from django.utils.translation import override

from aceite.core.contracts.checking import problems_before_sending
from aceite.core.contracts.merging import FIELDS, braced, merge
from aceite.core.contracts.models import Contract, Requirement, SignerRole
from aceite.core.contracts.values import values_for, values_of
from aceite.core.customers.models import PanelUser
from aceite.core.proposals.models import Instalment, Line, ProposalVersion
from aceite.kit.richtext import Table
from tests.core.contracts.sent import add_contract, name


@pytest.fixture
def filled(version: ProposalVersion) -> ProposalVersion:
    """The draft with a line and a payment."""
    Line.objects.create(
        company=version.company, version=version, position=0, name="Forno", note="220 V", quantity=Decimal("2.5"),
        unit_price=Decimal(400), total=Decimal(1000),
    )  # fmt: skip
    Instalment.objects.create(
        company=version.company, version=version, number=1, due_on=version.valid_until, amount=Decimal(1000)
    )
    return version


def test_every_field_of_the_picker_has_its_value(filled: ProposalVersion, now: datetime) -> None:
    values = values_for(filled, at=now)
    assert set(values) == set(FIELDS)
    tables = {field for field, value in values.items() if isinstance(value, Table)}
    assert tables == {"proposta.itens", "proposta.pagamento"}


def test_values_are_written_for_people(filled: ProposalVersion, now: datetime) -> None:
    body = "<p>{{cliente.documento}}, {{proposta.total_por_extenso}}, {{hoje_por_extenso}}</p><p>{{proposta.itens}}</p>"
    html = merge(body, values_for(filled, at=now)).html
    assert "12.ABC.345/01DE-35, mil reais, 24 de novembro de 2026" in html
    assert "Forno<br>220 V" in html and ">2,5<" in html and ">400,00<" in html


def test_values_are_worded_in_the_companys_language_whoever_sends(filled: ProposalVersion, now: datetime) -> None:
    company = filled.company
    with override("en"):
        items = values_for(filled, at=now)["proposta.itens"]
        own = values_of(Contract(company=company, term={"starts": "date", "start_on": "2026-11-05"}), at=now)
    assert isinstance(items, Table) and items.header[:2] == ("Item", "Qtd.")
    assert own["contrato.inicio"] == "a partir de 05/11/2026"
    company.language = "en"
    english = values_of(Contract(company=company, term={"starts": "date", "start_on": "2026-11-05"}), at=now)
    assert english["contrato.inicio"] == "from 5\u00a0Nov\u00a02026" and english["hoje"] == "24\u00a0Nov\u00a02026"


def test_values_cannot_bring_markup_or_placeholders(filled: ProposalVersion, now: datetime) -> None:
    filled.proposal.title = "<b>{{empresa.nome}}</b>"
    merged = merge("<p>{{proposta.titulo}}</p>", values_for(filled, at=now))
    assert "Aurora" not in merged.html and "<b>" not in merged.html


def test_unknown_and_missing_are_told_apart(filled: ProposalVersion, now: datetime) -> None:
    merged = merge("<p>{{cliente.telefone}} {{cliente.idade}}</p>", values_for(filled, at=now))
    assert (merged.missing, merged.unknown) == (["cliente.telefone"], ["cliente.idade"])


@pytest.mark.parametrize("held", ["prazo da obra", "cliente nome", "Cliente: endereço", "multa diária", "Ítem 1?", ""])
def test_braces_that_hold_no_name_are_told_by_what_they_hold_before_sending(
    filled: ProposalVersion, carla: PanelUser, now: datetime, held: str
) -> None:
    name(add_contract(filled, body=f"<p>{{{{cliente.nome}}}} em {{{{{held}}}}}.</p>"), carla)
    [problem] = problems_before_sending(filled, at=now)
    assert problem.blocks and f"{{{{{held}}}}} não existe" in problem.sentence


def test_braces_around_a_field_are_told(filled: ProposalVersion, now: datetime) -> None:
    assert merge("<p>{{em {{cliente.cidade}}}}</p>", values_for(filled, at=now)).unknown == ["em Campinas/SP"]


def test_a_whole_passage_between_braces_is_told_by_its_beginning() -> None:
    assert braced("prazo da obra") == "{{prazo da obra}}"
    assert braced("{{prazo}") == "{{prazo}"
    assert braced("prazo " * 100) == f"{{{{{'prazo ' * 9}prazo…}}}}"


def test_what_must_be_mended_before_sending(
    filled: ProposalVersion, carla: PanelUser, davi: PanelUser, now: datetime
) -> None:
    name(add_contract(filled, body="<p>{{cliente.idade}} {{cliente.telefone}}</p>"), carla)
    name(add_contract(filled, body="<p> </p>"), davi)
    add_contract(filled)
    add_contract(filled, Requirement.MANUAL)
    name(add_contract(filled, Requirement.NONE), carla)
    problems = problems_before_sending(filled, at=now)
    assert [problem.contract.position for problem in problems] == [0, 0, 1, 1, 2, 3]
    assert [problem.blocks for problem in problems] == [True] * 5 + [False]


def test_a_witness_alone_does_not_bind(filled: ProposalVersion, helena: PanelUser, now: datetime) -> None:
    made = add_contract(filled)
    name(made, witness=helena)
    assert made.signers.get().role == SignerRole.WITNESS
    assert len(problems_before_sending(filled, at=now)) == 1
