"""`aceite backup FOLDER`: a copy of the whole installation, also while it serves; again and again into one folder."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from aceite.core.signatures.models import KeyKind
from aceite.project.backup.making import make_backup

DAMAGED = "A cópia está feita, mas %s arquivos já estavam faltando ou alterados (o primeiro: %s)."


class Command(BaseCommand):
    """Makes or refreshes a backup."""

    help = "Copia o banco e os arquivos para uma pasta, sem parar o Aceite; repetido, copia só o que é novo."

    def add_arguments(self, parser: CommandParser) -> None:
        """Where to; and whether what is there already is read again."""
        parser.add_argument("folder", type=Path, metavar="PASTA", help="pasta da cópia; é criada se não existir")
        parser.add_argument("--recheck", action="store_true", help="relê também os arquivos que já estão na cópia")

    def handle(self, *args: Any, **options: Any) -> None:
        """Copies, tells how far it is, and what the copy holds."""
        made = make_backup(options["folder"], at=timezone.now(), tell=self.stdout.write, recheck=options["recheck"])
        length = sum(file.size for file in made.files)
        self.stdout.write(f"{options['folder']}: o banco e os arquivos ({len(made.files)}, {length // 1_000_000} MB).")
        self.stdout.write("SEAL_SECRET, SECRET_KEY e PEPPER não estão na cópia: guarde-os em outro lugar.")
        for key in made.keys:
            self.stdout.write(f"{KeyKind(key.kind).label}: SHA-256 {key.certificate_sha256}")
        if made.damaged:
            raise CommandError(DAMAGED % (len(made.damaged), made.damaged[0]))
