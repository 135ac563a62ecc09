"""What never changes is drawn once: pieces of pages under a key, first in this process, then in the shared cache."""

import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Final

from django.core.cache import cache
from django.utils.safestring import SafeString

_MOST: Final = 256


class Kept:
    """The newest pieces of this process, each for at most `seconds`; the least used one makes room."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._pieces: OrderedDict[str, tuple[float, SafeString]] = OrderedDict()

    def get(self, key: str, draw: Callable[[], SafeString]) -> SafeString:
        """The piece under this key, drawn when it is not there or too old."""
        now = time.monotonic()
        held = self._pieces.get(key)
        if held is not None and now - held[0] < self._seconds:
            return held[1]
        piece = draw()
        self._pieces.pop(key, None)
        self._pieces[key] = (now, piece)
        while len(self._pieces) > _MOST:
            # Threads of one process share this: another may have made the room already.
            try:
                self._pieces.popitem(last=False)
            except KeyError:
                break
        return piece

    def clear(self) -> None:
        """Forget everything."""
        self._pieces.clear()


_HERE: Final = Kept(seconds=86_400)


def drawn_once(key: str, draw: Callable[[], SafeString]) -> SafeString:
    """A piece that never changes under its key: shared by all processes through the cache."""

    def shared() -> SafeString:
        held = cache.get(key)
        if held is None:
            held = str(draw())
            cache.set(key, held, timeout=None)
        # Drawn by our own templates, which escape what people typed.
        return SafeString(held)

    return _HERE.get(key, shared)
