"""Sets Aceite up under var/ with nothing but Python's standard library and pip, then becomes the command asked for.

Called by the commands of bin/ (see _start.sh). What is already there and unchanged is not done again, so that a second
start costs a fraction of a second. Every expected misfortune ends in one sentence in Portuguese, never in a traceback.
"""

import errno
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent.parent
VAR = ROOT / "var"
BOOT = VAR / "boot"
VENV = VAR / "venv"
PYTHON = VENV / "bin" / "python"
LOG = VAR / "setup.log"
ROOM_NEEDED = 900 * 1024 * 1024

DISK_FULL = (
    "Não há espaço em disco para instalar o Aceite (são precisos cerca de 900 MB em {place}). "
    "Libere espaço e tente de novo."
)
NO_NETWORK = (
    "Não consegui baixar as dependências: sem rede ou sem acesso ao repositório de pacotes do Python. "
    "Tente de novo quando houver rede."
)
NO_PIP = "Este Python não tem o pip. Instale-o (no Debian: apt-get install python3-pip) e tente de novo."
NO_RIGHT = "Não tenho permissão para escrever em {place}. Rode o comando com o usuário dono desta pasta."
FAILED = "A instalação falhou. O registro completo está em {log}."

# What pip and uv say when the wire is cut; matched in lower case.
NETWORK_SIGNS = (
    "newconnectionerror",
    "failed to establish a new connection",
    "name resolution",
    "network is unreachable",
    "error sending request",
    "dns error",
    "connection refused",
    "timed out",
    "could not connect",
    "failed to fetch",
    "no matching distribution found for uv",
)


class Refused(Exception):
    """Set-up cannot go on; the message is the sentence for the person."""


def environment() -> dict[str, str]:
    """Every step's environment: no interpreter downloaded, caches under var/, the system's certificates trusted."""
    caches = {"UV_CACHE_DIR": str(VAR / "cache" / "uv"), "PIP_CACHE_DIR": str(VAR / "cache" / "pip")}
    certificates = {"UV_SYSTEM_CERTS": "1"}
    fixed = {"UV_PYTHON_DOWNLOADS": "never", "PYTHONPATH": str(BOOT)}
    return {**caches, **certificates, **os.environ, **fixed}


def reason(said: str) -> str:
    """The sentence for what a failed step said."""
    low = said.lower()
    if "no space left" in low or "disk quota exceeded" in low:
        return DISK_FULL.format(place=VAR)
    if "no module named pip" in low:
        return NO_PIP
    if any(sign in low for sign in NETWORK_SIGNS):
        return NO_NETWORK
    return FAILED.format(log=LOG)


def run(*command: str | Path) -> None:
    """One step of the set-up; its output goes to the log, and to the person only as a sentence."""
    done = subprocess.run(
        [str(word) for word in command],
        cwd=ROOT,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    )
    with LOG.open("a", encoding="utf-8") as log:
        log.write(f"$ {' '.join(map(str, command))}\n{done.stdout}\n")
    if done.returncode:
        raise Refused(reason(done.stdout))


def stamp_of(lock: Path) -> str:
    """What the virtual environment was made from: this lock, this interpreter, this place."""
    made_from = f"{sys.version}\n{ROOT}\n".encode() + lock.read_bytes()
    return hashlib.sha256(made_from).hexdigest()


def ensure_environment(extent: str) -> None:
    """Makes var/venv hold exactly the locked dependencies of `extent` ("base" or "dev")."""
    lock = ROOT / "requirements" / f"{extent}.txt"
    stamp = VENV / f".stamp-{extent}"
    if stamp.exists() and stamp.read_text() == stamp_of(lock):
        return
    if shutil.disk_usage(VAR).free < ROOM_NEEDED:
        raise Refused(DISK_FULL.format(place=VAR))
    print("Preparando o ambiente (só na primeira vez ou quando as dependências mudam)…", flush=True)
    uv = BOOT / "bin" / "uv"
    if not uv.exists():
        run(sys.executable, "-m", "pip", "install", "--quiet", "--retries", "1", "--target", BOOT, "uv")
    if not PYTHON.exists():
        run(uv, "venv", "--quiet", "--python", sys.executable, VENV)
    run(uv, "pip", "install", "--quiet", "--python", PYTHON, "--require-hashes", "-r", lock)
    make_importable()
    stamp.write_text(stamp_of(lock))


def make_importable() -> None:
    """Puts the repository on the environment's path and `aceite` among its commands, without building anything."""
    library = next((VENV / "lib").glob("python3.*")) / "site-packages"
    (library / "aceite.pth").write_text(f"{ROOT}\n")
    command = VENV / "bin" / "aceite"
    command.write_text(f"#!{PYTHON}\nimport sys\nfrom aceite.project.commands import main\nsys.exit(main())\n")
    command.chmod(0o755)


def ensure_translations() -> None:
    """Compiles each .po that is newer than its .mo, with Babel: GNU gettext is not on everybody's machine."""
    for source in (ROOT / "aceite" / "locale").glob("*/LC_MESSAGES/*.po"):
        compiled = source.with_suffix(".mo")
        if not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime:
            run(PYTHON, "-m", "babel.messages.frontend", "compile", "-i", source, "-o", compiled)


def become(*words: str | Path) -> NoReturn:
    """Replaces this process, so that a signal reaches the command itself."""
    command = [str(PYTHON), *map(str, words)]
    os.execve(command[0], command, {**os.environ, "PYTHONUNBUFFERED": "1"})


def main(command: str, rest: list[str]) -> None:
    """Set-up for `command`, then the command."""
    VAR.mkdir(exist_ok=True)
    LOG.unlink(missing_ok=True)
    ensure_environment("base" if command == "demo" else "dev")
    ensure_translations()
    if command == "setup":
        print("Pronto: o ambiente está em var/venv. bin/dev serve, bin/check confere.")
    elif command == "check":
        become("bin/_check.py", *rest)
    elif command == "bench":
        become("bin/_bench.py", *rest)
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
