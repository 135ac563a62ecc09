"""Whoever cares about what happened says so here; they are told inside the transaction, and only put jobs into it."""

from collections import defaultdict
from collections.abc import Callable
from typing import TYPE_CHECKING

from aceite.core.rows.inserting import gathering

if TYPE_CHECKING:
    from aceite.core.trail.models import Event

Subscriber = Callable[["Event"], None]
_subscribers: dict[str, list[Subscriber]] = defaultdict(list)


def on(*kinds: str) -> Callable[[Subscriber], Subscriber]:
    """Decorates a function of a `tasks.py`: it is called for each event of these kinds, in the act's own transaction.

    So it must be quick: it enqueues (the job's row commits or rolls back with the act) or changes few rows of its own.
    """

    def register(subscriber: Subscriber) -> Subscriber:
        for kind in kinds:
            _subscribers[kind].append(subscriber)
        return subscriber

    return register


def notify(event: "Event") -> None:
    """Tells the subscribers of this event's kind; the jobs they all put in take one statement."""
    with gathering():
        for subscriber in _subscribers[event.kind]:
            subscriber(event)
