"""A spreadsheet whose worker is killed by -9 on its way: the next one leaves one file, and no names stand elsewhere."""

import csv
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.outbound.mail.test_killing import Bench
from tests.schemas import bring

# The processes have a SQLite file of their own, whichever database the run is on: once is enough.
pytestmark = [pytest.mark.hostile, pytest.mark.sqlite]

SALES = 12
BEGIN = f"""
import django; django.setup()
from django.utils import timezone
from tests.cast import company, customer, member
from tests.walk import draft_for
from aceite.core.bulk.acts import order_bulk
from aceite.core.bulk.looking import Choice
from aceite.core.bulk.models import BulkKind, FileKind
from aceite.core.customers.models import CustomerKind
from aceite.core.people.permissions import Role
aurora, at = company("aurora", "Aurora", "11222333000181"), timezone.now()
bruno = member(aurora, "Bruno", Role.SELLER)
shop = customer(aurora, CustomerKind.COMPANY, "Padaria Central Ltda.", "12ABC34501DE35")
sales = [draft_for(shop, bruno, at).pk for _number in range({SALES})]
order_bulk(Choice(BulkKind.EXPORT, file_kind=FileKind.CSV), sales, key="k", by=bruno, at=at)
"""
GO_ON = """
import django; django.setup()
from aceite.core.bulk.tasks import run_bulk
run_bulk.func(company_id=1, bulk_id=1)
"""
SHEETS = "FROM documents_document WHERE content_type LIKE 'text/csv%'"


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    """A folder in which a spreadsheet was just ordered; what is written for a while only stands in it too."""
    made = Bench(tmp_path)
    made.environment["TMPDIR"] = str(tmp_path / "while")
    (tmp_path / "while").mkdir()
    if not bring(tmp_path / "db.sqlite3"):
        made.run("-m", "django", "migrate", "--skip-checks", "--verbosity", "0")
    made.run("-c", BEGIN)
    yield made
    shutil.rmtree(tmp_path, ignore_errors=True)


@pytest.mark.parametrize("point", ["looking", "writing", "keeping"])
def test_a_worker_killed_on_a_spreadsheets_way(bench: Bench, point: str) -> None:
    assert bench.start("tests.core.bulk.dying", point).wait(timeout=60) == -signal.SIGKILL
    assert bench.ask("SELECT state FROM bulk_bulkact") == "running"
    assert bench.ask(f"SELECT count(*) {SHEETS}") == "0"
    # What it had written so far names customers: nobody finds it.
    assert list((bench.folder / "while").rglob("*")) == []
    bench.run("-c", GO_ON)
    assert bench.ask("SELECT state || done FROM bulk_bulkact") == f"done{SALES}"
    assert bench.ask("SELECT count(*) FROM trail_event WHERE kind = 'bulk.finished'") == "1"
    [kept] = bench.folder.rglob(bench.ask(f"SELECT sha256 {SHEETS}"))
    rows = list(csv.reader(kept.read_text("utf-8-sig").splitlines(), delimiter=";"))
    assert len({row[0] for row in rows[1:]}) == len(rows) - 1 == SALES
