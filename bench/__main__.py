"""`python -m bench acts|kill|large|lists|panel|sealing|tamper|uploads …` by bin/_bench.py: prepares, runs one."""

import importlib
import sys
from typing import Final

import django

from aceite.project.collecting import collect_static
from aceite.project.commands import migrate

# Those that serve pages need database and static files.
SERVE: Final = {"acts", "kill", "large", "lists", "uploads", "panel"}


def main(name: str, words: list[str]) -> int:
    """The exit status of the benchmark of this name."""
    django.setup()
    if name in SERVE:
        migrate()
        collect_static()
    # Only now: it imports models, which exist once Django is set up.
    return int(importlib.import_module(f"bench.{name}").main(words))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
