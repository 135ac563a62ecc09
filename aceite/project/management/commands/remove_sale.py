"""`aceite manage remove_sale`: at the end of its time a sale goes whole, chain and all; run as owner of the tables."""

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from aceite.core.companies.scope import Door, everywhere
from aceite.core.privacy.removing import remove_sale
from aceite.core.proposals.models import Proposal
from aceite.core.trail.actors import System
from aceite.core.trail.refusals import Refusal

UNKNOWN = "A empresa %s não tem a venda %s."
ASKED = "A venda %s será removida inteira, com a corrente dela. Não há volta. Digite o número dela para continuar: "
KEPT = "Nada foi removido."
DONE = "A venda %s foi removida. A corrente da empresa guarda que tinha %s eventos, o último hash e o motivo."


class Command(BaseCommand):
    """Removes one sale whose retention is over."""

    help = "Remove uma venda inteira depois do prazo de guarda e registra isso na corrente da empresa."

    def add_arguments(self, parser: CommandParser) -> None:
        """Which sale, and why."""
        parser.add_argument("--company", required=True, help="endereço da empresa no site")
        parser.add_argument("--number", required=True, help="número da venda")
        parser.add_argument("--reason", required=True, help="motivo, que fica registrado")
        parser.add_argument("--yes", action="store_true", help="não pergunta")

    def handle(self, *args: Any, **options: Any) -> None:
        """Asks, removes, and says what stays."""
        company, number = options["company"], options["number"]
        if not options["yes"] and not self._is_sure(number):
            raise CommandError(KEPT)
        with everywhere(Door.OPERATOR):
            sale = Proposal.objects.filter(company__slug=company, number=number).first()
            if sale is None:
                raise CommandError(UNKNOWN % (company, number))
            try:
                by = System(sale.company_id)
                count = remove_sale(sale, reason=options["reason"], by=by, at=timezone.now())
            except Refusal as refusal:
                raise CommandError(str(refusal)) from None
        self.stdout.write(DONE % (number, count))

    def _is_sure(self, number: str) -> bool:
        self.stdout.write(ASKED % number, ending="")
        self.stdout.flush()
        return sys.stdin.readline().strip() == number
