"""Runs web and worker as children of one process: restarted when they die, ended with it, none left behind.

Knows no Django: it starts commands, watches them and passes signals on.
"""

import contextlib
import ctypes
import errno
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

# A child that lived this long was well; its next death is a new story.
HEALTHY_SECONDS = 30.0
LONGEST_PAUSE = 30.0
SECONDS_TO_END = 4.0
TICK = 0.1
WATCHED = {".py", ".html", ".txt", ".typ", ".mo"}
PR_SET_PDEATHSIG = 1
MOST_WEB_PROCESSES = 4
LAST_PORT = 65535
libc = ctypes.CDLL(None, use_errno=True)


class CannotListen(Exception):
    """Pages cannot be served at this address and port; the message is for the person."""


def end_with_parent(by: signal.Signals = signal.SIGKILL) -> None:
    """Asks the kernel to send this process `by` when its parent dies, also by kill -9 (Linux only; prctl(2))."""
    if sys.platform == "linux":
        libc.prctl(PR_SET_PDEATHSIG, int(by))


def _end_politely_with_parent() -> None:
    """In a fresh child, before it becomes its command: SIGTERM when the parent dies, so that a job can be finished."""
    end_with_parent(signal.SIGTERM)


@dataclass
class Child:
    """A command kept alive: started again after it died, each time after a longer pause."""

    name: str
    command: Sequence[str]
    environment: dict[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    pause: float = 0.0
    due: float = 0.0

    def start(self, now: float) -> None:
        """Starts the command in a process group of its own, so that it can be ended with all it started."""
        self.process = subprocess.Popen(
            self.command,
            env={**os.environ, **self.environment},
            stdin=subprocess.DEVNULL,
            process_group=0,
            preexec_fn=_end_politely_with_parent,
        )
        self.started = now

    def keep_alive(self, now: float) -> None:
        """Looks once: notes a death and when to start again, and starts when that time has come."""
        if self.process is not None and self.process.poll() is not None:
            self._note_death(self.process.returncode, now)
        if self.process is None and now >= self.due:
            self.start(now)

    def _note_death(self, code: int, now: float) -> None:
        lived_well = now - self.started >= HEALTHY_SECONDS
        self.signal(signal.SIGKILL)
        self.process = None
        self.pause = 0.5 if lived_well or not self.pause else min(self.pause * 2, LONGEST_PAUSE)
        self.due = now + self.pause
        print(f"aceite: {self.name} terminou ({code}); recomeça em {self.pause:g} s.", file=sys.stderr, flush=True)

    def signal(self, number: signal.Signals) -> None:
        """Sends `number` to the command and all it started; those already gone are no error."""
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, number)


@dataclass
class Supervisor:
    """Holds the children until SIGINT, SIGTERM or SIGHUP; then ends them within five seconds."""

    children: Sequence[Child]
    when_ready: Callable[[], None] = lambda: None
    ready: Callable[[], bool] = lambda: True
    watched: Path | None = None
    ending: bool = False

    def run(self) -> None:
        """Blocks until told to end; leaves no process behind."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._end)
        announced, seen = False, newest(self.watched)
        try:
            while not self.ending:
                now = time.monotonic()
                for child in self.children:
                    child.keep_alive(now)
                if not announced and self.ready():
                    announced = True
                    self.when_ready()
                seen = self._restart_on_change(seen)
                time.sleep(TICK)
        finally:
            stop(self.children)

    def _end(self, _number: int, _frame: FrameType | None) -> None:
        self.ending = True

    def _restart_on_change(self, seen: float) -> float:
        if self.watched is None or (current := newest(self.watched)) == seen:
            return seen
        print("aceite: arquivos mudaram; recomeçando.", flush=True)
        stop(self.children)
        return current


def stop(children: Sequence[Child]) -> None:
    """SIGTERM to all, a few seconds for jobs and requests under way, SIGKILL to whatever is left."""
    for child in children:
        child.signal(signal.SIGTERM)
    deadline = time.monotonic() + SECONDS_TO_END
    for child in children:
        if child.process is None:
            continue
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.process.wait(max(0.0, deadline - time.monotonic()))
        child.signal(signal.SIGKILL)
        child.process.wait()
        child.process = None


def newest(folder: Path | None) -> float:
    """The latest change (seconds since the epoch) among the files under `folder` that the running code depends on."""
    if folder is None:
        return 0.0
    return max((f.stat().st_mtime for f in folder.rglob("*") if f.suffix in WATCHED and f.is_file()), default=0.0)


def port_number(said: str) -> int:
    """The port that a person asked for. Raises CannotListen."""
    if said.isascii() and said.isdigit() and 1 <= int(said) <= LAST_PORT:
        return int(said)
    raise CannotListen(f"A porta é um número de 1 a {LAST_PORT}, por exemplo: PORT=8000")


def refuse_unusable(host: str, port: int) -> None:
    """Raises CannotListen, also when something already listens there: granian would share the port silently."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as failure:
            raise CannotListen(_why_not(failure, host, port)) from failure


def _why_not(failure: OSError, host: str, port: int) -> str:
    if failure.errno == errno.EADDRINUSE:
        return f"A porta {port} já está em uso. Escolha outra, por exemplo: PORT={port % LAST_PORT + 1}"
    if failure.errno == errno.EACCES:
        return f"A porta {port} não é permitida a este usuário. Escolha outra, por exemplo: PORT=8000"
    return (
        f"Não consigo atender no endereço {host}. Use, por exemplo, HOST=127.0.0.1 (só este computador) "
        "ou HOST=0.0.0.0 (também a rede)."
    )


def answers(address: str, host: str) -> bool:
    """Whether the address answers 200 within a second to a request for `host`; no proxy stands between."""
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with direct.open(urllib.request.Request(address, headers={"Host": host}), timeout=1) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def web_processes() -> int:
    """How many web processes use this machine well: one a core, since Python runs one thread at a time; at most four,
    each about 100 MB."""
    return min(len(os.sched_getaffinity(0)), MOST_WEB_PROCESSES)


def web(host: str, port: int, workers: int, threads: int) -> Child:
    """granian over the WSGI application; threads are those in which requests may wait for the database."""
    options = ["--interface", "wsgi", "--host", host, "--port", str(port), "--no-ws", "--log-level", "error"]
    sizes = ["--workers", str(workers), "--blocking-threads", str(threads), "--workers-kill-timeout", "3"]
    return Child("web", [sys.executable, "-m", "granian", *options, *sizes, "aceite.project.web:application"])


def worker() -> Child:
    """The process that does the queued jobs."""
    return Child("worker", [sys.executable, "-m", "aceite.project.commands", "manage", "work"])
