"""`aceite manage check_walls`: whether all that the database itself does stands; `serve` asks first."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from aceite.project.health import missing_walls


class Command(BaseCommand):
    """Looks for the walls in the database."""

    help = "Diz se gatilhos da trilha, separação entre empresas, índices de busca e somas estão de pé."

    def handle(self, *args: Any, **options: Any) -> None:
        """Fails with one sentence when something does not stand."""
        if missing := missing_walls():
            raise CommandError(
                f"O banco está sem uma de suas proteções ou sem os índices de busca ({missing}). "
                "Rode: aceite manage migrate"
            )
