"""`aceite manage verify_trail`: every chain, compared with anchors and receipts; exit 1 on a break."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from django.core.management.base import BaseCommand, CommandError, CommandParser

from aceite.core.companies.scope import Door, everywhere
from aceite.core.signatures.bringing import Brought, Standing, standing_of
from aceite.core.signatures.comparing import verify_receipts
from aceite.core.signatures.kept_anchors import standing_of_anchor
from aceite.core.trail.comparing import verify_anchors
from aceite.core.trail.models import Anchor, Event
from aceite.core.trail.verifying import Break, verify_chains, verify_openings
from aceite.kit.hashing import rfc3339
from aceite_verify.anchored import Anchored
from aceite_verify.shape import Malformed, read_json

SAYINGS: Final = {
    Standing.KNOWN: "%(file)s: consta da trilha",
    Standing.LATER: "%(file)s: posterior à cópia restaurada (a cópia ia até %(since)s e foi restaurada em %(until)s); "
    "o recibo prova o ato",
    Standing.REMOVED: "%(file)s: a venda foi removida ao fim do prazo de guarda; o recibo prova o ato",
    Standing.MISSING: "%(file)s: contradiz a trilha, que foi cortada ou reescrita depois dele",
    Standing.FALSE: "%(file)s: não é um recibo desta instalação, ou foi alterado",
}
OF_ANCHORS: Final = {
    Standing.KNOWN: "%(file)s: é a que está aqui",
    Standing.LATER: "%(file)s: posterior à cópia restaurada",
    Standing.MISSING: "%(file)s: contradiz a trilha, que foi cortada ou reescrita depois dela",
    Standing.FALSE: "%(file)s: não é uma âncora desta instalação, ou foi alterada",
}


class Command(BaseCommand):
    """Re-computes the hash chains."""

    help = "Recalcula cada corrente da trilha, compara com âncoras e recibos e diz onde alguma se rompe."

    def add_arguments(self, parser: CommandParser) -> None:
        """`--company` narrows the check to one company; `--anchor` and `--receipt` compare what was kept outside."""
        parser.add_argument("--company", type=int, default=None, help="só as correntes desta empresa (id)")
        parser.add_argument(
            "--anchor", type=Path, action="append", default=[], help="âncora recebida por e-mail (ancora-….json)"
        )
        parser.add_argument(
            "--receipt", type=Path, action="append", default=[], help="recibo recebido por e-mail (recibo-….json)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Prints one line per break and one with the counts."""
        company = options["company"]
        with everywhere(Door.OPERATOR):
            breaks = list(_breaks(company))
            told = [*map(_anchor, options["anchor"]), *map(_receipt, options["receipt"])]
            events, anchors = Event.objects.all(), Anchor.objects.all()
            if company is not None:
                events, anchors = events.filter(company_id=company), anchors.filter(company_id=company)
            counted = f"{events.count()} eventos e {anchors.count()} âncoras conferidos, {len(breaks)} quebras"
        for found in breaks:
            self.stdout.write(f"empresa {found.company_id} · {found.chain} · evento {found.seq}: {found.reason}")
        for _holds, sentence in told:
            self.stdout.write(sentence)
        self.stdout.write(counted)
        if breaks or not all(holds for holds, _sentence in told):
            raise CommandError("a trilha não confere")


def _breaks(company: int | None) -> Iterator[Break]:
    yield from verify_chains(company_id=company)
    yield from verify_openings(company_id=company)
    yield from verify_anchors(company_id=company)
    yield from verify_receipts(company_id=company)


def _anchor(file: Path) -> tuple[bool, str]:
    try:
        standing = standing_of_anchor(Anchored.of(read_json(file.read_bytes())))
    except (OSError, Malformed) as unreadable:
        raise CommandError(f"{file}: não é uma âncora que se possa ler ({unreadable})") from None
    return standing in {Standing.KNOWN, Standing.LATER}, OF_ANCHORS[standing] % {"file": file}


def _receipt(file: Path) -> tuple[bool, str]:
    try:
        standing, gap = standing_of(Brought.of(read_json(file.read_bytes())))
    except (OSError, Malformed) as unreadable:
        raise CommandError(f"{file}: não é um recibo que se possa ler ({unreadable})") from None
    moments = {"since": rfc3339(gap.since), "until": rfc3339(gap.until)} if gap else {}
    return standing in {Standing.KNOWN, Standing.LATER, Standing.REMOVED}, SAYINGS[standing] % {"file": file, **moments}
