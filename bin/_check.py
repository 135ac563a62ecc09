"""Everything that must hold before a change is taken; exactly what CI runs.

One line a step; a failing step shows all it said. The last line counts the tests of all runs together. `--fast` leaves
out PostgreSQL and the browser. Nothing may be skipped but what tests/allowed_skips.txt names with a reason.
"""

import argparse
import os
import shutil
import signal
import subprocess
import sys
import time
import xml.etree.ElementTree as ElementTree
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from _postgres import programs, throw_away

ROOT = Path(__file__).resolve().parent.parent
RESULTS = ROOT / "var" / "check"
ALLOWED = ROOT / "tests" / "allowed_skips.txt"
PYTHON = [sys.executable, "-m"]
MANAGE = [*PYTHON, "aceite.project.commands", "manage"]
STEPS = {
    "ruff check": [*PYTHON, "ruff", "check", "--quiet", "."],
    "ruff format": [*PYTHON, "ruff", "format", "--check", "--quiet", "."],
    "mypy": [*PYTHON, "mypy"],
    "djlint": [*PYTHON, "djlint", "aceite", "--lint", "--quiet"],
    "import-linter": [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"],
    "migrations": [*MANAGE, "makemigrations", "--check", "--dry-run"],
    "translations": [*PYTHON, "aceite.project.messages", "--check"],
}
# Which Debian package brings which program; PostgreSQL's stand outside the PATH.
FOR_FAST = {"jq": "jq", "openssl": "openssl", "poppler-utils": "pdftotext", "qpdf": "qpdf"}
FOR_ALL = {**FOR_FAST, "chromium": "chromium", "chromium-headless-shell": "chromium-headless-shell"}
# What holds on the one alone is not tried on the other.
OTHER = {"sqlite": "postgresql", "postgresql": "sqlite"}


@dataclass
class Tally:
    """What all runs of pytest counted, and every skip whose name is not allowed."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0
    unexplained: list[str] = field(default_factory=list)

    def read(self, results: Path, allowed: set[str]) -> None:
        """Adds one JUnit file."""
        for case in ElementTree.parse(results).iter("testcase"):
            name = f"{case.get('classname')}::{case.get('name')}"
            if case.find("failure") is not None or case.find("error") is not None:
                self.failed += 1
            elif case.find("skipped") is not None:
                self.skipped += 1
                if name not in allowed:
                    self.unexplained.append(name)
            else:
                self.passed += 1


def missing_packages(fast: bool) -> list[str]:
    """Debian packages whose programs the tests need and cannot find."""
    lacking = [package for package, program in (FOR_FAST if fast else FOR_ALL).items() if not shutil.which(program)]
    return lacking if fast or programs() else [*lacking, "postgresql"]


def ensure_packages(fast: bool) -> None:
    """Installs what is missing as root; anybody else is told the one command that does."""
    lacking = missing_packages(fast)
    if not lacking:
        return
    install = f"apt-get update && apt-get install -y --no-install-recommends {' '.join(lacking)}"
    if os.geteuid() != 0:
        sys.exit(f"Faltam pacotes do sistema para os testes. Rode: sudo sh -c '{install}'")
    print(f"instalando {' '.join(lacking)}…", flush=True)
    done = subprocess.run(
        ["sh", "-c", install], env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"}, capture_output=True, text=True
    )
    if done.returncode or missing_packages(fast):
        sys.exit(f"{done.stdout}{done.stderr}\nNão consegui instalar os pacotes do sistema. Rode: {install}")


def step(name: str, command: list[str], **environment: str) -> bool:
    """Runs one step, prints its line and, when it failed, all it said; returns whether it passed."""
    began = time.monotonic()
    settings = {"ACEITE_ENV": "test", **environment}
    done = subprocess.run(
        command,
        cwd=ROOT,
        env={**os.environ, **settings},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    )
    mark = "ok    " if done.returncode == 0 else "FALHOU"
    said = f"{mark} {name} ({time.monotonic() - began:.0f} s)\n"
    # In one piece: another step may end at the same moment.
    print(said if done.returncode == 0 else f"{said}{done.stdout}\n", end="", flush=True)
    return done.returncode == 0


def side_by_side(steps: dict[str, list[str]], databases: dict[str, str]) -> list[bool]:
    """Two steps at a time, which need one processor each, with the making of the tables that the tests will copy."""
    two = ThreadPoolExecutor(2)
    try:
        making = [
            two.submit(step, f"tables {name}", [*PYTHON, "tests.schemas"], DATABASE_URL=url)
            for name, url in databases.items()
        ]
        others = [two.submit(step, name, command) for name, command in steps.items()]
        return [each.result() for each in (*making, *others)]
    finally:
        # Whoever breaks off waits for no step that has not begun.
        two.shutdown(cancel_futures=True)


def suite(name: str, chosen: str, tally: Tally, *files: Path, **environment: str) -> bool:
    """One run of pytest over the tests whose marks fit `chosen`, of all files or of these; no test is a failure."""
    results = RESULTS / f"{name}.xml"
    results.unlink(missing_ok=True)
    command = [*PYTHON, "pytest", "-q", "-m", chosen, f"--junitxml={results}", "--tb=short", *map(str, files)]
    passed = step(f"pytest {name}", command, **environment)
    if results.exists():
        tally.read(results, allowed_skips())
    return passed


def marked(mark: str) -> list[Path]:
    """The files of tests that bear this mark: to collect all the others costs each process some seconds."""
    return [path for path in sorted((ROOT / "tests").rglob("test_*.py")) if f"pytest.mark.{mark}" in path.read_text()]


def allowed_skips() -> set[str]:
    """Names that may be skipped; each line of the file is `name: reason`, and a line without a reason is an error."""
    lines = [line.strip() for line in ALLOWED.read_text(encoding="utf-8").splitlines()] if ALLOWED.exists() else []
    named = dict(line.split(": ", 1) for line in lines if line and not line.startswith("#"))
    return set(named)


def main() -> int:
    """Every step in turn, also after one failed; returns the exit status."""
    options = argparse.ArgumentParser(description="Confere tudo o que a integração contínua confere.")
    options.add_argument("--fast", action="store_true", help="só estilo, tipos e SQLite")
    fast = options.parse_args().fast
    # So that the throw-away server is removed then too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    ensure_packages(fast)
    RESULTS.mkdir(parents=True, exist_ok=True)
    began, tally = time.monotonic(), Tally()
    # On two cores three: each waits for a disk, a server or a browser now and then. Some tests last a moment and some a
    # minute, so whoever is done takes from the others.
    parallel = {"PYTEST_ADDOPTS": "-n 3 --dist worksteal"}
    databases = {"sqlite": f"sqlite:///{RESULTS / 'db.sqlite3'}"}
    with ExitStack() as stack:
        if not fast:
            databases["postgresql"] = stack.enter_context(throw_away())
        good = side_by_side(STEPS, databases)
        for name, url in databases.items():
            other = OTHER[name]
            good.append(suite(name, f"not browser and not {other}", tally, **parallel, DATABASE_URL=url))
    if not fast:
        files = marked("browser")
        good.append(suite("browser", "browser", tally, *files, **parallel, DATABASE_URL=databases["sqlite"]))
    for name in tally.unexplained:
        print(f"Pulado sem motivo registrado em {ALLOWED.relative_to(ROOT)}: {name}")
    failed_steps = good.count(False)
    print(f"{failed_steps} etapas com falha; {time.monotonic() - began:.0f} s ao todo.")
    print(f"{tally.passed} passed, {tally.failed} failed, {tally.skipped} skipped")
    return 1 if failed_steps or tally.failed or tally.unexplained else 0


if __name__ == "__main__":
    sys.exit(main())
