"""Whose times a person reads: what her browser told is kept with her account, and what she chose goes before it."""

import os
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from aceite.core.customers.models import PanelUser
from aceite.core.people.models import Member, User
from aceite.core.people.profile import Profile, change_profile
from aceite.core.proposals.models import Proposal
from aceite.core.sales.reminding import remind
from tests.clients import client_of
from tests.faces.panel.conftest import HOME, url_of
from tests.jobs import run_jobs

AMAZONAS, ACRE, BRASILIA = "horário do Amazonas", "horário do Acre", "horário de Brasília"


def telling(person: PanelUser, zone: str) -> Client:
    """A browser of hers that says where it is."""
    browser = client_of(person)
    browser.cookies["tz"] = zone
    return browser


def read(browser: Client, sale: Proposal) -> str:
    return browser.get(url_of(sale)).content.decode()


def test_a_browser_without_javascript_reads_times_where_another_one_told_she_is(
    sale: Proposal, carla: PanelUser
) -> None:
    assert AMAZONAS not in read(client_of(carla), sale)
    read(telling(carla, "America/Manaus"), sale)
    assert AMAZONAS in read(client_of(carla), sale)
    # Where a browser tells something else, that is where she is now.
    assert ACRE in read(telling(carla, "America/Rio_Branco"), sale)


def test_what_she_chose_goes_before_what_browsers_tell(sale: Proposal, carla: PanelUser) -> None:
    assert carla.user
    change_profile(carla.user, Profile("Carla", "pt-br", "America/Manaus"))
    page = read(telling(carla, "America/Rio_Branco"), sale)
    assert AMAZONAS in page and ACRE not in page
    assert f"O seu aparelho diz: {ACRE}." in client_of(carla).get(f"{HOME}conta/").content.decode()


def test_her_mails_name_the_zone_her_browser_told(sale: Proposal, carla: PanelUser, bruno: Member) -> None:
    read(telling(carla, "America/Manaus"), sale)
    run_jobs()
    mail.outbox.clear()
    later = timezone.now() + timedelta(days=3)
    remind(sale, by=bruno, at=later)
    run_jobs(later)
    [letter] = [one for one in mail.outbox if carla.email in one.to[0]]
    assert AMAZONAS in letter.body


def test_what_is_no_zone_is_kept_by_nobody(sale: Proposal, carla: PanelUser) -> None:
    for told in ("Terra/Media", "../etc/passwd", "x" * 900, ""):
        assert BRASILIA in read(telling(carla, told), sale)
    assert User.objects.get(email=carla.email).told_zone == ""


def test_a_zone_that_is_none_is_not_looked_for_on_the_disc_with_every_page(
    sale: Proposal, carla: PanelUser, monkeypatch: pytest.MonkeyPatch
) -> None:
    walked: list[str] = []

    def walk(top: str, **_how: object) -> Iterator[object]:
        walked.append(top)
        return iter(())

    monkeypatch.setattr(os, "walk", walk)
    assert BRASILIA in read(telling(carla, "America/Atlantida"), sale)
    carla.user.refresh_from_db()  # type: ignore[union-attr]
    assert walked == [] and carla.user.told_zone == ""  # type: ignore[union-attr]
