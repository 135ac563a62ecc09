"""The process that does the queued jobs; `aceite serve` starts it beside the pages."""

import signal
from argparse import ArgumentParser
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand

from aceite.core.companies.scope import scoped
from aceite.core.jobs.worker import SHARES, JobWorker


class Command(BaseCommand):
    """`aceite manage work`."""

    # The one who serves has checked already; a worker must be up again quickly.
    requires_system_checks = ()
    help = "Executa as tarefas da fila até receber SIGTERM; termina antes o que começou."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """How many jobs at once."""
        parser.add_argument("--threads", type=int, default=len(SHARES), help="tarefas ao mesmo tempo")

    def handle(self, *args: Any, threads: int, **options: Any) -> None:
        """Works until a signal."""
        worker = JobWorker(scope=scoped, threads=threads)

        def end(_number: int, _frame: FrameType | None) -> None:
            worker.stop.set()

        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, end)
        worker.run()
