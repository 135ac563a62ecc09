"""A row put in by one statement reads back as it was built."""

from datetime import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django_tasks_db.models import DBTaskResult, get_date_max

from aceite.core.people.models import CodePurpose, OneTimeCode
from aceite.core.rows.inserting import insert, insert_all

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
