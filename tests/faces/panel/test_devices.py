"""The devices on the account page: which is this one, ending another at once, and what the browser keeps."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.utils import timezone

from aceite.core.customers.models import PanelUser
from aceite.core.people.codes import digits_of
from aceite.core.people.models import Device, OneTimeCode
from tests.faces.panel.conftest import HOME
from tests.jobs import run_jobs

ACCOUNT = f"{HOME}conta/"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605 Version/18.1 Safari/604.1"
DESK = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/131.0 Safari/537.36"


def enters(person: PanelUser, agent: str = PHONE, browser: Client | None = None) -> Client:
    """By a mailed code, in this browser."""
    browser = browser or Client(headers={"user-agent": agent})
    browser.post(f"{HOME}entrar/", {"email": person.email})
    browser.post(f"{HOME}entrar/codigo/", {"code": digits_of(OneTimeCode.objects.latest("pk"))})
    return browser


def page(browser: Client) -> str:
    """The card of the account page."""
    return browser.get(ACCOUNT).content.decode().partition('id="aparelhos"')[2].partition("</section>")[0]


def test_each_device_stands_in_words_with_this_one_first(carla: PanelUser) -> None:
    enters(carla, DESK)
    shown = page(enters(carla))
    assert shown.index("iPhone, Safari") < shown.index("Este aparelho") < shown.index("Windows, Chrome")
    assert shown.count("127.0.0.1") == 2 and shown.count("Encerrar sessão</span>") == 1


def test_ending_another_device_takes_effect_with_its_next_page(carla: PanelUser, gil: PanelUser) -> None:
    desk, phone, his = enters(carla, DESK), enters(carla), enters(gil)
    theirs = Device.objects.get(user=carla.user, user_agent=DESK)
    address = f"{ACCOUNT}aparelhos/{theirs.pk}/saida/"
    assert his.post(address).status_code == 404 and desk.get(ACCOUNT).status_code == 200
    # This one is left, not ended.
    assert desk.post(address).status_code == 404
    assert phone.post(address)["Location"] == f"{ACCOUNT}#aparelhos"
    assert desk.get(ACCOUNT).status_code == 302 and phone.get(ACCOUNT).status_code == 200
    assert "Windows" not in page(phone)


def test_ending_all_others_keeps_this_one_and_ends_unlisted_sessions_too(carla: PanelUser) -> None:
    desk, phone, former = enters(carla, DESK), enters(carla), Client()
    assert carla.user is not None
    former.force_login(carla.user)
    assert "antes de existir esta lista" in page(former)
    phone.post(f"{ACCOUNT}aparelhos/saida/")
    assert [one.get(ACCOUNT).status_code for one in (desk, former, phone)] == [302, 302, 200]
    assert "Este aparelho" in page(phone) and "Encerrar todas" not in page(phone)


def test_a_new_password_leaves_this_device_in_the_list(carla: PanelUser) -> None:
    phone = enters(carla)
    enters(carla, DESK)
    phone.post(f"{ACCOUNT}senha/", {"password": "padaria do largo 7"})
    shown = page(phone)
    assert "iPhone, Safari" in shown and "Windows" not in shown


def test_a_new_device_is_told_by_mail_and_a_known_one_is_not(carla: PanelUser) -> None:
    phone = enters(carla)
    phone.post(f"{HOME}sair/")
    enters(carla, browser=phone)
    enters(carla, DESK)
    run_jobs(timezone.now())
    [told] = [one for one in mail.outbox if "aparelho novo" in one.subject]
    assert told.subject == "Entrada em um aparelho novo: Windows, Chrome"
    assert "127.0.0.1" in told.body and "/aurora/painel/conta/#aparelhos" in told.body


def test_the_first_entrance_after_an_upgrade_is_told_of(carla: PanelUser) -> None:
    enters(carla)
    # As it was left by a version that noted no devices: she had entered, and none is known.
    Device.objects.all().delete()
    enters(carla, DESK)
    run_jobs(timezone.now())
    assert [one.subject for one in mail.outbox if "aparelho novo" in one.subject] == [
        "Entrada em um aparelho novo: Windows, Chrome"
    ]


@pytest.mark.parametrize("lost", [False, True])
def test_use_is_noted_once_an_hour_and_a_lost_cookie_brings_no_known_device(carla: PanelUser, lost: bool) -> None:
    phone = enters(carla)
    if lost:
        del phone.cookies["device"]
    with time_machine.travel(timezone.now() + timedelta(hours=2), tick=False):
        assert "device" in phone.get(ACCOUNT).cookies
        assert Device.objects.get().used_at == timezone.now()
        assert "device" not in phone.get(ACCOUNT).cookies
        enters(carla, browser=phone)
        assert Device.objects.count() == (2 if lost else 1)


def test_the_cookie_is_out_of_reach_of_scripts_and_a_forged_one_is_a_stranger(carla: PanelUser) -> None:
    phone = enters(carla)
    kept = phone.cookies["device"]
    assert kept["httponly"] and kept["samesite"] == "Lax" and kept["max-age"] == 400 * 24 * 3600
    other = Client(headers={"user-agent": PHONE})
    other.cookies["device"] = kept.value[:-1] + ("a" if kept.value[-1] != "a" else "b")
    enters(carla, browser=other)
    assert Device.objects.count() == 2
