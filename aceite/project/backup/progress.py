"""How far a long work is, told in lines that do not flood the screen."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

Tell = Callable[[str], object]
PAUSE: Final = 1.0


@dataclass
class Progress:
    """Tells "arquivos: 120 de 3400" at most once a second, and once at the end."""

    what: str
    total: int
    tell: Tell
    done: int = 0
    _told_at: float = 0.0

    def step(self, count: int = 1) -> None:
        """So much more is done."""
        self.done += count
        now = time.monotonic()
        if self.done >= self.total or now - self._told_at >= PAUSE:
            self._told_at = now
            self.tell(f"{self.what}: {self.done} de {self.total}")
