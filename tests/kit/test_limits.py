"""Work in a limited child: what comes back, what is cut off, what is left behind."""

import os
import platform
import select
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from aceite.kit import limits
from aceite.kit.limits import ChildFailed, network_isolated, run_limited, shut_down, unprivileged, warm
from aceite.kit.limits_rights import can_leave_root
from tests.kit import jobs_for_children

JOBS = jobs_for_children.__name__


def run(name: str, payload: bytes | dict[str, object] = b"", *, seconds: int = 10, memory_mb: int = 200) -> bytes:
    return run_limited(f"{JOBS}:{name}", payload, seconds=seconds, memory_mb=memory_mb)


def failure(name: str, payload: bytes = b"", *, seconds: int = 10, memory_mb: int = 200) -> ChildFailed:
    with pytest.raises(ChildFailed) as caught:
        run(name, payload, seconds=seconds, memory_mb=memory_mb)
    return caught.value


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def gone_soon(pid: int) -> bool:
    for _try in range(100):
        if not alive(pid):
            return True
        time.sleep(0.05)
    return False


def test_bytes_go_in_and_come_back() -> None:
    assert run("upper", b"padaria central") == b"PADARIA CENTRAL"


def test_a_dictionary_goes_in() -> None:
    assert run("described", {"page": 3, "file": b"%PDF"}) == b"page=3,file=b'%PDF'"


def test_twenty_megabytes_go_both_ways() -> None:
    assert len(run("upper", b"a" * (20 << 20))) == 20 << 20


@pytest.mark.parametrize("job", ["sleep", "burn"])
def test_out_of_time(job: str) -> None:
    start = time.monotonic()
    assert failure(job, seconds=1).reason == "time"
    assert time.monotonic() - start < 5


def test_what_a_child_started_ends_with_it() -> None:
    # Pytest's own folders are closed to nobody, who the child may be.
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o777)
        note = Path(folder) / "pid"
        assert failure("sleep_with_child", str(note).encode(), seconds=1).reason == "time"
        assert gone_soon(int(note.read_text(encoding="ascii")))


def test_out_of_memory() -> None:
    assert failure("hoard", b"300", memory_mb=100).reason == "memory"


def test_memory_counts_from_what_is_already_loaded() -> None:
    assert run("hoard", b"80", memory_mb=100) == b"\0"


def test_an_exception_is_told_with_its_name() -> None:
    failed = failure("refuse")
    assert (failed.reason, failed.error, failed.detail) == ("error", "ValueError", "página 3 ilegível")


@pytest.mark.parametrize(
    ("job", "words"),
    [("crash", "SIGABRT"), ("segfault", "SIGSEGV"), ("leave", "3"), ("return_text", "bytes"), ("nowhere", "nowhere")],
)
def test_other_ends(job: str, words: str) -> None:
    failed = failure(job)
    assert failed.reason == "error"
    assert words in failed.detail


def test_an_abort_for_want_of_memory_in_native_code_is_known_by_its_last_words() -> None:
    assert failure("die_like_rust").reason == "memory"


def test_a_broken_import_leaves_the_server_well() -> None:
    with pytest.raises(ChildFailed, match="ModuleNotFoundError"):
        run_limited("no.such.module:anything", b"", seconds=5, memory_mb=50)
    assert run("upper", b"a") == b"A"


def test_no_secret_of_the_environment_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "hush")
    shut_down()
    assert run("secrets_seen") == b"none"


def test_a_child_holds_only_its_own_socket() -> None:
    # 0, 1, 2 and the socket.
    assert len(run("open_files").split(b",")) == 4


def test_no_network() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        reached = run("reach_network", f"127.0.0.1:{listening.getsockname()[1]}".encode())
    assert (reached != b"0") == network_isolated()


def test_no_socket_can_be_made_where_the_kernel_gives_no_namespace() -> None:
    code = (
        "import socket; from aceite.kit.limits_rights import forbid_new_privileges, forbid_sockets\n"
        "forbid_new_privileges(); print(forbid_sockets())\n"
        "for kind in (socket.AF_INET, socket.AF_INET6, socket.AF_UNIX):\n"
        "    try: socket.socket(kind)\n"
        "    except PermissionError: print('refused')\n"
        "left, right = socket.socketpair(); left.send(b'a'); print(right.recv(1))"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True).stdout.split("\n")
    known = platform.machine() in ("x86_64", "aarch64")
    assert said[:-1] == (["True", "refused", "refused", "refused", "b'a'"] if known else ["False", "b'a'"])


def test_root_becomes_nobody_in_a_child() -> None:
    uid, effective, groups = run("identity").decode().split(" ", 2)
    assert uid == effective
    assert (uid != "0") == unprivileged()
    assert os.getuid() or (uid, groups) == ("65534", "[]") or not unprivileged()


def test_root_stays_root_where_nobody_could_not_read_the_program(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    if os.getuid() == 0:
        assert not can_leave_root([str(closed)])


def test_many_threads_at_once() -> None:
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(lambda i: run("upper", f"a{i}".encode()), range(40))) == [
            f"A{i}".encode() for i in range(40)
        ]


def test_the_thread_that_started_the_server_may_end() -> None:
    shut_down()
    starter = threading.Thread(target=run, args=("upper", b"a"))
    starter.start()
    starter.join()
    server = limits._running_server().process.pid
    run("upper", b"b")
    assert limits._running_server().process.pid == server


def test_a_killed_server_is_replaced() -> None:
    run("upper", b"a")
    os.kill(limits._running_server().process.pid, signal.SIGKILL)
    assert run("upper", b"b") == b"B"


def test_no_zombie_is_left() -> None:
    child, server = (int(pid) for pid in run("pids").split())
    failure("crash")
    assert gone_soon(child)
    assert alive(server)
    time.sleep(0.2)
    children = Path(f"/proc/{server}/task/{server}/children").read_text(encoding="ascii").split()
    assert children == []


def test_a_forked_process_starts_its_own_server() -> None:
    ours = run("pids").split()[1]
    reader, writer = os.pipe()
    pid = os.fork()
    if not pid:
        try:
            os.write(writer, run("pids").split()[1])
            shut_down()
        finally:
            os._exit(0)
    os.close(writer)
    with os.fdopen(reader, "rb") as answer:
        theirs = answer.read()
    os.waitpid(pid, 0)
    assert theirs not in (b"", ours)
    assert run("pids").split()[1] == ours


@pytest.mark.parametrize("end", ["pass", "os.kill(os.getpid(), 9)"])
def test_the_server_ends_with_its_parent(end: str) -> None:
    program = f"""
import os
from aceite.kit.limits import run_limited
print(run_limited("{JOBS}:pids", b"", seconds=10, memory_mb=50).decode().split()[1], flush=True)
{end}
"""
    env = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    said = subprocess.run([sys.executable, "-c", program], env=env, stdout=subprocess.PIPE, timeout=30).stdout
    assert gone_soon(int(said))


def test_warming_loads_modules_beforehand() -> None:
    warm(JOBS, "no.such.module")
    assert run("upper", b"a") == b"A"


def test_the_server_ends_quietly_when_its_parent_went_without_reading_its_greeting() -> None:
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    command = [sys.executable, "-m", "aceite.kit.limits_server", str(theirs.fileno()), str(os.getpid())]
    with theirs:
        server = subprocess.Popen(command, pass_fds=[theirs.fileno()], stderr=subprocess.PIPE)
    select.select([ours], [], [], 20)
    ours.close()
    _nothing, complaint = server.communicate(timeout=20)
    assert (server.returncode, complaint) == (0, b"")
