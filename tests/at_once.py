"""Several hands at the same instant, with real threads and real commits."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from django.db import connection

from aceite.core.companies.scope import scoped


def at_once(company_id: int, *acts: Callable[[], Any]) -> list[Any]:
    """Each act in a thread of its own, as behind a door, all let go together; their results, or the exceptions."""
    start = Barrier(len(acts))

    def run(act: Callable[[], Any]) -> Any:
        try:
            start.wait()
            with scoped(company_id):
                return act()
        except Exception as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as threads:
        return list(threads.map(run, acts))
