"""Jobs for the tests: they leave a line in a file or a row, fail, or dawdle."""

import os
import time
from datetime import timedelta
from pathlib import Path

from aceite.core.jobs.models import Periodic
from aceite.core.jobs.progress import beat
from aceite.core.jobs.queue import AT_NIGHT, GiveUp, job

SECRETS = ("482913", "c7Xq2-kTz_9LmPw4RbVnY0aSdFgHjKl1", "carla@padaria.example")


class MailServerAway(Exception):
    """An error that says too much."""


@job()
def note(*, company_id: int, name: str) -> None:
    """Leaves a row; a second time it changes nothing."""
    Periodic.objects.get_or_create(name=name)


@job(tries=3, label="Ensaio que falha")
def fail(*, company_id: int) -> None:
    """Fails each time, with secrets in its message."""
    code, token, address = SECRETS
    raise MailServerAway(f"550 {address}: code {code}, https://x.example/convite/{token}/ {token}")


@job()
def refuse(*, company_id: int) -> None:
    """Knows that trying again cannot help."""
    raise GiveUp("no such thing")


@job(lease=timedelta(minutes=1))
def report(*, company_id: int) -> None:
    """Says how far it is."""
    beat(3, 10)


@job()
def dawdle(*, folder: str) -> None:
    """Leaves a line with its process when it begins, waits the first time, and another line when it has ended."""
    place = Path(folder)
    begun = place / "begun"
    first = not begun.exists()
    with begun.open("a") as file:
        file.write(f"{os.getpid()}\n")
    if first:
        time.sleep(60)
    with (place / "ended").open("a") as file:
        file.write(f"{os.getpid()}\n")


@job(long=True)
def dwell(*, folder: str) -> None:
    """Stays until it is told to end."""
    place = Path(folder)
    with (place / "dwelling").open("a") as file:
        file.write(f"{os.getpid()}\n")
    while not (place / "enough").exists():
        time.sleep(0.05)


@job(long=True, priority=AT_NIGHT)
def dwell_at_night(*, folder: str) -> None:
    """The same, and nobody waits for it."""
    dwell.call(folder=folder)


@job()
def tick() -> None:
    """A periodic job."""
