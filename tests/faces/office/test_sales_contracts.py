"""The contract box of a proposal: copies, text, how it is signed, and by whom."""

from datetime import datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from aceite.core.companies.models import Company
from aceite.core.contracts.models import Contract
from aceite.core.contracts.templates import save_template
from aceite.core.contracts.texts import Text
from aceite.core.customers.models import Customer, PanelUser
from aceite.core.people.models import Member
from aceite.core.proposals.models import Proposal
from tests.clients import client_of
from tests.faces.office.keyboard import editor, opened
from tests.walk import contracts_of, draft_for, fresh, with_contract

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def browser(bruno: Member) -> Client:
    """Bruno's browser."""
    return client_of(bruno)


@pytest.fixture
def draft(padaria: Customer, bruno: Member, now: datetime) -> Proposal:
    """A draft for Padaria Central."""
    return draft_for(padaria, bruno, now)


@pytest.fixture
def contract(draft: Proposal, bruno: Member, carla: PanelUser, helena: PanelUser, now: datetime) -> Contract:
    """A contract that Carla is to sign."""
    return with_contract(draft, bruno, now, carla)


def test_a_value_of_the_customers_says_where_it_is_filled_in_and_leads_there(
    browser: Client, draft: Proposal, contract: Contract
) -> None:
    Contract.objects.update(body="<p>{{cliente.telefone}}</p><p>{{proposta.garantia}}</p>")
    there = f'href="/aurora/gestao/clientes/{draft.customer_id}/editar/"'
    shown = browser.get(box(draft, f"{contract.pk}/")).content.decode()
    assert "falta “Cliente: telefone”. Preencha no cadastro do cliente" in shown and shown.count(there) == 1


def box(draft: Proposal, rest: str = "") -> str:
    """An address below the sale's contracts."""
    return f"/aurora/gestao/vendas/{draft.number}/contratos/{rest}"


def typed(contract: Contract, *signing: tuple[PanelUser, str, str], **changes: str) -> dict[str, Any]:
    """What the contract's page posts."""
    form: dict[str, Any] = {
        "title": contract.title, "body": contract.body, "requirement": contract.requirement, "level": "simple",
        "revision": str(contract.revision), "do": "save",
    }  # fmt: skip
    for person, role, cpf in signing:
        form |= {f"person-{person.pk}-signs": "on", f"person-{person.pk}-role": role, f"person-{person.pk}-cpf": cpf}
    return form | changes


def test_a_template_comes_in_as_a_copy(
    browser: Client, draft: Proposal, aurora: Company, bruno: Member, now: datetime
) -> None:
    text = Text("Prestação de serviços", "<p>Para {{cliente.nome}}</p>", "digital")
    template = save_template(text, company=aurora, by=bruno, at=now)
    answer = browser.post(box(draft, "novo/?de=modelo"), {"template": template.pk})
    copy = Contract.objects.get()
    assert answer["Location"] == box(draft, f"{copy.pk}/")
    browser.post(answer["Location"], typed(copy, body="<p>Outro texto</p>"))
    template.refresh_from_db()
    assert "Outro texto" not in template.body


def test_a_contract_is_written_here(browser: Client, draft: Proposal) -> None:
    written = {"title": "Termo", "body": "Primeiro parágrafo\n\nSegundo", "requirement": "either", "level": "simple"}
    browser.post(box(draft, "novo/?de=escrever"), written)
    assert Contract.objects.get().body == "<p>Primeiro parágrafo</p><p>Segundo</p>"


def test_what_is_no_pdf_is_refused_with_the_title_kept(browser: Client, draft: Proposal) -> None:
    from_elsewhere = {"title": "Contrato do cliente", "requirement": "manual", "level": "simple"}
    answer = browser.post(box(draft, "novo/?de=pdf"), from_elsewhere)
    assert answer.status_code == 422
    assert "Contrato do cliente" in answer.content.decode()


def test_a_pdf_becomes_a_contract_after_it_was_re_made(browser: Client, draft: Proposal, contract: Contract) -> None:
    printed = browser.get(box(draft, f"{contract.pk}/impressao/")).content
    file = SimpleUploadedFile("contrato.pdf", printed, "application/pdf")
    answer = browser.post(
        box(draft, "novo/?de=pdf"), {"title": "Do cliente", "requirement": "manual", "level": "simple", "file": file}
    )
    page = browser.get(answer["Location"]).content.decode()
    assert "Este contrato é um PDF enviado" in page
    assert 'name="body"' not in page


def test_what_only_pretends_to_be_a_pdf_is_refused_beside_its_field(browser: Client, draft: Proposal) -> None:
    file = SimpleUploadedFile("contrato.pdf", b"not at all", "application/pdf")
    answer = browser.post(
        box(draft, "novo/?de=pdf"), {"title": "Do cliente", "requirement": "manual", "level": "simple", "file": file}
    )
    assert answer.status_code == 422
    assert "file" in answer.context["form"].errors


def test_text_and_signers_are_saved_together(
    browser: Client, draft: Proposal, contract: Contract, carla: PanelUser, helena: PanelUser
) -> None:
    signing = [(carla, "party", "529.982.247-25"), (helena, "witness", "")]
    answer = browser.post(box(draft, f"{contract.pk}/"), typed(contract, *signing, title="Fornecimento de forno"))
    assert answer.status_code == 302
    contract.refresh_from_db()
    assert contract.title == "Fornecimento de forno"
    assert {s.panel_user_id: s.role for s in contract.signers.standing()} == {carla.pk: "party", helena.pk: "witness"}


def test_a_witness_with_a_partys_cpf_is_refused_and_nothing_is_saved(
    browser: Client, draft: Proposal, contract: Contract, carla: PanelUser, helena: PanelUser
) -> None:
    same = [(carla, "party", "52998224725"), (helena, "witness", "52998224725")]
    answer = browser.post(box(draft, f"{contract.pk}/"), typed(contract, *same, title="Novo título"))
    assert answer.status_code == 422
    assert "Novo título" in answer.content.decode()
    contract.refresh_from_db()
    assert contract.title == "Fornecimento"


def test_a_contract_edited_meanwhile_is_not_overwritten(
    browser: Client, draft: Proposal, contract: Contract, carla: PanelUser
) -> None:
    old = typed(contract, (carla, "party", ""))
    browser.post(box(draft, f"{contract.pk}/"), old | {"body": "<p>Primeiro a salvar</p>"})
    answer = browser.post(box(draft, f"{contract.pk}/"), old | {"body": "<p>Segundo</p>"})
    assert answer.status_code == 422
    assert "Segundo" in answer.content.decode()
    assert "Primeiro a salvar" in answer.content.decode()
    contract.refresh_from_db()
    assert contract.body == "<p>Primeiro a salvar</p>"
    again = {"body": "<p>Segundo</p>", "revision": answer.context["page"].revision}
    browser.post(box(draft, f"{contract.pk}/"), old | again)
    contract.refresh_from_db()
    assert contract.body == "<p>Segundo</p>"


def test_the_page_warns_of_fields_without_value(
    browser: Client, draft: Proposal, contract: Contract, carla: PanelUser
) -> None:
    wrong = typed(contract, (carla, "party", ""), body="<p>{{cliente.apelido}}</p>")
    browser.post(box(draft, f"{contract.pk}/"), wrong)
    assert "{{cliente.apelido}} não existe" in browser.get(box(draft, f"{contract.pk}/")).content.decode()


def test_the_contract_is_printed_as_it_would_be_sent(browser: Client, draft: Proposal, contract: Contract) -> None:
    answer = browser.get(box(draft, f"{contract.pk}/impressao/"))
    assert answer.content.startswith(b"%PDF-")
    assert answer["Content-Security-Policy"].endswith("sandbox")


def test_a_contract_is_taken_out(browser: Client, draft: Proposal, contract: Contract) -> None:
    browser.post(box(draft, f"{contract.pk}/remocao/"))
    assert not Contract.objects.exists()


def test_where_the_company_makes_no_contracts_there_is_no_trace(
    browser: Client, draft: Proposal, aurora: Company
) -> None:
    aurora.uses_contracts = False
    aurora.save()
    assert browser.get(box(draft, "novo/")).status_code == 404
    for page in (f"/aurora/gestao/vendas/{draft.number}/editar/", f"/aurora/gestao/vendas/{draft.number}/envio/"):
        assert "ontrato" not in browser.get(page).content.decode()


def test_a_table_is_text_like_any_other(browser: Client, draft: Proposal) -> None:
    table = "<p>Prazos</p><table><tbody><tr><td><p>Entrega</p></td><td><p>10 dias</p></td></tr></tbody></table>"
    written = {"title": "Termo", "body": table, "requirement": "digital", "level": "simple"}
    assert browser.post(box(draft, "novo/?de=escrever"), written).status_code == 302
    assert "10 dias" in Contract.objects.get().body


def test_contracts_change_places_by_the_editors_buttons_and_the_form_is_kept(
    browser: Client, draft: Proposal, bruno: Member, carla: PanelUser, now: datetime
) -> None:
    first, second = (with_contract(draft, bruno, now, carla, title=title) for title in ("Venda", "Sigilo"))
    posted = opened(browser, draft.number) | {"title": "Cozinha nova", "do": f"save:down-{first.pk}"}
    answer = browser.post(editor(draft.number), posted)
    assert answer["Location"] == f"{editor(draft.number)}#contracts"
    assert fresh(draft).title == "Cozinha nova"
    assert [contract.title for contract in contracts_of(draft)] == ["Sigilo", "Venda"]
    # Further up than the first there is no place.
    browser.post(editor(draft.number), opened(browser, draft.number) | {"do": f"save:up-{second.pk}"})
    assert [contract.title for contract in contracts_of(draft)] == ["Sigilo", "Venda"]


def test_without_contracts_no_contract_changes_places(
    browser: Client, draft: Proposal, contract: Contract, aurora: Company
) -> None:
    Company.objects.update(uses_contracts=False)
    posted = opened(browser, draft.number) | {"do": f"save:up-{contract.pk}"}
    assert browser.post(editor(draft.number), posted).status_code == 404


def test_the_summary_names_the_person_whose_cpf_is_wrong(
    browser: Client, draft: Proposal, contract: Contract, carla: PanelUser
) -> None:
    answer = browser.post(box(draft, f"{contract.pk}/"), typed(contract, (carla, "party", "123")))
    assert "<strong>Carla Nogueira, CPF</strong>: Digite os 11 números do CPF." in answer.content.decode()
