"""How long one answer may take over everything that was sent with it, however many files there are."""

import math
import time
from typing import Final

# An answer comes within twenty seconds; keeping what was opened takes some of them.
SECONDS: Final = 15


class Patience:
    """Begins when it is made. It is the wait of a person in front of a screen, not a time of the business."""

    def __init__(self, seconds: int = SECONDS) -> None:
        self._end = time.monotonic() + seconds

    @property
    def left(self) -> int:
        """The seconds that are left, rounded up; 0 when there are none."""
        return max(0, math.ceil(self._end - time.monotonic()))
