"""Restoring a backup: everything is asked before anything is touched, and a cut-off restore is begun again.

Files come first, because under their hashes they disturb nothing; then the database, in one transaction of its own;
then what follows from it. Until that is done a mark stands in the data's folder, and `aceite serve` does not start.
"""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader

from aceite.core.companies.models import Company
from aceite.core.companies.scope import Door, everywhere
from aceite.core.jobs.health import worker_alive
from aceite.core.trail.verifying import Break, verify_chains, verify_openings
from aceite.kit.sealing.authority import WrongPassphrase, open_key
from aceite.project.backup.aftermath import follow_up
from aceite.project.backup.description import Description, file_sha256, read_description
from aceite.project.backup.files import copy_in
from aceite.project.backup.making import program
from aceite.project.backup.mark import mark
from aceite.project.backup.progress import Tell
from aceite.project.backup.writing import arriving, new_file

CHANGED = "O banco da cópia em %s não é o que ela descreve: foi alterado ou está incompleto. Nada foi mudado."
OTHER_KIND = "A cópia é de um banco %s e esta instalação usa %s. Restaure-a numa instalação do mesmo tipo."
NEWER = "A cópia foi feita por uma versão mais nova do Aceite (%s). Instale essa versão antes de restaurar."
WRONG_SECRET = "SEAL_SECRET não abre as chaves desta cópia. Use o segredo da instalação copiada. Nada foi mudado."
RUNNING = "O Aceite está em funcionamento aqui. Pare-o antes de restaurar. Nada foi mudado."
NOT_EMPTY = "Já há empresas neste banco. Para pôr a cópia no lugar delas, repita com --replace. Nada foi mudado."
FILES_MISSING = "Faltam na cópia, ou foram alterados, %s arquivos (o primeiro: %s). O banco não foi mudado."


@dataclass(frozen=True)
class Restored:
    """What came back, and what of its trail does not hold: that was so in the copy already."""

    description: Description
    kept_aside: Path | None
    breaks: list[Break]


def restore(folder: Path, *, replace: bool, at: datetime, tell: Tell) -> Restored:
    """Puts the backup in the place of what is here. Raises CommandError with the sentence for the operator.

    With `replace` the database that stood here is kept beside the data first.
    """
    description = read_description(folder)
    _refuse_unusable(folder, description)
    begun = mark().exists()
    standing = _standing(at, replace=replace or begun)
    _bring_files(folder, description, tell)
    kept = _keep_aside(at, tell) if standing and not begun else None
    with new_file(mark()) as place:
        place.write(str(folder.resolve()).encode())
    program().load(folder / description.database.name, tell)
    call_command("createcachetable", verbosity=0)
    call_command("migrate", interactive=False, verbosity=0)
    follow_up(description, at=at, tell=tell)
    mark().unlink()
    with everywhere(Door.OPERATOR):
        return Restored(description, kept, [*verify_chains(), *verify_openings()])


def _refuse_unusable(folder: Path, description: Description) -> None:
    database = folder / description.database.name
    if not database.is_file() or file_sha256(database) != description.database.sha256:
        raise CommandError(CHANGED % folder)
    if description.vendor != connection.vendor:
        raise CommandError(OTHER_KIND % (description.vendor, connection.vendor))
    known = MigrationLoader(None).disk_migrations
    rooms = {app for app, _name in known}
    unknown = [name for app, name in description.migrations if app in rooms and (app, name) not in known]
    if unknown:
        raise CommandError(NEWER % f"{description.version}, {unknown[0]}")
    _refuse_wrong_secret(description)


def _refuse_wrong_secret(description: Description) -> None:
    secret = str(settings.SEAL_SECRET).encode()
    try:
        for key in description.keys:
            open_key(key.private_key.encode(), secret)
    except WrongPassphrase:
        raise CommandError(WRONG_SECRET) from None


def _standing(at: datetime, *, replace: bool) -> bool:
    """Whether companies stand here already. Raises CommandError when somebody is at work, or they may not go."""
    try:
        with everywhere(Door.OPERATOR):
            if worker_alive(at):
                raise CommandError(RUNNING)
            standing = Company.objects.exists()
    except DatabaseError:
        # No tables yet.
        return False
    if standing and not replace:
        raise CommandError(NOT_EMPTY)
    return standing


def _bring_files(folder: Path, description: Description, tell: Tell) -> None:
    missing = [file.path for file in copy_in(description.files, folder, tell)]
    if unexpected := sorted(set(missing) - set(description.damaged)):
        raise CommandError(FILES_MISSING % (len(unexpected), unexpected[0]))


def _keep_aside(at: datetime, tell: Tell) -> Path:
    how = program()
    aside: Path = settings.VAR / f"before-restore-{at:%Y%m%d-%H%M%S}.{how.ENDING}"
    with arriving(aside) as temporary:
        how.dump(temporary, tell)
    return aside
