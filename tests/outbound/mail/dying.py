"""A worker that kills itself at one point of a mail's way: `python -m tests.outbound.mail.dying POINT`."""

import os
import signal
import sys
from typing import Any

import django

django.setup()

from django.core.mail.backends.filebased import EmailBackend  # noqa: E402

from aceite.core.companies.scope import scoped  # noqa: E402
from aceite.core.jobs import worker  # noqa: E402
from aceite.outbound.mail import sending  # noqa: E402


def die(*_words: Any, **_named: Any) -> None:
    """As by kill -9."""
    os.kill(os.getpid(), signal.SIGKILL)


def die_after(function: Any) -> Any:
    """The same function, with death behind it."""

    def call(*words: Any, **named: Any) -> Any:
        function(*words, **named)
        die()

    return call


# Before "enviando" is noted; between that note and the server's answer being noted; after the mail was noted as sent.
POINTS: dict[str, tuple[Any, str, Any]] = {
    "before": (sending, "_mark_sending", die),
    "inside": (EmailBackend, "send_messages", die_after(EmailBackend.send_messages)),
    "after": (sending, "send", die_after(sending.send)),
}


if __name__ == "__main__":
    place, name, deed = POINTS[sys.argv[1]]
    setattr(place, name, deed)
    worker.JobWorker(scope=scoped, threads=1).run()
