"""Passkeys in the office: the same door and the same account page as in the panel."""

import html
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from aceite.core.people.models import Member, Passkey
from aceite.core.trail.models import Event
from tests.authenticator import Device
from tests.clients import client_of
from tests.core.people.holding import registered

ACCOUNT = "/aurora/gestao/conta/"
KEYS, DOOR = f"{ACCOUNT}chaves/", "/entrar/chave/"


@pytest.fixture
def at() -> datetime:
    """The pages read the clock."""
    return timezone.now()


def page(client: Client, address: str) -> str:
    return html.unescape(client.get(address).content.decode())


def enters(device: Device, client: Client, **more: str) -> Any:
    options = client.post(f"{DOOR}pedido/").json()
    return client.post(DOOR, {"credential": device.answers(options), **more})


def test_bruno_makes_one_and_enters_with_it(bruno: Member, client: Client) -> None:
    his, device = client_of(bruno), Device()
    assert his.post(KEYS, {"credential": device.makes(his.post(f"{KEYS}pedido/").json())})["Location"] == ACCOUNT
    assert Event.objects.get(kind="passkey.registered").actor_id == bruno.pk
    assert enters(device, client, next=ACCOUNT)["Location"] == ACCOUNT
    assert "agora há pouco</time>" in page(client, ACCOUNT)
    # A passkey lets him in; another one is made only after a code.
    assert "saia e entre de novo com um código" in page(client, ACCOUNT)
    assert "Senha atual" in page(client, "/senha/")


def test_a_wrong_answer_is_told_at_the_door_and_inside(bruno: Member, client: Client) -> None:
    answer = enters(Device(), client)
    assert answer.status_code == 422 and "não está cadastrada" in answer.content.decode()
    refused = client_of(bruno).post(KEYS, {"credential": ""})
    assert refused.status_code == 422 and "não pôde ser lida" in refused.content.decode()
    assert client.get(DOOR)["Location"] == "/entrar/"


def test_bruno_renames_and_removes_his_own_alone(bruno: Member, iris: Member, at: datetime) -> None:
    pk, his, hers = registered(bruno, Device(), at).pk, client_of(bruno), client_of(iris)
    his.post(f"{KEYS}{pk}/", {f"{pk}-name": "Notebook"})
    assert "Notebook" in page(his, ACCOUNT) and "Notebook" not in page(hers, ACCOUNT)
    assert his.post(f"{KEYS}{pk}/", {f"{pk}-name": ""}).status_code == 422
    assert hers.post(f"{KEYS}{pk}/remocao/").status_code == 404
    his.post(f"{KEYS}{pk}/remocao/")
    assert not Passkey.objects.exists() and his.get(ACCOUNT).status_code == 200
