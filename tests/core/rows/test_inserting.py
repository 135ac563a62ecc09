"""A row put in by one statement reads back as it was built."""

from datetime import datetime

import pytest
from django.db import DataError, connection
from django.test.utils import CaptureQueriesContext
from django_tasks_db.models import DBTaskResult, get_date_max

from aceite.core.people.models import CodePurpose, OneTimeCode
from aceite.core.rows.inserting import gathering, insert, insert_all, insert_soon

pytestmark = pytest.mark.django_db


def code(now: datetime, subject: str) -> OneTimeCode:
    return OneTimeCode(purpose=CodePurpose.SIGNATURE, subject=subject, nonce="n", asked_at=now, expires_at=now)


def test_it_gets_its_key_and_its_defaults(now: datetime) -> None:
    row = code(now, "panel_user/1")
    insert(row)
    found = OneTimeCode.objects.get(pk=row.pk)
    assert vars(found) | {"_state": 0} == vars(row) | {"_state": 0}
    assert (found.tries_left, found.company_id, row._state.adding) == (5, None, False)


def test_several_go_in_together_in_their_order(now: datetime) -> None:
    rows = [code(now, f"panel_user/{number}") for number in range(3)]
    with CaptureQueriesContext(connection) as asked:
        insert_all(rows)
    assert len(asked) == 1
    assert [OneTimeCode.objects.get(pk=row.pk).subject for row in rows] == [row.subject for row in rows]


def test_a_great_lot_keeps_its_order_its_keys_and_what_is_not_there(now: datetime) -> None:
    rows = [code(now, f"panel_user/{number}") for number in range(50)]
    rows[7].used_at = now
    with CaptureQueriesContext(connection) as asked:
        insert_all(rows)
    assert len(asked) == 1
    found = OneTimeCode.objects.in_bulk([row.pk for row in rows])
    assert [vars(found[row.pk]) | {"_state": 0} for row in rows] == [vars(row) | {"_state": 0} for row in rows]


def test_a_great_lot_of_json_reads_back_as_it_was() -> None:
    rows = [job_row() for _ in range(25)]
    for number, row in enumerate(rows):
        row.args_kwargs = {"args": [number, None, 'a"{},\\'], "kwargs": {}}
    insert_all(rows)
    assert [DBTaskResult.objects.get(pk=row.pk).args_kwargs for row in rows] == [row.args_kwargs for row in rows]


def test_a_great_lot_cuts_no_text_that_is_too_long(now: datetime) -> None:
    size = OneTimeCode._meta.get_field("subject").max_length
    assert size is not None
    rows = [code(now, "s" * (size + 1)) for _ in range(25)]
    if connection.vendor == "postgresql":
        with pytest.raises(DataError):
            insert_all(rows)
    else:
        insert_all(rows)
        assert len(OneTimeCode.objects.get(pk=rows[0].pk).subject) == size + 1


def test_no_row_asks_nothing() -> None:
    with CaptureQueriesContext(connection) as asked:
        insert_all([])
    assert len(asked) == 0


def test_a_row_may_bring_its_own_key_and_json() -> None:
    arguments = {"args": [], "kwargs": {"company_id": 1}}
    row: DBTaskResult[..., None] = DBTaskResult(
        args_kwargs=arguments, task_path="a.b", run_after=get_date_max(), backend_name="default"
    )
    insert(row)
    found = DBTaskResult.objects.get(pk=row.pk)
    assert found.args_kwargs == arguments and found.enqueued_at is not None


def job_row() -> "DBTaskResult[..., None]":
    return DBTaskResult(args_kwargs={}, task_path="a.b", run_after=get_date_max(), backend_name="default")


def test_what_is_gathered_goes_in_at_the_end_by_one_statement() -> None:
    rows = [job_row() for _ in range(3)]
    with CaptureQueriesContext(connection) as asked, gathering():
        for row in rows:
            insert_soon(row)
        assert len(asked) == 0
    assert len(asked) == 1
    assert set(DBTaskResult.objects.values_list("pk", flat=True)) == {row.pk for row in rows}


def test_gathered_within_another_goes_in_on_its_own() -> None:
    outer, inner = job_row(), job_row()
    with gathering():
        insert_soon(outer)
        with gathering():
            insert_soon(inner)
        assert list(DBTaskResult.objects.values_list("pk", flat=True)) == [inner.pk]
    assert DBTaskResult.objects.count() == 2


def test_what_breaks_off_puts_nothing_in_and_the_next_is_free() -> None:
    def break_off() -> None:
        with gathering():
            insert_soon(job_row())
            raise LookupError

    with pytest.raises(LookupError):
        break_off()
    insert_soon(job_row())
    assert DBTaskResult.objects.count() == 1
