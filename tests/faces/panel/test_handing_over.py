"""Passing one's place on in the panel: who may take it, and where only a new version can."""

import json
from datetime import datetime, timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from aceite.core.contracts.models import Contract, Level, Signer
from aceite.core.contracts.signers import Order, SignerPlan, set_signers
from aceite.core.customers.models import Customer, PanelUser
from aceite.core.people.models import CodePurpose, Member, OneTimeCode
from aceite.core.proposals.models import Proposal
from aceite.core.proposals.talk import Question
from aceite.core.sales.revising import revise
from aceite.core.trail.models import Event
from aceite.outbound.mail.models import Delivery
from tests.clients import client_of
from tests.faces.panel.conftest import url_of
from tests.faces.panel.test_signing import digits, reads, signs
from tests.jobs import run_jobs
from tests.walk import contracts_of, draft_for, sent, with_contract

LETS = Order(hand_over=True)


def offered(padaria: Customer, bruno: Member, carla: PanelUser, at: datetime, *, body: str = "") -> Proposal:
    """A contract that Carla signs, or whoever she chooses."""
    proposal = draft_for(padaria, bruno, at)
    made = with_contract(proposal, bruno, at, carla)
    if body:
        Contract.objects.filter(pk=made.pk).update(body=body)
    set_signers(made, [SignerPlan(carla)], LETS, by=bruno, at=at)
    return sent(proposal, bruno, at)


@pytest.fixture
def sale(padaria: Customer, bruno: Member, carla: PanelUser, gil: PanelUser, davi: PanelUser, at: datetime) -> Proposal:
    """What Carla may pass on to Gil, and not to Davi."""
    return offered(padaria, bruno, carla, at)


def page_of(proposal: Proposal) -> str:
    """Where she passes it on."""
    return url_of(proposal, f"contratos/{Contract.objects.latest('pk').pk}/passar-a-vez/")


def test_whoever_would_not_hear_of_it_is_not_offered(
    sale: Proposal, hers: Client, gil: PanelUser, bruno: Member, at: datetime
) -> None:
    place = Signer.objects.get()
    theirs = f"/aurora/gestao/vendas/{sale.number}/contratos/{place.contract_id}/signatarios/{place.pk}/"
    pages = ((hers, page_of(sale)), (client_of(bruno), theirs))
    assert all(gil.name in browser.get(address).content.decode() for browser, address in pages)
    PanelUser.objects.filter(pk=gil.pk).update(joined_at=None, disowned_at=at)
    assert not any(gil.name in browser.get(address).content.decode() for browser, address in pages)


def test_from_the_signing_page_to_the_colleague_who_signs(
    sale: Proposal, hers: Client, carla: PanelUser, gil: PanelUser
) -> None:
    reads(hers, sale)
    assert page_of(sale) in hers.get(url_of(sale, "assinatura/")).content.decode()
    page = hers.get(page_of(sale)).content.decode()
    assert gil.name in page and "Davi" not in page
    for _twice in range(2):
        assert hers.post(page_of(sale), {"person": gil.pk})["Location"] == url_of(sale)
    assert Signer.objects.standing().get().panel_user == gil
    run_jobs()
    told = set(Delivery.objects.filter(event_kind="signer.replaced").values_list("letter", "reader_name"))
    assert {("signer_replaced", carla.name), ("signer_added", gil.name)} < told
    assert "seller_signer_handed_over" in {letter for letter, _name in told}
    signs(client_of(gil), sale)
    assert contracts_of(sale).get().signed_by_customer


def test_the_way_there_is_open_before_her_turn_unread_and_at_every_level(
    padaria: Customer, bruno: Member, carla: PanelUser, gil: PanelUser, davi: PanelUser, at: datetime
) -> None:
    proposal = draft_for(padaria, bruno, at)
    made = with_contract(proposal, bruno, at, carla, gil)
    Contract.objects.filter(pk=made.pk).update(level=Level.QUALIFIED)
    steps = [SignerPlan(carla, step=1), SignerPlan(gil, step=2)]
    set_signers(made, steps, Order(in_steps=True, hand_over=True), by=bruno, at=at)
    sale = sent(proposal, bruno, at)
    for person, open_to in ((carla, True), (gil, True), (davi, False)):
        page = client_of(person).get(url_of(sale, f"contratos/{made.pk}/")).content.decode()
        assert (page_of(sale) in page) is open_to
    assert client_of(gil).get(page_of(sale)).status_code == 200
    hers = client_of(carla)
    reads(hers, sale)
    assert page_of(sale) in hers.get(url_of(sale, f"contratos/{made.pk}/assinatura-externa/")).content.decode()


def test_a_session_that_was_not_proved_lately_proves_its_person_first(
    sale: Proposal, carla: PanelUser, gil: PanelUser
) -> None:
    browser = client_of(carla, proved_at=timezone.now() - timedelta(hours=13))
    asked = browser.post(page_of(sale), {"person": gil.pk})
    assert asked.status_code == 200 and "Enviado para" in asked.content.decode()
    assert OneTimeCode.objects.get().purpose == CodePurpose.HAND_OVER
    wrong = browser.post(page_of(sale), {"person": gil.pk, "code": "000000" if digits() != "000000" else "111111"})
    assert wrong.status_code == 422 and Signer.objects.get().panel_user == carla
    run_jobs()
    assert any(one.subject.startswith("Seu código para passar a vez") for one in mail.outbox)
    browser.post(page_of(sale), {"person": gil.pk, "code": digits()})
    assert Signer.objects.standing().get().panel_user == gil
    assert Event.objects.get(kind="signer.replaced").data["factors"] == ["session_password", "recent_code"]


def test_who_may_not_sign_cannot_be_chosen(sale: Proposal, hers: Client, davi: PanelUser) -> None:
    assert hers.post(page_of(sale), {"person": davi.pk}).status_code == 422
    assert not Signer.objects.filter(replaced_at__isnull=False).exists()


def test_where_the_contract_names_her_a_new_version_is_asked_for(
    padaria: Customer, bruno: Member, carla: PanelUser, gil: PanelUser, hers: Client, at: datetime
) -> None:
    sale = offered(padaria, bruno, carla, at, body="<p>Assina por ela Carla Nogueira.</p>")
    answer = hers.post(page_of(sale), {"person": gil.pk})
    assert answer.status_code == 409 and "O contrato traz o seu nome" in answer.content.decode()
    for _twice in range(2):
        hers.post(page_of(sale), {"person": gil.pk, "new_version": "1"})
    assert gil.name in Question.objects.get().text
    assert Signer.objects.standing().get().panel_user == carla


def test_the_setting_goes_along_into_the_next_version_and_into_the_manifest(
    sale: Proposal, bruno: Member, at: datetime
) -> None:
    bound = json.loads(sale.current.manifest)  # type: ignore[union-attr]
    assert bound["contracts"][0]["plan"]["hand_over"] is True
    revise(sale, by=bruno, at=at)
    assert Contract.objects.latest("pk").hand_over
