"""Registers become one, or part again, beside who erases or sells: neither waits for the other in a circle."""

from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Event as Signal
from typing import Any

import pytest
from django.utils.module_loading import import_string

from aceite.core.customers.models import Customer, CustomerKind, PanelUser
from aceite.core.customers.people import PersonData
from aceite.core.customers.redirecting import CannotMerge
from aceite.core.people.models import Member
from aceite.core.privacy.erasing import erase
from aceite.core.privacy.subjects import Subject
from aceite.core.proposals.changes import Change
from aceite.core.sales.amending import amend
from aceite.core.sales.letting_in import ask_to_let_in, let_in
from aceite.core.sales.merging_customers import MergeChoice, merge_customers, undo_merge
from tests.cast import customer, panel_user
from tests.threads import at_once
from tests.walk import declined, fresh, order_for, sent_for

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]

NOTHING = MergeChoice()
Act = Callable[[], Any]


@pytest.fixture
def meeting(aurora: Any, monkeypatch: pytest.MonkeyPatch) -> Callable[[str, Act, Act], list[Any]]:
    """The first act stops at `step`, until the second one has gone as far as it can."""

    def meet(step: str, first: Act, second: Act) -> list[Any]:
        there, go_on = Signal(), import_string(step)

        def slowly(*words: Any, **named: Any) -> Any:
            there.set()
            second_done.wait(0.5)
            return go_on(*words, **named)

        def meanwhile() -> Any:
            there.wait(30)
            try:
                return second()
            finally:
                second_done.set()

        second_done = Signal()
        with monkeypatch.context() as slower:
            slower.setattr(step, slowly)
            return at_once(aurora.pk, first, meanwhile)

    return meet


@pytest.fixture
def branch(padaria: Customer) -> Customer:
    """Registered by itself, though it is the same firm."""
    return customer(padaria.company, CustomerKind.COMPANY, "Padaria Central Filial", "11444777000161")


@pytest.mark.parametrize("erased_is_kept", [True, False])
def test_a_person_is_erased_while_her_register_is_made_one_with_another(
    padaria: Customer,
    branch: Customer,
    carla: PanelUser,
    ana: Member,
    bruno: Member,
    now: datetime,
    meeting: Callable[[str, Act, Act], list[Any]],
    *,
    erased_is_kept: bool,
) -> None:
    rosa = panel_user(branch, "Rosa Lima", "rosa@padaria.example", "15350946056", sign=True, approve=True)
    for where, who in ((padaria, carla), (branch, rosa)):
        declined(sent_for(where, bruno, now), who, now)
    later, person = now + timedelta(days=1), carla if erased_is_kept else rosa
    done = meeting(
        "aceite.core.sales.merging_customers._standing",
        lambda: merge_customers(padaria, branch, NOTHING, by=ana, at=later),
        lambda: erase(Subject(person), by=ana, at=later),
    )
    assert [one for one in done if isinstance(one, Exception)] == []
    person.refresh_from_db()
    assert person.erased_at == later and PanelUser.objects.get(pk=rosa.pk).customer == padaria


def test_a_person_is_erased_while_the_registers_that_became_hers_are_parted(
    joana: Customer, ana: Member, now: datetime, meeting: Callable[[str, Act, Act], list[Any]]
) -> None:
    other = customer(joana.company, CustomerKind.PERSON, "Joana D. Prado", "15350946056")
    merge = merge_customers(joana, other, NOTHING, by=ana, at=now)
    erased, parted = meeting(
        "aceite.core.privacy.erasing.plan_for",
        lambda: erase(Subject(Customer.objects.get(pk=joana.pk)), by=ana, at=now),
        lambda: undo_merge(merge, by=ana, at=now),
    )
    assert not isinstance(erased, Exception) and isinstance(parted, CannotMerge), (erased, parted)


@pytest.mark.parametrize("act", ["let in", "amend"])
def test_a_sale_is_acted_in_while_its_customer_is_made_one_with_another(
    padaria: Customer,
    branch: Customer,
    carla: PanelUser,
    ana: Member,
    bruno: Member,
    now: datetime,
    meeting: Callable[[str, Act, Act], list[Any]],
    act: str,
) -> None:
    order = order_for(padaria, bruno, carla, now).proposal
    asked = ask_to_let_in(sent_for(padaria, bruno, now), "Davi Rocha", "davi@padaria.example", by=carla, at=now)
    step, first = {
        "let in": (
            "aceite.core.sales.letting_in._undecided",
            lambda: let_in(asked, PersonData("Davi Rocha", "davi@padaria.example"), by=bruno, at=now),
        ),
        "amend": (
            "aceite.core.sales.amending._draft",
            lambda: amend(fresh(order), Change(), seller=bruno, by=bruno, at=now),
        ),
    }[act]
    done = meeting(step, first, lambda: merge_customers(padaria, branch, NOTHING, by=ana, at=now))
    assert [one for one in done if isinstance(one, Exception)] == []
