"""Li as mudanças: asked of whoever saw an earlier version, where the company wants it; recorded once."""

from datetime import datetime, timedelta

import pytest

from aceite.core.companies.models import ChangesPolicy
from aceite.core.customers.models import Customer, PanelUser
from aceite.core.people.models import Member
from aceite.core.proposals.locking import current_of
from aceite.core.proposals.models import Proposal
from aceite.core.proposals.permitting import NotCurrent
from aceite.core.sales.changes_reading import last_seen, must_be_read, read_changes
from aceite.core.sales.models import ChangesRead
from aceite.core.sales.revising import revise
from aceite.core.sales.viewing import record_view
from aceite.core.trail.models import Event
from aceite.core.trail.refusals import NotAllowed
from tests.core.sales.choosing_walk import FITTED, chosen, offered
from tests.walk import draft_for, fresh, sent, sent_for, signed, with_contract

pytestmark = pytest.mark.django_db
SOON = timedelta(hours=1)


@pytest.fixture
def signed_once(padaria: Customer, bruno: Member, carla: PanelUser, davi: PanelUser, now: datetime) -> Proposal:
    """Version 2 of what Carla had signed; Davi has seen nothing of it."""
    proposal = draft_for(padaria, bruno, now)
    with_contract(proposal, bruno, now, carla)
    sent(proposal, bruno, now)
    record_view(fresh(proposal), by=carla, at=now)
    signed(proposal, carla, at=now)
    return second(proposal, bruno, now + SOON)


def second(proposal: Proposal, by: Member, at: datetime) -> Proposal:
    """The next version, sent as it stands."""
    revise(fresh(proposal), by=by, at=at)
    return sent(proposal, by, at)


def asked(proposal: Proposal, person: PanelUser, policy: str = ChangesPolicy.SIGNED) -> bool:
    company = person.company
    company.changes_policy = policy
    return must_be_read(current_of(fresh(proposal)), person, company)


def test_who_saw_what_was_signed_is_asked_and_who_saw_nothing_is_not(
    signed_once: Proposal, carla: PanelUser, davi: PanelUser
) -> None:
    assert asked(signed_once, carla)
    assert not asked(signed_once, davi)
    assert not asked(signed_once, carla, ChangesPolicy.NEVER)


def test_it_is_recorded_once_with_both_bundles_and_then_not_asked_again(
    signed_once: Proposal, carla: PanelUser, now: datetime
) -> None:
    for _click in range(2):
        read_changes(signed_once, version=2, by=carla, at=now + SOON)
    (event,) = Event.objects.filter(kind="changes.read")
    first, newest = signed_once.versions.order_by("version")
    assert event.data == {
        "version": 2, "bundle_sha256": newest.bundle_sha256, "since": 1, "since_sha256": first.bundle_sha256,
    }  # fmt: skip
    assert not asked(signed_once, carla)


def test_what_nobody_signed_is_asked_only_where_the_company_always_asks(
    padaria: Customer, bruno: Member, carla: PanelUser, now: datetime
) -> None:
    proposal = sent_for(padaria, bruno, now)
    assert not asked(proposal, carla, ChangesPolicy.ALWAYS)
    record_view(fresh(proposal), by=carla, at=now)
    second(proposal, bruno, now + SOON)
    assert not asked(proposal, carla)
    assert asked(proposal, carla, ChangesPolicy.ALWAYS)


def test_the_customers_own_choice_is_not_asked_about(
    padaria: Customer, bruno: Member, carla: PanelUser, now: datetime
) -> None:
    proposal = offered(padaria, bruno, now)
    record_view(fresh(proposal), by=carla, at=now)
    chosen(proposal, carla, now, **FITTED)
    assert not asked(proposal, carla, ChangesPolicy.ALWAYS)


def test_what_she_saw_last_counts_not_what_was_sent_last(
    signed_once: Proposal, bruno: Member, carla: PanelUser, now: datetime
) -> None:
    second(signed_once, bruno, now + SOON)
    since = last_seen(current_of(fresh(signed_once)), carla)
    assert since is not None
    assert since.version == 1


def test_a_version_overtaken_meanwhile_is_not_read_and_nobody_saw_nothing(
    signed_once: Proposal, carla: PanelUser, davi: PanelUser, now: datetime
) -> None:
    with pytest.raises(NotCurrent):
        read_changes(signed_once, version=1, by=carla, at=now)
    assert read_changes(signed_once, version=2, by=davi, at=now) is None
    assert not ChangesRead.objects.exists()


def test_a_stranger_reads_nothing(signed_once: Proposal, joana_herself: PanelUser, now: datetime) -> None:
    with pytest.raises(NotAllowed):
        read_changes(signed_once, version=2, by=joana_herself, at=now)
