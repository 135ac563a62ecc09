"""Ten thousand files, each a valid final but for one byte: how many are called valid all the same.

`bin/bench tamper [--flips N] [--seed N] [--seconds N]`

The final holds in every part: its own installation and time authority are trusted, nothing is revoked. One byte in five
is changed inside the signature's container, which no signature covers; the others anywhere. All processors work.

Ends with 1 when a changed file is called valid (each is listed with what stands there), or when time ran out.
"""

import argparse
import os
import time
from collections.abc import Iterator, Sequence
from multiprocessing import get_context
from random import Random
from typing import Final, NamedTuple

from aceite_verify.checking import check
from aceite_verify.findings import VALID
from tests.verify.complete import everybody, final
from tests.verify.forging import gap

FLIPS: Final = 10_000
SEED: Final = 20261124
SECONDS: Final = 1200
IN_CONTAINER: Final = 5
AROUND: Final = 30
AT_ONCE: Final = 25


class Change(NamedTuple):
    """A byte's place in the file, and what it is combined with (exclusive or)."""

    place: int
    bits: int


def changes(flips: int, seed: int) -> Iterator[Change]:
    """What is changed, one after the other; the same seed gives the same changes."""
    die, (start, end) = Random(seed), gap(final())
    for number in range(flips):
        inside = number % IN_CONTAINER == 0
        place = die.randrange(start, end) if inside else die.randrange(len(final()))
        yield Change(place, die.randrange(1, 256))


def survives(change: Change) -> Change | None:
    """The change, when the file is called valid with it."""
    data = bytearray(final())
    data[change.place] ^= change.bits
    return change if check(bytes(data), everybody()).exit_status == VALID else None


def told(change: Change) -> str:
    """Where a change went unseen, and what stands there."""
    around = final()[max(0, change.place - AROUND) : change.place + AROUND]
    return f"byte {change.place} ^ {change.bits:#04x} went unseen: {around!r}"


def main(words: Sequence[str]) -> int:
    """Runs it; 1 when a change went unseen or time ran out."""
    parser = argparse.ArgumentParser(prog="bin/bench tamper")
    parser.add_argument("--flips", type=int, default=FLIPS, help="how many files")
    parser.add_argument("--seed", type=int, default=SEED, help="the same seed changes the same bytes")
    parser.add_argument("--seconds", type=float, default=SECONDS, help="the most it may take")
    choice = parser.parse_args(words)
    # Made before the others start, so that all change the same file.
    if check(final(), everybody()).exit_status != VALID:
        print("The unchanged final is not valid: nothing can be learnt from it.")
        return 1
    begun, tried, unseen = time.monotonic(), 0, []
    with get_context("fork").Pool(os.cpu_count()) as pool:
        for found in pool.imap_unordered(survives, changes(choice.flips, choice.seed), chunksize=AT_ONCE):
            tried += 1
            if found is not None:
                unseen.append(found)
                print(told(found), flush=True)
            if time.monotonic() - begun > choice.seconds:
                break
    spent = time.monotonic() - begun
    print(f"{tried} of {choice.flips} changed files in {spent:.0f} s; {len(unseen)} called valid")
    return 1 if unseen or tried < choice.flips else 0
