"""Sets Aceite up under var/ with nothing but Python's standard library and pip, then becomes the command asked for.

Called by the commands of bin/ (see _start.sh). What is already there and unchanged is not done again, so that a second
start costs a fraction of a second. Every expected misfortune ends in one sentence in Portuguese, never in a traceback.
"""

import errno
import fcntl
import hashlib
import os
import shutil
import signal
import sys
from pathlib import Path
from typing import NoReturn

from _steps import BOOT, DISK_FULL, LOG, NO_RIGHT, ROOT, VAR, Refused, end_on, run

VENV = VAR / "venv"
PYTHON = VENV / "bin" / "python"
LOCKS = {"base": ROOT / "requirements" / "base.txt", "dev": ROOT / "requirements" / "dev.txt"}
# Stands while the virtual environment is being changed, and afterwards when that was cut off.
UNFINISHED = VAR / "unfinished"
ROOM_NEEDED = 900 * 1024 * 1024
# Where our packages stand, and the function behind each of our commands.
OURS = (ROOT, ROOT / "verify")
COMMANDS = {"aceite": "aceite.project.commands", "aceite-verify": "aceite_verify.cli"}


def stamp(extent: str) -> Path:
    """Where it is written what the virtual environment was made from."""
    return VENV / f".stamp-{extent}"


def stamp_of(lock: Path) -> str:
    """What the virtual environment was made from: this lock, this interpreter, these places, these commands."""
    made_from = f"{sys.version}\n{OURS}\n{COMMANDS}\n".encode() + lock.read_bytes()
    return hashlib.sha256(made_from).hexdigest()


def stale() -> bool:
    """Whether var/venv was cut off half-way, which looks whole to uv, or was made from something else."""
    made = {extent: lock for extent, lock in LOCKS.items() if stamp(extent).exists()}
    return UNFINISHED.exists() or any(stamp(extent).read_text() != stamp_of(lock) for extent, lock in made.items())


def ensure_environment(extent: str) -> None:
    """Makes var/venv hold exactly the locked dependencies of `extent` ("base" or "dev")."""
    anew = stale()
    if stamp(extent).exists() and not anew:
        return
    if shutil.disk_usage(VAR).free < ROOM_NEEDED:
        raise Refused(DISK_FULL.format(place=VAR))
    print("Preparando o ambiente (só na primeira vez ou quando as dependências mudam)…", flush=True)
    uv = ensure_uv()
    UNFINISHED.touch()
    if anew and VENV.exists():
        shutil.rmtree(VENV)
    if not PYTHON.exists():
        run(uv, "venv", "--quiet", "--python", sys.executable, VENV)
    run(uv, "pip", "install", "--quiet", "--python", PYTHON, "--require-hashes", "-r", LOCKS[extent])
    make_importable()
    stamp(extent).write_text(stamp_of(LOCKS[extent]))
    UNFINISHED.unlink()


def ensure_uv() -> Path:
    """uv, whole or not at all: a half-copied one would be taken for a good one ever after."""
    uv = BOOT / "bin" / "uv"
    if not uv.exists():
        arriving = BOOT.with_name("boot-arriving")
        for old in (arriving, BOOT):
            shutil.rmtree(old, ignore_errors=True)
        run(sys.executable, "-m", "pip", "install", "--quiet", "--retries", "1", "--target", arriving, "uv")
        arriving.rename(BOOT)
    return uv


def make_importable() -> None:
    """Puts our packages on the environment's path and our commands among its own, without building anything."""
    library = next((VENV / "lib").glob("python3.*")) / "site-packages"
    (library / "aceite.pth").write_text("".join(f"{place}\n" for place in OURS))
    for name, module in COMMANDS.items():
        command = VENV / "bin" / name
        command.write_text(f"#!{PYTHON}\nimport sys\nfrom {module} import main\nsys.exit(main())\n")
        command.chmod(0o755)


def ensure_translations() -> None:
    """Compiles each .po that is newer than its .mo, with Babel: GNU gettext is not on everybody's machine."""
    for source in (ROOT / "aceite" / "locale").glob("*/LC_MESSAGES/*.po"):
        compiled = source.with_suffix(".mo")
        if not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime:
            arriving = compiled.with_name("arriving.mo")
            run(PYTHON, "-m", "babel.messages.frontend", "compile", "-i", source, "-o", arriving)
            arriving.replace(compiled)


def surroundings() -> dict[str, str]:
    """The command's environment: what it says comes at once, and what it compiles is kept, beside no source of anybody.

    Without bytecode every process would compile all that it loads, which takes longer than all the rest of its start.
    """
    given = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {"PYTHONPYCACHEPREFIX": str(VENV / "bytecode"), **given, "PYTHONUNBUFFERED": "1"}


def become(*words: str | Path) -> NoReturn:
    """Replaces this process, so that a signal reaches the command itself."""
    command = [str(PYTHON), *map(str, words)]
    os.execve(command[0], command, surroundings())


def main(command: str, rest: list[str]) -> None:
    """Set-up for `command`, then the command."""
    end_on(signal.SIGTERM)
    end_on(signal.SIGHUP)
    VAR.mkdir(exist_ok=True)
    # One set-up at a time; a second one waits here for the first.
    with (VAR / "setup.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        LOG.unlink(missing_ok=True)
        ensure_environment("base" if command == "demo" else "dev")
        ensure_translations()
    if command == "setup":
        print("Pronto: o ambiente está em var/venv. bin/dev serve, bin/check confere.")
    elif command == "check":
        become("bin/_check.py", *rest)
    elif command == "bench":
        become("bin/_bench.py", *rest)
    elif command == "pictures":
        become("bin/_pictures.py", *rest)
    elif command == "checker":
        become("bin/_checker.py", *rest)
    elif command == "messages":
        become("-m", "aceite.project.messages", *rest)
    elif command == "dev":
        become("-m", "aceite.project.commands", "demo", "--reload", *rest)
    else:
        become("-m", "aceite.project.commands", command, *rest)


if __name__ == "__main__":
    try:
        main(sys.argv[1], sys.argv[2:])
    except Refused as refusal:
        sys.exit(str(refusal))
    except PermissionError as refusal:
        sys.exit(NO_RIGHT.format(place=refusal.filename or ROOT))
    except KeyboardInterrupt:
        sys.exit(130)
    except OSError as failure:
        if failure.errno not in {errno.ENOSPC, errno.EDQUOT}:
            raise
        sys.exit(DISK_FULL.format(place=VAR))
