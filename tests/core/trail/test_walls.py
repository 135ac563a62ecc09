"""The trail is append-only by the database itself, and a change made behind its back is found."""

from datetime import datetime

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from aceite.core.companies.models import Company
from aceite.core.people.models import Member
from aceite.core.rows.inserting import insert_all
from aceite.core.trail.models import AnchoredHead, Event
from aceite.core.trail.recording import record
from aceite.core.trail.verifying import verify_chains, verify_openings
from aceite.core.trail.walls import APPEND_ONLY, missing_walls, raise_walls
from tests.reading import rows_read
from tests.walls import without_walls


@pytest.fixture
def events(bruno: Member, now: datetime) -> list[Event]:
    return [record("proposal.created", sale=7, by=bruno, at=now, personal={"who": "Bruno"}) for _ in range(3)]


COLUMNS = "company_id, chain, seq, kind, at, actor_kind, actor_id, data, commitments, previous, hash"


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE trail_event SET kind = 'order.made'",
        "DELETE FROM trail_event",
        f"INSERT INTO trail_event ({COLUMNS}) SELECT company_id, chain, seq + 5, kind, at, actor_kind, actor_id, data,"
        " commitments, hash, hash FROM trail_event WHERE seq = 3",
        f"INSERT INTO trail_event ({COLUMNS}) SELECT company_id, chain, seq + 1, kind, at, actor_kind, actor_id, data,"
        " commitments, previous, hash FROM trail_event WHERE seq = 3",
    ],
)
def test_plain_sql_cannot_change_the_trail(events: list[Event], sql: str) -> None:
    with (
        pytest.raises(DatabaseError, match="append-only|does not follow"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql)
    assert list(verify_chains()) == []


@pytest.mark.postgresql
def test_many_new_rows_are_looked_for_by_an_index_though_the_table_was_small(aurora: Company) -> None:
    def add(count: int, anchor: int) -> None:
        insert_all([
            AnchoredHead(company_id=aurora.pk, chain=f"sale/{n}", anchor_seq=anchor, seq=1, head="0" * 64)
            for n in range(count)
        ])  # fmt: skip

    with connection.cursor() as cursor:
        add(30, 1)
        # Of so few rows the planner would read all, and a session keeps the plan it made.
        cursor.execute("ANALYZE trail_anchoredhead")
        add(30, 2)
        add(500, 3)
        cursor.execute("SELECT seq_tup_read FROM pg_stat_xact_user_tables WHERE relname = 'trail_anchoredhead'")
        assert cursor.fetchone()[0] < 1000


@pytest.mark.postgresql
def test_the_end_of_a_long_chain_is_found_without_reading_the_chain(bruno: Member, now: datetime) -> None:
    # No statistics tell of a chain that grows by thousands at once, as an import's does.
    for _ in range(200):
        record("proposal.created", by=bruno, at=now)
    assert rows_read(Event) < 2000


def test_replace_and_truncate_are_refused(events: list[Event], on_postgresql: bool) -> None:
    sql = (
        "SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE trail_event CASCADE"
        if on_postgresql
        else f"INSERT OR REPLACE INTO trail_event (id, {COLUMNS}) SELECT id, {COLUMNS} FROM trail_event WHERE seq = 2"
    )
    with (
        pytest.raises(DatabaseError, match="append-only|does not follow"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql)


@pytest.mark.parametrize(
    ("sql", "seq"),
    [
        ("UPDATE trail_event SET kind = 'order.made' WHERE seq = 2", 2),
        ("UPDATE trail_event SET actor_id = 99 WHERE seq = 3", 3),
    ],
)
@pytest.mark.django_db
def test_change_behind_the_walls_is_found(events: list[Event], sql: str, seq: int) -> None:
    with without_walls(), connection.cursor() as cursor:
        cursor.execute(sql)
    assert [found.seq for found in verify_chains()] == [seq]


def test_removed_event_is_found(events: list[Event]) -> None:
    with without_walls():
        events[1].openings.all().delete()
        Event.objects.filter(pk=events[1].pk).delete()
    assert {found.seq for found in verify_chains()} == {3}


def test_changed_personal_value_is_found(events: list[Event]) -> None:
    events[0].openings.update(value="Eva")
    assert [found.seq for found in verify_openings()] == [1]


def test_erased_personal_value_leaves_the_chain_valid(events: list[Event]) -> None:
    events[0].openings.all().delete()
    assert list(verify_chains()) == list(verify_openings()) == []


@pytest.mark.parametrize("table", APPEND_ONLY)
@pytest.mark.parametrize("kind", ["no_update", "no_delete", "in_order"])
def test_missing_trigger_is_noticed(table: str, kind: str, events: list[Event], on_postgresql: bool) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {table}_{kind}" + (f" ON {table}" if on_postgresql else ""))
    assert missing_walls() == [f"{table}_{kind}"]
    with pytest.raises(CommandError, match=f"{table}_{kind}"):
        call_command("check_walls")
    raise_walls()
    assert missing_walls() == []


def test_no_personal_value_stands_in_the_chain(events: list[Event]) -> None:
    assert "Bruno" not in str([event.content() for event in events])
    assert len({event.commitments["who"] for event in events}) == 3
