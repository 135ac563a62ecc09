"""Passkeys: made only where the mailbox was proved, an alternative way in, and each wrong answer refused by name."""

import json
from datetime import datetime, timedelta
from typing import Any

import pytest

from aceite.core.customers.models import PanelUser
from aceite.core.people.challenges import CHALLENGE_HOLDS, forget_old
from aceite.core.people.limits import NETWORK_TRIES, TooMany
from aceite.core.people.models import Challenge, Passkey, User
from aceite.core.people.passkey_entering import ask_to_enter_by_passkey, enter_by_passkey
from aceite.core.people.passkey_refusals import (
    BadSignature,
    ChallengeExpired,
    ChallengeForeign,
    ChallengeUsed,
    CounterBack,
    NoPasskeysHere,
    NotVerified,
    OtherOrigin,
    OtherSite,
    PasskeyElsewhere,
    PasskeyRefusal,
    UnknownAlgorithm,
    UnknownPasskey,
    UnreadableAnswer,
)
from aceite.core.people.passkey_registering import (
    AlreadyRegistered,
    MailboxNotProved,
    TooManyPasskeys,
    ask_for_passkey,
    register_passkey,
)
from aceite.core.people.passkeys import NoSuchPasskey, passkeys_of, remove_passkey, rename_passkey, usable_passkeys
from aceite.core.trail.models import Event
from aceite.core.trail.refusals import Refusal, Unfit
from tests.authenticator import BACKED_UP, PRESENT, VERIFIED, Device
from tests.core.people.holding import PHONE, registered

BROWSER = "0" * 32


def user_of(person: PanelUser) -> User:
    assert person.user is not None
    return person.user


def enters(device: Device, at: datetime, **lies: Any) -> User:
    options = ask_to_enter_by_passkey(BROWSER, origin=PHONE, at=at)
    return enter_by_passkey(BROWSER, device.answers(options, **lies), origin=PHONE, at=at)


def makes(person: PanelUser, device: Device, at: datetime, **lies: Any) -> Passkey:
    options = ask_for_passkey(user_of(person), mailbox_proved=True, at=at)
    return register_passkey(
        user_of(person), device.makes(options, **lies), mailbox_proved=True, by=person, origin=PHONE, at=at
    )


def refused(kind: type[Refusal], act: Any) -> None:
    with pytest.raises(Refusal) as caught:
        act()
    assert type(caught.value) is kind and str(caught.value)


def test_carla_registers_her_phone(carla: PanelUser, now: datetime) -> None:
    passkey = registered(carla, Device(flags=PRESENT | VERIFIED | BACKED_UP, counter=0), now)
    assert (passkey.name, passkey.rp_id, passkey.algorithm, passkey.backed_up) == (
        "iPhone, Safari", "localhost", -7, True
    )  # fmt: skip
    event = Event.objects.get(kind="passkey.registered")
    assert event.data["passkey"] == passkey.pk and "iPhone" not in str(event.content())


def test_the_device_is_asked_to_check_who_holds_it(carla: PanelUser, now: datetime) -> None:
    device = Device()
    registered(carla, device, now)
    asked = ask_for_passkey(user_of(carla), mailbox_proved=True, at=now)
    assert asked["authenticatorSelection"]["userVerification"] == "required"
    assert asked["authenticatorSelection"]["residentKey"] == "required"
    assert asked["rp"]["id"] == "localhost" and carla.email not in str(asked["user"]["id"])
    assert len(asked["excludeCredentials"]) == 1


def test_without_a_proved_mailbox_no_passkey_is_made(carla: PanelUser, now: datetime) -> None:
    options = ask_for_passkey(user_of(carla), mailbox_proved=True, at=now)
    refused(MailboxNotProved, lambda: ask_for_passkey(user_of(carla), mailbox_proved=False, at=now))
    answer = Device().makes(options)
    refused(
        MailboxNotProved,
        lambda: register_passkey(user_of(carla), answer, mailbox_proved=False, by=carla, origin=PHONE, at=now),
    )
    assert not Passkey.objects.exists()


@pytest.mark.parametrize(
    ("device", "lies", "kind"),
    [
        (Device(origin="https://evil.example"), {}, OtherOrigin),
        (Device(), {"crossOrigin": True}, OtherOrigin),
        (Device(rp_id="evil.example"), {}, OtherSite),
        (Device(flags=PRESENT), {}, NotVerified),
        (Device(flags=VERIFIED), {}, NotVerified),
        (Device(), {"type": "webauthn.get"}, UnreadableAnswer),
        (Device(), {"challenge": "AAAA"}, ChallengeForeign),
        (Device(credential=b""), {}, UnreadableAnswer),
        (Device(credential=b"x" * 1024), {}, UnreadableAnswer),
    ],
)
def test_a_wrong_answer_registers_nothing(
    device: Device, lies: dict[str, Any], kind: type[Refusal], carla: PanelUser, now: datetime
) -> None:
    refused(kind, lambda: makes(carla, device, now, **lies))
    assert not Passkey.objects.exists() and not Event.objects.filter(kind="passkey.registered").exists()


def test_a_key_of_an_unknown_kind_is_refused(carla: PanelUser, now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Device, "cose", property(lambda self: {1: 2, 3: -47, -1: 8, -2: b"x", -3: b"y"}))
    refused(UnknownAlgorithm, lambda: makes(carla, Device(), now))


def test_a_challenge_serves_once(carla: PanelUser, now: datetime) -> None:
    options = ask_for_passkey(user_of(carla), mailbox_proved=True, at=now)
    for kind in (OtherSite, ChallengeUsed):
        answer = Device(rp_id="evil.example").makes(options)
        refused(
            kind,
            lambda answer=answer: register_passkey(
                user_of(carla), answer, mailbox_proved=True, by=carla, origin=PHONE, at=now
            ),
        )


def test_a_challenge_is_its_owners(carla: PanelUser, gil: PanelUser, now: datetime) -> None:
    options = ask_for_passkey(user_of(carla), mailbox_proved=True, at=now)
    answer = Device().makes(options)
    refused(
        ChallengeForeign,
        lambda: register_passkey(user_of(gil), answer, mailbox_proved=True, by=gil, origin=PHONE, at=now),
    )
    # Nor does one asked for at the door serve inside.
    outside = ask_to_enter_by_passkey(BROWSER, origin=PHONE, at=now)
    answer = Device().makes(options | {"challenge": outside["challenge"]})
    refused(
        ChallengeForeign,
        lambda: register_passkey(user_of(carla), answer, mailbox_proved=True, by=carla, origin=PHONE, at=now),
    )


def test_one_credential_stands_once(carla: PanelUser, gil: PanelUser, now: datetime) -> None:
    device = Device()
    registered(carla, device, now)
    refused(AlreadyRegistered, lambda: makes(gil, device, now))


def test_nobody_has_a_hundred(carla: PanelUser, now: datetime) -> None:
    for hour in range(20):
        registered(carla, Device(), now + timedelta(hours=hour))
    refused(TooManyPasskeys, lambda: makes(carla, Device(), now + timedelta(days=2)))


def test_the_database_holds_no_challenge(carla: PanelUser, now: datetime) -> None:
    options = ask_to_enter_by_passkey(BROWSER, origin=PHONE, at=now)
    assert options["challenge"] not in str(list(Challenge.objects.values_list()))
    assert forget_old(now) == 0 and forget_old(now + timedelta(days=2)) == 1


def test_carla_enters_without_typing_anything(carla: PanelUser, now: datetime) -> None:
    device = Device(counter=0)
    passkey = registered(carla, device, now)
    later = now + timedelta(hours=1)
    assert enters(device, later) == carla.user
    passkey.refresh_from_db()
    assert (passkey.last_used_at, passkey.sign_count) == (later, 1)


@pytest.mark.parametrize(
    ("changes", "lies", "kind"),
    [
        ({"origin": "http://localhost:9000"}, {}, OtherOrigin),
        ({}, {"crossOrigin": True}, OtherOrigin),
        ({"rp_id": "evil.example"}, {}, OtherSite),
        ({"flags": PRESENT}, {}, NotVerified),
        ({"credential": b"another"}, {}, UnknownPasskey),
        ({"handle": b"user/0"}, {}, UnknownPasskey),
        ({"key": Device().key}, {}, BadSignature),
        ({}, {"type": "webauthn.create"}, UnreadableAnswer),
        ({}, {"challenge": "AAAA"}, ChallengeForeign),
    ],
)
def test_a_wrong_answer_opens_nothing(
    changes: dict[str, Any], lies: dict[str, Any], kind: type[Refusal], carla: PanelUser, now: datetime
) -> None:
    device = Device()
    registered(carla, device, now)
    for name, value in changes.items():
        setattr(device, name, value)
    refused(kind, lambda: enters(device, now, **lies))
    assert Passkey.objects.get().last_used_at is None


def test_a_counter_that_goes_back_is_refused(carla: PanelUser, now: datetime) -> None:
    device = Device(counter=7)
    registered(carla, device, now)
    enters(device, now)
    for counter in (7, 3, None):
        device.counter = counter
        refused(CounterBack, lambda: enters(device, now))
    device.counter = 8
    enters(device, now)


def test_a_device_that_does_not_count_may_stay_at_zero(carla: PanelUser, now: datetime) -> None:
    device = Device()
    registered(carla, device, now)
    assert enters(device, now) == enters(device, now) == carla.user


def test_an_answer_enters_once_in_time_and_in_its_own_browser(carla: PanelUser, now: datetime) -> None:
    device = Device()
    registered(carla, device, now)
    answer = device.answers(ask_to_enter_by_passkey(BROWSER, origin=PHONE, at=now))
    late = now + CHALLENGE_HOLDS
    refused(ChallengeExpired, lambda: enter_by_passkey(BROWSER, answer, origin=PHONE, at=late))
    refused(ChallengeForeign, lambda: enter_by_passkey("1" * 32, answer, origin=PHONE, at=now))
    enter_by_passkey(BROWSER, answer, origin=PHONE, at=now)
    refused(ChallengeUsed, lambda: enter_by_passkey(BROWSER, answer, origin=PHONE, at=now))


@pytest.mark.parametrize(
    "answer",
    [
        "", "{}", "[]", "null", "1", '{"response": 3}', '{"id": "é", "response": {}}', "[" * 9000, "x" * 20_000,
        json.dumps({"id": "AAAA", "response": {"clientDataJSON": "e30"}}),
        json.dumps({"id": "AAA=", "response": {"clientDataJSON": 7, "authenticatorData": "", "signature": ""}}),
    ],
)  # fmt: skip
def test_what_is_no_answer_is_refused_in_words(answer: str, carla: PanelUser, now: datetime) -> None:
    refused(UnreadableAnswer, lambda: enter_by_passkey(BROWSER, answer, origin=PHONE, at=now))
    refused(
        UnreadableAnswer,
        lambda: register_passkey(user_of(carla), answer, mailbox_proved=True, by=carla, origin=PHONE, at=now),
    )


def test_who_was_locked_out_enters_by_no_passkey(carla: PanelUser, now: datetime) -> None:
    device = Device()
    registered(carla, device, now)
    User.objects.filter(pk=user_of(carla).pk).update(is_active=False)
    refused(UnknownPasskey, lambda: enters(device, now))


def test_at_another_address_a_passkey_must_be_made_anew(carla: PanelUser, now: datetime, settings: Any) -> None:
    device = Device()
    registered(carla, device, now)
    settings.BASE_URL = "https://vendas.aurora.example"
    [held] = passkeys_of(user_of(carla))
    assert not held.works and usable_passkeys(user_of(carla)) == []
    device.origin, device.rp_id = "https://vendas.aurora.example", "vendas.aurora.example"
    refused(PasskeyElsewhere, lambda: enters(device, now))
    registered(carla, Device(origin=device.origin, rp_id=device.rp_id), now)
    assert len(usable_passkeys(user_of(carla))) == 1


@pytest.mark.parametrize("address", ["https://10.0.0.7", "https://[::1]:8000", "http://aurora.example"])
def test_where_browsers_have_none_nothing_is_asked(
    address: str, carla: PanelUser, now: datetime, settings: Any
) -> None:
    settings.BASE_URL = address
    refused(NoPasskeysHere, lambda: ask_to_enter_by_passkey(BROWSER, origin=PHONE, at=now))
    refused(NoPasskeysHere, lambda: ask_for_passkey(user_of(carla), mailbox_proved=True, at=now))


def test_the_door_does_not_listen_forever(carla: PanelUser, now: datetime) -> None:
    for _try in range(NETWORK_TRIES):
        with pytest.raises(PasskeyRefusal):
            enter_by_passkey(BROWSER, "", origin=PHONE, at=now)
    refused(TooMany, lambda: enter_by_passkey(BROWSER, "", origin=PHONE, at=now))


def test_carla_renames_her_own(carla: PanelUser, gil: PanelUser, now: datetime) -> None:
    passkey = registered(carla, Device(), now)
    for _twice in range(2):
        rename_passkey(user_of(carla), passkey.pk, " Celular da padaria ", by=carla, at=now)
    assert Passkey.objects.get().name == "Celular da padaria"
    assert Event.objects.filter(kind="passkey.renamed").count() == 1
    for name in ("  ", "x" * 61):
        refused(Unfit, lambda name=name: rename_passkey(user_of(carla), passkey.pk, name, by=carla, at=now))
    refused(NoSuchPasskey, lambda: rename_passkey(user_of(gil), passkey.pk, "Meu", by=gil, at=now))


def test_carla_removes_a_lost_one(carla: PanelUser, gil: PanelUser, now: datetime) -> None:
    device = Device()
    passkey = registered(carla, device, now)
    refused(NoSuchPasskey, lambda: remove_passkey(user_of(gil), passkey.pk, by=gil, at=now))
    epoch = user_of(carla).session_epoch
    remove_passkey(user_of(carla), passkey.pk, by=carla, at=now)
    assert user_of(carla).session_epoch == epoch + 1
    assert Event.objects.filter(kind="passkey.removed").count() == 1
    refused(UnknownPasskey, lambda: enters(device, now))
    refused(NoSuchPasskey, lambda: remove_passkey(user_of(carla), passkey.pk, by=carla, at=now))
