"""`aceite manage load_large`: a company with as many sales as wanted, to look at and to measure with."""

from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import override

from aceite.core.companies.models import Company
from aceite.core.companies.scope import Door, everywhere
from aceite.project.large.making import make_large

LARGEST = 1_000_000


class Command(BaseCommand):
    """Makes one company more; never in production."""

    help = "Cria uma empresa com muitas vendas, para ver e medir. Quem entra: ana@ENDEREÇO.example."

    def add_arguments(self, parser: CommandParser) -> None:
        """How large, by which seed, under which address, until when."""
        parser.add_argument("--size", type=int, default=100_000, help="quantas vendas (100000; no máximo 1000000)")
        parser.add_argument("--seed", type=int, default=1, help="a mesma semente dá as mesmas vendas")
        parser.add_argument("--slug", default="grande", help="o endereço da empresa")
        parser.add_argument("--until", type=datetime.fromisoformat, default=None, help="o fim dos três anos de vendas")

    def handle(self, *args: Any, **options: Any) -> None:
        """Makes it, telling how far it is."""
        if settings.PRODUCTION:
            raise CommandError(_("A demonstração não é carregada em produção: as senhas dela são conhecidas."))
        size, slug = options["size"], options["slug"]
        if not 1 <= size <= LARGEST:
            raise CommandError("--size: de 1 a 1000000")
        with everywhere(Door.OPERATOR):
            if Company.objects.filter(slug=slug).exists():
                raise CommandError(f"Já há uma empresa em {slug}: escolha outro --slug.")
        until = options["until"] or datetime.now(UTC)
        until = until if until.tzinfo else until.replace(tzinfo=UTC)
        with override("pt-br"):
            make_large(slug, size=size, seed=options["seed"], until=until, tell=self.stdout.write)
        self.stdout.write(f"Pronta: /{slug}/gestao/, com {size} vendas.")
