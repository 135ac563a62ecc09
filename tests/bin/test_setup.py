"""Set-up turns each misfortune into one sentence, and does nothing twice."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import _setup
import _steps
import pytest

from tests.house.reading import ROOT
from tests.processes import is_alive, wait_for

PIP = "WARNING: Retrying after connection broken by 'NewConnectionError(…Failed to establish a new connection"


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        (PIP, _steps.NO_NETWORK),
        ("error: Failed to fetch: `…/django/` Caused by: dns error", _steps.NO_NETWORK),
        ("error: Failed to extract archive: No space left on device (os error 28)", _steps.DISK_FULL),
        ("/usr/bin/python3: No module named pip", _steps.NO_PIP),
        ("something nobody has seen before", _steps.FAILED),
    ],
)
def test_each_misfortune_has_its_sentence(said: str, sentence: str) -> None:
    assert _steps.reason(said) == sentence.format(place=_steps.VAR, log=_steps.LOG)


def test_an_old_python_gets_a_sentence_and_no_traceback(tmp_path: Path) -> None:
    old = tmp_path / "python3"
    old.write_text('#!/bin/sh\n[ "$1" = -V ] && echo Python 3.9.2 || exit 1\n')
    old.chmod(0o755)
    path = f"{tmp_path}:{os.environ['PATH']}"
    done = subprocess.run([ROOT / "bin" / "demo"], env={**os.environ, "PATH": path}, capture_output=True, text=True)
    assert done.returncode == 1
    assert done.stderr == "Este Python é antigo demais (Python 3.9.2). O Aceite precisa do Python 3.11 ou mais novo.\n"


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in place of var/, with an environment that both locks were put into; whatever is run fails the test."""
    monkeypatch.setattr(_setup, "VAR", tmp_path)
    for name in ("BOOT", "VENV", "UNFINISHED"):
        monkeypatch.setattr(_setup, name, tmp_path / name.lower())
    _setup.VENV.mkdir()
    for extent, lock in _setup.LOCKS.items():
        _setup.stamp(extent).write_text(_setup.stamp_of(lock))
    monkeypatch.setattr(_setup, "run", lambda *_: pytest.fail("installed again"))
    return tmp_path


def test_an_unchanged_environment_is_left_alone(place: Path) -> None:
    _setup.ensure_environment("base")
    _setup.ensure_environment("dev")


def test_what_was_cut_off_or_made_from_something_else_is_made_anew(place: Path) -> None:
    assert not _setup.stale()
    _setup.UNFINISHED.touch()
    assert _setup.stale()
    _setup.UNFINISHED.unlink()
    _setup.stamp("dev").write_text("another lock, or another Python")
    assert _setup.stale()


def test_an_installation_cut_off_half_way_is_no_start_for_the_next(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cut_off(*_: object) -> None:
        raise KeyboardInterrupt

    _setup.stamp("base").unlink()
    monkeypatch.setattr(_setup, "ROOM_NEEDED", 0)
    monkeypatch.setattr(_setup, "ensure_uv", lambda: Path("uv"))
    monkeypatch.setattr(_setup, "run", cut_off)
    half = _setup.VENV / "half-written"
    half.touch()
    with pytest.raises(KeyboardInterrupt):
        _setup.ensure_environment("base")
    assert half.exists() and _setup.stale()
    with pytest.raises(KeyboardInterrupt):
        _setup.ensure_environment("base")
    assert not half.exists()


def test_uv_arrives_whole_or_not_at_all(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def install(*command: str | Path) -> None:
        target = Path(command[-2])
        (target / "bin").mkdir(parents=True)
        (target / "bin" / "uv").touch()
        assert not (place / "boot" / "bin" / "uv").exists()

    monkeypatch.setattr(_setup, "run", install)
    assert _setup.ensure_uv().exists()
    assert [entry.name for entry in place.iterdir() if entry.name != "venv"] == ["boot"]


# Whoever runs the tests in the background has signals ignored, and a child would inherit that.
STEP = """
import signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)
signal.signal(signal.SIGHUP, signal.SIG_DFL)
sys.path.insert(0, "bin")
import _steps
_steps.LOG = _steps.Path(sys.argv[1])
_steps.end_on(signal.SIGTERM)
_steps.end_on(signal.SIGHUP)
_steps.run("sh", "-c", "sleep 60 & echo $! > $0.pid; wait", sys.argv[1])
"""


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_signal_ends_the_step_under_way_and_all_it_started(number: signal.Signals, tmp_path: Path) -> None:
    parent = subprocess.Popen([sys.executable, "-c", STEP, tmp_path / "log"], cwd=ROOT, stderr=subprocess.DEVNULL)
    told = tmp_path / "log.pid"
    assert wait_for(lambda: told.exists() and told.read_text().endswith("\n"))
    parent.send_signal(number)
    assert parent.wait(5) != 0
    assert wait_for(lambda: not is_alive(int(told.read_text())))


AT_ITS_START = """
start = _steps.subprocess.Popen
def started(*command, **options):
    step = start(*command, **options)
    _steps.Path(sys.argv[1] + ".pid").write_text(f"{step.pid}\\n")
    _steps.os.kill(_steps.os.getpid(), signal.SIGTERM)
    return step
_steps.subprocess.Popen = started
_steps.run("sleep", "60")
"""


def test_a_signal_that_comes_while_a_step_starts_leaves_none_behind(tmp_path: Path) -> None:
    words = STEP.rsplit("_steps.run", 1)[0] + AT_ITS_START
    ended = subprocess.run([sys.executable, "-c", words, tmp_path / "log"], cwd=ROOT, check=False, timeout=30)
    assert ended.returncode == 128 + signal.SIGTERM
    assert not is_alive(int((tmp_path / "log.pid").read_text()))


def test_what_a_command_compiles_is_kept_and_beside_no_source(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    monkeypatch.delenv("PYTHONPYCACHEPREFIX", raising=False)
    (place / "told.py").touch()
    subprocess.run([sys.executable, "-c", "import told"], cwd=place, env=_setup.surroundings(), check=True)
    assert not (place / "__pycache__").exists()
    assert len(list(_setup.VENV.rglob("told.*.pyc"))) == 1


def test_a_place_chosen_for_bytecode_is_respected(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPYCACHEPREFIX", "/elsewhere")
    assert _setup.surroundings()["PYTHONPYCACHEPREFIX"] == "/elsewhere"


def test_a_changed_lock_is_noticed(tmp_path: Path) -> None:
    lock = tmp_path / "base.txt"
    lock.write_text("django==5.2.18")
    before = _setup.stamp_of(lock)
    lock.write_text("django==5.2.19")
    assert _setup.stamp_of(lock) != before


def test_locks_hold_hashes_and_no_addresses() -> None:
    for name in ("base", "dev"):
        lock = (ROOT / "requirements" / f"{name}.txt").read_text()
        pinned = [line for line in lock.splitlines() if "==" in line and not line.startswith(" ")]
        assert len(pinned) > 20
        assert all(line.endswith("\\") for line in pinned)
        assert "://" not in lock
        assert "--find-links" not in lock
