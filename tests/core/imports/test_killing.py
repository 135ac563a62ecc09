"""A spreadsheet whose worker is killed by -9 again and again, wherever it happens to be: each row comes in once."""

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
RUN = """
import django; django.setup()
from aceite.core.imports.tasks import run_import
run_import.func(company_id=1, import_id=1)
"""
DONE = "SELECT done FROM imports_import"


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


def let_it_run(bench: Bench, until: int) -> None:
    """A worker that is killed once so many rows are done, without being asked to end."""
    worker, end = bench.start_code(RUN), time.monotonic() + 120
    while int(bench.ask(DONE)) < until:
        assert time.monotonic() < end, "the import stands still"
        time.sleep(0.02)
    worker.kill()
    worker.wait()


def test_each_row_comes_in_once_whenever_the_worker_dies(bench: Bench) -> None:
    for part in (1, 2):
        let_it_run(bench, random.randrange(1, ROWS // 3) + (part - 1) * ROWS // 3)
        done = int(bench.ask(DONE))
        assert int(bench.ask("SELECT count(*) FROM customers_customer")) == done < ROWS
        assert int(bench.ask("SELECT count(*) FROM imports_importedrow WHERE outcome = 'created'")) == done
    let_it_run(bench, ROWS)
    assert bench.ask("SELECT state FROM imports_import") == "done"
    assert int(bench.ask("SELECT count(DISTINCT taxid) FROM customers_customer")) == ROWS
    assert int(bench.ask("SELECT count(*) FROM imports_importedrow")) == ROWS
    assert int(bench.ask("SELECT count(*) FROM trail_event WHERE kind = 'customer.created'")) == ROWS
