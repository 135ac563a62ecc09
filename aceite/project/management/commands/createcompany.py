"""`aceite createcompany`: registers a company and invites its owner, also where sign-up by page is closed."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from aceite.core.companies.scope import Door, everywhere
from aceite.core.people.member_invitations import member_invitation_token
from aceite.core.people.teams import NewCompany, found_company
from aceite.core.trail.refusals import Refusal, Unfit

OPTIONS = {
    "slug": "endereço no site, por exemplo padaria-central",
    "legal-name": "razão social",
    "trade-name": "nome fantasia (sem ele, vale a razão social)",
    "cnpj": "CNPJ, com ou sem pontuação, também com letras",
    "email": "e-mail de contato da empresa",
    "owner-name": "nome do proprietário",
    "owner-email": "e-mail do proprietário, que recebe o convite",
}
OPTIONAL = {"trade-name"}


class Command(BaseCommand):
    """Registers a company."""

    help = "Cadastra uma empresa e envia o convite ao proprietário."

    def add_arguments(self, parser: CommandParser) -> None:
        """One option for each thing a company starts with."""
        for name, meaning in OPTIONS.items():
            parser.add_argument(f"--{name}", required=name not in OPTIONAL, help=meaning)
        parser.add_argument(
            "--show-link", action="store_true", help="mostra também o convite, para quando o e-mail ainda não funciona"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Registers the company in one transaction, or says in one sentence why not."""
        new = NewCompany(
            slug=options["slug"],
            legal_name=options["legal_name"],
            trade_name=options["trade_name"] or options["legal_name"],
            cnpj=options["cnpj"],
            email=options["email"],
        )
        try:
            with everywhere(Door.OPERATOR):
                owner = found_company(
                    new, owner_name=options["owner_name"], owner_email=options["owner_email"], at=timezone.now()
                )
        except Unfit as refusal:
            raise CommandError(f"--{refusal.field.replace('_', '-')}: {refusal}") from None
        except Refusal as refusal:
            raise CommandError(str(refusal)) from None
        told = _("%(company)s foi cadastrada. O convite para %(name)s segue para %(email)s.")
        self.stdout.write(told % {"company": owner.company, "name": owner.name, "email": owner.email})
        if options["show_link"]:
            path = reverse("office:invitation", kwargs={"token": member_invitation_token(owner)})
            self.stdout.write(f"{settings.BASE_URL}{path}")
