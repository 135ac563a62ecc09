"""Jobs are done once, again after an error, and given up with a letter that tells no secret."""

from datetime import datetime, timedelta

import pytest
from django.core import serializers
from django.db import transaction
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from aceite.core.companies.models import Company
from aceite.core.companies.scope import scoped
from aceite.core.jobs.claiming import claim, ready
from aceite.core.jobs.models import DeadLetter, Lease, Periodic, Worker
from aceite.core.jobs.progress import beat, progress_of
from aceite.core.jobs.queue import LONGEST_PAUSE, pause_after
from aceite.core.jobs.settling import free_abandoned, settle
from aceite.core.jobs.worker import attempt
from tests.core.jobs.samples import SECRETS, fail, note, refuse, report
from tests.jobs import run_jobs

pytestmark = pytest.mark.django_db


def test_a_job_is_done_once(now: datetime) -> None:
    note.enqueue(company_id=1, name="done")
    assert (run_jobs(now), run_jobs(now)) == (1, 0)
    assert Periodic.objects.filter(name="done").exists() and not Lease.objects.exists()


def test_a_job_goes_with_the_act_that_made_it(now: datetime) -> None:
    with transaction.atomic():
        note.enqueue(company_id=1, name="never")
        transaction.set_rollback(True)
    assert run_jobs(now) == 0


def test_the_error_of_a_job_reaches_the_test_that_ran_it(now: datetime) -> None:
    refuse.enqueue(company_id=1)
    with pytest.raises(Exception, match="no such thing"):
        run_jobs(now)


def test_each_try_waits_longer_and_the_last_one_leaves_a_letter(aurora: Company, now: datetime) -> None:
    fail.enqueue(company_id=aurora.pk)
    assert run_jobs(now, failing=True) == 1
    assert run_jobs(now + timedelta(seconds=3), failing=True) == 0
    assert run_jobs(now + timedelta(seconds=7), failing=True) == 1
    assert run_jobs(now + timedelta(seconds=60), failing=True) == 1
    letter = DeadLetter.objects.waiting().get()
    assert (letter.company_id, letter.tries) == (aurora.pk, 3)
    assert letter.error_class.endswith("MailServerAway") and letter.title == "Ensaio que falha"
    assert run_jobs(now + timedelta(days=1), failing=True) == 0


def test_neither_letter_nor_queue_holds_a_secret(
    aurora: Company, now: datetime, caplog: pytest.LogCaptureFixture
) -> None:
    fail.enqueue(company_id=aurora.pk)
    for minutes in (0, 1, 2):
        run_jobs(now + timedelta(minutes=minutes), failing=True)
    kept = serializers.serialize("json", [*DBTaskResult.objects.all(), *DeadLetter.objects.all()])
    assert DeadLetter.objects.exists() and caplog.records
    assert [secret for secret in SECRETS if secret in kept or secret in caplog.text] == []


def test_a_job_that_gives_up_is_not_tried_again(now: datetime) -> None:
    refuse.enqueue(company_id=0)
    run_jobs(now, failing=True)
    assert DeadLetter.objects.get().tries == 1


def test_a_job_this_version_does_not_know_becomes_a_letter(now: datetime) -> None:
    note.enqueue(company_id=1, name="x")
    DBTaskResult.objects.update(task_path="aceite.core.jobs.tasks.gone")
    run_jobs(now, failing=True)
    assert DeadLetter.objects.get().error_class.endswith("UnknownJob")


def test_pauses_grow_to_an_hour() -> None:
    assert pause_after(1) < timedelta(seconds=7) < pause_after(3) < timedelta(minutes=2)
    assert pause_after(50) <= LONGEST_PAUSE * 1.25


def test_a_living_workers_job_stays_with_it_until_the_lease_ends(now: datetime) -> None:
    note.enqueue(company_id=1, name="x")
    Worker.objects.create(id="far", host="another.example", pid=1, beat_at=now)
    assert claim("far", at=now) is not None
    assert free_abandoned(at=now + timedelta(seconds=50), scope=scoped) == 0
    Worker.objects.update(beat_at=now + timedelta(minutes=5))
    assert free_abandoned(at=now + timedelta(minutes=5, seconds=1), scope=scoped) == 1
    assert ready(now).count() == 1


def test_a_silent_workers_job_is_taken_back(now: datetime) -> None:
    note.enqueue(company_id=1, name="x")
    Worker.objects.create(id="far", host="another.example", pid=1, beat_at=now)
    claim("far", at=now)
    assert free_abandoned(at=now + timedelta(seconds=61), scope=scoped) == 1


def test_who_lost_the_lease_no_longer_decides(now: datetime) -> None:
    note.enqueue(company_id=1, name="x")
    slow = claim("slow", at=now)
    free_abandoned(at=now, scope=scoped)
    quick = claim("quick", at=now)
    assert slow is not None and quick is not None and quick.tries == 2
    settle(slow, ValueError("too late"), at=now, scope=scoped)
    assert DBTaskResult.objects.get().status == TaskResultStatus.RUNNING
    settle(quick, attempt(quick), at=now, scope=scoped)
    assert DBTaskResult.objects.get().status == TaskResultStatus.SUCCESSFUL


def test_a_job_that_kills_every_worker_is_given_up(now: datetime) -> None:
    fail.enqueue(company_id=0)
    for _death in range(3):
        assert claim("dead", at=now) is not None
        free_abandoned(at=now, scope=scoped)
    assert claim("next", at=now) is None
    assert DeadLetter.objects.get().error_class.endswith("WorkerDied")


def test_progress_is_told_while_it_runs_and_prolongs_the_lease(now: datetime) -> None:
    task_id = report.enqueue(company_id=1)
    claimed = claim("me", at=now)
    assert claimed is not None and attempt(claimed) is None
    assert progress_of(task_id) == (3, 10)
    assert Lease.objects.get().until > now
    settle(claimed, None, at=now, scope=scoped)
    assert progress_of(task_id) is None
    beat(1, 2)
