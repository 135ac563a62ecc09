"""Rights a process gives up for good before it touches what strangers made: network, sockets, root."""

import ctypes
import os
import platform
import struct
import sys
import tempfile
from collections.abc import Sequence
from typing import Final

_CLONE_NEWUSER: Final = 0x10000000
_CLONE_NEWNET: Final = 0x40000000
_PR_SET_SECCOMP: Final = 22
_PR_SET_NO_NEW_PRIVS: Final = 38
_SECCOMP_MODE_FILTER: Final = 2
_NOBODY: Final = 65534

# linux/audit.h: how the kernel names the machine; then the numbers of socket() and io_uring_setup() on it.
_MACHINES: Final = {"x86_64": (0xC000003E, 41, 425), "aarch64": (0xC00000B7, 198, 425)}
# Calls above this are x86-64's second, 32-bit set of the same calls.
_SECOND_SET: Final = 0x40000000

# linux/bpf_common.h and linux/seccomp.h
_LOAD, _EQUAL, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_AT_NUMBER, _AT_MACHINE = 0, 4
_ALLOW: Final = 0x7FFF0000
_REFUSE: Final = 0x00050000 | 1  # with EPERM

_libc: Final = ctypes.CDLL(None, use_errno=True)


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("steps", ctypes.c_char_p))


def forbid_new_privileges() -> None:
    """From here on no set-uid program gives rights back."""
    _libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)


def cut_off_network() -> bool:
    """Leave the network for an empty namespace, for good; False when the kernel refuses.

    Root first tries without a user namespace, in which it could no longer read files of other owners.
    """
    attempts = (_CLONE_NEWNET, _CLONE_NEWUSER | _CLONE_NEWNET)
    return any(_libc.unshare(flags) == 0 for flags in attempts)


def forbid_sockets() -> bool:
    """Have the kernel refuse every new socket, also those of this machine's services; False when it cannot.

    It is what remains where no network namespace is given. Needs `forbid_new_privileges` before.
    """
    known = _MACHINES.get(platform.machine())
    if known is None:
        return False
    machine, *refused = known
    # Each jump skips that many steps: first for yes, then for no. The last two steps are "allow" and "refuse".
    steps = [
        (_LOAD, 0, 0, _AT_MACHINE),
        (_EQUAL, 0, 5, machine),
        (_LOAD, 0, 0, _AT_NUMBER),
        (_AT_LEAST, 3, 0, _SECOND_SET),
        *((_EQUAL, 2 - place, 0, number) for place, number in enumerate(refused)),
        (_RETURN, 0, 0, _ALLOW),
        (_RETURN, 0, 0, _REFUSE),
    ]
    packed = b"".join(struct.pack("=HBBI", *step) for step in steps)
    program = _Program(len(steps), packed)
    return bool(_libc.prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.byref(program), 0, 0) == 0)


def can_leave_root(needed: Sequence[str] = ()) -> bool:
    """Whether root may become nobody here and still read the program, its libraries and `needed`; tried in a child."""
    places = [entry for entry in sys.path if os.path.exists(entry)]
    places += [os.path.abspath(__file__), sys.prefix, tempfile.gettempdir(), *needed]
    pid = os.fork()
    if not pid:
        try:
            leave_root()
            readable = all(os.access(place, os.R_OK if os.path.isfile(place) else os.X_OK) for place in places)
            os._exit(0 if readable else 1)
        finally:
            os._exit(1)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0


def leave_root() -> None:
    """Become nobody, for good. A process that has done so cannot be looked into by its like. Raises OSError."""
    os.setgroups([])
    os.setresgid(_NOBODY, _NOBODY, _NOBODY)
    os.setresuid(_NOBODY, _NOBODY, _NOBODY)
