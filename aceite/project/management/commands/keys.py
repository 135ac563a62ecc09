"""`aceite keys`: shows the installation's keys, exports them, makes the next seal. Private keys stay encrypted."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from aceite.core.signatures.keys import NoKeys, ensure_keys, rotate_seal
from aceite.core.signatures.models import InstanceKey
from aceite.kit.sealing.authority import WrongPassphrase, fingerprint

WRONG_SECRET = "SEAL_SECRET não é o segredo com que as chaves do selo foram guardadas. Use o de antes; nada foi mudado."


class Command(BaseCommand):
    """Ensures, shows, exports or renews the keys of the seal."""

    help = "Mostra, exporta (export) ou renova (rotate) as chaves do selo desta instalação."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """One word for what to do; `--to` says where an export goes."""
        parser.add_argument("what", nargs="?", default="show", choices=["show", "export", "rotate"])
        parser.add_argument("--to", type=Path, default=None, help="arquivo da exportação; sem ele, a tela")

    def handle(self, *args: Any, **options: Any) -> None:
        """Does it, or says in one sentence why not."""
        at = timezone.now()
        try:
            ensure_keys(at=at)
            if options["what"] == "rotate":
                rotate_seal(at=at)
        except (WrongPassphrase, NoKeys):
            raise CommandError(WRONG_SECRET) from None
        rows = list(InstanceKey.objects.order_by("made_at", "pk"))
        if options["what"] == "export":
            self._export(rows, options["to"])
            return
        for row in rows:
            if row.retired_at is None:
                self.stdout.write(f"{row.get_kind_display()}: SHA-256 {fingerprint(row.certificate.encode())}")

    def _export(self, rows: list[InstanceKey], place: Path | None) -> None:
        text = "".join(f"{row.certificate}{row.private_key}" for row in rows)
        if place is None:
            self.stdout.write(text)
            return
        place.touch(mode=0o600)
        place.write_text(text)
        told = _("%(count)s chaves em %(place)s, cifradas com SEAL_SECRET. Guarde os dois em lugares separados.")
        self.stdout.write(told % {"count": len(rows), "place": place})
