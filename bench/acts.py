"""How quick the panel's page and the acts sign and approve are, beside a bare page of the same server.

`bin/bench acts [--quick] [--postgresql] [--workers N] [--threads N]`

granian serves the product with production's durability (SQLite synchronous=FULL; PostgreSQL fsync and
synchronous_commit on). All sales are made by the verbs, every customer has seen her proposal, every sign's ceremony is
prepared before the clock runs, and each act is on a sale of its own. The worker does not run meanwhile: what an act
leaves to it is not part of the act. Page and bare page take turns, so that what else the machine does meets both alike.
Afterwards every act is looked for in the database and every chain is verified.

Ends with 1 when the page does less than 0.4 times what the bare page does, an act takes more than 12 ms (median, one
client), or sixteen clients together do fewer than 150 acts in a second.
"""

import argparse
from collections.abc import Sequence
from itertools import cycle, islice
from typing import Final

from django.db import connection
from django.utils import timezone

from aceite.core.companies.scope import Door, everywhere
from aceite.core.contracts.models import Signer
from aceite.core.sales.models import Approval
from aceite.core.trail.models import Event
from aceite.core.trail.verifying import verify_chains
from aceite.project.serving import web_processes
from bench.browsing import Browser
from bench.house import House, Sale
from bench.measuring import Step, Timing, WentWrong, drive
from bench.serving import Processes

PAGE_OF_BARE: Final = 0.4
ACT_MS: Final = 12.0
ACTS_PER_SECOND: Final = 150.0
WARM: Final = 8
TURNS: Final = 4


def main(words: Sequence[str]) -> int:
    """Runs it; 1 when a figure misses its mark or an act is not in the database."""
    parser = argparse.ArgumentParser(prog="bin/bench acts")
    parser.add_argument("--quick", action="store_true", help="a fifth of the acts")
    parser.add_argument("--workers", type=int, default=web_processes(), help="web processes")
    parser.add_argument("--threads", type=int, default=8, help="requests at once in each")
    choice = parser.parse_args(words)
    alone, many = (40, 160) if choice.quick else (120, 800)
    house = House.build()
    print(f"Making {2 * (alone + many + WARM)} sales …", flush=True)
    to_sign = house.sales(alone + many + WARM, with_contract=True)
    to_approve = house.sales(alone + many + WARM, with_contract=False)
    processes = Processes(workers=choice.workers, threads=choice.threads)
    processes.revive(with_worker=False)
    try:
        missed = measure(house, to_sign, to_approve, alone=alone, many=many)
    except WentWrong as problem:
        print(problem)
        return 1
    finally:
        processes.stop()
    missed += recorded(to_sign, to_approve)
    print("\n".join(["", *(f"MISSED: {line}" for line in missed)] if missed else ["", "All marks held."]), flush=True)
    return 1 if missed else 0


def measure(house: House, to_sign: list[Sale], to_approve: list[Sale], *, alone: int, many: int) -> list[str]:
    """Everything in one run; returns what missed its mark."""
    at = timezone.now()
    for sale in to_sign:
        sale.prepare(at)
    for sale in to_approve:
        sale.see(at)
    warm_up(house, to_sign, to_approve)
    missed = []
    print(f"\n{connection.vendor}; milliseconds, and answers in a second by all clients together\n")
    print(f"{'':9} {'clients':>7} {'median':>8} {'p95':>8} {'per s':>8}")
    for clients, count in ((1, alone), (16, many)):
        first = WARM if clients == 1 else WARM + alone
        bare, page = in_turns(house, to_sign[first:][:64], clients, count)
        sign = drive([sale.sign for sale in to_sign[first:][:count]], clients=clients)
        approve = drive([sale.approve for sale in to_approve[first:][:count]], clients=clients)
        for name, timing in (("bare page", bare), ("page", page), ("sign", sign), ("approve", approve)):
            show(name, timing)
        ratio = page.per_second / bare.per_second
        print(f"{'page / bare page':25} {ratio:8.2f} of the throughput\n", flush=True)
        if ratio < PAGE_OF_BARE:
            missed.append(f"page with {clients}: {ratio:.2f} of the bare page, not {PAGE_OF_BARE}")
        missed += [line for name, act in (("sign", sign), ("approve", approve)) if (line := judged(name, act))]
    return missed


def warm_up(house: House, to_sign: list[Sale], to_approve: list[Sale]) -> None:
    """Every thread of the server has imported, connected and compiled once; these sales are not measured."""
    looks: list[Step] = [sale.look for sale in to_sign[:WARM]]
    drive([bare_page(house)] * 64 + looks * 4, clients=16)
    drive([sale.sign for sale in to_sign[:WARM]] + [sale.approve for sale in to_approve[:WARM]], clients=WARM)


def in_turns(house: House, sales: list[Sale], clients: int, count: int) -> tuple[Timing, Timing]:
    """Bare page and panel page, turn by turn; the panel's over these sales, each looked at by its own person."""
    looks = list(islice(cycle([sale.look for sale in sales]), count))
    # Each web process keeps what it has drawn, and a connection stays with one of them: all connections look at all.
    drive([sale.look for sale in sales for _connection in range(16)], clients=16)
    turns = [(drive([bare_page(house)] * count, clients=clients), drive(looks, clients=clients)) for _ in range(TURNS)]
    bare, page = turns[0]
    for more_bare, more_page in turns[1:]:
        bare, page = bare + more_bare, page + more_page
    return bare, page


def bare_page(house: House) -> Step:
    """The yardstick, as the seller sees it."""

    def look(browser: Browser) -> bool:
        answer = browser.get("/bare/", house.session)
        return answer.status == 200 and b"Bruno" in answer.body

    return look


def show(name: str, timing: Timing) -> None:
    """One line of the table."""
    figures = f"{timing.median_ms:8.2f} {timing.p95_ms:8.2f} {timing.per_second:8.1f}"
    print(f"{name:9} {timing.clients:7} {figures}", flush=True)


def judged(name: str, act: Timing) -> str:
    """What is wrong with these figures; nothing when they hold."""
    if act.clients == 1 and act.median_ms > ACT_MS:
        return f"{name} alone: {act.median_ms:.1f} ms, not {ACT_MS:g}"
    if act.clients > 1 and act.per_second < ACTS_PER_SECOND:
        return f"{name} with {act.clients}: {act.per_second:.0f} in a second, not {ACTS_PER_SECOND:g}"
    return ""


def recorded(to_sign: list[Sale], to_approve: list[Sale]) -> list[str]:
    """What the database lacks of what the customers were told."""
    with everywhere(Door.OPERATOR):
        found = {
            "signatures": (Signer.objects.filter(statement__confirmed_at__isnull=False).count(), len(to_sign)),
            "signed events": (Event.objects.filter(kind="contract.signed").count(), len(to_sign)),
            "approvals": (Approval.objects.count(), len(to_approve)),
            "approved events": (Event.objects.filter(kind="proposal.approved").count(), len(to_approve)),
            "broken chains": (len(list(verify_chains())), 0),
        }
    print("In the database: " + ", ".join(f"{name} {got}/{due}" for name, (got, due) in found.items()))
    return [f"{name}: {got}, not {due}" for name, (got, due) in found.items() if got != due]
