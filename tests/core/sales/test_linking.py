"""The link of a sale alone: it shows what the company allows to whoever has it, and ends with access and sale."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from aceite.core.companies.models import Company, LinkShows
from aceite.core.customers.models import Customer, PanelUser
from aceite.core.people.models import Member
from aceite.core.proposals.models import Proposal, ProposalVersion
from aceite.core.sales.cancelling import cancel
from aceite.core.sales.linking import glimpse, sale_token
from tests.walk import approved, fresh, sent_for


@pytest.fixture
def sale(padaria: Customer, bruno: Member, carla: PanelUser, now: datetime) -> Proposal:
    """Sent, and waiting for Padaria's answer."""
    return sent_for(padaria, bruno, now)


def seen(sale: Proposal, token: str, at: datetime) -> str:
    """The title that the link shows; empty when it shows nothing."""
    company = Company.objects.get(pk=sale.company_id)
    found = glimpse(company, sale.number, token, at=at)
    return found.title if found else ""


def test_it_shows_title_and_deadline_and_no_price(sale: Proposal, carla: PanelUser, now: datetime) -> None:
    found = glimpse(sale.company, sale.number, sale_token(sale, carla), at=now)
    last = fresh(sale).expires_at
    assert found is not None and last is not None
    assert (found.title, found.last_minute) == (fresh(sale).title, last - timedelta(minutes=1))
    assert set(vars(found)) == {"title", "last_minute"}


def test_an_amount_in_the_title_is_not_told(sale: Proposal, carla: PanelUser, now: datetime) -> None:
    ProposalVersion.objects.filter(proposal=sale).update(title="Forno por R$ 12.400,00")
    assert seen(sale, sale_token(sale, carla), now) == "Forno por R$\xa0•••"


def test_a_number_that_no_database_takes_shows_nothing(sale: Proposal, carla: PanelUser, now: datetime) -> None:
    assert glimpse(sale.company, "\x00", sale_token(sale, carla), at=now) is None


@pytest.mark.parametrize("token", ["", "1", "1.", "x.y", "9" * 40, "1.\ud800", "\u0661.a"])
def test_whoever_guesses_sees_nothing(sale: Proposal, now: datetime, token: str) -> None:
    assert seen(sale, token, now) == ""


def test_it_fits_its_own_sale_and_person_alone(
    sale: Proposal, padaria: Customer, bruno: Member, carla: PanelUser, davi: PanelUser, fabio: PanelUser, now: datetime
) -> None:
    other = sent_for(padaria, bruno, now)
    token = sale_token(sale, carla)
    assert seen(sale, token, now) and not seen(other, token, now)
    assert not seen(sale, token.replace(f"{carla.pk}.", f"{davi.pk}."), now)
    assert not seen(sale, sale_token(sale, fabio), now)


def test_the_company_may_show_nothing(sale: Proposal, carla: PanelUser, now: datetime) -> None:
    Company.objects.update(link_shows=LinkShows.NOTHING)
    assert seen(sale, sale_token(sale, carla), now) == ""


ENDS: dict[str, Callable[[PanelUser, Proposal, datetime], object]] = {
    "her access": lambda carla, _sale, at: PanelUser.objects.filter(pk=carla.pk).update(deactivated_at=at),
    "her address": lambda carla, _sale, _at: PanelUser.objects.filter(pk=carla.pk).update(email="nova@padaria.example"),
    "a stranger there": lambda carla, _sale, at: PanelUser.objects.filter(pk=carla.pk).update(disowned_at=at),
    "her sight": lambda _carla, sale, _at: Proposal.objects.filter(pk=sale.pk).update(shared_with_all=False),
    "the yes": lambda carla, sale, at: approved(sale, carla, at),
    "the vendor": lambda _carla, sale, at: cancel(sale, by=sale.seller, reason="desistiu", at=at),
}


@pytest.mark.parametrize("end", ENDS)
def test_it_ends(sale: Proposal, carla: PanelUser, now: datetime, end: str) -> None:
    token = sale_token(sale, carla)
    assert seen(sale, token, now)
    ENDS[end](carla, fresh(sale), now)
    assert seen(sale, token, now) == ""


def test_it_ends_with_the_validity(sale: Proposal, carla: PanelUser) -> None:
    last = fresh(sale).expires_at
    assert last is not None
    token = sale_token(sale, carla)
    assert seen(sale, token, last - timedelta(seconds=1)) and not seen(sale, token, last)
