"""What happens inside a limited child: limits first, then payload, function, answer.

The answer is one letter, eight bytes of length, and a body: R result, M out of memory, E an exception as JSON.
"""

import ctypes
import json
import os
import pickle
import resource
import signal
import socket
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, NoReturn

_PR_SET_PDEATHSIG: Final = 1
_MEGABYTE: Final = 1 << 20
_OPEN_FILES: Final = 64
_FILE_SIZE: Final = 256 * _MEGABYTE
# Kept back so that a child out of memory can still say so.
_LAST_WORDS: Final = 16 * _MEGABYTE
_DETAIL_KEPT: Final = 2000

_libc: Final = ctypes.CDLL(None, use_errno=True)


@dataclass(frozen=True, slots=True)
class Limits:
    """Wall-clock seconds (the server kills; the processor's are limited alike) and megabytes beyond the start."""

    seconds: int
    memory_mb: int


def serve(data: socket.socket, function: Callable[[Any], object], limits: Limits) -> NoReturn:
    """Read the payload, call the function under the limits, write the answer, end the process."""
    parent = os.getppid()
    _libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:
        os._exit(1)
    with data.makefile("rb") as incoming:
        # Written by the process we were forked for; nothing a child writes is ever unpickled.
        payload = pickle.loads(incoming.read(int.from_bytes(incoming.read(8))))  # noqa: S301
    kind, body = _call(function, payload, limits)
    data.sendall(kind + len(body).to_bytes(8))
    data.sendall(body)
    # No clean-up: libraries' exit handlers belong to the server's copy.
    os._exit(0)


def _call(function: Callable[[Any], object], payload: object, limits: Limits) -> tuple[bytes, bytes]:
    hard = _limit(limits)
    try:
        result = function(payload)
        if not isinstance(result, bytes):
            raise TypeError(f"a limited function returns bytes, not {type(result).__name__}")
        return b"R", result
    except MemoryError as problem:
        _limit_memory(hard, hard)
        return b"M", str(problem).encode(errors="replace")[:_DETAIL_KEPT]
    except BaseException as problem:  # even SystemExit is only this job's failure
        _limit_memory(hard, hard)
        said = {"error": type(problem).__name__, "detail": str(problem)[:_DETAIL_KEPT]}
        return b"E", json.dumps(said).encode()


def _limit(limits: Limits) -> int:
    soft = _mapped() + limits.memory_mb * _MEGABYTE
    hard = soft + _LAST_WORDS
    _limit_memory(soft, hard)
    resource.setrlimit(resource.RLIMIT_CPU, (limits.seconds + 1, limits.seconds + 2))
    resource.setrlimit(resource.RLIMIT_NOFILE, (_OPEN_FILES, _OPEN_FILES))
    resource.setrlimit(resource.RLIMIT_FSIZE, (_FILE_SIZE, _FILE_SIZE))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    return hard


def _limit_memory(soft: int, hard: int) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


def _mapped() -> int:
    with open("/proc/self/statm", encoding="ascii") as statm:
        return int(statm.read().split()[0]) * resource.getpagesize()
