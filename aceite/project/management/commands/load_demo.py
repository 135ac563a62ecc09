"""`aceite manage load_demo`: fills an empty database with the demo company and its sales."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from aceite.core.companies.models import Company
from aceite.core.companies.scope import Door, everywhere
from aceite.project.demo.loading import load
from aceite.project.demo.people import AURORA


class Command(BaseCommand):
    """Loads once; never in production."""

    help = "Carrega a empresa de demonstração Aurora, com cerca de quarenta vendas."

    def handle(self, *args: Any, **options: Any) -> None:
        """Loads, or says why not."""
        if settings.PRODUCTION:
            raise CommandError(_("A demonstração não é carregada em produção: as senhas dela são conhecidas."))
        with everywhere(Door.OPERATOR):
            there = Company.objects.filter(slug=AURORA.slug).exists()
        if there:
            raise CommandError(_("A demonstração já está carregada. Para recomeçar: bin/demo --reset"))
        with override("pt-br"):
            sales = load(timezone.now())
        self.stdout.write(_("Demonstração carregada: %s vendas.") % sales)
