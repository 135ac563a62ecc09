"""Rights apart: what each opens, which stand together, and that nobody gets more than the one who gives them has."""

from dataclasses import replace
from datetime import datetime
from itertools import product

import pytest
from django.db import IntegrityError, transaction

from aceite.core.customers.models import PanelUser
from aceite.core.customers.people import PersonData, change_panel_user, deactivate_panel_user
from aceite.core.customers.rights import COLUMNS, RIGHTS, coherent, rights_words
from aceite.core.people.models import Member
from aceite.core.people.permissions import PANEL_VERBS
from aceite.core.sales.countering import Asked, note_points, send_points
from aceite.core.trail.models import Event
from aceite.core.trail.refusals import NotAllowed
from tests.cast import only
from tests.threads import at_once
from tests.walk import sent_for

EVERY_WAY = [dict(zip(RIGHTS, given, strict=True)) for given in product([True, False], repeat=len(RIGHTS))]


def data_of(person: PanelUser, **changes: bool) -> PersonData:
    names = ("name", "email", "cpf", "job_title", *RIGHTS)
    return replace(PersonData(**{name: getattr(person, name) for name in names}), **changes)  # type: ignore[arg-type]


def test_every_right_has_a_column_and_verbs() -> None:
    assert {"see", *COLUMNS} == set(PANEL_VERBS)
    assert all(PANEL_VERBS.values())


def test_in_every_combination_who_binds_sees_prices_and_invoices_are_prices() -> None:
    for given in EVERY_WAY:
        settled = coherent(given)
        assert settled["can_see_prices"] or not (settled["can_sign"] or settled["can_approve"])
        assert settled["can_see_prices"] or not settled["can_see_invoices"]
        assert coherent(settled) == settled
        untouched = set(RIGHTS) - {"can_see_prices", "can_see_invoices"}
        assert all(settled[right] == given[right] for right in untouched)


def test_what_cannot_stand_together_is_not_kept(davi: PanelUser) -> None:
    for wrong in ({"can_approve": True, "can_see_prices": False}, {"can_see_prices": False}):
        for right, given in wrong.items():
            setattr(davi, right, given)
        with pytest.raises(IntegrityError), transaction.atomic():
            davi.save()
        davi.refresh_from_db()


@pytest.mark.parametrize("right", COLUMNS)
def test_one_right_alone_opens_its_verbs_and_no_others(right: str, davi: PanelUser) -> None:
    held = only(davi, right).rights - {"see"}
    # Those without prices have no invoices either, so this one comes with nothing at all.
    assert held == {"sign": {"sign", "prices"}, "approve": {"approve", "prices"}, "invoices": set()}.get(right, {right})
    everything = set().union(*PANEL_VERBS.values())
    opened = {verb for verb in everything if davi.may(verb)}
    assert opened == set().union(*(PANEL_VERBS[name] for name in {"see", *held}))


def test_whoever_was_there_keeps_what_she_had(davi: PanelUser) -> None:
    assert davi.rights == {"see", "prices", "comment", "invoices"}


def test_taking_prices_takes_invoices_and_giving_a_signature_gives_prices(
    davi: PanelUser, bruno: Member, now: datetime
) -> None:
    blind = change_panel_user(davi, data_of(davi, can_see_prices=False), by=bruno, at=now)
    assert (blind.can_see_prices, blind.can_see_invoices, blind.can_comment) == (False, False, True)
    signs = change_panel_user(blind, data_of(blind, can_sign=True), by=bruno, at=now)
    assert (signs.can_see_prices, signs.can_see_invoices) == (True, False)
    assert Event.objects.latest("pk").data["rights"] == ["comment", "prices", "see", "sign"]


@pytest.mark.parametrize("lacking", sorted(set(COLUMNS) - {"manage"}))
def test_who_administers_gives_nothing_she_has_not(
    lacking: str, gil: PanelUser, davi: PanelUser, now: datetime
) -> None:
    gives = only(gil, *(set(COLUMNS) - {lacking} - ({"sign", "approve"} if lacking == "prices" else set())))
    only(davi)
    # What binds brings prices along, so they cannot be had by a way round either.
    wanted = data_of(davi, **{"can_sign" if lacking == "prices" else COLUMNS[lacking]: True})
    if lacking == "invoices":
        wanted = replace(wanted, can_see_prices=True)
    with pytest.raises(NotAllowed):
        change_panel_user(davi, wanted, by=gives, at=now)
    davi.refresh_from_db()
    assert davi.rights == {"see"}


def test_the_words_say_what_she_does_not_see() -> None:
    assert rights_words(frozenset({"see", "comment"})) == "Vê propostas sem preços, pergunta e negocia"
    assert rights_words(frozenset({"see", "prices", "sign"}), contracts=False) == "Vê propostas e preços"


def test_a_price_noted_before_prices_were_taken_goes_nowhere(
    davi: PanelUser, carla: PanelUser, bruno: Member, now: datetime
) -> None:
    sale = sent_for(davi.customer, bruno, now)
    note_points(sale, "total", [Asked("total", amount=sale.total - 1)], by=davi, at=now)
    note_points(sale, "delivery", [Asked("delivery", words="10 dias")], by=davi, at=now)
    offer = send_points(sale, "", version=1, by=only(davi, "comment"), at=now)
    assert [point.aspect for point in offer.points.all()] == ["delivery"]
    with pytest.raises(NotAllowed):
        note_points(sale, "total", [Asked("total", amount=sale.total)], by=davi, at=now)


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_two_who_end_each_others_access_leave_one_who_administers(
    carla: PanelUser, gil: PanelUser, now: datetime
) -> None:
    one, other = only(carla, *COLUMNS), only(gil, *COLUMNS)
    results = at_once(
        carla.company_id,
        lambda: deactivate_panel_user(other, by=one, at=now),
        lambda: deactivate_panel_user(one, by=other, at=now),
    )
    assert [type(result) for result in results].count(NotAllowed) == 1, results
    assert PanelUser.objects.active().filter(can_manage=True).count() == 1
