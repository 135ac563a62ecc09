"""Functions the tests of the limited child let it run: good ones and bad ones."""

import ctypes
import os
import socket
import time


def upper(payload: bytes) -> bytes:
    return payload.upper()


def described(payload: dict[str, object]) -> bytes:
    return ",".join(f"{key}={value!r}" for key, value in payload.items()).encode()


def sleep(payload: bytes) -> bytes:
    time.sleep(60)
    return payload


def sleep_with_child(payload: bytes) -> bytes:
    pid = os.fork()
    if not pid:
        time.sleep(60)
    with open(payload.decode(), "w", encoding="ascii") as out:
        out.write(str(pid))
    time.sleep(60)
    return payload


def burn(payload: bytes) -> bytes:
    while True:
        pass


def hoard(payload: bytes) -> bytes:
    return bytes(int(payload) << 20)[:1]


def refuse(payload: bytes) -> bytes:
    raise ValueError("página 3 ilegível")


def crash(payload: bytes) -> bytes:
    os.abort()


def die_like_rust(payload: bytes) -> bytes:
    os.write(2, b"memory allocation of 99999999999 bytes failed\n")
    os.abort()


def leave(payload: bytes) -> bytes:
    raise SystemExit(3)


def return_text(payload: bytes) -> str:
    return "text"


def secrets_seen(payload: bytes) -> bytes:
    return os.environ.get("SECRET_KEY", "none").encode()


def open_files(payload: bytes) -> bytes:
    return ",".join(str(fd) for fd in range(4096) if _is_open(fd)).encode()


def _is_open(fd: int) -> bool:
    try:
        os.fstat(fd)
    except OSError:
        return False
    return True


def reach_network(payload: bytes) -> bytes:
    host, port = payload.decode().split(":")
    try:
        with socket.socket() as outgoing:
            return str(outgoing.connect_ex((host, int(port)))).encode()
    except PermissionError:
        return b"no socket"


def identity(payload: bytes) -> bytes:
    return f"{os.getuid()} {os.geteuid()} {os.getgroups()}".encode()


def pids(payload: bytes) -> bytes:
    return f"{os.getpid()} {os.getppid()}".encode()


def segfault(payload: bytes) -> bytes:
    return ctypes.string_at(0)
