"""The same way for everybody: from the mail's link to *aprovado* under each condition in which somebody may come."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import pytest
from playwright.sync_api import Page

from aceite.core.contracts.models import SignedCopy
from aceite.core.customers.models import Customer, PanelUser
from aceite.core.people.models import Member
from aceite.core.proposals.models import Proposal
from aceite.core.proposals.states import State
from aceite.core.signatures.models import Act, Statement
from tests.browser.conftest import PHONE
from tests.browser.looking import astray, cut_or_faint, cut_or_faulty, lost_without_colours, moving
from tests.browser.ways import ByHand, ByKeyboard, WithoutScripts, walks_from_the_link_to_the_yes
from tests.chromium import Opener
from tests.walk import draft_for, fresh, sent, with_contract

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LARGE = {"standard": 32, "fixed": 26}


@dataclass(frozen=True)
class Condition:
    """How she comes, and what must not be found where she looks around."""

    faults: Callable[[Page], list[str]]
    hand: type[ByHand] = ByHand
    window: dict[str, Any] = field(default_factory=dict)


CONDITIONS = {
    "keyboard alone": Condition(astray, ByKeyboard),
    "no scripts": Condition(cut_or_faint, WithoutScripts, {"viewport": PHONE, "java_script_enabled": False}),
    "text at 200 % in 320 px": Condition(cut_or_faulty, window={"viewport": {"width": 320, "height": 640}}),
    "forced colours": Condition(
        lost_without_colours, window={"viewport": PHONE, "forced_colors": "active", "color_scheme": "dark"}
    ),
    "reduced motion": Condition(moving, window={"viewport": PHONE, "reduced_motion": "reduce"}),
}


@pytest.fixture
def sale(padaria: Customer, bruno: Member, carla: PanelUser, at: datetime) -> Proposal:
    """A contract to be signed in the panel, and one on paper."""
    draft = draft_for(padaria, bruno, at)
    with_contract(draft, bruno, at, carla)
    with_contract(draft, bruno, at, carla, requirement="manual", title="Sigilo")
    return sent(draft, bruno, at)


@pytest.mark.parametrize("name", CONDITIONS)
def test_from_the_link_to_the_yes(open_window: Opener, sale: Proposal, carla: PanelUser, name: str) -> None:
    condition = CONDITIONS[name]
    page, faults = open_window(**condition.window), dict[str, list[str]]()
    if "200 %" in name:
        page.context.new_cdp_session(page).send("Page.setFontSizes", {"fontSizes": LARGE})

    def looks(stop: str) -> None:
        if found := condition.faults(page):
            faults[stop] = found

    walks_from_the_link_to_the_yes(condition.hand(page), carla.email, sale, looks)
    assert faults == {}
    assert fresh(sale).state == State.APPROVED and SignedCopy.objects.count() == 1
    acts = Statement.objects.confirmed().values_list("act", "mark_kind")
    assert sorted(acts) == [(Act.APPROVE, ""), (Act.SIGN, "typed")]


def test_where_motion_is_welcome_it_is_found_and_short(open_window: Opener, sale: Proposal) -> None:
    page = open_window(viewport=PHONE, reduced_motion="no-preference")
    page.goto("/aurora/painel/entrar/")
    assert any("would move" in said for said in moving(page))
    times = "[...document.querySelectorAll('*')].map((one) => parseFloat(getComputedStyle(one).transitionDuration))"
    assert 0 < page.evaluate(f"Math.max(...{times})") < 0.2
