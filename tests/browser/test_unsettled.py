"""Reloaded, gone back and forth, opened twice and thrown out of the session at every step: the way goes on as one."""

from collections.abc import Callable
from datetime import datetime

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from aceite.core.contracts.models import CopyFile, SignedCopy
from aceite.core.customers.models import Customer, PanelUser
from aceite.core.people.models import Member
from aceite.core.sales.models import Approval
from aceite.core.signatures.models import Act, Statement
from tests.browser.conftest import PHONE
from tests.browser.mailbox import subjects
from tests.browser.test_sending import ENTERED, enter
from tests.browser.ways import ByHand, walks_from_the_link_to_the_yes
from tests.chromium import Opener
from tests.walk import draft_for, sent, with_contract

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

BEFORE_THE_DOOR = {"entering", "code to enter"}


def test_every_step_bears_a_reload_the_way_back_a_second_tab_and_the_end_of_the_session(
    open_window: Opener, live_server: LiveServer, padaria: Customer, bruno: Member, carla: PanelUser, at: datetime
) -> None:
    draft = draft_for(padaria, bruno, at)
    with_contract(draft, bruno, at, carla)
    with_contract(draft, bruno, at, carla, requirement="manual", title="Sigilo")
    sale = sent(draft, bruno, at)
    page = open_window(viewport=PHONE)
    stops = list[str]()

    def unsettles(stop: str) -> None:
        stops.append(stop)
        stood = place(page)
        page.reload()
        assert place(page) == stood
        if stop != stops[0]:
            goes_back_and_forth(page, stood)
        opens_it_twice(page, stood)
        if stop not in BEFORE_THE_DOOR:
            is_thrown_out(page, stood, lambda: enter(page.context, carla, live_server.url))

    walks_from_the_link_to_the_yes(ByHand(page), carla.email, sale, unsettles)
    assert len(stops) == 12
    acts = Statement.objects.confirmed().values_list("act", flat=True)
    assert sorted(acts) == [Act.APPROVE, Act.SIGN] and Approval.objects.count() == 1
    assert SignedCopy.objects.count() == CopyFile.objects.count() == 1
    told = subjects(carla.email)
    assert len(told) == len(set(told)), told


def place(page: Page) -> tuple[str, str]:
    """Where she stands, by its address and its heading."""
    page.wait_for_load_state("load")
    return page.url, page.get_by_role("heading", level=1).inner_text()


def goes_back_and_forth(page: Page, stood: tuple[str, str]) -> None:
    """The page before is one of ours, and the next one is this again."""
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.go_forward()
    if place(page) != stood:
        # The page before had led her on, so there is nothing to go forward to.
        page.goto(stood[0])
    assert place(page) == stood


def opens_it_twice(page: Page, stood: tuple[str, str]) -> None:
    """The same address in another tab."""
    other = page.context.new_page()
    other.goto(stood[0])
    assert place(other) == stood
    other.close()


def is_thrown_out(page: Page, stood: tuple[str, str], enters: Callable[[], None]) -> None:
    """Her session ends; who enters again, here or in another tab, stands where she stood."""
    page.context.clear_cookies(name=ENTERED)
    page.reload()
    expect(page.get_by_label("Seu e-mail")).to_be_visible()
    enters()
    page.reload()
    assert place(page) == stood
