"""A worker that kills itself at one point of a spreadsheet's way: `python -m tests.core.bulk.dying POINT`."""

import os
import signal
import sys
from collections.abc import Callable, Iterator
from typing import Any

import django

django.setup()

from aceite.core.bulk import running, spreadsheet  # noqa: E402
from aceite.core.bulk.tasks import run_bulk  # noqa: E402
from aceite.core.documents.storing import store  # noqa: E402


def die(*_words: Any, **_named: Any) -> Any:
    """As by kill -9."""
    os.kill(os.getpid(), signal.SIGKILL)


def die_after(call: Callable[..., Any]) -> Callable[..., Any]:
    """The same function, with death behind it."""
    return lambda *words, **named: (call(*words, **named), die())


def die_within(pieces: Callable[..., Iterator[bytes]]) -> Callable[..., Iterator[bytes]]:
    """The first piece is written, and no other."""

    def some(*words: Any) -> Iterator[bytes]:
        yield next(pieces(*words))
        die()

    return some


# While the sales are looked at; while they are written; once the file is kept, before anybody was told of it.
POINTS: dict[str, tuple[Any, str, Any]] = {
    "looking": (running, "_look_at", die_after(running._look_at)),
    "writing": (spreadsheet, "_pieces", die_within(spreadsheet._pieces)),
    "keeping": (spreadsheet, "store", die_after(store)),
}


if __name__ == "__main__":
    place, name, deed = POINTS[sys.argv[1]]
    setattr(place, name, deed)
    run_bulk.func(company_id=1, bulk_id=1)
