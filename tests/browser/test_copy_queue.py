"""Three signed copies through the queue by keyboard alone: accept, refuse with a reason, look ahead and back."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from aceite.core.contracts.claiming import claim_copy
from aceite.core.contracts.models import SignedCopy
from aceite.core.customers.models import Customer, PanelUser
from aceite.core.people.models import Member
from tests import walk
from tests.browser.looking import misfits
from tests.jobs import run_jobs

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def at_the_copy(page: Page, number: str, place: str) -> None:
    """The copy of this sale stands on the page, and the office knows who has it open."""
    expect(page.locator(".lead")).to_contain_text(number)
    expect(page.locator("#place-in-queue")).to_have_text(place)
    expect(page.get_by_text("A via está com você.")).to_be_visible()


def test_three_copies_by_keyboard_alone(
    window_of: Callable[..., Page], padaria: Customer, carla: PanelUser, bruno: Member, ana: Member, at: datetime
) -> None:
    numbers = []
    for _sale in range(3):
        sale = walk.draft_for(padaria, bruno, at)
        walk.with_contract(sale, bruno, at, carla, requirement="manual")
        walk.copied(walk.sent(sale, bruno, at), carla, at)
        numbers.append(sale.number)
    run_jobs()
    desk = window_of(bruno, viewport={"width": 1440, "height": 900})
    keys = desk.keyboard
    desk.goto("/aurora/gestao/vias/")
    expect(desk.get_by_text("3 vias esperam conferência")).to_be_visible()
    keys.press("c")
    at_the_copy(desk, numbers[0], "1 de 3")
    assert misfits(desk) == []
    # A colleague takes it over while she works: her next word finds out, and nothing is answered from here any more.
    taken = SignedCopy.objects.get(contract__version__proposal__number=numbers[0])
    claim_copy(taken, take_over=True, by=ana, at=timezone.now())
    keys.press("r")
    keys.press("Space")
    expect(desk.get_by_text("Ana está com esta via aberta")).to_be_visible()
    expect(desk.get_by_role("button", name="Aceitar via")).to_be_hidden()
    keys.press("a")
    desk.get_by_role("button", name="Assumir a conferência").click()
    at_the_copy(desk, numbers[0], "1 de 3")
    keys.press("ArrowRight")
    at_the_copy(desk, numbers[1], "2 de 3")
    keys.press("k")
    at_the_copy(desk, numbers[0], "1 de 3")
    keys.press("a")
    at_the_copy(desk, numbers[1], "1 de 2")
    keys.press("r")
    expect(desk.get_by_label("Faltam páginas do contrato.")).to_be_focused()
    # With the reasons open, A accepts nothing; Space chooses, and the arrows move the choice.
    keys.press("a")
    keys.press("Space")
    keys.press("ArrowDown")
    expect(desk.get_by_label("Uma ou mais folhas não estão legíveis.")).to_be_checked()
    assert misfits(desk) == []
    keys.press("Tab")
    keys.type("Fotografe de novo.")
    keys.press("Tab")
    keys.press("Enter")
    at_the_copy(desk, numbers[2], "1 de 1")
    keys.press("a")
    expect(desk.get_by_text("Nenhuma via espera conferência")).to_be_visible()
    answers = list(SignedCopy.objects.order_by("uploaded_at", "pk").values_list("state", "refusal_reason"))
    refusal = "Uma ou mais folhas não estão legíveis. Fotografe de novo."
    assert answers == [("accepted", ""), ("refused", refusal), ("accepted", "")]
