"""Who has a copy open to check it: one at a time, one each, and not for ever."""

from datetime import datetime, timedelta

import pytest

from aceite.core.contracts.claiming import claim_copy
from aceite.core.contracts.copies import accept_copy
from aceite.core.contracts.models import Contract, SignedCopy
from aceite.core.contracts.signed_copies import CLAIM_HOLDS
from aceite.core.customers.models import Customer, PanelUser
from aceite.core.people.models import Member
from aceite.core.trail.refusals import NotAllowed
from tests.core.contracts.scans import photo
from tests.core.contracts.sent import add_contract, draft, freeze, name
from tests.core.contracts.test_copies import send
from tests.threads import at_once


@pytest.fixture
def copies(padaria: Customer, carla: PanelUser, bruno: Member, now: datetime) -> list[SignedCopy]:
    """Two copies of two sales, the first a minute older."""
    return [_copy(padaria, carla, bruno, now, sequence) for sequence in (1, 2)]


def _copy(padaria: Customer, carla: PanelUser, bruno: Member, now: datetime, sequence: int) -> SignedCopy:
    version = draft(padaria, bruno, now, sequence)
    contract = add_contract(version, "manual")
    name(contract, carla)
    freeze(version, now)
    fresh = Contract.objects.get(pk=contract.pk)
    return send(fresh, carla, now + timedelta(minutes=sequence), f"k{sequence}", photo())


def holder(copy: SignedCopy, at: datetime) -> str:
    held = SignedCopy.objects.get(pk=copy.pk).held_by(at)
    return held.name if held else ""


def test_who_comes_second_gets_another(copies: list[SignedCopy], bruno: Member, ana: Member, now: datetime) -> None:
    claim_copy(copies[0], by=bruno, at=now)
    assert claim_copy(copies[0], by=ana, at=now).claimed_by == bruno
    assert list(SignedCopy.objects.to_check(now).free_for(ana, now).in_turn()) == [copies[1]]
    assert claim_copy(copies[0], take_over=True, by=ana, at=now).claimed_by == ana


def test_a_member_has_one_at_a_time(copies: list[SignedCopy], bruno: Member, now: datetime) -> None:
    for copy in copies:
        claim_copy(copy, by=bruno, at=now)
    assert [holder(copy, now) for copy in copies] == ["", "Bruno"]


def test_who_does_not_get_another_keeps_her_own(
    copies: list[SignedCopy], bruno: Member, ana: Member, now: datetime
) -> None:
    claim_copy(copies[0], by=bruno, at=now)
    claim_copy(copies[1], by=ana, at=now)
    assert claim_copy(copies[1], by=bruno, at=now).claimed_by == ana
    assert [holder(copy, now) for copy in copies] == ["Bruno", "Ana"]


def test_a_claim_lapses(copies: list[SignedCopy], bruno: Member, ana: Member, now: datetime) -> None:
    claim_copy(copies[0], by=bruno, at=now)
    later = now + CLAIM_HOLDS
    assert (holder(copies[0], later - timedelta(seconds=1)), holder(copies[0], later)) == ("Bruno", "")
    assert claim_copy(copies[0], by=ana, at=later).claimed_by == ana


def test_what_was_answered_is_nobodys_to_claim(copies: list[SignedCopy], bruno: Member, now: datetime) -> None:
    accept_copy(copies[0], by=bruno, at=now)
    assert claim_copy(copies[0], by=bruno, at=now).claimed_by is None


def test_a_reader_and_a_stranger_claim_nothing(
    copies: list[SignedCopy], iris: Member, eva: Member, now: datetime
) -> None:
    for person in (iris, eva):
        with pytest.raises(NotAllowed):
            claim_copy(copies[0], by=person, at=now)


def test_the_queue_is_walked_in_turn(copies: list[SignedCopy], now: datetime) -> None:
    first, second = copies
    queue = SignedCopy.objects.to_check(now).in_turn()
    assert [list(queue), list(queue.after(first)), list(queue.before(second))] == [[first, second], [second], [first]]


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_two_who_take_over_each_others_at_once_both_get_them(
    copies: list[SignedCopy], bruno: Member, ana: Member, now: datetime
) -> None:
    first, second = copies
    for _again in range(3):
        claim_copy(first, take_over=True, by=bruno, at=now)
        claim_copy(second, take_over=True, by=ana, at=now)
        given = at_once(
            first.company_id,
            lambda: claim_copy(second, take_over=True, by=bruno, at=now),
            lambda: claim_copy(first, take_over=True, by=ana, at=now),
        )
        assert given == [second, first]
        assert [holder(copy, now) for copy in copies] == ["Ana", "Bruno"]
