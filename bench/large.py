"""What a large export and a large import take of memory and time, and what kill -9 leaves of them.

`bin/bench large [--sales 100000] [--rows 20000] [--kills 5] [--seed 1] [--postgresql]`

Export: a company with so many sales (project/large), whose owner downloads the whole list as CSV and as an Excel
workbook from the product's own web process, and three workbooks at once; all rows must arrive, and the process may
never hold more than 150 MB. Then the web process is killed in the midst of a download: the browser must be told that it
broke off, and the next one must be whole.

Import: a spreadsheet of so many customers, worked off by the product's own worker, which is killed so many times at
moments the seed chooses and started again; half way somebody stops it by hand, and lets it go on. What the page tells
must grow and be what is in the register at every moment, at the end every row must have come in once, and taking it
back must take all of it back. The worker may never hold more than 150 MB either; what nobody meets but here, the first
anchor of so many sales at once, it makes before, and is begun anew. The anchor of the night after, which finds next to
nothing new, may take no longer than that one.

Ends with 1 when one of them does not hold.
"""

import argparse
import http.client
import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from multiprocessing.pool import ThreadPool
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Final
from zipfile import ZipFile

from django.conf import settings
from django.utils import timezone

from aceite.core.companies.models import Company
from aceite.core.companies.scope import scoped
from aceite.core.customers.models import Customer
from aceite.core.imports.acts import Choice, FileData, start_import, stop_import, take_file, undo_import
from aceite.core.imports.models import Import, ImportedRow
from aceite.core.imports.states import ImportState
from aceite.core.people.models import Member
from aceite.core.trail.actors import System
from aceite.core.trail.models import Anchor
from aceite.core.trail.recording import record
from aceite.project.large.making import make_large
from bench.browsing import enter
from bench.house import House
from bench.serving import HOST, PORT, Processes, kill
from tests.anchoring import anchor_trail
from tests.core.imports.sheets import numbered

UNTIL: Final = datetime(2026, 11, 24, 15, tzinfo=UTC)
MOST_MB: Final = 150.0
PIECE: Final = 64 * 1024
AT_ONCE: Final = 3
# Whoever waits longer than this for one more row waits for nothing.
STANDS_STILL: Final = 120.0


@dataclass
class Found:
    """What was measured, as lines, and what did not hold."""

    wrong: list[str] = field(default_factory=list)

    def say(self, line: str) -> None:
        """One line at once."""
        print(line, flush=True)

    def hold(self, true: bool, otherwise: str) -> None:
        """Notes what did not hold."""
        if not true:
            self.wrong.append(otherwise)
            self.say(f"WRONG: {otherwise}")


def main(words: Sequence[str]) -> int:
    """Runs it; 1 when something did not hold."""
    parser = argparse.ArgumentParser(prog="bin/bench large")
    parser.add_argument("--sales", type=int, default=100_000)
    parser.add_argument("--rows", type=int, default=20_000)
    parser.add_argument("--kills", type=int, default=5)
    parser.add_argument("--seed", type=int, default=1)
    choice = parser.parse_args(words)
    found, begun = Found(), time.monotonic()
    stage = make_large("grande", size=choice.sales, seed=choice.seed, until=UNTIL, tell=lambda _line: None)
    found.say(f"{choice.sales} sales made in {time.monotonic() - begun:.0f} s")
    processes = Processes(workers=1)
    try:
        exports(stage.owner, choice.sales + 1, processes, found)
        first_anchor(stage.owner.company, processes, found)
        # Chosen moments, not secrets.
        # Into another company: it has none of these customers.
        Importing(House.build().seller, processes, found).run(choice.rows, choice.kills, random.Random(choice.seed))
    finally:
        processes.stop()
    print("\n".join(found.wrong) if found.wrong else "All held.", flush=True)
    return 1 if found.wrong else 0


def exports(owner: Member, rows: int, processes: Processes, found: Found) -> None:
    """Both kinds of file, whole; and one that breaks off."""
    assert owner.user is not None
    session, list_url = enter(owner.user), f"/{owner.company.slug}/gestao/vendas/"
    for kind, counted in (("csv", lines_of), ("xlsx", rows_of_sheet)):
        processes.revive(with_worker=False)
        before = peak_mb(processes)
        begun = time.monotonic()
        with TemporaryFile() as file:
            for piece in download(f"{list_url}arquivo.{kind}", session):
                file.write(piece)
            took, size, there = time.monotonic() - begun, file.tell(), counted(file)
        peak = peak_mb(processes)
        found.say(f"{kind}: {there} rows, {size / 1e6:.1f} MB in {took:.0f} s; memory {before:.0f} → {peak:.0f} MB")
        found.hold(there == rows, f"{kind}: {there} rows instead of {rows}")
        found.hold(peak <= MOST_MB, f"{kind}: {peak:.0f} MB")
        kill(processes.web)
    together(f"{list_url}arquivo.xlsx", session, processes, found)
    processes.revive(with_worker=False)
    found.hold(breaks_off(f"{list_url}arquivo.csv", session, processes), "a download cut short looks whole")
    processes.revive(with_worker=False)
    # A line's two last letters may come in two pieces.
    whole = sum(piece.count(b"\n") for piece in download(f"{list_url}arquivo.csv", session)) - 1
    found.hold(whole == rows, f"after the kill: {whole} rows")


def first_anchor(company: Company, processes: Processes, found: Found) -> None:
    """All chains at once, as no sale that was made one after another ever comes into an anchor."""
    processes.revive(with_worker=True)
    begun, peak, kept = time.monotonic(), 0.0, False
    while not kept and time.monotonic() - begun < STANDS_STILL:
        assert processes.worker.process is not None
        peak = max(peak, held_mb(processes.worker.process.pid))
        with scoped(company.pk):
            kept = Anchor.objects.filter(company_id=company.pk).exists()
        time.sleep(0.2)
    found.hold(kept, "no anchor was made")
    found.say(f"first anchor: {time.monotonic() - begun:.0f} s, {peak:.0f} MB")
    found.hold(peak <= MOST_MB, f"first anchor: {peak:.0f} MB")
    kill(processes.worker)
    next_anchor(company, time.monotonic() - begun, found)


def next_anchor(company: Company, longest: float, found: Found) -> None:
    """What the night after costs, when a handful of chains have grown."""
    at = timezone.now() + timedelta(days=1)
    with scoped(company.pk):
        record("company.changed", by=System(company.pk), at=at)
        begun = time.monotonic()
        anchor_trail(company.pk, by=System(company.pk), at=at)
        took = time.monotonic() - begun
    found.say(f"next anchor: {took:.1f} s")
    found.hold(took <= longest, f"next anchor: {took:.1f} s, the first {longest:.1f} s")


def together(path: str, session: str, processes: Processes, found: Found) -> None:
    """Several at once from one process: each thread of it reads for itself, and they share what it may hold."""
    processes.revive(with_worker=False)
    begun = time.monotonic()
    with ThreadPool(AT_ONCE) as pool:
        pool.map(lambda _one: sum(map(len, download(path, session))), range(AT_ONCE))
    peak = peak_mb(processes)
    found.say(f"{AT_ONCE} workbooks at once: {time.monotonic() - begun:.0f} s, {peak:.0f} MB")
    found.hold(peak <= MOST_MB, f"{AT_ONCE} at once: {peak:.0f} MB")
    kill(processes.web)


def download(path: str, session: str) -> Iterator[bytes]:
    """The file at this address, as it comes."""
    connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=STANDS_STILL)
    try:
        cookie = f"{settings.SESSION_COOKIE_NAME}={session}"
        connection.request("GET", path, headers={"Host": HOST, "Cookie": cookie})
        answer = connection.getresponse()
        if answer.status != 200:
            raise ValueError(f"{path}: {answer.status}")
        while piece := answer.read(PIECE):
            yield piece
    finally:
        connection.close()


def breaks_off(path: str, session: str, processes: Processes) -> bool:
    """Whether a browser sees that the file is not all there when the web process is killed while it comes."""
    coming = download(path, session)
    next(coming)
    kill(processes.web)
    try:
        for _piece in coming:
            pass
    except (OSError, http.client.HTTPException):
        return True
    return False


def lines_of(file: IO[bytes]) -> int:
    """How many rows a CSV has below its heading; texts of this company have no line breaks."""
    file.seek(0)
    return sum(1 for _line in file) - 1


def rows_of_sheet(file: IO[bytes]) -> int:
    """How many rows a workbook has below its heading."""
    count, rest = 0, b""
    with ZipFile(file) as book, book.open("xl/worksheets/sheet1.xml") as sheet:
        while piece := sheet.read(PIECE):
            count += (rest + piece).count(b"<row ")
            # A tag that ends in the next piece is counted with it, and no tag twice.
            rest = piece[-4:]
    return count - 1


def peak_mb(processes: Processes) -> float:
    """The most that a web process has held so far."""
    assert processes.web.process is not None
    return max(held_mb(pid) for pid in (processes.web.process.pid, *children(processes.web.process.pid)))


def children(pid: int) -> list[int]:
    """The processes this one has started."""
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def held_mb(pid: int) -> float:
    """The largest resident set a process has had (VmHWM of proc(5), in MB of 1024 kB)."""
    told = Path(f"/proc/{pid}/status").read_text().split("VmHWM:")[1].split()[0]
    return int(told) / 1024


@dataclass
class Importing:
    """The spreadsheet on its way, as its page tells of it."""

    seller: Member
    processes: Processes
    found: Found
    peak: float = 0.0

    def run(self, rows: int, kills: int, chance: random.Random) -> None:
        """In, through everything that can come in between; and out again."""
        begun = time.monotonic()
        with scoped(self.seller.company_id):
            before = Customer.objects.count()
            taken = take_file("customers", FileData("clientes.csv", numbered(rows)), by=self.seller, at=timezone.now())
            start_import(taken, Choice(taken.columns), by=self.seller, at=timezone.now())
        self.found.say(f"import: {rows} rows read in {time.monotonic() - begun:.1f} s")
        moments = sorted(chance.randrange(1, rows) for _ in range(kills))
        half, begun = rows // 2, time.monotonic()
        for moment in sorted({*moments, half}):
            self.go_on_until(lambda one, moment=moment: one.done >= moment)  # type: ignore[misc]
            if moment == half:
                self.stop_by_hand(before)
            else:
                kill(self.processes.worker)
            self.compare(before)
        self.go_on_until(lambda one: one.state == ImportState.DONE)
        took = time.monotonic() - begun
        self.compare(before, rows)
        self.found.say(f"import: {rows / took:.0f} rows a second, {took:.0f} s, {self.peak:.0f} MB")
        self.take_back(before)
        self.found.hold(self.peak <= MOST_MB, f"import: {self.peak:.0f} MB")

    def go_on_until(self, there: Callable[[Import], bool]) -> None:
        """The worker works, and is looked at, until it has come so far."""
        self.processes.revive(with_worker=True)
        last, since = -1, time.monotonic()
        while not there(now := self.look()):
            worker = self.processes.worker.process
            if worker is not None and worker.poll() is None:
                self.peak = max(self.peak, held_mb(worker.pid))
            told = now.done if now.state == ImportState.RUNNING else self.taken_back()
            if told > last:
                last, since = told, time.monotonic()
            if time.monotonic() - since > STANDS_STILL:
                raise TimeoutError(f"the import stands still at {told} ({now.state})")
            time.sleep(0.2)

    def stop_by_hand(self, before: int) -> None:
        """As the button does; what came in stays, nothing more comes, and it goes on where it was."""
        with scoped(self.seller.company_id):
            stop_import(self.look(), by=self.seller, at=timezone.now())
        done = self.look().done
        time.sleep(1)
        self.found.hold(self.look().done == done, "rows came in after it was stopped")
        self.compare(before)
        self.found.say(f"import: stopped by hand at {done}")
        with scoped(self.seller.company_id):
            start_import(self.look(), Choice(self.look().columns), by=self.seller, at=timezone.now())

    def compare(self, before: int, rows: int | None = None) -> None:
        """What the page tells is what is in the register: no row is lost, none came in twice."""
        with scoped(self.seller.company_id):
            told = self.look().done
            there, noted = Customer.objects.count() - before, ImportedRow.objects.filter(outcome="created").count()
        running = self.processes.worker.process is not None and self.processes.worker.process.poll() is None
        # With a worker at it, the next rows may have come in between the questions.
        self.found.hold(there >= told if running and rows is None else there == told, f"{there} came in, {told} told")
        self.found.hold(running or noted == told, f"{noted} noted, {told} told")
        self.found.hold(rows is None or told == rows, f"{told} of {rows} rows")

    def take_back(self, before: int) -> None:
        """All of it goes out again, through one more kill."""
        with scoped(self.seller.company_id):
            undo_import(self.look(), by=self.seller, at=timezone.now())
        begun = time.monotonic()
        self.go_on_until(lambda _one: self.taken_back() > 100)
        kill(self.processes.worker)
        self.go_on_until(lambda one: one.state == ImportState.UNDONE)
        with scoped(self.seller.company_id):
            left = Customer.objects.count() - before
        self.found.say(f"import: taken back in {time.monotonic() - begun:.0f} s")
        self.found.hold(left == 0, f"{left} customers stayed")

    def look(self) -> Import:
        """How it stands."""
        with scoped(self.seller.company_id):
            return Import.objects.latest("pk")

    def taken_back(self) -> int:
        """How many rows were taken back."""
        with scoped(self.seller.company_id):
            return ImportedRow.objects.exclude(undone=None).count()
