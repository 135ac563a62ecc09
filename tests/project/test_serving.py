"""Children are restarted when they die, ended with their parent, and never left behind."""

import errno
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from aceite.project.serving import CannotListen, Child, newest, port_number, refuse_unusable
from tests.processes import is_alive, wait_for

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
        with pytest.raises(CannotListen, match=f"PORT={port % 65535 + 1}"):
            refuse_unusable("127.0.0.1", port)
    refuse_unusable("127.0.0.1", port)


def test_a_port_kept_for_root_is_told_with_one_that_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    def kept(_socket: socket.socket, _address: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(socket.socket, "bind", kept)
    with pytest.raises(CannotListen, match="A porta 80 .* PORT=8000"):
        refuse_unusable("127.0.0.1", 80)


@pytest.mark.parametrize("host", ["192.0.2.1", "nome.que.nao.existe.invalid", "::1"])
def test_an_address_of_another_machine_is_told(host: str) -> None:
    with pytest.raises(CannotListen, match="HOST=127.0.0.1"):
        refuse_unusable(host, 8000)


@pytest.mark.parametrize("said", ["", "abc", "80x", "-1", "0", "65536", "99999", "80.5"])
def test_what_is_no_port_is_told(said: str) -> None:
    with pytest.raises(CannotListen, match="de 1 a 65535"):
        port_number(said)
    assert port_number("65535") == 65535


def test_a_changed_file_is_seen(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text("antes")
    before = newest(tmp_path)
    os.utime(page, (before + 5, before + 5))
    assert newest(tmp_path) > before
