"""Passkeys in the panel: made and kept on the account page, then entering, signing and approving with them."""

import html
import json
import re
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from aceite.core.contracts.models import Signer
from aceite.core.customers.models import PanelUser
from aceite.core.people.models import OneTimeCode, Passkey
from aceite.core.proposals.models import Proposal
from aceite.core.sales.models import Approval
from aceite.core.signatures.models import Statement
from aceite.core.trail.models import Event
from tests.authenticator import PRESENT, Device
from tests.clients import client_of
from tests.core.people.holding import registered
from tests.faces.panel.conftest import HOME, url_of
from tests.faces.panel.test_signing import digits, reads, typed

ACCOUNT, KEYS, DOOR = f"{HOME}conta/", f"{HOME}conta/chaves/", f"{HOME}entrar/chave/"


@pytest.fixture
def phone(carla: PanelUser, at: datetime) -> Device:
    """Carla's device, with a passkey."""
    device = Device(counter=0)
    registered(carla, device, at)
    return device


def page(client: Client, address: str) -> str:
    return html.unescape(client.get(address).content.decode())


def enters(device: Device, client: Client, **more: str) -> Any:
    """Asks at the door and answers."""
    options = client.post(f"{DOOR}pedido/").json()
    return client.post(DOOR, {"credential": device.answers(options), **more})


def begins(client: Client, proposal: Proposal) -> tuple[str, dict[str, Any]]:
    """Reads, fills in the page and chooses the passkey; the ceremony's address and what the device is asked."""
    reads(client, proposal)
    ceremony = client.post(url_of(proposal, "assinatura/"), typed(means="passkey"))["Location"]
    found = re.search(r'data-options="([^"]+)"', client.get(ceremony).content.decode())
    assert found
    return ceremony, json.loads(html.unescape(found[1]))


def test_a_passkey_is_made_in_one_step(hers: Client) -> None:
    assert "Nenhuma chave de acesso ainda" in page(hers, ACCOUNT)
    options = hers.post(f"{KEYS}pedido/").json()
    assert hers.post(KEYS, {"credential": Device().makes(options)})["Location"] == ACCOUNT
    text = page(hers, ACCOUNT)
    assert "Chave de acesso criada" in text and "ainda não usada" in text


def test_what_is_wrong_is_told_on_the_page(hers: Client) -> None:
    options = hers.post(f"{KEYS}pedido/").json()
    answer = hers.post(KEYS, {"credential": Device(flags=PRESENT).makes(options)})
    assert answer.status_code == 422 and "O aparelho não conferiu que é você" in answer.content.decode()
    assert not Passkey.objects.exists()


def test_only_a_session_that_proved_the_mailbox_makes_one(carla: PanelUser, at: datetime, phone: Device) -> None:
    old = client_of(carla, proved_at=at - timedelta(hours=13))
    assert "saia e entre de novo com um código" in page(old, ACCOUNT)
    assert old.post(f"{KEYS}pedido/").status_code == 422
    # Whoever came with a passkey proved to be Carla, but not that the mailbox is still hers.
    by_passkey = Client()
    enters(phone, by_passkey)
    assert by_passkey.post(f"{KEYS}pedido/").status_code == 422
    assert "Senha atual" not in page(by_passkey, ACCOUNT)


def test_a_passkey_gets_another_name(hers: Client, phone: Device, gil: PanelUser) -> None:
    pk = Passkey.objects.get().pk
    hers.post(f"{KEYS}{pk}/", {f"{pk}-name": "Celular da padaria"})
    assert "Celular da padaria" in page(hers, ACCOUNT)
    answer = hers.post(f"{KEYS}{pk}/", {f"{pk}-name": "x" * 61})
    assert answer.status_code == 422 and "x" * 61 in answer.content.decode()
    assert client_of(gil).post(f"{KEYS}{pk}/", {f"{pk}-name": "Meu"}).status_code == 404
    assert client_of(gil).post(f"{KEYS}{pk}/", {}).status_code == 404


def test_removing_one_ends_the_other_sessions(hers: Client, phone: Device, carla: PanelUser, gil: PanelUser) -> None:
    lost, pk = client_of(carla), Passkey.objects.get().pk
    assert client_of(gil).post(f"{KEYS}{pk}/remocao/").status_code == 404
    assert hers.post(f"{KEYS}{pk}/remocao/")["Location"] == ACCOUNT
    assert "Chave de acesso removida" in page(hers, ACCOUNT)
    assert "/entrar/" in lost.get(HOME)["Location"]


def test_carla_enters_where_she_wanted_to_go(phone: Device, client: Client) -> None:
    assert "Entrar com chave de acesso" in page(client, f"{HOME}entrar/")
    assert enters(phone, client, next=ACCOUNT)["Location"] == ACCOUNT
    assert client.get(ACCOUNT).status_code == 200


def test_a_wrong_passkey_is_told_at_the_door(phone: Device, client: Client) -> None:
    phone.credential = b"unknown"
    answer = enters(phone, client)
    assert answer.status_code == 422 and "não está cadastrada" in answer.content.decode()
    assert client.get(DOOR)["Location"] == f"{HOME}entrar/"


def test_an_answer_of_another_browser_does_not_let_in(phone: Device, client: Client) -> None:
    options = Client().post(f"{DOOR}pedido/").json()
    assert client.post(DOOR, {"credential": phone.answers(options)}).status_code == 422


def test_no_button_where_browsers_have_no_passkeys(client: Client, hers: Client, settings: Any) -> None:
    settings.BASE_URL = "https://10.0.0.7"
    assert "Entrar com chave de acesso" not in page(client, f"{HOME}entrar/")
    assert "os navegadores não oferecem chaves de acesso" in page(hers, ACCOUNT)


def test_who_has_no_passkey_is_offered_the_code_alone(digital: Proposal, hers: Client) -> None:
    reads(hers, digital)
    assert "chave de acesso" not in page(hers, url_of(digital, "assinatura/"))


def test_two_contracts_are_signed_with_one_touch(digital: Proposal, hers: Client, phone: Device) -> None:
    reads(hers, digital)
    assert "Assinar com a chave de acesso" in page(hers, url_of(digital, "assinatura/"))
    ceremony, options = begins(hers, digital)
    assert not OneTimeCode.objects.filter(purpose="signature").exists()
    assert hers.post(ceremony, {"credential": phone.answers(options)})["Location"] == url_of(digital)
    assert Signer.objects.filter(statement__assertion__isnull=False).count() == 2


def test_a_wrong_touch_is_told_and_kept(digital: Proposal, hers: Client, phone: Device) -> None:
    ceremony, options = begins(hers, digital)
    answer = hers.post(ceremony, {"credential": phone.answers(options, origin="https://evil.example")})
    assert answer.status_code == 422 and "outro endereço" in answer.content.decode()
    assert [one.data["reason"] for one in Event.objects.filter(kind="signature.refused")] == ["OtherOrigin"]
    assert hers.post(ceremony, {"credential": phone.answers(options)}).status_code == 302


def test_she_changes_her_mind_both_ways(digital: Proposal, hers: Client, phone: Device) -> None:
    ceremony, _options = begins(hers, digital)
    by_code = hers.post(f"{ceremony}meio/", {"means": "email_code"})["Location"]
    assert "Digite o código" in page(hers, by_code)
    by_passkey = hers.post(f"{by_code}meio/", {"means": "passkey"})["Location"]
    assert "Assine com a sua chave de acesso" in page(hers, by_passkey)
    third = hers.post(f"{by_passkey}meio/", {"means": "email_code"})["Location"]
    assert hers.post(third, {"code": digits()})["Location"] == url_of(digital)
    assert {one.mark_text for one in Statement.objects.confirmed()} == {"Carla Nogueira"}


def test_somebody_elses_ceremony_is_not_prepared_anew(
    digital: Proposal, hers: Client, phone: Device, gil: PanelUser
) -> None:
    ceremony, _options = begins(hers, digital)
    before = Statement.objects.count()
    client_of(gil).post(f"{ceremony}meio/", {"means": "email_code"})
    assert Statement.objects.count() == before


def test_a_session_opened_by_passkey_approves(sale: Proposal, phone: Device, client: Client) -> None:
    enters(phone, client)
    _approves(client, sale)
    assert Approval.objects.get().statement.content()["factors"] == ["session_passkey"]


def test_an_old_session_that_signed_by_passkey_approves(
    digital: Proposal, carla: PanelUser, phone: Device, at: datetime
) -> None:
    Signer.objects.exclude(panel_user=carla).update(role="witness")
    client = client_of(carla, proved_at=at - timedelta(days=2))
    ceremony, options = begins(client, digital)
    client.post(ceremony, {"credential": phone.answers(options)})
    assert client.session["passkey_at"]
    text = page(client, url_of(digital, "recusa/"))
    assert "confirmou seu e-mail" not in text
    with time_machine.travel(at + timedelta(hours=13)):
        assert "confirmou seu e-mail" in page(client, url_of(digital, "recusa/"))


def _approves(client: Client, sale: Proposal) -> None:
    text = client.get(url_of(sale, "aprovacao/")).content.decode()
    hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', text))
    assert client.post(url_of(sale, "aprovacao/"), hidden)["Location"].endswith("/comprovante/")
