"""The product's own two processes, started, killed without warning, and started again."""

import contextlib
import os
import signal
import time
from pathlib import Path

from aceite.project.serving import Child, answers, stop, web, web_processes, worker

PORT = int(os.environ["BENCH_PORT"])
HOST = f"localhost:{PORT}"
SECONDS_TO_START = 60.0


class DidNotStart(Exception):
    """The web process did not answer in time."""


class Processes:
    """Web and, when wanted, the worker. Nobody watches over them: what dies stays dead until it is revived."""

    def __init__(self, *, workers: int = web_processes(), threads: int = 8) -> None:
        self.web = web("127.0.0.1", PORT, workers, threads)
        self.worker = worker()

    def revive(self, *, with_worker: bool) -> None:
        """Starts whatever does not run, and waits until pages are served."""
        for child in (self.web, *([self.worker] if with_worker else [])):
            if child.process is None or child.process.poll() is not None:
                # What a killed parent left behind goes first.
                child.signal(signal.SIGKILL)
                child.start(time.monotonic())
        deadline = time.monotonic() + SECONDS_TO_START
        while not answers(f"http://127.0.0.1:{PORT}/healthz", HOST):
            if time.monotonic() > deadline:
                raise DidNotStart(f"/healthz did not answer on {HOST}")
            time.sleep(0.05)

    def stop(self) -> None:
        """Ends both politely."""
        stop([self.web, self.worker])


def kill(child: Child) -> None:
    """kill -9 of the whole process, with all it started, and waits until it is gone."""
    if child.process is None:
        return
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child.process.pid, signal.SIGKILL)
    child.process.wait()


def kill_inner(child: Child) -> None:
    """kill -9 of what does the work inside granian; granian itself may end by its own will."""
    if child.process is None:
        return
    listed = Path(f"/proc/{child.process.pid}/task/{child.process.pid}/children")
    for pid in listed.read_text().split():
        with contextlib.suppress(ProcessLookupError):
            os.kill(int(pid), signal.SIGKILL)
    # Whether it ends or starts another, it is not to be caught half-way.
    time.sleep(0.2)
    kill(child)
