"""PyHanko's validation without an event loop: where nothing may be fetched, there is nothing to wait for."""

from collections.abc import Coroutine
from typing import Any, TypeVar

Result = TypeVar("Result")


class Waits(RuntimeError):
    """A coroutine wanted to wait: for a time, another task, or the net."""


def finished(work: Coroutine[Any, Any, Result]) -> Result:
    """The result of a coroutine that never waits. Raises Waits for one that would, which then goes no further."""
    try:
        work.send(None)
    except StopIteration as end:
        result: Result = end.value
        return result
    work.close()
    raise Waits(getattr(work, "__qualname__", ""))
