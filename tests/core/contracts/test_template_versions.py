"""Versions of templates: kept at each saving, brought back, named by the contracts made of them; and trying one out."""

from datetime import datetime, timedelta

import pytest

from aceite.core.contracts.copying import copy_contracts
from aceite.core.contracts.drafting import add_from_template
from aceite.core.contracts.models import Contract, ContractTemplate, TemplateVersion
from aceite.core.contracts.templates import bring_back, save_template
from aceite.core.contracts.texts import Text
from aceite.core.contracts.trying import print_trial, try_out
from aceite.core.people.models import Member
from aceite.core.proposals.models import ProposalVersion
from aceite.core.trail.models import Event
from aceite.core.trail.refusals import NotAllowed
from aceite.kit.pdf.pages import text
from tests.core.contracts.sent import BODY, draft

FIRST = Text("Fornecimento", "<p>Prazo de dez dias.</p>", "digital")
SECOND = Text("Fornecimento", "<p>Prazo de trinta dias corridos.</p>", "manual")


@pytest.fixture
def template(bruno: Member, ana: Member, now: datetime) -> ContractTemplate:
    """Bruno wrote it, Ana changed it."""
    made = save_template(FIRST, company=bruno.company, by=bruno, at=now)
    return save_template(SECOND, template=made, company=bruno.company, by=ana, at=now + timedelta(hours=1))


def test_each_saving_is_kept_with_who_and_how_much(template: ContractTemplate) -> None:
    rows = [(v.number, v.saved_by.name, v.added, v.removed) for v in template.versions.all() if v.saved_by]
    assert rows == [(1, "Bruno", 4, 0), (2, "Ana", 2, 1)]


def test_saving_the_same_makes_no_version(template: ContractTemplate, bruno: Member, now: datetime) -> None:
    save_template(SECOND, template=template, company=bruno.company, by=bruno, at=now)
    assert template.versions.count() == 2


def test_an_old_version_comes_back_as_the_newest(template: ContractTemplate, bruno: Member, now: datetime) -> None:
    bring_back(template.versions.get(number=1), by=bruno, at=now)
    bring_back(template.versions.get(number=1), by=bruno, at=now)
    template.refresh_from_db()
    assert (template.body, template.requirement) == (FIRST.body, "digital")
    assert list(template.versions.values_list("number", "restored")) == [(1, None), (2, None), (3, 1)]
    assert Event.objects.filter(kind="template.saved").last().data["restored"] == 1  # type: ignore[union-attr]


def test_a_reader_and_a_stranger_bring_nothing_back(
    template: ContractTemplate, iris: Member, eva: Member, now: datetime
) -> None:
    for person in (iris, eva):
        with pytest.raises(NotAllowed):
            bring_back(template.versions.get(number=1), by=person, at=now)
    assert template.versions.count() == 2


def test_a_contract_names_the_version_it_came_from(
    template: ContractTemplate, version: ProposalVersion, bruno: Member, now: datetime
) -> None:
    made = add_from_template(version, template, by=bruno, at=now)
    save_template(FIRST, template=template, company=bruno.company, by=bruno, at=now)
    copy_contracts(version, draft(version.proposal.customer, bruno, now, 2), at=now)
    assert made.body == SECOND.body
    assert set(Contract.objects.values_list("template_version__number", flat=True)) == {2}


def test_a_template_is_tried_out_and_nothing_is_kept(version: ProposalVersion, bruno: Member, now: datetime) -> None:
    body = f"{BODY}<p>{{{{proposta.garantia}}}} {{{{cliente.apelido}}}}</p>"
    template = save_template(Text("Ensaio", body, "digital"), company=bruno.company, by=bruno, at=now)
    trial = try_out(template, version, at=now)
    assert "Padaria Central Ltda." in trial.html and "1.000,00" in trial.html
    assert (trial.empty, trial.unknown) == (["Proposta: garantia"], ["{{cliente.apelido}}"])
    assert "Padaria Central" in text(print_trial(template, version, at=now))
    assert not Contract.objects.exists() and TemplateVersion.objects.count() == 1
