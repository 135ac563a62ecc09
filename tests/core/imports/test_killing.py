"""A spreadsheet whose worker is killed by -9 again and again, wherever it happens to be: each row comes in once.

And each goes once: stopped by hand while the worker is at it, the import is taken back by workers that are killed too.
"""

import random
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.outbound.mail.test_killing import Bench
from tests.schemas import bring

# The processes have a SQLite file of their own, whichever database the run is on: once is enough.
pytestmark = [pytest.mark.hostile, pytest.mark.sqlite]

ROWS = 300
BEGIN = f"""
import django; django.setup()
from django.utils import timezone
from tests.cast import company, member
from tests.core.imports.sheets import numbered
from aceite.core.imports.acts import Choice, FileData, start_import, take_file
from aceite.core.people.permissions import Role
aurora, at = company("aurora", "Aurora", "11222333000181"), timezone.now()
bruno = member(aurora, "Bruno", Role.SELLER)
taken = take_file("customers", FileData("clientes.csv", numbered({ROWS})), by=bruno, at=at)
start_import(taken, Choice(taken.columns), by=bruno, at=at)
"""
# What the worker calls; a queue would first wait until it is sure that the one before is dead.
RUN, TAKE_BACK = (
    f"""
import django; django.setup()
from aceite.core.imports.tasks import {job}
{job}.func(company_id=1, import_id=1)
"""
    for job in ("run_import", "take_back_import")
)
# By hand, in another process; it stops as soon as something has come in.
STOP, UNDO = (
    f"""
import time
import django; django.setup()
from django.utils import timezone
from aceite.core.imports.acts import {verb}
from aceite.core.imports.models import Import
while not Import.objects.filter(done__gt=0).exists():
    time.sleep(0.01)
importing = Import.objects.select_related("member").get()
{verb}(importing, by=importing.member, at=timezone.now())
"""
    for verb in ("stop_import", "undo_import")
)
DONE = "SELECT done FROM imports_import"
GONE = "SELECT count(*) FROM imports_importedrow WHERE undone IS NOT NULL"
STATE = "SELECT state FROM imports_import"
CUSTOMERS = "SELECT count(*) FROM customers_customer"


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    """A folder in which an import has just been begun."""
    made = Bench(tmp_path)
    if not bring(tmp_path / "db.sqlite3"):
        made.run("-m", "django", "migrate", "--skip-checks", "--verbosity", "0")
    made.run("-c", BEGIN)
    yield made
    for worker in made.started:
        worker.kill()
        worker.wait()
    shutil.rmtree(tmp_path, ignore_errors=True)


def let_it_run(bench: Bench, until: int, job: str = RUN, told: str = DONE) -> None:
    """A worker that is killed once so many rows are done, without being asked to end."""
    worker = bench.start_code(job)
    wait_for(bench, until, told)
    worker.kill()
    worker.wait()


def wait_for(bench: Bench, until: int, told: str = DONE) -> None:
    """Looks on until so many rows are done."""
    end = time.monotonic() + 120
    while int(bench.ask(told)) < until:
        assert time.monotonic() < end, "the import stands still"
        time.sleep(0.02)


def test_each_row_comes_in_once_whenever_the_worker_dies(bench: Bench) -> None:
    for part in (1, 2):
        let_it_run(bench, random.randrange(1, ROWS // 3) + (part - 1) * ROWS // 3)
        done = int(bench.ask(DONE))
        assert int(bench.ask(CUSTOMERS)) == done < ROWS
        assert int(bench.ask("SELECT count(*) FROM imports_importedrow WHERE outcome = 'created'")) == done
    let_it_run(bench, ROWS)
    assert bench.ask(STATE) == "done"
    assert int(bench.ask("SELECT count(DISTINCT taxid) FROM customers_customer")) == ROWS
    assert int(bench.ask("SELECT count(*) FROM imports_importedrow")) == ROWS
    assert int(bench.ask("SELECT count(*) FROM trail_event WHERE kind = 'customer.created'")) == ROWS


def test_stopped_by_hand_it_is_taken_back_whenever_the_worker_dies(bench: Bench) -> None:
    hand, worker = bench.start_code(STOP), bench.start_code(RUN)
    assert (hand.wait(timeout=60), worker.wait(timeout=60)) == (0, 0)
    done = int(bench.ask(DONE))
    assert (bench.ask(STATE), int(bench.ask(CUSTOMERS))) == ("stopped", done) and done < ROWS
    bench.run("-c", UNDO)
    for part in (1, 2):
        let_it_run(bench, part * done // 3, TAKE_BACK, GONE)
        assert int(bench.ask(CUSTOMERS)) == done - int(bench.ask(GONE))
    let_it_run(bench, done, TAKE_BACK, GONE)
    bench.run("-c", TAKE_BACK)
    assert (bench.ask(STATE), bench.ask(CUSTOMERS)) == ("undone", "0")
    assert int(bench.ask("SELECT count(*) FROM trail_event WHERE kind = 'customer.removed'")) == done
