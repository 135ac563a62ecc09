"""Children are restarted when they die, ended with their parent, and never left behind."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from aceite.project.serving import Child, PortBusy, newest, refuse_busy_port

SLEEP = [sys.executable, "-c", "import time; time.sleep(60)"]
STUBBORN = [sys.executable, "-c", "import signal,time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(60)"]
PARENT = """
import sys
from aceite.project import serving
serving.SECONDS_TO_END = 1.0
children = [serving.Child("child", [sys.executable, "-c", code]) for code in sys.argv[1:]]
def tell():
    print(*(c.process.pid for c in children), flush=True)
serving.Supervisor(children, when_ready=tell).run()
"""


def wait_for(true: Callable[[], bool], seconds: float = 10) -> bool:
    """Whether it became true in time."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if true():
            return True
        time.sleep(0.02)
    return true()


def is_alive(pid: int) -> bool:
    """Whether the process exists and is no zombie."""
    status = Path(f"/proc/{pid}/stat")
    return status.exists() and status.read_text().rsplit(")", 1)[1].split()[0] != "Z"


def supervised() -> tuple[subprocess.Popen[str], list[int]]:
    """A supervising process with one obedient and one stubborn child, and their ids."""
    command = [sys.executable, "-c", PARENT, SLEEP[2], STUBBORN[2]]
    parent = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    with parent.stdout:
        pids = [int(pid) for pid in parent.stdout.readline().split()]
    time.sleep(0.3)
    return parent, pids


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_signal_ends_everything_within_five_seconds(number: signal.Signals) -> None:
    parent, pids = supervised()
    assert all(is_alive(pid) for pid in pids)
    parent.send_signal(number)
    assert parent.wait(5) == 0
    assert not any(is_alive(pid) for pid in pids)


def test_kill_9_of_the_parent_ends_a_child_too() -> None:
    parent, (obedient, stubborn) = supervised()
    parent.kill()
    parent.wait()
    assert wait_for(lambda: not is_alive(obedient))
    os.kill(stubborn, signal.SIGKILL)


def test_a_dead_child_is_started_again_after_a_growing_pause() -> None:
    child = Child("web", [sys.executable, "-c", "raise SystemExit(3)"])
    pauses = []
    for now in (0.0, 10.0, 20.0):
        child.keep_alive(now)
        assert child.process is not None
        child.process.wait()
        child.keep_alive(now + 0.1)
        pauses.append(child.pause)
    assert pauses == [0.5, 1.0, 2.0]
    assert child.process is None


def test_a_child_that_lived_well_starts_again_at_once() -> None:
    child = Child("web", [sys.executable, "-c", "raise SystemExit(3)"], pause=16.0)
    child.keep_alive(0.0)
    assert child.process is not None
    child.process.wait()
    child.keep_alive(60.0)
    assert child.pause == 0.5


def test_a_busy_port_is_told_with_a_way_out() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(PortBusy, match=f"PORT={port + 1}"):
            refuse_busy_port("127.0.0.1", port)
    refuse_busy_port("127.0.0.1", port)


def test_a_changed_file_is_seen(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text("antes")
    before = newest(tmp_path)
    os.utime(page, (before + 5, before + 5))
    assert newest(tmp_path) > before
