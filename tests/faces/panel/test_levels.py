"""An advanced contract in the panel: said before, confirmed by a passkey alone, and the passkey made on the way."""

import html
import json
import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from aceite.core.contracts.drafting import set_requirement
from aceite.core.contracts.models import Level
from aceite.core.customers.models import Customer, PanelUser
from aceite.core.people.models import Member, OneTimeCode, Passkey
from aceite.core.proposals.models import Proposal
from aceite.core.signatures.models import Statement
from aceite.core.trail.models import Event
from tests.authenticator import PRESENT, Device
from tests.clients import client_of
from tests.core.people.holding import registered
from tests.faces.panel.conftest import HOME, url_of
from tests.faces.panel.test_signing import digits, reads, typed
from tests.walk import contracts_of, draft_for, sent, with_contract

OPTIONS = f"{HOME}conta/chaves/pedido/"


@pytest.fixture
def advanced(padaria: Customer, bruno: Member, carla: PanelUser, gil: PanelUser, at: datetime) -> Proposal:
    """Carla signs one contract at the advanced level and one at the simple; Gil only the simple one."""
    proposal = draft_for(padaria, bruno, at)
    strict = with_contract(proposal, bruno, at, carla)
    set_requirement(strict, "digital", Level.ADVANCED, by=bruno, at=at)
    with_contract(proposal, bruno, at, carla, gil, title="Sigilo")
    return sent(proposal, bruno, at)


@pytest.fixture
def phone(carla: PanelUser, at: datetime) -> Device:
    """Carla's device, with a passkey."""
    device = Device(counter=0)
    registered(carla, device, at)
    return device


def page(client: Client, address: str) -> str:
    return html.unescape(client.get(address).content.decode())


def test_the_level_is_said_wherever_the_contract_is_shown(advanced: Proposal, hers: Client) -> None:
    strict = contracts_of(advanced)[0]
    for address in (url_of(advanced), url_of(advanced, f"contratos/{strict.pk}/")):
        assert "confirmada com a chave de acesso do seu aparelho, ou feita no gov.br (nível avançado)" in page(
            hers, address
        )


def test_who_has_no_passkey_makes_one_on_the_way_and_signs(advanced: Proposal, hers: Client) -> None:
    reads(hers, advanced)
    step = url_of(advanced, "assinatura/chave/")
    assert hers.get(url_of(advanced, "assinatura/"))["Location"] == step
    assert "Antes de assinar, crie a sua chave de acesso" in page(hers, step)
    phone = Device(counter=0)
    made = hers.post(step, {"credential": phone.makes(hers.post(OPTIONS).json())})
    assert made["Location"] == url_of(advanced, "assinatura/")
    ceremony = hers.post(made["Location"], typed(means="passkey"))["Location"]
    found = re.search(r'data-options="([^"]+)"', hers.get(ceremony).content.decode())
    assert found
    hers.post(ceremony, {"credential": phone.answers(json.loads(html.unescape(found[1])))})
    assert Statement.objects.confirmed().count() == 2 and not OneTimeCode.objects.exists()
    assert hers.get(step)["Location"] == url_of(advanced, "assinatura/")


def test_what_is_wrong_with_the_new_passkey_is_told_there(advanced: Proposal, hers: Client) -> None:
    reads(hers, advanced)
    made = Device(flags=PRESENT).makes(hers.post(OPTIONS).json())
    answer = hers.post(url_of(advanced, "assinatura/chave/"), {"credential": made})
    assert answer.status_code == 422 and "O aparelho não conferiu que é você" in answer.content.decode()
    assert not Passkey.objects.exists()


def test_an_old_session_proves_its_mailbox_first_on_the_same_page(
    advanced: Proposal, carla: PanelUser, at: datetime
) -> None:
    old = client_of(carla, proved_at=at - timedelta(hours=13))
    reads(old, advanced)
    step = url_of(advanced, "assinatura/chave/")
    assert "Criar chave e continuar" not in page(old, step)
    assert old.post(step, {"credential": "{}"}).status_code == 200
    assert "Código de 6 números" in page(old, step) and not Passkey.objects.exists()
    assert old.post(step, {"code": "12"}).status_code == 422
    assert old.post(step, {"code": digits()})["Location"] == step
    assert "Criar chave e continuar" in page(old, step)


def test_no_code_is_offered_nor_taken(advanced: Proposal, hers: Client, phone: Device) -> None:
    reads(hers, advanced)
    shown = page(hers, url_of(advanced, "assinatura/"))
    assert "Assinar com a chave de acesso" in shown and "Receber código para assinar" not in shown
    answer = hers.post(url_of(advanced, "assinatura/"), typed(means="email_code"))
    assert answer.status_code == 422 and "O código por e-mail não basta" in answer.content.decode()
    assert [one.data["reason"] for one in Event.objects.filter(kind="signature.refused")] == ["BelowLevel"]
    assert not OneTimeCode.objects.exists()


def test_there_is_no_way_down_from_the_touch(advanced: Proposal, hers: Client, phone: Device) -> None:
    reads(hers, advanced)
    ceremony = hers.post(url_of(advanced, "assinatura/"), typed(means="passkey"))["Location"]
    assert "Usar código por e-mail" not in page(hers, ceremony)
    answer = hers.post(f"{ceremony}meio/", {"means": "email_code"}, follow=True)
    assert "O código por e-mail não basta" in html.unescape(answer.content.decode())
    assert not OneTimeCode.objects.exists()


def test_a_colleague_who_signs_the_simple_one_alone_needs_no_passkey(advanced: Proposal, gil: PanelUser) -> None:
    his = client_of(gil)
    reads(his, advanced)
    assert "Receber código para assinar" in page(his, url_of(advanced, "assinatura/"))
    assert his.get(url_of(advanced, "assinatura/chave/"))["Location"] == url_of(advanced, "assinatura/")


def test_what_others_sign_more_strictly_takes_no_way_from_her(advanced: Proposal, gil: PanelUser, at: datetime) -> None:
    registered(gil, Device(), at)
    his = client_of(gil)
    reads(his, advanced)
    ceremony = his.post(url_of(advanced, "assinatura/"), typed(means="passkey"))["Location"]
    assert "Usar código por e-mail" in page(his, ceremony)


def test_what_is_signed_with_a_certificate_alone_asks_for_no_passkey(
    padaria: Customer, carla: PanelUser, bruno: Member, hers: Client, at: datetime
) -> None:
    proposal = draft_for(padaria, bruno, at)
    strictest = with_contract(proposal, bruno, at, carla, title="Fiança")
    set_requirement(strictest, "digital", Level.QUALIFIED, by=bruno, at=at)
    with_contract(proposal, bruno, at, carla)
    sale = sent(proposal, bruno, at)
    reads(hers, sale)
    assert "Receber código para assinar" in page(hers, url_of(sale, "assinatura/"))
    assert hers.get(url_of(sale, "assinatura/chave/"))["Location"] == url_of(sale, "assinatura/")


def test_a_stranger_to_the_contract_finds_no_such_step(advanced: Proposal, helena: PanelUser, davi: PanelUser) -> None:
    for person in (helena, davi):
        assert client_of(person).get(url_of(advanced, "assinatura/chave/")).status_code == 404


def test_where_browsers_have_no_passkeys_she_is_told_whom_to_ask(
    advanced: Proposal, hers: Client, settings: Any
) -> None:
    settings.BASE_URL = "https://10.0.0.7"
    reads(hers, advanced)
    assert "fale com Aurora" in page(hers, url_of(advanced, "assinatura/chave/"))
