"""What a child of the checker would have to load first stands ready in the process it is forked from."""

import pickle
import subprocess
import sys

from tests.verify.complete import as_files, everybody, final

EXAMINE = """
import pickle, sys
from aceite.kit.sealing.examining import report
ready = set(sys.modules)
found = report(pickle.load(sys.stdin.buffer))
assert b"seal.stamped" in found, found
print(*sorted(set(sys.modules) - ready))
"""


def test_a_check_loads_nothing_that_is_not_there() -> None:
    job = {"data": final(), "trusted": as_files(everybody()), "at": everybody().at, "beside": None}
    done = subprocess.run([sys.executable, "-c", EXAMINE], input=pickle.dumps(job), capture_output=True, check=True)
    assert done.stdout.split() == []
