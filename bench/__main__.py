"""`python -m bench acts|kill …`, in the environment of bin/_bench.py: prepares database and static files, runs one."""

import importlib
import sys

import django

from aceite.project.collecting import collect_static
from aceite.project.commands import migrate


def main(name: str, words: list[str]) -> int:
    """The exit status of the benchmark of this name."""
    django.setup()
    migrate()
    collect_static()
    # Only now: it imports models, which exist once Django is set up.
    return int(importlib.import_module(f"bench.{name}").main(words))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
