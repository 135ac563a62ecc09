"""Paper that came by post is registered by the vendor, shown as that, and binds the customer to nothing."""

from datetime import datetime, timedelta

import pytest

from aceite.core.contracts.by_post import Received, register_copy
from aceite.core.contracts.closing import requirement_met
from aceite.core.contracts.copies import CopyNotWanted, accept_copy, refuse_copy
from aceite.core.contracts.models import Contract, SignedCopy
from aceite.core.customers.models import PanelUser
from aceite.core.people.models import Member
from aceite.core.proposals.models import Proposal
from aceite.core.proposals.states import State
from aceite.core.sales.timeline import timeline
from aceite.core.trail.models import Event
from aceite.core.trail.refusals import NotAllowed, Unfit
from tests.core.contracts.scans import scans
from tests.core.contracts.sent import ORIGIN
from tests.jobs import run_jobs


def register(contract: Contract, by: Member, at: datetime, *, key: str = "p1", days: int = 0) -> SignedCopy:
    """Bruno scans what the postman brought."""
    received = Received("post", (at + timedelta(days=days)).date(), "Veio com a nota fiscal")
    return register_copy(contract, scans(contract, 1, 2), received, key=key, by=by, origin=ORIGIN, at=at)


def test_it_is_marked_as_the_vendors_and_never_as_the_customers(
    printed: Contract, bruno: Member, now: datetime
) -> None:
    copy = register(printed, bruno, now)
    event = Event.objects.get(kind="copy.registered")
    assert (event.actor_kind, event.actor_id) == ("member", bruno.pk)
    assert (event.data["arrival"], event.data["arrived_on"]) == ("post", now.date().isoformat())
    assert copy.uploaded_by is None and copy.sender == bruno.name
    assert not Event.objects.filter(kind="copy.uploaded").exists()


def test_it_is_read_like_any_other_and_the_timeline_says_what_was_found(
    printed: Contract, bruno: Member, now: datetime
) -> None:
    register(printed, bruno, now)
    run_jobs(now)
    rows = {row.kind: row for row in timeline(Proposal.objects.get())}
    assert rows["copy.read"].detail.endswith("falta a página 3")
    assert rows["copy.registered"].who == bruno.name and "nota fiscal" in rows["copy.registered"].detail


def test_accepted_at_once_or_by_another_it_counts_and_the_approval_stays_the_customers(
    printed: Contract, bruno: Member, marcos: Member, now: datetime
) -> None:
    copy = register(printed, bruno, now)
    accept_copy(copy, by=marcos, at=now)
    assert printed.version is not None and requirement_met(printed.version, "check_first")
    assert Proposal.objects.get().state == State.SENT


def test_the_same_form_sent_twice_is_one_copy(printed: Contract, bruno: Member, now: datetime) -> None:
    assert register(printed, bruno, now) == register(printed, bruno, now)
    with pytest.raises(CopyNotWanted):
        register(printed, bruno, now, key="p2")


def test_who_may_not_check_copies_registers_none(
    printed: Contract, iris: Member, eva: Member, carla: PanelUser, now: datetime
) -> None:
    for person in (iris, eva, carla):
        with pytest.raises(NotAllowed):
            register(printed, person, now)  # type: ignore[arg-type]


def test_paper_does_not_come_tomorrow(printed: Contract, bruno: Member, now: datetime) -> None:
    with pytest.raises(Unfit) as told:
        register(printed, bruno, now, days=2)
    assert told.value.field == "arrived_on" and not SignedCopy.objects.exists()


def test_an_old_form_with_other_pages_is_another_copy(printed: Contract, bruno: Member, now: datetime) -> None:
    """Bruno goes back in his browser after the first was refused, and chooses the right pages."""
    first = register(printed, bruno, now)
    refuse_copy(first, reason="Falta a página 3.", by=bruno, at=now)
    received = Received("post", now.date())
    again = register_copy(
        printed, scans(printed, 1, 2, 3), received, key="p1", by=bruno, origin=ORIGIN, at=now + timedelta(minutes=5)
    )
    assert again != first and again.files.count() == 3
