"""The process children are forked from: alone with its imports, one thread, no network, no secrets.

Started by `limits` as `python -m aceite.kit.limits_server CONTROL_FD PARENT_PID`. It never reads a job's payload.
It ends when the control socket closes or its parent dies, and takes its children along.
"""

import gc
import importlib
import json
import os
import pkgutil
import select
import signal
import socket
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from aceite.kit.limits_child import Limits, serve
from aceite.kit.limits_rights import (
    can_leave_root,
    cut_off_network,
    forbid_new_privileges,
    forbid_sockets,
    leave_root,
)

_NANOSECONDS: Final = 10**9


@dataclass(slots=True)
class _Child:
    pid: int
    deadline: int
    ending: socket.socket
    timed_out: bool = False


class Server:
    """Takes orders, forks a child for each, kills it at its deadline and tells its end."""

    def __init__(self, control: socket.socket, parent_pid: int, *, leaves_root: bool) -> None:
        self._control = control
        self._leaves_root = leaves_root
        self._parent_pid = parent_pid
        self._children: dict[int, _Child] = {}
        self._functions: dict[str, Callable[[Any], object]] = {}
        # A signal ends select() early through this pipe; a plain handler would only note it.
        self._woken, self._waker = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
        signal.set_wakeup_fd(self._waker, warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda _number, _frame: None)
        self._parent = _watch(parent_pid)

    def run(self) -> None:
        """Serve until the parent is gone."""
        watched: list[int] = [self._control.fileno(), self._woken, *self._parent]
        while os.getppid() == self._parent_pid:
            ready, _w, _x = select.select(watched, [], [], self._patience())
            if any(fd in ready for fd in self._parent):
                break
            if self._woken in ready:
                os.read(self._woken, 4096)
            self._reap()
            self._kill_the_late()
            if self._control.fileno() in ready and not self._take_order():
                break
        for pid in self._children:
            _kill(pid)

    def _take_order(self) -> bool:
        try:
            message, fds, _flags, _address = socket.recv_fds(self._control, 10_000, 3)
        except ConnectionResetError:  # the parent was killed before it read all it was told
            return False
        if not message:
            return False
        order = json.loads(message)
        if "warm" in order:
            self._warm(order["warm"])
            return True
        data_fd, ending_fd, stderr_fd = fds
        ending = socket.socket(fileno=ending_fd)
        with socket.socket(fileno=data_fd) as data:
            try:
                self._start(order, data, ending, stderr_fd)
            except (Exception, SystemExit) as problem:  # a broken import must not end the server
                _tell(ending, "error", f"{type(problem).__name__}: {problem}")
        os.close(stderr_fd)
        return True

    def _start(self, order: dict[str, Any], data: socket.socket, ending: socket.socket, stderr: int) -> None:
        function = self._function(order["func"])
        limits = Limits(order["seconds"], order["memory_mb"])
        pid = os.fork()
        if not pid:
            self._become_child(data, ending, stderr, function, limits)
        deadline = time.monotonic_ns() + limits.seconds * _NANOSECONDS
        self._children[pid] = _Child(pid, deadline, ending)

    def _become_child(
        self, data: socket.socket, ending: socket.socket, stderr: int, function: Callable[[Any], object], limits: Limits
    ) -> None:
        try:
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            # A group of its own, so that whatever it starts ends with it.
            os.setpgid(0, 0)
            os.dup2(stderr, 1)
            os.dup2(stderr, 2)
            # Siblings' pipes and the control socket are none of its business.
            keep = data.fileno()
            os.closerange(3, keep)
            os.closerange(keep + 1, 4096)
            if self._leaves_root:
                leave_root()
            serve(data, function, limits)
        finally:
            os._exit(1)

    def _function(self, path: str) -> Callable[[Any], object]:
        if path not in self._functions:
            self._functions[path] = pkgutil.resolve_name(path)
            # What is loaded now stays shared with the children instead of being copied when they collect garbage.
            gc.freeze()
        return self._functions[path]

    def _warm(self, modules: list[str]) -> None:
        for module in modules:
            try:
                importlib.import_module(module)
            except Exception as problem:  # the job that needs it will say so; this only comes early
                sys.stderr.write(f"limits_server: {module}: {problem!r}\n")
        gc.freeze()

    def _patience(self) -> int | float:
        if not self._children:
            return 60
        left = min(child.deadline for child in self._children.values()) - time.monotonic_ns()
        return max(0, left / _NANOSECONDS)

    def _kill_the_late(self) -> None:
        now = time.monotonic_ns()
        for child in self._children.values():
            if child.deadline <= now and not child.timed_out:
                child.timed_out = True
                _kill(child.pid)

    def _reap(self) -> None:
        for pid, child in list(self._children.items()):
            if os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None:
                continue
            # Until it is reaped its number is not given anew, so this reaches its group and nobody else.
            _kill(pid)
            _pid, status = os.waitpid(pid, 0)
            del self._children[pid]
            _tell(child.ending, *_reason(os.waitstatus_to_exitcode(status), timed_out=child.timed_out))


def _watch(parent_pid: int) -> list[int]:
    try:
        return [os.pidfd_open(parent_pid)]
    except OSError:
        # An old kernel: the control socket's end and getppid() tell, a little later.
        return []


def _kill(pid: int) -> None:
    for kill in (os.killpg, os.kill):
        try:
            kill(pid, signal.SIGKILL)
        except OSError:
            # No group yet (it was just forked), or nobody left in it.
            continue


def _reason(exit_code: int, *, timed_out: bool) -> tuple[str, str]:
    if timed_out or exit_code == -signal.SIGXCPU:
        return "time", "killed at its deadline"
    if exit_code == -signal.SIGKILL:
        return "memory", "killed by the system"
    if exit_code < 0:
        return "error", f"died of {signal.Signals(-exit_code).name}"
    return "error", f"ended with {exit_code} and no answer"


def _tell(ending: socket.socket, reason: str, detail: str) -> None:
    with ending:
        try:
            ending.sendall(json.dumps({"reason": reason, "detail": detail[:2000]}).encode())
        except OSError:
            # Whoever asked has its answer already, or is gone.
            return


def main() -> None:
    """Cut the network, greet the parent, serve."""
    control = socket.socket(fileno=int(sys.argv[1]))
    control.set_inheritable(False)
    forbid_new_privileges()
    # Asked first: in a namespace of its own root has another number, and root's rights over root's files.
    root = os.geteuid() == 0
    # Both where both are given: the namespace leaves sockets that stand in the file system within reach.
    isolated = [cut_off_network(), forbid_sockets()]
    leaves_root = root and can_leave_root()
    greeting = {"isolated": any(isolated), "unprivileged": leaves_root or not root}
    control.send(json.dumps(greeting).encode())
    Server(control, int(sys.argv[2]), leaves_root=leaves_root).run()


if __name__ == "__main__":
    main()
