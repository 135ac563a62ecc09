"""The command `aceite`: serve, demo, manage, createcompany, keys, trust, backup, restore."""

import argparse
import errno
import os
import secrets
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import django
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command, execute_from_command_line
from django.db.utils import OperationalError

from aceite.project.backup.mark import refuse_half_restored
from aceite.project.collecting import collect_static
from aceite.project.serving import (
    CannotListen,
    Supervisor,
    answers,
    port_number,
    refuse_unusable,
    web,
    web_processes,
    worker,
)

DISK_FULL = "O disco está cheio: nada foi perdido, mas o Aceite não pode continuar. Libere espaço e tente de novo."
NO_RIGHT = "Não tenho permissão para usar {place}. Rode o comando com o usuário dono desta pasta."
NO_DATABASE = "O banco de dados não atendeu: {reason}. Veja se está ligado, e DATABASE_URL e DATABASE_OWNER_URL."
LITTLE = 1024 * 1024
# Commands of Django's that have a name of their own; those that need every table whole run as its owner.
OWN_NAMES = ("createcompany", "keys", "trust", "backup", "restore")
AS_OWNER = ("backup", "restore", "remove_sale")


def main(words: list[str] | None = None) -> int:
    """Entry point; returns the exit status. Expected misfortunes end in one sentence on the error output."""
    words = sys.argv[1:] if words is None else words
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "aceite.project.settings")
    try:
        if words[:1] == ["manage"]:
            return manage(words[1:])
        if words and words[0] in OWN_NAMES:
            return manage(words)
        choice = parser().parse_args(words)
        run: Callable[[argparse.Namespace], int] = choice.run
        return run(choice)
    except KeyboardInterrupt:
        return 130
    except subprocess.CalledProcessError as failure:
        # What went wrong stands above, said by the command itself.
        return failure.returncode
    except (CannotListen, ImproperlyConfigured, CommandError) as refusal:
        print(refusal, file=sys.stderr)
    except Exception as failure:
        if is_disk_full(failure):
            print(DISK_FULL, file=sys.stderr)
        elif is_database_away(failure):
            print(NO_DATABASE.format(reason=(str(failure).splitlines() or [""])[0].rstrip(".")), file=sys.stderr)
        elif isinstance(failure, PermissionError):
            print(NO_RIGHT.format(place=failure.filename or Path.cwd()), file=sys.stderr)
        else:
            raise
    return 1


def parser() -> argparse.ArgumentParser:
    """The words that `aceite` understands, beside those handed to Django."""
    top = argparse.ArgumentParser(
        prog="aceite",
        epilog="aceite manage …: comandos de administração; aceite createcompany: cadastra uma empresa; "
        "aceite keys: as chaves do selo; aceite trust: as autoridades em que se confia; "
        "aceite backup e aceite restore: a cópia de segurança.",
    )
    commands = top.add_subparsers(required=True, metavar=f"serve | demo | manage | {' | '.join(OWN_NAMES)}")
    for name, run, meaning in (
        ("serve", serve, "prepara o banco e os arquivos estáticos e atende"),
        ("demo", demo, "atende com a empresa de demonstração"),
    ):
        command = commands.add_parser(name, help=meaning)
        command.set_defaults(run=run)
        command.add_argument("--host", default=os.environ.get("HOST") or "127.0.0.1", help="endereço (HOST)")
        port = os.environ.get("PORT") or "8000"
        command.add_argument("--port", type=port_number, default=port, help="porta (PORT)")
        command.add_argument("--workers", type=int, default=web_processes(), help="processos web (um por núcleo)")
        command.add_argument("--threads", type=int, default=8, help="pedidos ao mesmo tempo por processo web")
        command.add_argument("--reload", action="store_true", help="recomeça quando um arquivo muda")
        if name == "demo":
            command.add_argument("--reset", action="store_true", help="recomeça com dados novos")
    return top


def manage(words: list[str]) -> int:
    """Django's own commands and ours."""
    if words and words[0] in AS_OWNER:
        # Before the settings are read, which choose the role.
        os.environ["ACEITE_AS_OWNER"] = "1"
    execute_from_command_line(["aceite manage", *words])
    return 0


def serve(choice: argparse.Namespace) -> int:
    """Migrates, checks, collects the static files, then serves until told to end."""
    refuse_unusable(choice.host, choice.port)
    django.setup()
    Path(settings.VAR).mkdir(parents=True, exist_ok=True)
    refuse_half_restored()
    # The first time, and after some updates, this takes minutes: silence would look like a fault.
    print("Preparando o banco de dados…", flush=True)
    migrate()
    call_command("check_walls")
    call_command("check", deploy=True, databases=["default"], fail_level="WARNING")
    call_command("keys")
    collect_static()
    host = settings.BASE_URL.split("//", 1)[1]
    keep_serving(choice, host, lambda: print(f"Aceite atende em {settings.BASE_URL}", flush=True))
    return 0


def demo(choice: argparse.Namespace) -> int:
    """Serves Aurora's data from a folder of its own, made on the first start."""
    refuse_unusable(choice.host, choice.port)
    place = demo_environment(choice)
    loaded = place / "loaded"
    # Without its mark a load was interrupted half-way: half a story would only confuse.
    if choice.reset or not loaded.exists():
        forget(place)
    django.setup()
    migrate()
    call_command("check_walls")
    call_command("keys")
    collect_static()
    if not loaded.exists():
        print("Carregando a empresa de demonstração…", flush=True)
        call_command("load_demo")
        loaded.touch()
    keep_serving(choice, f"localhost:{choice.port}", lambda: announce(choice.port))
    return 0


def demo_environment(choice: argparse.Namespace) -> Path:
    """Sets what the demo needs before the settings are read, for this process and its children; returns its folder."""
    place = Path(os.environ.setdefault("ACEITE_VAR", str(Path.cwd() / "var" / "demo")))
    place.mkdir(parents=True, exist_ok=True)
    os.environ["ACEITE_ENV"] = "development" if choice.reload else "demo"
    os.environ["SECRET_KEY"] = kept_secret(place / "secret")
    os.environ["SEAL_SECRET"] = kept_secret(place / "seal-secret")
    os.environ["BASE_URL"] = f"http://localhost:{choice.port}"
    return place


def kept_secret(file: Path) -> str:
    """The secret in this file, made on the first start."""
    if not file.exists() or not file.read_text():
        file.touch(mode=0o600)
        file.write_text(secrets.token_urlsafe(60))
    return file.read_text()


def forget(place: Path) -> None:
    """Removes the demo's data; its secrets stay, and so do the static files, which are not data."""
    for entry in place.iterdir():
        if entry.name in {"secret", "seal-secret", "static"}:
            continue
        if entry.is_dir():
            shutil.rmtree(entry)
        else:
            entry.unlink()


def migrate() -> None:
    """Brings the database up to date, as its owner where the one who serves is another role."""
    # The cache's table comes first: what migrate does at its end to every table (rights, walls) reaches it too.
    steps = (["createcachetable", "--verbosity", "0"], ["migrate", "--no-input", "--verbosity", "0"])
    if not os.environ.get("DATABASE_OWNER_URL"):
        for step in steps:
            call_command(*step)
        return
    # The role is chosen when the settings are read, so it needs a process of its own.
    for step in steps:
        command = [sys.executable, "-m", "aceite.project.commands", "manage", *step]
        subprocess.run(command, check=True, env={**os.environ, "ACEITE_AS_OWNER": "1"})


def keep_serving(choice: argparse.Namespace, host: str, when_ready: Callable[[], None]) -> None:
    """Web and worker until a signal; `when_ready` is called once, when pages can be served."""
    local = "127.0.0.1" if choice.host == "0.0.0.0" else choice.host
    Supervisor(
        children=[web(choice.host, choice.port, choice.workers, choice.threads), worker()],
        when_ready=when_ready,
        ready=lambda: answers(f"http://{local}:{choice.port}/healthz", host),
        watched=Path(__file__).resolve().parent.parent if choice.reload else None,
    ).run()


def announce(port: int) -> None:
    """The address and the ways in of the demo's people."""
    print(f"\nAceite em http://localhost:{port}  (Ctrl-C encerra)\n", flush=True)
    call_command("demo_people")


def is_disk_full(failure: BaseException | None) -> bool:
    """Whether the operating system or the database says that no room is left, be it as the cause of another error."""
    if failure is None:
        return False
    if getattr(failure, "errno", None) in {errno.ENOSPC, errno.EDQUOT} or "disk is full" in str(failure):
        return True
    # Where there is no room for the memory its processes share, SQLite says no more than this.
    if "disk I/O error" in str(failure) and shutil.disk_usage(settings.VAR).free < LITTLE:
        return True
    return is_disk_full(failure.__cause__ or failure.__context__)


def is_database_away(failure: BaseException) -> bool:
    """Whether a database server was not reached or let nobody in: what it says itself has a code, this has none."""
    return isinstance(failure, OperationalError) and getattr(failure.__cause__, "sqlstate", "") is None


if __name__ == "__main__":
    sys.exit(main())
