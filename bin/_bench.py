"""Gives a benchmark a folder, a database and a port of its own, as durable as production's; nothing of it is left.

bin/bench acts [--quick] [--postgresql] [--workers N]   how quick page and acts are (bench/acts.py)
bin/bench kill [--rounds N] [--seed N] [--postgresql]   what kill -9 loses or doubles (bench/kill.py)
bin/bench large [--sales N] [--rows N] [--postgresql]   what large exports and imports take (bench/large.py)
bin/bench lists [--postgresql] [--sizes N,N,N]          how quick lists and figures stay (bench/lists.py)
bin/bench panel [--pictures FOLDER]                     how light the panel is on a slow phone (bench/panel.py)
bin/bench sealing [--rounds N]                          what sealing and checking cost (bench/sealing.py)
bin/bench tamper [--flips N] [--seed N] [--seconds N]   changed finals that are called valid (bench/tamper.py)
bin/bench uploads [--rounds N] [--seed N]               what kill -9 does to files in chunks (bench/uploads.py)
"""

import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from types import FrameType
from typing import NoReturn

from _postgres import throw_away

ROOT = Path(__file__).resolve().parent.parent


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment(place: Path, database: str | None) -> dict[str, str]:
    """Settings of the demo, which are production's but for the mail, over data of this run's own."""
    port = free_port()
    chosen = {
        "ACEITE_ENV": "demo",
        "ACEITE_VAR": str(place),
        "BENCH_PORT": str(port),
        "BASE_URL": f"http://localhost:{port}",
        "SECRET_KEY": secrets.token_urlsafe(60),
        "DJANGO_SETTINGS_MODULE": "bench.settings",
        "LOG_LEVEL": "CRITICAL",
    }
    if database:
        chosen["DATABASE_OWNER_URL"] = database
        chosen["DATABASE_URL"] = database.replace("aceite_owner", "aceite_runtime", 1)
    foreign = {"DATABASE_URL", "DATABASE_OWNER_URL", "CACHE_URL", "PEPPER", "STORAGE_BACKEND", "STORAGE_OPTIONS"}
    kept = {name: value for name, value in os.environ.items() if name not in foreign}
    return {**kept, **chosen}


def end(_number: int, _frame: FrameType | None) -> NoReturn:
    """SIGTERM ends a run like Ctrl-C does: with everything taken away."""
    raise KeyboardInterrupt


def main(words: list[str]) -> int:
    """Runs `python -m bench` with these words; its exit status."""
    if words[:1] not in (["acts"], ["kill"], ["large"], ["lists"], ["panel"], ["sealing"], ["tamper"], ["uploads"]):
        print(__doc__, file=sys.stderr)
        return 2
    signal.signal(signal.SIGTERM, end)
    with ExitStack() as left_behind:
        # Beside the data of everyday use: a file system that lives in memory would make every commit free.
        folder = ROOT / "var" / "bench"
        folder.mkdir(parents=True, exist_ok=True)
        place = Path(tempfile.mkdtemp(dir=folder))
        left_behind.callback(shutil.rmtree, place, ignore_errors=True)
        database = left_behind.enter_context(throw_away(durable=True)) if "--postgresql" in words else None
        command = [sys.executable, "-m", "bench", *(word for word in words if word != "--postgresql")]
        with subprocess.Popen(command, cwd=ROOT, env=environment(place, database)) as run:
            try:
                return run.wait()
            except KeyboardInterrupt:
                run.send_signal(signal.SIGINT)
                run.wait()
                return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
