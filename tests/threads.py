"""Real threads that start at the same instant, each with a connection of its own."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from django.db import connection

from aceite.core.companies.scope import scoped

T = TypeVar("T")


def together(*calls: Callable[[], T], connected: bool = True) -> list[T | Exception]:
    """Runs the calls at once and returns what each gave or raised, in their order.

    `connected=False` where there are fewer connections than threads.
    """
    start = threading.Barrier(len(calls))

    def run(call: Callable[[], T]) -> T | Exception:
        try:
            # Connecting takes longer than most acts: done first, so that the acts themselves meet.
            if connected:
                connection.ensure_connection()
            start.wait(timeout=30)
            return call()
        except Exception as raised:
            return raised
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def at_once(company_id: int, *acts: Callable[[], Any]) -> list[Any]:
    """The same inside the company's scope, as behind a door."""

    def inside(act: Callable[[], Any]) -> Callable[[], Any]:
        def run() -> Any:
            with scoped(company_id):
                return act()

        return run

    return together(*[inside(act) for act in acts])
