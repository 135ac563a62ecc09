"""Limits are counted in the database: together by all, in windows, and without a list of addresses."""

from datetime import datetime, timedelta

import pytest

from aceite.core.jobs.schedule import enqueue_due
from aceite.core.people.limits import TooMany, address_key, forgive, hashed, hit
from aceite.core.people.models import RateLimit
from tests.jobs import run_jobs
from tests.threads import together

PER = timedelta(minutes=10)


def test_the_window_opens_again_when_it_ends(db: None, now: datetime) -> None:
    for _ in range(2):
        hit("door", limit=2, per=PER, at=now)
    with pytest.raises(TooMany, match="Espere 4 minutos"):
        hit("door", limit=2, per=PER, at=now + timedelta(minutes=6, seconds=30))
    hit("door", limit=2, per=PER, at=now + PER)
    hit("window", limit=2, per=PER, at=now)


def test_the_right_person_is_forgiven(db: None, now: datetime) -> None:
    hit("door", limit=1, per=PER, at=now)
    forgive("door")
    hit("door", limit=1, per=PER, at=now)


def test_ended_windows_are_forgotten_once_a_day(db: None, now: datetime) -> None:
    hit("old", limit=1, per=PER, at=now - PER)
    hit("new", limit=1, per=PER, at=now)
    enqueue_due(at=now)
    run_jobs(at=now)
    assert RateLimit.objects.get().key == "new"


def test_keys_hold_no_address_and_fit_their_column() -> None:
    keys = [hashed("ask-to-enter", "carla@padaria.example"), address_key("enter-by-password", "2001:db8::1")]
    assert not any("carla" in key or "2001" in key for key in keys)
    assert all(len(key) <= 120 for key in keys)


def test_one_ipv6_customer_is_one_network() -> None:
    assert address_key("x", "2001:db8::1") == address_key("x", "2001:db8::ffff:1")
    assert address_key("x", "2001:db8::1") != address_key("x", "2001:db8:0:1::1")
    assert address_key("x", "203.0.113.7") != address_key("x", "203.0.113.8")


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_threads_share_one_count(now: datetime) -> None:
    results = together(*[lambda: hit("door", limit=5, per=PER, at=now)] * 8)
    assert sorted(type(result).__name__ for result in results) == ["NoneType"] * 5 + ["TooMany"] * 3
