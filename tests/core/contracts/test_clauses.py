"""The clause library: referred to at a fixed version, newer ones taken on purpose, entering by the proposal's facts."""

from datetime import datetime
from decimal import Decimal

import pytest

from aceite.core.contracts.checking import problems_before_sending
from aceite.core.contracts.clause_saving import ClauseText, archive_clause, save_clause
from aceite.core.contracts.clauses import Clause, ClauseVersion
from aceite.core.contracts.copying import copy_contracts
from aceite.core.contracts.drafting import add_from_template, save_contract
from aceite.core.contracts.entering import body_of
from aceite.core.contracts.models import Contract, ContractTemplate
from aceite.core.contracts.printing import fingerprint_of, print_contract
from aceite.core.contracts.rules import Ask, Rule
from aceite.core.contracts.templates import bring_back, save_template, take_newer_clause
from aceite.core.contracts.texts import Text
from aceite.core.contracts.trying import try_out
from aceite.core.people.models import Member
from aceite.core.proposals.models import ProposalVersion
from aceite.core.trail.refusals import NotAllowed, Unfit
from aceite.kit.pdf.pages import text
from tests.core.contracts.sent import draft

TEXT = Text("Fornecimento", "<p>Objeto.</p><p>{{clausula.garantia}}</p><p>Foro.</p>", "none")
FIRST = ClauseText("Garantia", "<p>Doze meses para {{cliente.nome}}.</p>", ("prazo",))
DEAR = Rule((Ask("total_min", "5000.00"),))


@pytest.fixture
def clause(bruno: Member, now: datetime) -> Clause:
    """A clause that always enters."""
    return save_clause(FIRST, company=bruno.company, by=bruno, at=now)


@pytest.fixture
def template(clause: Clause, bruno: Member, now: datetime) -> ContractTemplate:
    """A template that refers to it."""
    return save_template(TEXT, company=clause.company, by=bruno, at=now)


def rewritten(clause: Clause, bruno: Member, now: datetime, rule: Rule = DEAR) -> Clause:
    """The clause in a second version."""
    second = ClauseText("Garantia", "<p>Trinta meses.</p>", ("prazo",), rule)
    return save_clause(second, clause=clause, company=clause.company, by=bruno, at=now)


def test_a_template_stays_with_the_version_it_was_written_with(
    template: ContractTemplate, clause: Clause, version: ProposalVersion, bruno: Member, now: datetime
) -> None:
    made = add_from_template(version, template, by=bruno, at=now)
    newest = rewritten(clause, bruno, now)
    assert body_of(made) == "<p>Objeto.</p><p>Doze meses para {{cliente.nome}}.</p><p>Foro.</p>"
    taken = take_newer_clause(template, newest, by=bruno, at=now)
    assert taken.clauses == {"garantia": 2} and taken.versions.count() == 2
    made.refresh_from_db()
    assert made.clauses == {"garantia": 1} and "Doze meses" in body_of(made)
    bring_back(taken.versions.get(number=1), by=bruno, at=now)
    template.refresh_from_db()
    assert template.clauses == {"garantia": 1}


def test_a_clause_enters_only_when_the_proposal_asks_for_it(
    template: ContractTemplate, clause: Clause, version: ProposalVersion, bruno: Member, now: datetime
) -> None:
    take_newer_clause(template, rewritten(clause, bruno, now), by=bruno, at=now)
    made = add_from_template(version, template, by=bruno, at=now)
    before = fingerprint_of(made, at=now)
    assert body_of(made) == "<p>Objeto.</p><p>Foro.</p>"
    made.version.total = Decimal(5000)  # type: ignore[union-attr]
    assert "Trinta meses" in body_of(made) and fingerprint_of(made, at=now) != before
    assert "Trinta meses" in text(print_contract(made, at=now))


def test_the_trial_says_why(
    template: ContractTemplate, clause: Clause, version: ProposalVersion, bruno: Member, now: datetime
) -> None:
    template = take_newer_clause(template, rewritten(clause, bruno, now), by=bruno, at=now)
    (entry,) = try_out(template, version, at=now).clauses
    assert not entry.verdict.enters and entry.verdict.held == ((DEAR.tests[0], False),)


def test_fields_of_a_clause_are_filled_and_missed_like_any_other(
    template: ContractTemplate, clause: Clause, version: ProposalVersion, bruno: Member, now: datetime
) -> None:
    asks = ClauseText("Garantia", "<p>{{proposta.garantia}} para {{cliente.nome}}</p>")
    newest = save_clause(asks, clause=clause, company=clause.company, by=bruno, at=now)
    add_from_template(version, take_newer_clause(template, newest, by=bruno, at=now), by=bruno, at=now)
    (problem,) = problems_before_sending(version, at=now)
    assert problem.blocks and "Proposta: garantia" in problem.sentence


def test_a_clause_inside_a_sentence_or_in_another_clause_is_refused(
    clause: Clause, bruno: Member, now: datetime
) -> None:
    inside = Text("X", "<p>Vale {{clausula.garantia}} aqui.</p>", "none")
    with pytest.raises(Unfit, match="parágrafo só dela"):
        save_template(inside, company=clause.company, by=bruno, at=now)
    with pytest.raises(Unfit, match="não traz outra"):
        save_clause(ClauseText("Y", "<p>{{clausula.garantia}}</p>"), company=clause.company, by=bruno, at=now)


def test_an_unknown_clause_and_a_strangers_are_told_before_sending(
    clause: Clause, version: ProposalVersion, bruno: Member, eva: Member, now: datetime
) -> None:
    save_clause(ClauseText("Foro", "<p>Belém.</p>"), company=eva.company, by=eva, at=now)
    text = Text("X", "<p>{{clausula.foro}}</p>", "none")
    made = add_from_template(version, save_template(text, company=bruno.company, by=bruno, at=now), by=bruno, at=now)
    assert made.clauses == {} and "{{clausula.foro}}" in problems_before_sending(version, at=now)[0].sentence


def test_a_contract_keeps_its_versions_through_edits_and_copies(
    template: ContractTemplate, clause: Clause, version: ProposalVersion, bruno: Member, now: datetime
) -> None:
    made = add_from_template(version, template, by=bruno, at=now)
    rewritten(clause, bruno, now)
    save_contract(made, Text("Outro", TEXT.body, "none"), revision=0, by=bruno, at=now)
    copy_contracts(version, draft(version.proposal.customer, bruno, now, 2), at=now)
    assert [contract.clauses for contract in Contract.objects.all()] == [{"garantia": 1}] * 2


def test_saving_the_same_or_other_tags_makes_no_version(clause: Clause, bruno: Member, now: datetime) -> None:
    save_clause(FIRST, clause=clause, company=clause.company, by=bruno, at=now)
    tagged = ClauseText(FIRST.title, FIRST.body, ("Prazo ", "pós-venda", "prazo"))
    saved = save_clause(tagged, clause=clause, company=clause.company, by=bruno, at=now)
    assert saved.tags == ["prazo", "pós-venda"] and ClauseVersion.objects.count() == 1
    other = save_clause(FIRST, company=clause.company, by=bruno, at=now)
    assert (saved.key, other.key) == ("garantia", "garantia_2")
    assert list(Clause.objects.matching("pos-venda")) == [saved]


def test_readers_and_strangers_write_no_clause(clause: Clause, iris: Member, eva: Member, now: datetime) -> None:
    for person in (iris, eva):
        with pytest.raises(NotAllowed):
            save_clause(FIRST, clause=clause, company=clause.company, by=person, at=now)
        with pytest.raises(NotAllowed):
            archive_clause(clause, by=person, at=now)
