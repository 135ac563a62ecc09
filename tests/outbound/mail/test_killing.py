"""A worker killed by -9 at three points of a mail's way, and what the next worker makes of it."""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from aceite.outbound.mail.models import State
from aceite.outbound.mail.outbox import read_outbox
from tests.schemas import bring

# The processes have a SQLite file of their own, whichever database the run is on: once is enough.
pytestmark = [pytest.mark.hostile, pytest.mark.sqlite]

TELL = """
import django; django.setup()
from datetime import timedelta
from django.utils import timezone
from tests.cast import company, customer, member, panel_user
from tests.outbound.mail.story import happens, sale
from aceite.core.customers.models import CustomerKind
from aceite.core.people.permissions import Role
aurora = company("aurora", "Aurora", "11222333000181")
bruno = member(aurora, "Bruno", Role.SELLER)
shop = customer(aurora, CustomerKind.COMPANY, "Padaria Central Ltda.", "12ABC34501DE35")
panel_user(shop, "Carla Nogueira", "carla@padaria.example", "52998224725", sign=True, approve=True)
at = timezone.now()
offer = sale(bruno, shop, at)
# The workers read the clock: of an offer that is about to end they would remind, and tell of its end.
type(offer).objects.update(expires_at=at + timedelta(days=30))
happens("proposal.sent", offer, bruno, at, version=1)
"""


class Bench:
    """A demo's folder: database and mails in files, workers as processes."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.started: list[subprocess.Popen[bytes]] = []
        self.environment = {
            **os.environ,
            "ACEITE_ENV": "demo",
            "ACEITE_VAR": str(folder),
            "DATABASE_URL": f"sqlite:///{folder}/db.sqlite3",
            "DJANGO_SETTINGS_MODULE": "aceite.project.settings",
        }

    def run(self, *words: str) -> None:
        """Runs Python to its end."""
        subprocess.run([sys.executable, *words], env=self.environment, check=True)

    def start(self, *words: str) -> subprocess.Popen[bytes]:
        """Starts a worker."""
        return self._begin("-m", *words)

    def start_code(self, code: str) -> subprocess.Popen[bytes]:
        """Starts a process that runs this."""
        return self._begin("-c", code)

    def _begin(self, *words: str) -> subprocess.Popen[bytes]:
        self.started.append(subprocess.Popen([sys.executable, *words], env=self.environment))
        return self.started[-1]

    def ask(self, query: str) -> str:
        """The first column of the first row."""
        database = sqlite3.connect(self.folder / "db.sqlite3", timeout=20)
        try:
            return str(database.execute(query).fetchone()[0])
        finally:
            database.close()

    def state(self) -> str:
        """How the one delivery stands."""
        return self.ask("SELECT state FROM mail_delivery")

    def let_another_worker_finish(self) -> None:
        """The next worker has its turn, until nothing is left in the queue."""
        worker = self.start("django", "work")
        mine = "task_path LIKE 'aceite.outbound.%' AND status IN ('READY', 'RUNNING')"
        end = time.monotonic() + 60
        while self.ask(f"SELECT count(*) FROM django_tasks_database_dbtaskresult WHERE {mine}") != "0":
            assert time.monotonic() < end, "the mail stays in the queue"
            time.sleep(0.1)
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(timeout=20) == 0


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database in which a proposal has just been sent to Carla."""
    bench = Bench(tmp_path_factory.mktemp("told"))
    if not bring(bench.folder / "db.sqlite3"):
        bench.run("-m", "django", "migrate", "--skip-checks", "--verbosity", "0")
    bench.run("-c", TELL)
    return bench.folder


@pytest.fixture
def bench(told: Path, tmp_path: Path) -> Iterator[Bench]:
    """A copy of it; the workers it started are ended."""
    made = Bench(Path(shutil.copytree(told, tmp_path / "demo")))
    yield made
    for worker in made.started:
        worker.kill()
        worker.wait()


@pytest.mark.parametrize(
    ("point", "left_as", "ends_as", "copies"),
    [
        ("before", State.WAITING, State.SENT, 1),
        ("inside", State.SENDING, State.MAYBE_TWICE, 2),
        ("after", State.SENT, State.SENT, 1),
    ],
)
def test_a_worker_killed_on_a_mails_way(bench: Bench, point: str, left_as: str, ends_as: str, copies: int) -> None:
    assert bench.start("tests.outbound.mail.dying", point).wait(timeout=60) == -signal.SIGKILL
    assert bench.state() == left_as
    bench.let_another_worker_finish()
    assert bench.state() == ends_as
    mails = read_outbox(bench.folder / "mail")
    assert len(mails) == copies
    assert len({mail.message_id for mail in mails}) == 1
