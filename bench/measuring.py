"""So many clients, each doing its share of the same things in turn; how long each took, and all together."""

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median

from bench.browsing import Browser

Step = Callable[[Browser], bool]


class WentWrong(Exception):
    """The product answered something else than success: a figure would mean nothing."""


@dataclass(frozen=True)
class Timing:
    """Durations in seconds of every step, and of the whole."""

    clients: int
    each: tuple[float, ...]
    whole: float

    def __add__(self, other: "Timing") -> "Timing":
        return Timing(self.clients, self.each + other.each, self.whole + other.whole)

    @property
    def median_ms(self) -> float:
        """Half of the steps were quicker."""
        return median(self.each) * 1000

    @property
    def p95_ms(self) -> float:
        """Nineteen of twenty were quicker."""
        return sorted(self.each)[int(len(self.each) * 0.95)] * 1000

    @property
    def per_second(self) -> float:
        """Steps done in a second by all clients together."""
        return len(self.each) / self.whole


def drive(steps: Sequence[Step], *, clients: int) -> Timing:
    """Deals the steps out to the clients, lets them go together, and times every step. Raises WentWrong."""
    start = threading.Barrier(clients + 1)
    shares: list[list[float]] = [[] for _ in range(clients)]
    wrong: list[str] = []

    def work(number: int) -> None:
        browser = Browser()
        browser.connection.connect()
        start.wait()
        for step in steps[number::clients]:
            begun = time.perf_counter()
            try:
                done = step(browser)
            except Exception as problem:
                wrong.append(repr(problem))
                return
            shares[number].append(time.perf_counter() - begun)
            if not done:
                wrong.append("the answer was not the expected one")
                return
        browser.close()

    threads = [threading.Thread(target=work, args=(number,), daemon=True) for number in range(clients)]
    for thread in threads:
        thread.start()
    start.wait()
    begun = time.perf_counter()
    for thread in threads:
        thread.join()
    whole = time.perf_counter() - begun
    if wrong:
        raise WentWrong(f"{len(wrong)} clients stopped; the first because {wrong[0]}")
    return Timing(clients, tuple(duration for share in shares for duration in share), whole)
