"""What kill -9 loses or doubles: rounds of acts through HTTP, web and worker killed at random moments.

`bin/bench kill [--rounds 200] [--seed 1] [--postgresql]`

In each round some customers sign and approve, and the seller makes the order, each on a sale of its own, all at once;
at a moment the seed chooses, the whole web process, what works inside it, the worker, or both are killed. Then they are
started again, and whoever was not told of success tries again, as people do. At the end the worker finishes its queue,
and these must hold: every act is there once, in row and chain; order numbers have no gap; every chain and every opening
verifies; every file was made; every mail left once, or says that it may have left twice.

Ends with 1 when one of them does not.
"""

import argparse
import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from http.client import HTTPException
from typing import Final

from django.utils import timezone

from bench.browsing import Browser
from bench.evidence import found_wrong, wait_for_queue
from bench.house import House, Sale
from bench.serving import Processes, kill, kill_inner

CUSTOMERS: Final = 3
TRIES: Final = 5


@dataclass
class Visit:
    """One sale's way from signature to order: the steps not yet seen to succeed."""

    sale: Sale
    steps: list[Callable[[Browser], bool]]
    wrong: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, house: House, sale: Sale) -> "Visit":
        """All three steps."""
        return cls(sale, [sale.sign, sale.approve, lambda browser: house.order(sale, browser)])

    def go_on(self) -> None:
        """Does what is left, until the connection breaks or the answer is not the expected one."""
        browser = Browser()
        try:
            while self.steps and self.steps[0](browser):
                self.steps.pop(0)
        except (OSError, HTTPException):
            return
        finally:
            browser.close()


def main(words: Sequence[str]) -> int:
    """Runs it; 1 when something was lost, doubled or broken."""
    parser = argparse.ArgumentParser(prog="bin/bench kill")
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    choice = parser.parse_args(words)
    # Chosen moments, not secrets.
    chance = random.Random(choice.seed)
    house, processes = House.build(), Processes()
    sales: list[Sale] = []
    cut_off: Counter[str] = Counter()
    wrong: list[str] = []
    usual = 0.3
    try:
        for number in range(1, choice.rounds + 1):
            victim = chance.choice(["web", "web's inside", "worker", "both"])
            visits = begin_round(house, processes)
            sales += [visit.sale for visit in visits]
            usual = torment(visits, processes, victim, chance.random(), usual)
            cut_off[victim] += sum(bool(visit.steps) for visit in visits)
            wrong += end_round(visits, processes)
            if number % 10 == 0:
                print(f"round {number}: {sum(cut_off.values())} visits cut off {dict(cut_off)}", flush=True)
        processes.revive(with_worker=True)
        wait_for_queue()
    finally:
        processes.stop()
    wrong += found_wrong(house, sales)
    print(f"{choice.rounds} rounds, {len(sales)} sales, {3 * len(sales)} acts, {sum(cut_off.values())} visits cut off")
    print("\n".join(wrong) if wrong else "Nothing lost, nothing doubled, no chain broken.", flush=True)
    return 1 if wrong else 0


def begin_round(house: House, processes: Processes) -> list[Visit]:
    """Everything runs, and new customers hold their codes."""
    processes.revive(with_worker=True)
    sales = house.sales(CUSTOMERS, with_contract=True)
    for sale in sales:
        sale.prepare(timezone.now())
    return [Visit.of(house, sale) for sale in sales]


def torment(visits: list[Visit], processes: Processes, victim: str, when: float, usual: float) -> float:
    """Lets the visits go and kills in the midst of them; returns how long an undisturbed round takes by now (s)."""
    threads = [threading.Thread(target=visit.go_on, daemon=True) for visit in visits]
    begun = time.monotonic()
    for thread in threads:
        thread.start()
    time.sleep(when * usual)
    if victim in {"worker", "both"}:
        kill(processes.worker)
    if victim in {"web", "both"}:
        kill(processes.web)
    if victim == "web's inside":
        kill_inner(processes.web)
    for thread in threads:
        thread.join()
    if any(visit.steps for visit in visits):
        return usual
    return (usual + time.monotonic() - begun) / 2


def end_round(visits: list[Visit], processes: Processes) -> list[str]:
    """Whoever was cut off tries again until told of success; returns who never was."""
    processes.revive(with_worker=True)
    for _ in range(TRIES):
        for visit in visits:
            visit.go_on()
        if not any(visit.steps for visit in visits):
            return []
        time.sleep(0.5)
    return [
        f"sale {visit.sale.proposal.number}: {len(visit.steps)} acts never succeeded" for visit in visits if visit.steps
    ]
