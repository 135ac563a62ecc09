"""The link of a sale in a mail or a message: alone it shows at most what the company allows, and lets nobody in.

Its token is derived from whom it was written to and from the sale, so no table, job or log holds it. It ends with what
it is derived from and with what it shows: another address, an access that ended, a sale that waits for no answer.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings

from aceite.core.companies.models import Company, LinkShows
from aceite.core.customers.models import PanelUser
from aceite.core.people.invitations import InvitationUnknown, row_of
from aceite.core.proposals.models import Proposal
from aceite.core.proposals.permitting import seen_by
from aceite.core.proposals.states import State
from aceite.kit.codes import derive_token, same
from aceite.kit.money import without_amounts

_KIND: Final = "sale link"


@dataclass(frozen=True)
class Glimpse:
    """What somebody may read who has the link and has not entered: no price, no name, no number.

    `last_minute` is the last one in which the proposal can be approved.
    """

    title: str
    last_minute: datetime


def sale_token(sale: Proposal, person: PanelUser) -> str:
    """The token that the link of this sale carries when it is written to this person."""
    return f"{person.pk}.{derive_token(settings.PEPPER.encode(), _KIND, str(sale.pk), str(person.pk), person.email)}"


def glimpse(company: Company, number: str, token: str, *, at: datetime) -> Glimpse | None:
    """What the link shows alone; None for a token that fits nothing and for one that has ended: nobody learns which.

    Looks only. Runs in the company's scope.
    """
    # PostgreSQL answers a NUL in a text with an error; no number holds one.
    if company.link_shows == LinkShows.NOTHING or not number.isprintable():
        return None
    sale = Proposal.objects.filter(company=company, number=number).select_related("shown").first()
    person = _bearer(company, token)
    if sale is None or sale.shown is None or person is None or not same(token, sale_token(sale, person)):
        return None
    waits = sale.expires_at is not None and sale.state_at(at) is State.SENT and seen_by(sale, person)
    # People read "23:59", not the next day's "00:00".
    title = without_amounts(sale.shown.title)
    return Glimpse(title, sale.expires_at - timedelta(minutes=1)) if waits and sale.expires_at else None


def _bearer(company: Company, token: str) -> PanelUser | None:
    try:
        row = row_of(token)
    except InvitationUnknown:
        return None
    return PanelUser.objects.within_reach().filter(company=company, pk=row).first()
