"""The signing plan in the contract box, and signing for the company: read, terms, mark, code; then the order."""

import re
from datetime import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from aceite.core.contracts.models import Contract, Countersigner, Signer
from aceite.core.contracts.representing import replace_countersigner, set_countersigners
from aceite.core.customers.models import Customer, PanelUser
from aceite.core.people.codes import digits_of
from aceite.core.people.models import Member, OneTimeCode
from aceite.core.proposals.models import Proposal
from aceite.core.sales.models import Order
from aceite.core.signatures.consent import consent_for
from aceite.core.signatures.models import Act
from tests.clients import client_of
from tests.core.contracts.sent import sign_all
from tests.faces.office.test_sales_contracts import box, typed
from tests.walk import approved, contracts_of, draft_for, sent, signed, with_contract

pytestmark = pytest.mark.usefixtures("clock")
ANAS = "714.287.938-60"


@pytest.fixture
def draft(padaria: Customer, bruno: Member, now: datetime) -> Proposal:
    """A draft for Padaria Central."""
    return draft_for(padaria, bruno, now)


@pytest.fixture
def contract(draft: Proposal, bruno: Member, carla: PanelUser, gil: PanelUser, now: datetime) -> Contract:
    """A contract that Carla and Gil are to sign."""
    return with_contract(draft, bruno, now, carla, gil)


@pytest.fixture
def to_countersign(
    draft: Proposal, contract: Contract, ana: Member, bruno: Member, carla: PanelUser, gil: PanelUser, now: datetime
) -> Proposal:
    """Bruno named Ana for Aurora; Carla's signature was enough, and she approved."""
    plan = {"plan-order": "together", "plan-quorum_1": "1", "plan-countersigners": str(ana.pk)}
    people = ((carla, "party", carla.cpf), (gil, "party", gil.cpf))
    client_of(bruno).post(box(draft, f"{contract.pk}/"), typed(contract, *people, **plan))
    offer = sent(draft, bruno, now)
    signed(offer, carla, at=now)
    approved(offer, carla, now)
    return offer


def test_a_representative_who_left_is_named_where_the_order_waits_for_her(
    to_countersign: Proposal, ana: Member, marcos: Member, carla: PanelUser
) -> None:
    Member.objects.filter(pk=ana.pk).update(role="reader")
    office = client_of(marcos).get(page(to_countersign, "")).content.decode()
    place = Countersigner.objects.get()
    step = office.partition('class="card next-step')[2].partition("</section>")[0]
    assert f"O pedido espera a assinatura de {ana.name}, que não pode mais assinar pela empresa." in step
    assert f"contratos/{place.contract_id}/representantes/{place.pk}/" in step
    Member.objects.filter(pk=ana.pk).update(role="owner", deactivated_at=place.called_at)
    assert client_of(marcos).get(page(to_countersign, "")).content.decode().count("não está mais na equipe") == 2
    # That is nothing to tell the customer.
    theirs = client_of(carla).get(f"/aurora/painel/propostas/{to_countersign.number}/").content.decode()
    assert "na equipe" not in theirs and "Falta" in theirs


def page(sale: Proposal, rest: str = "assinatura/") -> str:
    """An address below the sale."""
    return f"/aurora/gestao/vendas/{sale.number}/{rest}"


def filled(**changes: str) -> dict[str, str]:
    """Ana's page filled in."""
    consent = consent_for(Act.SIGN, "pt-br").sha256
    mark = {"mark_kind": "typed", "mark_text": "Ana Lima"}
    return {"consent": "on", "consent_sha256": consent, "cpf": ANAS, "seconds": "40", **mark, **changes}


def reads(client: Client, sale: Proposal) -> str:
    """The page with its pictures, as a browser fetches them."""
    words = client.get(page(sale)).content.decode()
    for picture in re.findall(r'<img src="([^"]+)"', words):
        assert client.get(picture.replace("&amp;", "&")).status_code == 200
    return words


def test_steps_and_quorums_are_kept_and_shown_again(
    draft: Proposal, contract: Contract, bruno: Member, ana: Member, carla: PanelUser, gil: PanelUser,
    helena: PanelUser,
) -> None:  # fmt: skip
    browser = client_of(bruno)
    people = ((carla, "party", ""), (gil, "party", ""), (helena, "party", ""))
    plan = {
        "plan-order": "steps", f"person-{carla.pk}-step": "1", f"person-{gil.pk}-step": "2",
        f"person-{helena.pk}-step": "2", "plan-quorum_2": "1", "plan-countersigners": str(ana.pk),
    }  # fmt: skip
    browser.post(box(draft, f"{contract.pk}/"), typed(contract, *people, **plan))
    assert dict(Signer.objects.values_list("panel_user__name", "step")) == {
        carla.name: 1, gil.name: 2, helena.name: 2,
    }  # fmt: skip
    assert Contract.objects.get().quorums == {"2": 1}
    shown = browser.get(box(draft, f"{contract.pk}/")).content.decode()
    assert '<details class="signing-plan" open>' in shown and "Etapa 2" in shown
    again = browser.post(
        box(draft, f"{contract.pk}/"), typed(Contract.objects.get(), *people, **plan | {"plan-quorum_2": "5"})
    )
    assert again.status_code == 422 and Contract.objects.get().quorums == {"2": 1}
    beside = again.context["page"].plan_form["quorum_2"].errors
    assert beside == ["Bastam de 1 a 2 assinaturas: confira quantas são precisas."]


def test_where_one_party_signs_the_refused_quorum_says_so(
    draft: Proposal, contract: Contract, bruno: Member, carla: PanelUser
) -> None:
    plan = {"plan-quorum_1": "2"}
    answer = client_of(bruno).post(box(draft, f"{contract.pk}/"), typed(contract, (carla, "party", ""), **plan))
    beside = answer.context["page"].plan_form["quorum_1"].errors
    assert beside == ["Aqui só uma pessoa assina como parte: deixe em branco ou escreva 1."]


def test_everybody_together_is_what_nobody_has_to_say(
    draft: Proposal, contract: Contract, bruno: Member, carla: PanelUser
) -> None:
    browser = client_of(bruno)
    browser.post(box(draft, f"{contract.pk}/"), typed(contract, (carla, "party", "")))
    assert '<details class="signing-plan">' in browser.get(box(draft, f"{contract.pk}/")).content.decode()
    assert not Countersigner.objects.exists()


def test_the_order_leads_to_the_signature_and_the_signature_to_the_order(
    to_countersign: Proposal, ana: Member, bruno: Member
) -> None:
    hers, his = client_of(ana), client_of(bruno)
    waits = his.get(page(to_countersign, "pedido/")).content.decode()
    assert "Falta a assinatura da empresa: Ana" in waits and "Ler e assinar" not in waits
    assert his.post(page(to_countersign, "pedido/"), {}).status_code == 422
    assert "Ler e assinar" in hers.get(page(to_countersign, "pedido/")).content.decode()
    assert "Assine pela empresa" in hers.get(page(to_countersign, "")).content.decode()
    assert "Aurora Ltda." in reads(hers, to_countersign)
    code = hers.post(page(to_countersign), filled())["Location"]
    assert "Digite o código" in hers.get(code).content.decode()
    digits = digits_of(OneTimeCode.objects.latest("pk"))
    assert hers.post(code, {"code": digits})["Location"] == page(to_countersign, "")
    statement = Countersigner.objects.get().statement
    assert statement is not None and statement.content()["opened"]["pages"] == [1]
    assert (statement.content()["opened"]["seconds"], statement.mark_text) == (40, "Ana Lima")
    his.post(page(to_countersign, "pedido/"), {})
    assert Order.objects.count() == 1


def test_a_page_that_never_came_is_not_signed(to_countersign: Proposal, ana: Member) -> None:
    answer = client_of(ana).post(page(to_countersign), filled())
    assert answer.status_code == 422
    assert "Abra e leia o contrato" in answer.content.decode()


def test_what_is_wrong_stands_beside_its_field_and_the_rest_is_kept(to_countersign: Proposal, ana: Member) -> None:
    hers = client_of(ana)
    reads(hers, to_countersign)
    answer = hers.post(page(to_countersign), filled(cpf="111.111.111-11"))
    assert answer.status_code == 422 and "Ana Lima" in answer.content.decode()
    code = hers.post(page(to_countersign), filled())["Location"]
    assert hers.post(code, {"code": "12"}).status_code == 422
    assert hers.post(f"{code}codigo/")["Location"] == code
    assert hers.post(f"{code}outro-meio/", {"means": "email_code"})["Location"].startswith(page(to_countersign))


def test_marcos_takes_her_place(to_countersign: Proposal, ana: Member, marcos: Member, bruno: Member) -> None:
    place = Countersigner.objects.get()
    address = page(to_countersign, f"contratos/{place.contract_id}/representantes/{place.pk}/")
    his = client_of(bruno)
    assert "Trocar quem assina pela empresa" in his.get(address).content.decode()
    his.post(address, {"member": str(marcos.pk)})
    assert client_of(ana).get(page(to_countersign)).status_code == 404
    assert client_of(marcos).get(page(to_countersign)).status_code == 200


@pytest.mark.parametrize("named", ["ana", "marcos"])
def test_whoever_was_replaced_on_one_of_two_contracts_sees_what_is_left_to_her(
    named: str, draft: Proposal, contract: Contract, ana: Member, marcos: Member, bruno: Member, carla: PanelUser,
    gil: PanelUser, now: datetime,
) -> None:  # fmt: skip
    other = with_contract(draft, bruno, now, carla, title="Instalação")
    set_countersigners(contract, [ana], by=bruno, at=now)
    set_countersigners(other, [ana if named == "ana" else marcos], by=bruno, at=now)
    offer = sent(draft, bruno, now)
    signed(offer, carla, at=now)
    sign_all(list(contracts_of(offer).filter(pk=contract.pk)), gil, at=now)
    hers = client_of(ana)
    reads(hers, offer)
    code = hers.post(page(offer), filled())["Location"]
    if named == "marcos":
        replace_countersigner(other.countersigners.get(), ana, by=bruno, at=now)
    replace_countersigner(contract.countersigners.get(), marcos, by=bruno, at=now)
    answer = hers.get(code)
    if named == "ana":
        assert [each.pk for each, _mark in answer.context["documents"]] == [other.pk]
    else:
        assert answer["Location"] == page(offer)


def test_powers_are_noted_on_the_customers_page(padaria: Customer, carla: PanelUser, bruno: Member) -> None:
    his, address = client_of(bruno), f"/aurora/gestao/clientes/{padaria.pk}/usuarios/{carla.pk}/poderes/"
    assert address in his.get(f"/aurora/gestao/clientes/{padaria.pk}/").content.decode()
    proxy = SimpleUploadedFile("procuracao.pdf", b"%PDF-1.7 procura", "application/pdf")
    assert his.post(address, {"kind": "proxy", "ends_on": "31/12/2026"}).status_code == 422
    his.post(address, {"kind": "proxy", "ends_on": "31/12/2026", "proxy": proxy})
    shown = his.get(address).content.decode()
    # The names of firms end in a full stop of their own.
    assert "procuracao.pdf" in shown and "Padaria Central Ltda.: vai no plano" in shown
    answer = his.get(f"{address}procuracao.pdf")
    assert answer["Content-Disposition"].startswith("attachment") and answer["X-Content-Type-Options"] == "nosniff"
    answer.close()
