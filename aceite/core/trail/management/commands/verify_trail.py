"""`aceite manage verify_trail`: re-computes every chain; exit 1 when one breaks."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from aceite.core.trail.models import Event
from aceite.core.trail.verifying import verify_chains, verify_openings


class Command(BaseCommand):
    """Re-computes the hash chains."""

    help = "Re-computes every chain of the trail and says where one breaks."

    def add_arguments(self, parser: CommandParser) -> None:
        """`--company` narrows the check to one company's chains."""
        parser.add_argument("--company", type=int, default=None)

    def handle(self, *args: Any, **options: Any) -> None:
        """Prints one line per break and one with the counts."""
        if connection.vendor == "postgresql":
            # The operator's command looks at all companies; named here because it is one of the few unscoped doors.
            with connection.cursor() as cursor:
                cursor.execute("SELECT set_config('app.company', '*', false)")
        company = options["company"]
        breaks = [*verify_chains(company_id=company), *verify_openings(company_id=company)]
        for found in breaks:
            self.stdout.write(f"empresa {found.company_id} · {found.chain} · evento {found.seq}: {found.reason}")
        count = Event.objects.count() if company is None else Event.objects.filter(company_id=company).count()
        self.stdout.write(f"{count} eventos conferidos, {len(breaks)} quebras")
        if breaks:
            raise CommandError("a trilha não confere")
