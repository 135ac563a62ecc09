"""What kill -9 does to files sent in chunks: server, client or both killed at random chunk boundaries.

`bin/bench uploads [--rounds 100] [--seed 1] [--postgresql]`

In each round Carla's browser announces a photo and sends it chunk by chunk. At a chunk the seed chooses, the web
process is killed while it takes the chunk, or the browser goes away while sending it and forgets all it knew, or both.
Then everything is started again, the browser announces the same file and goes on at the offset it is told. The file
must be among those she prepares, once and equal by its hash; nothing else may be left, in rows or on the disc.

Ends with 1 when one of them does not hold.
"""

import argparse
import json
import random
import threading
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from http.client import HTTPException
from io import BytesIO
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.utils import timezone
from PIL import Image

from aceite.core.contracts.models import ArrivingFile, CopyFile, PendingCopy
from aceite.core.contracts.pending import discard
from aceite.core.documents.reading import read
from aceite.kit.hashing import sha256_hex
from bench.browsing import Answer, Browser
from bench.evidence import wait_for_queue
from bench.house import House, Sale
from bench.serving import Processes, kill, kill_inner
from tests.walk import contracts_of

CHUNK: Final = 32 * 1024
VICTIMS: Final = ("web", "web's inside", "client", "both")


@dataclass
class Sending:
    """One file on its way, as a browser that remembers nothing sends it."""

    sale: Sale
    base: str
    data: bytes

    def announce(self, browser: Browser) -> dict[str, Any]:
        """Where it stands, by the server's word."""
        told = {"name": "folha.png", "size": len(self.data), "sha256": sha256_hex(self.data)}
        return _heard(browser.post(self.base, self.sale.session, told))

    def bring(self, browser: Browser, offset: int, *, until: int | None = None) -> dict[str, Any]:
        """One chunk; with `until` the connection ends after so many of its bytes."""
        part = self.data[offset : offset + CHUNK]
        path = f"{self.base}{sha256_hex(self.data)}/{offset}/"
        return _heard(browser.bring(path, self.sale.session, part, sha256_hex(part), until=until))

    def finish(self) -> bool:
        """Goes on until the server has all of it."""
        browser = Browser()
        try:
            told = self.announce(browser)
            while told["state"] == "arriving":
                told = self.bring(browser, told["offset"])
            return told["state"] in {"opening", "here"}
        except (OSError, HTTPException):
            return False
        finally:
            browser.close()


def main(words: Sequence[str]) -> int:
    """Runs it; 1 when a file was lost, doubled or changed."""
    parser = argparse.ArgumentParser(prog="bin/bench uploads")
    parser.add_argument("--rounds", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    choice = parser.parse_args(words)
    # Chosen moments, not secrets.
    chance = random.Random(choice.seed)
    house, processes, wrong, killed = House.build(), Processes(workers=1), list[str](), Counter[str]()
    (sale,) = house.sales(1, with_contract=True, requirement="manual")
    with house.inside():
        base = f"{sale.panel}contratos/{contracts_of(sale.proposal).get().pk}/via-assinada/envios/"
    try:
        for number in range(1, choice.rounds + 1):
            victim = chance.choice(VICTIMS)
            processes.revive(with_worker=True)
            sending = Sending(sale, base, _photo(chance))
            torment(sending, processes, victim, chance)
            killed[victim] += 1
            processes.revive(with_worker=True)
            wrong += end_round(house, sending, number)
            if number % 10 == 0:
                print(f"round {number}: {dict(killed)}, {len(wrong)} wrong", flush=True)
    finally:
        processes.stop()
    print("\n".join(wrong) if wrong else f"{choice.rounds} files, each there once and equal by its hash.", flush=True)
    return 1 if wrong else 0


def torment(sending: Sending, processes: Processes, victim: str, chance: random.Random) -> None:
    """Sends some chunks and kills while the next one is on its way."""
    browser, last = Browser(), chance.randrange(len(sending.data) // CHUNK + 1)
    told = sending.announce(browser)
    for _count in range(last):
        told = sending.bring(browser, told["offset"])
    until = chance.randrange(CHUNK) if victim in {"client", "both"} else None

    def bring() -> None:
        try:
            sending.bring(browser, told["offset"], until=until)
        except (OSError, HTTPException, ValueError):
            return

    thread = threading.Thread(target=bring, daemon=True)
    thread.start()
    time.sleep(chance.random() * 0.05)
    if victim in {"web", "both"}:
        kill(processes.web)
    if victim == "web's inside":
        kill_inner(processes.web)
    thread.join()
    browser.close()


def end_round(house: House, sending: Sending, number: int) -> list[str]:
    """She comes back; then what is there is looked at and thrown away, for the next round to begin with nothing."""
    if not (sending.finish() or sending.finish()):
        return [f"round {number}: the file never arrived"]
    wait_for_queue()
    with house.inside():
        files = list(CopyFile.objects.select_related("document"))
        same = [file.document.sha256 for file in files] == [sha256_hex(sending.data)]
        wrong = [] if same and read(files[0].document) == sending.data else [f"round {number}: {len(files)} files"]
        left = ArrivingFile.objects.count() + len(list(Path(settings.UPLOAD_FOLDER).glob("*")))
        wrong += [f"round {number}: {left} rows and folders left"] if left else []
        for pending in PendingCopy.objects.all():
            discard(pending, by=sending.sale.person, at=timezone.now())
    return wrong


def _heard(answer: Answer) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(answer.body)
    if answer.status not in {200, 409}:
        raise ValueError(f"{answer.status}: {told.get('words')}")
    return told


def _photo(chance: random.Random) -> bytes:
    """Nine chunks that open as a picture."""
    out = BytesIO()
    Image.frombytes("RGB", (300, 300), chance.randbytes(300 * 300 * 3)).save(out, "PNG")
    return out.getvalue()
