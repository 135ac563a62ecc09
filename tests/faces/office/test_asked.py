"""A template's own fields through the pages: said in its form, asked in the contract box, missed with a link."""

import pytest
from django.test import Client
from django.utils import timezone

from aceite.core.contracts.asked import Asked
from aceite.core.contracts.models import Contract, ContractTemplate
from aceite.core.contracts.templates import save_template
from aceite.core.contracts.texts import Text
from aceite.core.customers.models import Customer, PanelUser
from aceite.core.people.models import Member
from aceite.core.proposals.models import Proposal
from tests import walk
from tests.clients import client_of

TEMPLATES = "/aurora/gestao/modelos/"
ASKED = (Asked("prazo", "Prazo da obra"), Asked("multa", "Multa", "amount", required=False))


@pytest.fixture
def his(bruno: Member) -> Client:
    """Bruno's browser."""
    return client_of(bruno)


@pytest.fixture
def template(bruno: Member) -> ContractTemplate:
    """It asks for the term of the work, and for a fine if there is one."""
    text = Text("Obra", "<p>Prazo {{prazo}}, multa {{multa}}.</p>", "digital", asked=ASKED)
    return save_template(text, company=bruno.company, by=bruno, at=timezone.now())


@pytest.fixture
def sale(padaria: Customer, carla: PanelUser, bruno: Member) -> Proposal:
    """Bruno's draft."""
    return walk.draft_for(padaria, bruno, timezone.now())


def test_fields_are_written_with_the_template(his: Client) -> None:
    typed = {
        "title": "Obra", "body": "<p>{{prazo_da_obra}}</p>", "requirement": "digital", "level": "simple",
        "asked-0-label": "Prazo da obra", "asked-0-kind": "text", "asked-0-required": "on",
        "asked-1-label": "Foro", "asked-1-kind": "choice", "asked-1-choices": "Campinas\nSão Paulo",
        "asked-2-label": "", "asked-2-kind": "text",
    }  # fmt: skip
    refused = his.post(f"{TEMPLATES}novo/", typed | {"asked-1-choices": "Campinas"})
    assert refused.status_code == 422 and "de duas a trinta opções" in refused.content.decode()
    assert 'value="Prazo da obra"' in refused.content.decode()
    his.post(f"{TEMPLATES}novo/", typed)
    made = ContractTemplate.objects.get()
    assert [(one["name"], one["required"]) for one in made.asked] == [("prazo_da_obra", True), ("foro", False)]
    page = his.get(f"{TEMPLATES}{made.pk}/").content.decode()
    assert "[Prazo da obra]" in page and "Campinas / São Paulo" in page
    assert "{{prazo_da_obra}}" in his.get(f"{TEMPLATES}{made.pk}/editar/").content.decode()


def test_placeholders_that_mean_nothing_may_become_fields(his: Client, bruno: Member) -> None:
    text = Text("Obra", "<p>{{nome_do_fiador}} {{cliente.apelido}}</p>", "digital")
    made = save_template(text, company=bruno.company, by=bruno, at=timezone.now())
    assert "?campos=sim" in his.get(f"{TEMPLATES}{made.pk}/").content.decode()
    page = his.get(f"{TEMPLATES}{made.pk}/editar/?campos=sim").content.decode()
    assert 'value="Nome do fiador"' in page and "apelido" not in page.split("asked-fields")[1]


def test_a_template_asks_before_it_is_put_into_a_proposal(
    his: Client, template: ContractTemplate, sale: Proposal
) -> None:
    box = f"/aurora/gestao/vendas/{sale.number}/contratos/novo/?de=modelo"
    assert 'name="campo-prazo"' in his.get(f"{box}&template={template.pk}").content.decode()
    shown = his.post(box, {"template": template.pk})
    assert shown.status_code == 200 and 'name="campo-prazo"' in shown.content.decode()
    assert not Contract.objects.exists()
    typed = {"template": template.pk, "asked_of": template.pk, "campo-prazo": "", "campo-multa": "cem"}
    assert his.post(box, typed).status_code == 422
    his.post(box, typed | {"campo-multa": "1.500,00"})
    assert Contract.objects.get().answers == {"multa": "1500.00"}


def test_what_is_missing_refuses_sending_with_a_link_to_the_field(
    his: Client, template: ContractTemplate, sale: Proposal, carla: PanelUser
) -> None:
    his.post(f"/aurora/gestao/vendas/{sale.number}/contratos/novo/", {"template": template.pk, "asked_of": template.pk})
    made = Contract.objects.get()
    page = f"/aurora/gestao/vendas/{sale.number}/contratos/{made.pk}/"
    before = his.get(f"/aurora/gestao/vendas/{sale.number}/envio/").content.decode()
    assert f'href="{page}#id_campo-prazo"' in before and "falta preencher “Prazo da obra”" in before
    assert 'id="id_campo-prazo"' in his.get(page).content.decode()
    typed = {
        "title": "Obra", "body": made.body, "requirement": "digital", "level": "simple", "revision": "0",
        f"person-{carla.pk}-signs": "on", f"person-{carla.pk}-role": "party", "plan-quorum_1": "",
        "campo-prazo": "30 dias", "do": "save",
    }  # fmt: skip
    assert his.post(page, typed | {"campo-multa": "cem"}).status_code == 422
    assert his.post(page, typed).status_code == 302
    assert Contract.objects.get().answers == {"prazo": "30 dias"}
    assert "falta preencher" not in his.get(f"/aurora/gestao/vendas/{sale.number}/envio/").content.decode()


def test_it_is_tried_out_with_what_is_typed(his: Client, template: ContractTemplate, sale: Proposal) -> None:
    trial = f"{TEMPLATES}{template.pk}/ensaio/?proposta={sale.number}"
    page = his.get(trial).content.decode()
    assert "1 campo fica sem valor" in page and 'name="campo-prazo"' in page
    assert "Prazo 60 dias, multa ." in his.get(f"{trial}&campo-prazo=60+dias&campo-multa=").content.decode()
    assert "has-error" in his.get(f"{trial}&campo-multa=cem").content.decode()


def test_a_version_says_which_fields_came_and_went(his: Client, template: ContractTemplate, bruno: Member) -> None:
    text = Text("Obra", template.body, "digital", asked=(ASKED[1], Asked("foro", "Foro")))
    save_template(text, template=template, company=bruno.company, by=bruno, at=timezone.now())
    page = his.get(f"{TEMPLATES}{template.pk}/versoes/2/").content.decode()
    assert "<ins>Foro</ins>" in page and "<del>Prazo da obra</del>" in page
