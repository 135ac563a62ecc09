"""`aceite manage demo_people`: one line for each person of the demo, with the way in."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.urls import reverse
from django.utils.translation import gettext as _

from aceite.core.customers.people import PersonData
from aceite.core.people.permissions import Role
from aceite.project.demo.people import AURORA, BOREAL, EVA, JOANA, MARKET, PADARIA, PASSWORD, TEAM

Row = tuple[str, str, str, str]


class Command(BaseCommand):
    """Prints name, role, address to open, e-mail and the shared password."""

    help = "Mostra as pessoas da demonstração e como entrar com cada uma."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        """Writes a table: people of the vendors first, then their customers'."""
        rows = [*office_rows(), *panel_rows()]
        widths = [max(len(row[column]) for row in rows) for column in range(4)]
        for row in rows:
            cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
            self.stdout.write("  ".join(cells) + f"  {PASSWORD}")
        outbox = settings.BASE_URL + reverse("outbox")
        self.stdout.write("\n" + _("E-mails enviados (códigos, convites, avisos): %s") % outbox)


def office_rows() -> list[Row]:
    """Name, role, address and e-mail of the vendors' people."""
    enter = settings.BASE_URL + reverse("office:enter")
    team = [(colleague, AURORA.trade_name) for colleague in TEAM] + [(EVA, BOREAL.trade_name)]
    return [
        (colleague.name, f"{Role(colleague.role).label}, {company}", enter, colleague.email)
        for colleague, company in team
    ]


def panel_rows() -> list[Row]:
    """Name, rights, the panel's address and e-mail of the customers' people."""
    people = [(person, PADARIA.data.trade_name, AURORA.slug) for person in PADARIA.people]
    people += [(JOANA.people[0], _("pessoa física"), AURORA.slug), (MARKET.people[0], MARKET.data.name, BOREAL.slug)]
    return [
        (
            person.data.name,
            f"{rights(person.data)}, {customer}",
            settings.BASE_URL + reverse("panel:enter", args=[slug]) + "?com=senha",
            person.data.email,
        )
        for person, customer, slug in people
    ]


def rights(person: PersonData) -> str:
    """What she may do in the panel, in words."""
    if person.can_sign and person.can_approve:
        return _("Assina e aprova")
    if person.can_sign:
        return _("Assina")
    return _("Só acompanha") if person.can_see_prices else _("Acompanha sem ver preços")
