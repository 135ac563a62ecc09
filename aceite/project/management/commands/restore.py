"""`aceite restore FOLDER`: puts a backup in the place of what is here; begun again when it was cut off."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from aceite.project.backup.restoring import restore

ASIDE = "O banco que estava aqui ficou em %s. Apague-o quando não precisar mais dele."
TOLD = "Restaurada a cópia de %s: %s correntes, %s arquivos. Todas as sessões e os códigos em aberto terminaram."
BROKEN = "A trilha não confere em %s lugares (%s, evento %s: %s). Já estava assim quando a cópia foi feita."


class Command(BaseCommand):
    """Restores a backup."""

    help = "Restaura uma cópia feita com aceite backup. O Aceite precisa estar parado."
    # The database may have no tables yet.
    requires_system_checks = ()
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        """Where from; and whether it may take the place of companies that stand here."""
        parser.add_argument("folder", type=Path, metavar="PASTA", help="pasta da cópia")
        parser.add_argument("--replace", action="store_true", help="põe a cópia no lugar do que há aqui")

    def handle(self, *args: Any, **options: Any) -> None:
        """Restores, tells how far it is, and what does not hold."""
        came = restore(options["folder"], replace=options["replace"], at=timezone.now(), tell=self.stdout.write)
        if came.kept_aside:
            self.stdout.write(ASIDE % came.kept_aside)
        said = came.description
        self.stdout.write(TOLD % (said.made_at, len(said.chains), len(said.files) - len(said.damaged)))
        if came.breaks:
            first = came.breaks[0]
            raise CommandError(BROKEN % (len(came.breaks), first.chain, first.seq, first.reason))
