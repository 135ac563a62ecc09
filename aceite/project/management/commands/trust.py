"""`aceite trust`: shows whom this installation trusts, and imports roots and revocation lists from a ZIP.

Nobody is trusted by default. Each fingerprint is shown before anything is written, to be compared with the one its
authority publishes elsewhere: a ZIP that was swapped on its way has other fingerprints.
"""

from collections.abc import Iterable
from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from aceite.kit.sealing.trust_folder import Standing, keep, parts_in, standing_of
from aceite.kit.sealing.trust_zip import LARGEST, BadZip, Opened, Part, open_zip
from aceite_verify.trust import Tree, UnreadableTrust

KINDS: Final = {"root": "raiz", "issuer": "intermediária", "list": "lista de revogação"}
STANDINGS: Final = {
    Standing.NEW: "nova",
    Standing.NEWER: "mais nova que a guardada",
    Standing.THERE: "já está na pasta",
    Standing.OLDER: "mais velha que a guardada: não será usada",
}
WANTED: Final = {Standing.NEW, Standing.NEWER}
UNREADABLE: Final = "{file} não é certificado nem lista de revogação. Tire-o da pasta de confiança e tente de novo."
HOMELESS: Final = (
    "Não sei a que autoridade pertencem: {names}. Ponha os arquivos numa pasta icp-brasil, govbr, instance ou "
    "timestamps dentro do ZIP, ou diga qual é com --tree."
)
ASK: Final = "Compare cada impressão digital com a que a autoridade publica. Confiar {parts}? [s/N] "
NAMED: Final = 5


class Command(BaseCommand):
    """Lists the trust folder, or imports a ZIP into it."""

    help = "Mostra as autoridades em que esta instalação confia, ou importa (import) as de um ZIP."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """One word for what to do; the ZIP, the tree of files in no folder, and `--yes` for scripts."""
        parser.add_argument("what", nargs="?", default="list", choices=["list", "import"])
        parser.add_argument("zip", nargs="?", type=Path, default=None, help="o ZIP com certificados e listas")
        parser.add_argument("--tree", choices=[tree.value for tree in Tree], help="a árvore do que não está em pasta")
        parser.add_argument(
            "--yes", action="store_true", help="importa sem perguntar; as impressões já foram conferidas"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Does it, or says in one sentence why not."""
        folder = Path(settings.TRUST_FOLDER)
        try:
            if options["what"] == "list":
                self._list(folder)
            elif options["zip"] is None:
                raise CommandError("Diga qual ZIP importar: aceite trust import autoridades.zip")
            else:
                self._import(_opened(options["zip"], options["tree"]), folder, asks=not options["yes"])
        except UnreadableTrust as unreadable:
            raise CommandError(UNREADABLE.format(file=unreadable)) from None

    def _list(self, folder: Path) -> None:
        parts = list(parts_in(folder))
        self.stdout.write(f"Pasta de confiança: {folder}")
        if not parts:
            self.stdout.write("Vazia: só os selos desta instalação são conferidos. Veja aceite trust import.")
        self._tell([(part, "") for part in parts])

    def _import(self, opened: Opened, folder: Path, *, asks: bool) -> None:
        if opened.homeless:
            raise CommandError(HOMELESS.format(names=_some(opened.homeless)))
        told = [(part, standing_of(part, folder)) for part in opened.parts]
        self._tell([(part, STANDINGS[standing]) for part, standing in told])
        if opened.strange:
            self.stdout.write(f"\nNão são certificados nem listas, e ficam de fora: {_some(opened.strange)}.")
        wanted = [part for part, standing in told if standing in WANTED]
        if not wanted:
            self.stdout.write("\nNada de novo neste ZIP: a pasta fica como está.")
            return
        if asks and not _agreed(ASK.format(parts=_counted(len(wanted), "nesta parte", "nestas {count} partes"))):
            raise CommandError("Nada foi importado.")
        for part in wanted:
            keep(part, folder)
        imported = _counted(len(wanted), "Importada 1 parte", "Importadas {count} partes")
        self.stdout.write(f"\n{imported} para {folder}: vale desde já.")

    def _tell(self, told: Iterable[tuple[Part, str]]) -> None:
        now = timezone.now()
        for tree, parts in groupby(
            sorted(told, key=lambda pair: (pair[0].tree, pair[0].kind, pair[0].holder)), key=lambda pair: pair[0].tree
        ):
            self.stdout.write(f"\n{tree}")
            for part, standing in parts:
                self.stdout.write(f"  {part.holder} ({KINDS[part.kind]}){f': {standing}' if standing else ''}")
                self.stdout.write(f"    {_times(part, now)}\n    SHA-256 {_grouped(part.fingerprint)}")


def _opened(place: Path, tree: str | None) -> Opened:
    try:
        with place.open("rb") as file:
            data = file.read(LARGEST + 1)
        return open_zip(data, into=Tree(tree) if tree else None)
    except OSError as failure:
        raise CommandError(f"Não consegui ler {place}: {failure.strerror}.") from None
    except BadZip as bad:
        raise CommandError(str(bad)) from None


def _agreed(question: str) -> bool:
    try:
        return input(question).strip().lower() in {"s", "sim"}
    except EOFError:
        return False


def _times(part: Part, now: datetime) -> str:
    since = datetime.fromisoformat(part.since)
    if part.kind == "list" and not part.until:
        return f"de {since:%d/%m/%Y}, sem data de fim"
    until = datetime.fromisoformat(part.until)
    ended = " (vencida)" if until < now else ""
    return f"{'de' if part.kind == 'list' else 'vale de'} {since:%d/%m/%Y} a {until:%d/%m/%Y}{ended}"


def _grouped(fingerprint: str) -> str:
    """As `openssl x509 -fingerprint -sha256` and the authorities' pages write it."""
    return ":".join(fingerprint[place : place + 2] for place in range(0, len(fingerprint), 2)).upper()


def _counted(count: int, one: str, many: str) -> str:
    return one if count == 1 else many.format(count=count)


def _some(names: tuple[str, ...]) -> str:
    more = f" e mais {len(names) - NAMED}" if len(names) > NAMED else ""
    return ", ".join(names[:NAMED]) + more
