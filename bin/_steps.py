"""One step of the set-up: a command whose output goes to a log and whose failure becomes one sentence in Portuguese.

Nothing but Python's standard library: it runs before anything is installed.
"""

import contextlib
import os
import signal
import subprocess
from functools import partial
from pathlib import Path
from types import FrameType
from typing import NoReturn

ROOT = Path(__file__).resolve().parent.parent
VAR = ROOT / "var"
BOOT = VAR / "boot"
LOG = VAR / "setup.log"
SECONDS_TO_END = 3
ENDING = {signal.SIGINT, signal.SIGTERM, signal.SIGHUP}

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
    step = None
    # A signal that came before the step is known would end this process and leave the step behind.
    before = signal.pthread_sigmask(signal.SIG_BLOCK, ENDING)
    try:
        step = subprocess.Popen(
            [str(word) for word in command],
            cwd=ROOT,
            env=environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            start_new_session=True,
            # The step hears them; nothing else runs in this process that a fork could disturb.
            preexec_fn=partial(signal.pthread_sigmask, signal.SIG_SETMASK, before),
        )
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
        said = step.communicate()[0]
    except BaseException:
        if step is not None:
            end(step)
        raise
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
    with LOG.open("a", encoding="utf-8") as log:
        log.write(f"$ {' '.join(map(str, command))}\n{said}\n")
    if step.returncode:
        raise Refused(reason(said))


def end(step: subprocess.Popen[str]) -> None:
    """Ends a step and all it started; asked kindly first, so that it takes its temporary files away."""
    with contextlib.suppress(ProcessLookupError):
        try:
            os.killpg(step.pid, signal.SIGINT)
            with contextlib.suppress(subprocess.TimeoutExpired):
                step.wait(SECONDS_TO_END)
        finally:
            os.killpg(step.pid, signal.SIGKILL)
    step.wait()


def end_on(number: signal.Signals) -> None:
    """Lets the signal end this process as Ctrl-C does, with the step under way; nohup's wish is heard."""

    def leave(_number: int, _frame: FrameType | None) -> NoReturn:
        raise SystemExit(128 + number)

    if signal.getsignal(number) is not signal.SIG_IGN:
        signal.signal(number, leave)
