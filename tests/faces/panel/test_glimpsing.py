"""The link of a mail before the door: what people and messengers read of it, and that it opens nothing."""

import re
from urllib.parse import urlencode

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from aceite.core.companies.models import Company, LinkShows
from aceite.core.customers.invitations import copied_token, invite
from aceite.core.customers.models import PanelUser
from aceite.core.customers.people import PersonData, add_panel_user
from aceite.core.people.models import Member
from aceite.core.proposals.models import Proposal
from aceite.core.sales.linking import sale_token
from aceite.faces.panel.glimpsing import MOST_LOOKS
from tests.clients import client_of
from tests.faces.panel.conftest import HOME, url_of


def link_of(sale: Proposal, person: PanelUser) -> str:
    """The page of the proposal with the token of her link."""
    return f"{url_of(sale)}?{urlencode({'link': sale_token(sale, person)})}"


def entrance(address: str) -> str:
    """Where a stranger to the browser ends up, as a page."""
    answer = Client().get(address)
    assert answer.status_code == 302
    return Client().get(answer["Location"]).content.decode()


def test_a_stranger_reads_what_it_is_about_and_enters(sale: Proposal, carla: PanelUser) -> None:
    page = entrance(link_of(sale, carla))
    assert f'<h1 class="anywhere">{sale.title}</h1>' in page and "Responda até" in page and 'name="email"' in page
    assert "R$" not in page and "Carla" not in page and "carla@" not in page
    assert f'<meta property="og:title" content="{sale.title}">' in page
    assert '<meta name="robots" content="noindex">' in page
    assert re.search(r'name="next" value="[^"]*link=', page)


def test_the_number_alone_and_a_wrong_token_look_the_same(sale: Proposal, carla: PanelUser) -> None:
    wrong = [url_of(sale), f"{url_of(sale)}?link={carla.pk}.{'A' * 43}", f"{HOME}propostas/2026-9999/?link=1.x"]
    for address in wrong:
        page = entrance(address)
        assert sale.title not in page and "<h1>Painel do Cliente</h1>" in page


def test_whoever_has_entered_is_on_the_proposal_at_once(sale: Proposal, carla: PanelUser, fabio: PanelUser) -> None:
    assert client_of(carla).get(link_of(sale, carla)).status_code == 200
    assert client_of(fabio).get(link_of(sale, carla)).status_code == 404


def test_the_company_may_show_nothing(sale: Proposal, carla: PanelUser) -> None:
    Company.objects.update(link_shows=LinkShows.NOTHING)
    assert sale.title not in entrance(link_of(sale, carla))


def test_the_entrance_is_kept_by_nobody(sale: Proposal, carla: PanelUser) -> None:
    answer = Client().get(Client().get(link_of(sale, carla))["Location"])
    told = {name: answer[name] for name in ("X-Robots-Tag", "Referrer-Policy", "Cache-Control")}
    assert told == {
        "X-Robots-Tag": "noindex, nofollow",
        "Referrer-Policy": "same-origin",
        "Cache-Control": "private, no-cache",
    }


def test_a_copied_invitation_tells_it_too(sale: Proposal, bruno: Member) -> None:
    person = add_panel_user(sale.customer, PersonData("Rita", "rita@padaria.example"), by=bruno, at=timezone.now())
    rita = invite(person, by=bruno, at=timezone.now())
    goal = urlencode({"next": link_of(sale, rita)})
    page = Client().get(f"{HOME}convite/{copied_token(rita)}/?{goal}").content.decode()
    assert sale.title in page and f'property="og:title" content="{sale.title}"' in page
    assert sale.title not in Client().get(f"{HOME}convite/{copied_token(rita)}/").content.decode()


def test_a_deadline_binds_in_the_companys_zone_and_is_told_in_hers_beside(sale: Proposal, carla: PanelUser) -> None:
    browser = client_of(carla)
    assert "no seu fuso" not in browser.get(url_of(sale)).content.decode()
    browser.cookies["tz"] = "America/Manaus"
    page = browser.get(url_of(sale)).content.decode()
    assert "23:59 (horário de Brasília); no seu fuso, " in page and "22:59 (horário do Amazonas)" in page


def test_whose_zone_nobody_knows_reads_all_times_in_the_companys(sale: Proposal, carla: PanelUser) -> None:
    Company.objects.update(zone="America/Manaus")
    page = client_of(carla).get(url_of(sale)).content.decode()
    assert "(horário do Amazonas)" in page and "(horário de Brasília)" not in page and "no seu fuso" not in page


def test_a_network_looks_only_so_often(sale: Proposal, carla: PanelUser, monkeypatch: pytest.MonkeyPatch) -> None:
    cache.clear()
    monkeypatch.setattr("aceite.faces.panel.glimpsing.MOST_LOOKS", 2)
    pages = [entrance(link_of(sale, carla)) for _look in range(3)]
    cache.clear()
    assert [sale.title in page for page in pages] == [True, True, False] and MOST_LOOKS > 100
