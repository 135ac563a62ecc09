"""Dangerous work (hostile PDFs and pictures, runaway typesetting) done in a child with limits and without network.

Children are forked, one per job, from a small server process that keeps the needed imports loaded: see limits_server.
The server starts with the first job of a process, holds none of its sockets and secrets, and ends when it ends.
"""

import atexit
import json
import os
import pickle
import socket
import subprocess
import sys
import threading
from collections.abc import Mapping
from typing import Final, Literal

Reason = Literal["time", "memory", "error"]

# Beyond the job's own seconds: the server kills in time; this is only for a server that died or hangs in an import.
_GRACE_SECONDS: Final = 30
_AT_ONCE: Final = max(2, os.cpu_count() or 1)
_ENVIRONMENT: Final = (
    *("PATH", "LANG", "LC_ALL", "TMPDIR", "TZ", "SSL_CERT_DIR", "SSL_CERT_FILE", "LD_LIBRARY_PATH"),
    "PYTHONPYCACHEPREFIX",
)
_STDERR_KEPT: Final = 2000
_SIGNS_OF_FULL_MEMORY: Final = ("memory allocation of", "bad_alloc", "MemoryError", "out of memory", "Cannot allocate")


class ChildFailed(Exception):
    """The job did not come to an end: out of time, out of memory, or an error of its own.

    `error` is the class name of the exception the function raised ("" when the process died of something else),
    `detail` its message or the last words on stderr. Neither is meant for people.
    """

    def __init__(self, reason: Reason, detail: str = "", error: str = "") -> None:
        self.reason = reason
        self.detail = detail
        self.error = error
        super().__init__(f"{reason}: {error or 'child'}: {detail}")


def run_limited(func_path: str, payload: bytes | Mapping[str, object], *, seconds: int, memory_mb: int) -> bytes:
    """Call `func_path` ("package.module:function") with `payload` in a child and return its bytes.

    `seconds` of wall clock (and of processor), `memory_mb` of address space beyond what imports and payload take.
    At most as many jobs at once as there are processors (two at least) for each calling process; further callers
    wait, which does not count as the job's time. Safe from any thread and after a fork. Raises ChildFailed.
    """
    order = {"func": func_path, "seconds": seconds, "memory_mb": memory_mb}
    pickled = pickle.dumps(payload if isinstance(payload, bytes) else dict(payload))
    for attempt in range(2):
        server = _running_server()
        with server.slots:
            try:
                return _Job(server, order).run(pickled)
            except _ServerGone as gone:
                _forget(server)
                if attempt:
                    raise ChildFailed("error", str(gone)) from gone
    raise AssertionError("unreachable")


def warm(*modules: str) -> None:
    """Start the server and let it import `modules`, so that the first job does not wait for them. Returns at once."""
    server = _running_server()
    try:
        server.control.send(json.dumps({"warm": modules}).encode())
    except OSError:
        _forget(server)


def network_isolated() -> bool:
    """Say whether children are cut off from the network (the kernel may refuse, as in some containers)."""
    return _running_server().isolated


def unprivileged() -> bool:
    """Say whether children run without root's rights: root's become nobody, where nobody can read the program."""
    return _running_server().unprivileged


class _ServerGone(Exception):
    """The server died or never answered; another one may be tried."""


class _Server:
    """The other process, as seen from this one."""

    def __init__(self) -> None:
        self.slots = threading.BoundedSemaphore(_AT_ONCE)
        self.control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            self.process = subprocess.Popen(
                [sys.executable, "-P", "-m", "aceite.kit.limits_server", str(theirs.fileno()), str(os.getpid())],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                # A session of its own: Ctrl-C in a terminal reaches us, and the server ends when we do.
                start_new_session=True,
                env=_environment(),
            )
        self.control.settimeout(_GRACE_SECONDS)
        try:
            greeting = self.control.recv(100)
        except OSError:
            greeting = b""
        told: dict[str, bool] = json.loads(greeting) if greeting else {}
        self.isolated = told.get("isolated", False)
        self.unprivileged = told.get("unprivileged", False)

    def alive(self) -> bool:
        return self.process.poll() is None

    def close(self) -> None:
        self.control.close()
        try:
            self.process.wait(timeout=2)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


class _Job:
    """One order on its way: a socket for payload and result, a pipe for the child's end, a file for its stderr."""

    def __init__(self, server: _Server, order: Mapping[str, object]) -> None:
        self._server = server
        self._order = order
        self._allowed = int(str(order["memory_mb"])) << 20
        self._patience = int(str(order["seconds"])) + _GRACE_SECONDS

    def run(self, pickled: bytes) -> bytes:
        data, childs_data = socket.socketpair()
        ending, servers_ending = socket.socketpair()
        stderr = os.memfd_create("stderr")
        try:
            with data, ending:
                with childs_data, servers_ending:
                    self._hand_over(childs_data.fileno(), servers_ending.fileno(), stderr)
                data.settimeout(self._patience)
                ending.settimeout(self._patience)
                kind, body = self._exchange(data, pickled)
                return body if kind == b"R" else self._explain(kind, body, ending, stderr)
        finally:
            os.close(stderr)

    def _hand_over(self, *fds: int) -> None:
        try:
            socket.send_fds(self._server.control, [json.dumps(self._order).encode()], fds)
        except OSError as problem:
            raise _ServerGone(str(problem)) from problem

    def _exchange(self, data: socket.socket, pickled: bytes) -> tuple[bytes, bytes]:
        """Send the payload and return the framed answer; an empty kind when the child died without one."""
        try:
            data.sendall(len(pickled).to_bytes(8) + pickled)
            head = _receive(data, 9)
            length = int.from_bytes(head[1:])
            if length > self._allowed:
                raise ChildFailed("memory", "the result is larger than the memory allowed")
            return head[:1], _receive(data, length)
        except (EOFError, BrokenPipeError, ConnectionResetError):
            return b"", b""
        except TimeoutError:
            raise ChildFailed("time", "no answer") from None

    def _explain(self, kind: bytes, body: bytes, ending: socket.socket, stderr: int) -> bytes:
        if kind == b"M":
            raise ChildFailed("memory", body.decode(errors="replace"))
        if kind == b"E":
            said = json.loads(body)
            raise ChildFailed("error", said["detail"], said["error"])
        try:
            end = json.loads(ending.recv(10_000) or b"null")
        except (OSError, ValueError):
            end = None
        if end is None:
            raise _ServerGone("the server ended during the job")
        words = os.pread(stderr, _STDERR_KEPT, max(0, os.fstat(stderr).st_size - _STDERR_KEPT)).decode(errors="replace")
        reason: Reason = end["reason"]
        if reason == "error" and any(sign in words for sign in _SIGNS_OF_FULL_MEMORY):
            reason = "memory"
        raise ChildFailed(reason, f"{end['detail']} {words}".strip())


_lock = threading.Lock()
_server: _Server | None = None


def _running_server() -> _Server:
    global _server
    with _lock:
        if _server is None or not _server.alive():
            if _server is not None:
                _server.close()
            _server = _Server()
        return _server


def _forget(server: _Server) -> None:
    global _server
    with _lock:
        if _server is server:
            _server = None
            server.close()


def _environment() -> dict[str, str]:
    # Secrets stand in the environment; work on hostile files must not see them.
    kept = {name: os.environ[name] for name in _ENVIRONMENT if name in os.environ}
    return kept | {
        "PYTHONPATH": os.pathsep.join(os.path.abspath(entry) for entry in sys.path),
        # Each arena reserves 64 MB of address space, which the limit counts.
        "MALLOC_ARENA_MAX": "2",
    }


def _receive(data: socket.socket, length: int) -> bytes:
    received = bytearray(length)
    view = memoryview(received)
    while view:
        count = data.recv_into(view)
        if not count:
            raise EOFError
        view = view[count:]
    return bytes(received)


def _after_fork_in_child() -> None:
    # The server belongs to the parent: a forked worker starts its own, and must not keep the parent's alive.
    global _lock, _server
    _lock = threading.Lock()
    if _server is not None:
        _server.control.close()
        # Not our child: waiting for it would fail, and forgetting it unwaited would warn.
        _server.process.returncode = 0
        _server = None


def shut_down() -> None:
    """End the server of this process, if it has one; the next job starts another. Runs by itself at exit."""
    if _server is not None:
        _forget(_server)


os.register_at_fork(after_in_child=_after_fork_in_child)
atexit.register(shut_down)
