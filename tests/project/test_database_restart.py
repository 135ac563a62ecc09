"""PostgreSQL falls over and comes back while pages are served and a job is under way: nothing lost, nothing doubled."""

import os
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from _bench import free_port
from _postgres import restart, throw_away

from tests.processes import wait_for

# The server and the processes are this test's own; once, beside the run on PostgreSQL, is enough.
pytestmark = [pytest.mark.hostile, pytest.mark.postgresql]

PUT = "import django; django.setup(); from tests.core.jobs.samples import dawdle; dawdle.enqueue(folder={folder!r})"
MANAGE = ("-m", "aceite.project.commands", "manage")


@dataclass
class House:
    """An installation on a PostgreSQL of its own, with the pool and the prepared queries of production."""

    folder: Path
    url: str
    port: int

    def start(self, *words: str) -> "subprocess.Popen[bytes]":
        """Starts Python with these words."""
        settings = {
            "ACEITE_ENV": "development",
            "ACEITE_VAR": str(self.folder),
            "DATABASE_OWNER_URL": self.url,
            "DATABASE_URL": self.url.replace("aceite_owner", "aceite_runtime", 1),
            "DJANGO_SETTINGS_MODULE": "aceite.project.settings",
            "ACEITE_AS_OWNER": "1" if words[-1] in {"migrate", "createcachetable"} else "0",
        }
        return subprocess.Popen([sys.executable, *words], env={**os.environ, **settings}, stdout=subprocess.DEVNULL)

    def run(self, *words: str) -> None:
        """Runs Python to its end."""
        assert self.start(*words).wait() == 0

    def answer(self, path: str = "/verificar/2222-2222-2222-2222/") -> int:
        """The status of a page that asks the database; 0 when nobody listens yet."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=20) as page:
                return int(page.status)
        except urllib.error.HTTPError as refused:
            return refused.code
        except OSError:
            return 0

    def lines(self, name: str) -> list[str]:
        """What the job wrote."""
        place = self.folder / name
        return place.read_text().split() if place.exists() else []


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    """Web and worker as processes, until the test ends."""
    with throw_away() as url:
        made = House(tmp_path, url, free_port())
        made.run(*MANAGE, "createcachetable")
        made.run(*MANAGE, "migrate")
        granian = ("-m", "granian", "--interface", "wsgi", "--port", str(made.port), "--blocking-threads", "4")
        running = [made.start(*MANAGE, "work"), made.start(*granian, "aceite.project.wsgi:application")]
        yield made
        for process in running:
            process.terminate()
        for process in running:
            process.wait(timeout=20)


def test_pages_and_jobs_outlive_a_restart_of_postgresql(house: House) -> None:
    assert wait_for(lambda: house.answer() == 404, 60)
    # Begun before: the job is not one that waits a minute.
    (house.folder / "begun").touch()
    restart(house.url)
    assert wait_for(lambda: house.answer() == 404, 20)
    assert {house.answer() for _again in range(20)} == {404}
    house.run("-c", PUT.format(folder=str(house.folder)))
    assert wait_for(lambda: len(house.lines("ended")) == 1, 30)
    restart(house.url)
    house.run("-c", PUT.format(folder=str(house.folder)))
    assert wait_for(lambda: len(house.lines("ended")) == 2, 30)
    assert len(house.lines("begun")) == 2
