"""The only way to take the trail's triggers down; the product has none."""

from collections.abc import Iterator
from contextlib import contextmanager

from aceite.core.trail.walls import drop_walls, raise_walls


@contextmanager
def without_walls() -> Iterator[None]:
    """Drops the triggers of the trail for the work inside and puts them up again."""
    drop_walls()
    try:
        yield
    finally:
        raise_walls()
