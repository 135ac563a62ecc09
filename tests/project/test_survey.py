"""A backup asks once for the end of every chain, however long one of them has become."""

from datetime import datetime

from django.db import connection

from aceite.core.companies.scope import Door, everywhere
from aceite.core.people.models import Member
from aceite.core.trail.recording import record
from aceite.project.backup.survey import HEADS, survey


def test_each_chain_is_told_by_its_end(bruno: Member, now: datetime) -> None:
    for sale in (7, 7, 7, 8, None, None):
        record("proposal.created", sale=sale, by=bruno, at=now)
    with everywhere(Door.JOBS), connection.cursor() as cursor:
        told = [(head.chain, head.seq) for head in survey(cursor).chains if head.company == bruno.company_id]
    assert told == [("company", 2), ("sale/7", 3), ("sale/8", 1)]


def test_nothing_is_asked_for_each_event_anew(bruno: Member, on_postgresql: bool) -> None:
    explain, each = ("EXPLAIN", "SubPlan") if on_postgresql else ("EXPLAIN QUERY PLAN", "CORRELATED")
    with everywhere(Door.JOBS), connection.cursor() as cursor:
        cursor.execute(f"{explain} {HEADS}")
        assert each not in "".join(str(row) for row in cursor.fetchall())
