"""Set-up turns each misfortune into one sentence, and does nothing twice."""

import os
import subprocess
from pathlib import Path

import _setup
import pytest

from tests.house.reading import ROOT

PIP = "WARNING: Retrying after connection broken by 'NewConnectionError(…Failed to establish a new connection"


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        (PIP, _setup.NO_NETWORK),
        ("error: Failed to fetch: `…/django/` Caused by: dns error", _setup.NO_NETWORK),
        ("error: Failed to extract archive: No space left on device (os error 28)", _setup.DISK_FULL),
        ("/usr/bin/python3: No module named pip", _setup.NO_PIP),
        ("something nobody has seen before", _setup.FAILED),
    ],
)
def test_each_misfortune_has_its_sentence(said: str, sentence: str) -> None:
    assert _setup.reason(said) == sentence.format(place=_setup.VAR, log=_setup.LOG)


def test_an_old_python_gets_a_sentence_and_no_traceback(tmp_path: Path) -> None:
    old = tmp_path / "python3"
    old.write_text('#!/bin/sh\n[ "$1" = -V ] && echo Python 3.9.2 || exit 1\n')
    old.chmod(0o755)
    path = f"{tmp_path}:{os.environ['PATH']}"
    done = subprocess.run([ROOT / "bin" / "demo"], env={**os.environ, "PATH": path}, capture_output=True, text=True)
    assert done.returncode == 1
    assert done.stderr == "Este Python é antigo demais (Python 3.9.2). O Aceite precisa do Python 3.11 ou mais novo.\n"


def test_an_unchanged_environment_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_setup, "VENV", tmp_path)
    monkeypatch.setattr(_setup, "run", lambda *_: pytest.fail("installed again"))
    (tmp_path / ".stamp-base").write_text(_setup.stamp_of(ROOT / "requirements" / "base.txt"))
    _setup.ensure_environment("base")


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
