"""How light the panel is: each of its pages in Debian's chromium as on an old phone in a slow network, cold cache.

`bin/bench panel [--pictures FOLDER]`

The browser's own throttling: 400 kbit/s both ways, 400 ms until an answer begins, the processor four times slower, a
window of 360 × 740. Every page is opened in a window of its own that has nothing in its cache. Beside the pages, the
way back: every page must come out of the browser's memory and not from the network, and after leaving none may.

What else the machine does only adds: a page that is late is looked at again, three times at most, and its quickest look
counts.

Ends with 1 when what the page is for (the decision bar; where a page has none, its heading) is painted later than 2 s,
when more than 150 kB come besides pictures of documents and of items, when another host is asked, when a static file
comes uncompressed or without being kept for ever, or when the way back does not hold.
"""

import argparse
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from django.utils import timezone
from playwright.sync_api import Browser, sync_playwright

from bench.house import House, Sale
from bench.paging import Seen, came_back, look
from bench.serving import Processes
from tests.chromium import DESKTOP
from tests.walk import approved, contracts_of, ordered

SECONDS: Final = 2.0
BYTES: Final = 150_000
LOOKS: Final = 3
ARGUMENTS: Final = [*(["--no-sandbox"] if os.geteuid() == 0 else []), "--disable-gpu", "--no-first-run"]


def main(words: Sequence[str]) -> int:
    """Runs it; 1 when a page is too heavy or too slow."""
    parser = argparse.ArgumentParser(prog="bin/bench panel")
    parser.add_argument("--pictures", type=Path, help="a folder for a picture of each page")
    choice = parser.parse_args(words)
    house = House.build()
    print("Making the sales …", flush=True)
    pages = addresses(house)
    processes = Processes()
    processes.revive(with_worker=False)
    try:
        with sync_playwright() as playwright:
            # Tests want no page out of memory, so playwright's own list forbids it.
            browser = playwright.chromium.launch(
                executable_path=DESKTOP, args=ARGUMENTS, ignore_default_args=["--disable-back-forward-cache"]
            )
            missed = measure(browser, pages, choice.pictures)
            browser.close()
    finally:
        processes.stop()
    print("\n".join(["", *(f"MISSED: {line}" for line in missed)] if missed else ["", "All marks held."]), flush=True)
    return 1 if missed else 0


def addresses(house: House) -> dict[str, tuple[str, Sale]]:
    """Each page by its name: where it stands, and whose it is."""
    at = timezone.now()
    [to_sign] = house.sales(1, with_contract=True)
    [to_approve, answered, order] = house.sales(3, with_contract=False)
    to_sign.prepare(at)
    for sale in (to_approve, answered, order):
        sale.see(at)
    with house.inside():
        contract = contracts_of(to_sign.proposal).get()
        for sale in (answered, order):
            approved(sale.proposal, sale.person, at)
        made = ordered(order.proposal, house.seller, at)
    home = f"/{house.company.slug}/painel/"
    return {
        "home": (home, to_sign),
        "proposal": (to_sign.panel, to_sign),
        "contract": (f"{to_sign.panel}contratos/{contract.pk}/", to_sign),
        "sign": (f"{to_sign.panel}assinatura/", to_sign),
        "code": (f"{to_sign.panel}assinatura/{to_sign.ceremony}/", to_sign),
        "approve": (f"{to_approve.panel}aprovacao/", to_approve),
        "receipt": (f"{answered.panel}comprovante/", answered),
        "order": (f"{home}pedidos/{made.number}/", order),
    }


def measure(browser: Browser, pages: dict[str, tuple[str, Sale]], folder: Path | None) -> list[str]:
    """Prints the table; returns what missed its mark."""
    missed = []
    # The first visitor of a fresh server waits for its imports, and that is no matter of weight.
    for path, sale in pages.values():
        look(browser, path, sale.session, slow=False)
    print(f"\n{'page':10} {'paint s':>8} {'kB':>7} {'pictures kB':>12} {'requests':>9}  back")
    for name, (path, sale) in pages.items():
        seen = quickest(browser, path, sale, picture=folder / f"{name}.png" if folder else None)
        back = came_back(browser, path, sale.session)
        figures = f"{seen.painted:8.2f} {seen.bytes / 1000:7.1f} {seen.picture_bytes / 1000:12.1f} {seen.requests:9}"
        print(f"{name:10} {figures}  {back or 'from memory'}", flush=True)
        missed += [f"{name}: {line}" for line in judged(seen)]
        missed += [f"{name}: not from memory: {back}"] if back else []
    return missed


def quickest(browser: Browser, path: str, sale: Sale, *, picture: Path | None) -> Seen:
    """The first look that is in time, else the quickest of them."""
    looks: list[Seen] = []
    while not looks or (looks[-1].painted > SECONDS and len(looks) < LOOKS):
        looks.append(look(browser, path, sale.session, slow=True, picture=picture))
    return min(looks, key=lambda seen: seen.painted)


def judged(seen: Seen) -> list[str]:
    """What is wrong with a page."""
    wrong = [f"asked of another host: {address}" for address in seen.foreign]
    wrong += [f"not compressed, or not kept: {address}" for address in seen.careless]
    if seen.painted > SECONDS:
        wrong.append(f"painted after {seen.painted:.2f} s, not {SECONDS:g}")
    if seen.bytes > BYTES:
        wrong.append(f"{seen.bytes} bytes, not {BYTES}")
    return wrong
