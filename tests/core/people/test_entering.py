"""Entering: who proves herself comes in, and a stranger gets the same answer, work and limits as anybody."""

from datetime import datetime, timedelta
from unittest.mock import patch

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher

from aceite.core.customers.models import PanelUser
from aceite.core.people.codes import digits_of
from aceite.core.people.entering import WrongEntrance, actor_at_door, ask_to_enter, enter_by_code, enter_by_password
from aceite.core.people.limits import TooMany
from aceite.core.people.models import CodePurpose, Member, OneTimeCode, User
from aceite.core.trail.actors import Origin
from aceite.core.trail.models import Event
from tests.cast import LONG_AGO
from tests.core.people.asking import HOME, other, user_of

STRANGER = "ninguem@lugar.example"


def with_password(person: Member | PanelUser, raw: str = "girassol na janela") -> User:
    assert person.user is not None
    person.user.set_password(raw)
    person.user.save()
    return person.user


def test_password_lets_her_in_whatever_the_case_of_the_address(ana: Member, now: datetime) -> None:
    user = with_password(ana)
    assert enter_by_password(" ANA@aurora.example ", "girassol na janela", origin=HOME, at=now) == user


def test_wrong_password_locked_user_and_stranger_get_one_answer_and_one_hash(
    ana: Member, marcos: Member, bruno: Member, now: datetime
) -> None:
    with_password(ana)
    User.objects.filter(pk=with_password(marcos).pk).update(is_active=False)
    answers, hashes = set(), set()
    for email in (ana.email, marcos.email, bruno.email, STRANGER):
        with patch.object(MD5PasswordHasher, "encode", autospec=True, return_value="md5$x$y") as encode:
            with pytest.raises(WrongEntrance) as refusal:
                enter_by_password(email, "errada", origin=HOME, at=now)
            answers.add(str(refusal.value))
            hashes.add(encode.call_count)
    assert len(answers) == 1
    assert hashes == {1}


@pytest.mark.parametrize("email", ["ana@aurora.example", STRANGER])
def test_the_eleventh_password_is_refused_for_anybody(email: str, ana: Member, now: datetime) -> None:
    for _ in range(10):
        with pytest.raises(WrongEntrance):
            enter_by_password(email, "errada", origin=HOME, at=now)
    with pytest.raises(TooMany):
        enter_by_password(email, "errada", origin=Origin("198.51.100.1", "127.0.0.1", ""), at=now)


def test_a_network_is_limited_over_all_addresses(db: None, now: datetime) -> None:
    for n in range(30):
        with pytest.raises(WrongEntrance):
            enter_by_password(f"n{n}@lugar.example", "errada", origin=HOME, at=now)
    with pytest.raises(TooMany):
        enter_by_password("outro@lugar.example", "errada", origin=HOME, at=now)


def test_the_code_goes_to_who_may_enter_and_lets_her_in_once(carla: PanelUser, now: datetime) -> None:
    ask_to_enter(carla.email, company_id=carla.company_id, origin=HOME, at=now)
    event = Event.objects.get(kind="code.requested")
    assert (event.company_id, event.actor_kind, event.actor_id) == (carla.company_id, "panel_user", carla.pk)
    digits = digits_of(OneTimeCode.objects.get())
    assert enter_by_code(carla.email, digits, origin=HOME, at=now) == carla.user
    with pytest.raises(WrongEntrance):
        enter_by_code(carla.email, digits, origin=HOME, at=now)


def test_nothing_is_sent_to_strangers_or_at_a_strange_door(carla: PanelUser, eva: Member, now: datetime) -> None:
    ask_to_enter(STRANGER, company_id=carla.company_id, origin=HOME, at=now)
    ask_to_enter(eva.email, company_id=carla.company_id, origin=HOME, at=now)
    PanelUser.objects.update(deactivated_at=now)
    ask_to_enter(carla.email, company_id=None, origin=HOME, at=now)
    assert not OneTimeCode.objects.exists() and not Event.objects.exists()


@pytest.mark.parametrize("email", ["carla@padaria.example", STRANGER])
def test_the_sixth_request_is_refused_for_anybody(email: str, carla: PanelUser, now: datetime) -> None:
    for _ in range(5):
        ask_to_enter(email, company_id=carla.company_id, origin=HOME, at=now)
    with pytest.raises(TooMany):
        ask_to_enter(email, company_id=carla.company_id, origin=HOME, at=now)


def test_every_refused_code_gets_one_answer(carla: PanelUser, gil: PanelUser, now: datetime) -> None:
    for person in (carla, gil):
        ask_to_enter(person.email, company_id=person.company_id, origin=HOME, at=now)
    digits = digits_of(OneTimeCode.objects.get(subject=f"user/{carla.user_id}"))
    late = now + timedelta(minutes=11)
    tries = [
        (carla.email, other(digits), now),
        (gil.email, digits, now),
        (STRANGER, digits, now),
        (carla.email, digits, late),
    ]
    answers = set()
    for email, typed, at in tries:
        with pytest.raises(WrongEntrance) as refusal:
            enter_by_code(email, typed, origin=HOME, at=at)
        answers.add(str(refusal.value))
    assert len(answers) == 1


def test_a_code_for_signing_does_not_let_anybody_in(carla: PanelUser, now: datetime) -> None:
    ask_to_enter(carla.email, company_id=carla.company_id, origin=HOME, at=now)
    OneTimeCode.objects.update(purpose=CodePurpose.SIGNATURE)
    with pytest.raises(WrongEntrance):
        enter_by_code(carla.email, digits_of(OneTimeCode.objects.get()), origin=HOME, at=now)


def stand(*people: Member | PanelUser) -> list[bool]:
    """Who stands at her company's door, and at any."""
    users = [(user_of(person), person.company_id) for person in people]
    return [actor_at_door(user, door) is not None for user, company_id in users for door in (company_id, None)]


@pytest.mark.parametrize("end", [{"deactivated_at": LONG_AGO}, {"joined_at": None}])
def test_only_who_joined_and_was_not_sent_away_stands_at_a_door(
    end: dict[str, datetime | None], ana: Member, carla: PanelUser
) -> None:
    assert stand(ana, carla) == [True] * 4
    Member.objects.update(**end)
    PanelUser.objects.update(**end)
    assert stand(ana, carla) == [False] * 4
