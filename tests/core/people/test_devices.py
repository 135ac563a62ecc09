"""Devices: the first is nobody's news, a new one is told, and a session ends where its owner says so."""

from datetime import datetime, timedelta

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session

from aceite.core.customers.models import PanelUser
from aceite.core.customers.people import deactivate_panel_user
from aceite.core.people.devices import KEPT, NoSuchDevice, end_device, end_other_devices, forget_unused, note_use
from aceite.core.people.forgetting import forget_user
from aceite.core.people.models import Device, Member, User
from aceite.core.trail.actors import Origin
from aceite.core.trail.models import Event
from tests.core.people.holding import entered

pytestmark = pytest.mark.django_db


def user_of(person: PanelUser) -> User:
    assert person.user is not None
    return person.user


def session() -> str:
    """A session that stands in the table, by its key."""
    made = SessionStore()
    made.create()
    return str(made.session_key)


def kinds() -> list[str]:
    return list(Event.objects.filter(kind__startswith="device.").order_by("pk").values_list("kind", flat=True))


def test_the_first_device_is_no_news_and_each_other_is_told_once(carla: PanelUser, now: datetime) -> None:
    entered(carla, now, first=True)
    assert kinds() == []
    entered(carla, now, secret="notebook")
    entered(carla, now + timedelta(days=1), secret="notebook")
    [told] = Event.objects.filter(kind="device.new")
    assert (told.company_id, told.actor_id) == (carla.company_id, carla.pk)
    assert set(told.commitments) == {"ip", "peer", "user_agent"}
    assert Device.objects.count() == 2


def test_a_browser_two_people_share_is_a_device_of_each(carla: PanelUser, gil: PanelUser, now: datetime) -> None:
    assert entered(carla, now, first=True).pk != entered(gil, now, session_key="s2", first=True).pk
    assert kinds() == []


def test_entering_again_ends_the_session_that_stood_in_the_browser(carla: PanelUser, now: datetime) -> None:
    former, later = session(), session()
    entered(carla, now, session_key=former)
    device = entered(carla, now + timedelta(hours=1), session_key=later)
    assert list(Session.objects.values_list("session_key", flat=True)) == [later]
    device.refresh_from_db()
    assert (device.first_at, device.used_at) == (now, now + timedelta(hours=1))
    assert list(user_of(carla).devices.entered(now)) == [device]


def test_ending_one_ends_its_session_and_twice_is_harmless(carla: PanelUser, gil: PanelUser, now: datetime) -> None:
    device = entered(carla, now, session_key=session(), first=True)
    with pytest.raises(NoSuchDevice):
        end_device(user_of(gil), device.pk, by=gil, at=now)
    assert Session.objects.count() == 1
    for _twice in range(2):
        end_device(user_of(carla), device.pk, by=carla, at=now)
    assert not Session.objects.exists() and kinds() == ["device.ended"]
    # Whoever enters there again may be the one she ended: she is told.
    entered(carla, now, session_key=session())
    assert kinds() == ["device.ended", "device.new"]


def test_ending_all_others_leaves_none_open_in_the_list(carla: PanelUser, now: datetime) -> None:
    user = user_of(carla)
    entered(carla, now, session_key=session(), first=True)
    before = user.get_session_auth_hash()
    end_other_devices(user, by=carla, at=now)
    assert user.get_session_auth_hash() != before
    assert not user.devices.entered(now).exists() and kinds() == ["device.others_ended"]
    here = entered(carla, now, session_key=session())
    assert kinds() == ["device.others_ended", "device.new"]
    end_other_devices(user, here=here.pk, by=carla, at=now)
    entered(carla, now, session_key=session())
    assert kinds() == ["device.others_ended", "device.new", "device.others_ended"]


def test_an_access_that_ends_ends_what_the_list_shows(carla: PanelUser, ana: Member, now: datetime) -> None:
    entered(carla, now, session_key=session())
    deactivate_panel_user(carla, by=ana, at=now)
    assert not user_of(carla).devices.entered(now).exists()


def test_a_use_says_when_and_whence(carla: PanelUser, now: datetime) -> None:
    device = entered(carla, now)
    note_use(device.pk, Origin("2001:db8::7", "10.0.0.2", "Firefox"), at=now + timedelta(hours=2))
    device.refresh_from_db()
    assert (device.ip, device.user_agent, device.used_at) == ("2001:db8::7", "Firefox", now + timedelta(hours=2))


def test_what_can_no_longer_be_known_again_is_forgotten_and_an_erased_person_leaves_none(
    carla: PanelUser, now: datetime
) -> None:
    entered(carla, now, session_key=session())
    forget_unused(now + KEPT)
    assert Device.objects.count() == 1
    forget_unused(now + KEPT + timedelta(seconds=1))
    assert not Device.objects.exists() and not Session.objects.exists()
    entered(carla, now)
    forget_user(user_of(carla).pk, at=now)
    assert not Device.objects.exists()
