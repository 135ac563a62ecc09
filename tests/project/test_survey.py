"""A backup asks once for the end of every chain, however long one of them has become."""

from datetime import datetime

from django.db import connection
from django.test.utils import CaptureQueriesContext

from aceite.core.companies.scope import Door, everywhere
from aceite.core.people.models import Member
from aceite.core.trail.models import Event
from aceite.core.trail.recording import record
from aceite.core.trail.verifying import verify_chains
from aceite.project.backup.aftermath import follow_up
from aceite.project.backup.description import Description, Stored
from aceite.project.backup.survey import HEADS, survey
from aceite_verify.restored import RESTORED


def test_each_chain_is_told_by_its_end(bruno: Member, now: datetime) -> None:
    for sale in (7, 7, 7, 8, None, None):
        record("proposal.created", sale=sale, by=bruno, at=now)
    with everywhere(Door.JOBS), connection.cursor() as cursor:
        told = [(head.chain, head.seq) for head in survey(cursor).chains if head.company == bruno.company_id]
    assert told == [("company", 2), ("sale/7", 3), ("sale/8", 1)]


def test_a_restored_chain_goes_on_behind_its_end_and_none_is_locked(bruno: Member, now: datetime) -> None:
    for sale in (7, 7, 8, None):
        record("proposal.created", sale=sale, by=bruno, at=now)
    with everywhere(Door.JOBS), connection.cursor() as cursor:
        said = Description(f"{now}", "1", connection.vendor, Stored("", 0, ""), [], [], survey(cursor).chains, [])
    # As a newer version's migration may: it has come between the copy and what is told of it.
    record("proposal.created", sale=8, by=bruno, at=now)
    with CaptureQueriesContext(connection) as asked:
        follow_up(said, at=now, tell=lambda _line: None)
    assert not [one["sql"] for one in asked if "pg_advisory_xact_lock" in one["sql"]]
    told = Event.objects.filter(company_id=bruno.company_id, kind=RESTORED).order_by("chain")
    assert [(one.chain, one.seq, one.data["until_seq"]) for one in told] == [
        ("company", 2, 1), ("sale/7", 3, 2), ("sale/8", 3, 1)
    ]  # fmt: skip
    assert list(verify_chains()) == []


def test_nothing_is_asked_for_each_event_anew(bruno: Member, on_postgresql: bool) -> None:
    explain, each = ("EXPLAIN", "SubPlan") if on_postgresql else ("EXPLAIN QUERY PLAN", "CORRELATED")
    with everywhere(Door.JOBS), connection.cursor() as cursor:
        cursor.execute(f"{explain} {HEADS}")
        assert each not in "".join(str(row) for row in cursor.fetchall())
