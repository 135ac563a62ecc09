"""From the mail to the proposal: what the link meant survives every way in, and *este não sou eu* tells the vendor."""

from urllib.parse import urlencode

import pytest
from django.test import Client
from django.utils import timezone

from aceite.core.customers.invitations import copied_token, copy_invitation, invite, mailed_token
from aceite.core.customers.models import Customer, PanelUser
from aceite.core.customers.people import PersonData, add_panel_user
from aceite.core.notices.audience import audience_of
from aceite.core.people.codes import digits_of
from aceite.core.people.models import Member, OneTimeCode
from aceite.core.proposals.models import Proposal
from aceite.core.trail.models import Event
from tests.clients import client_of
from tests.faces.panel.conftest import HOME, url_of

ENTER = f"{HOME}entrar/"
CODE = f"{HOME}entrar/codigo/"


@pytest.fixture
def rita(padaria: Customer, bruno: Member) -> PanelUser:
    """Invited just now."""
    person = add_panel_user(padaria, PersonData("Rita Lopes", "rita@padaria.example"), by=bruno, at=timezone.now())
    return invite(person, by=bruno, at=timezone.now())


def on(address: str, sale: Proposal) -> str:
    """The address with the proposal as its goal."""
    return f"{address}?{urlencode({'next': url_of(sale)})}"


def disowned() -> list[str]:
    """Where it was said, by the events."""
    return [event.data["where"] for event in Event.objects.filter(kind="panel_user.disowned").order_by("pk")]


def test_an_invitation_leads_to_the_proposal_it_came_with(rita: PanelUser, sale: Proposal) -> None:
    address, browser = on(f"{HOME}convite/{mailed_token(rita)}/", sale), Client()
    assert browser.post(address, {})["Location"] == url_of(sale)
    # The same mail opened again, on the same device and on another.
    assert browser.get(address)["Location"] == url_of(sale)
    assert urlencode({"next": url_of(sale)}, safe="/") in Client().get(address).content.decode()


def test_a_second_tab_goes_on_where_the_first_one_entered(carla: PanelUser, sale: Proposal) -> None:
    browser = Client()
    browser.post(ENTER, {"email": carla.email, "next": url_of(sale)})
    typed = {"code": digits_of(OneTimeCode.objects.latest("pk")), "next": url_of(sale)}
    assert browser.post(CODE, typed)["Location"] == url_of(sale)
    assert browser.post(CODE, typed)["Location"] == url_of(sale)
    assert browser.get(on(ENTER, sale))["Location"] == url_of(sale)


def test_a_late_code_and_a_wrong_address_lose_no_goal(carla: PanelUser, fabio: PanelUser, sale: Proposal) -> None:
    browser = Client()
    browser.post(ENTER, {"email": carla.email, "next": url_of(sale)})
    late = browser.post(CODE, {"code": "000000", "next": url_of(sale)}).content.decode()
    assert late.count(f'name="next" value="{url_of(sale)}"') == 3
    answer = client_of(fabio).get(on(f"{HOME}escolher/", sale)).content.decode()
    assert f'name="next" value="{url_of(sale)}"' in answer
    left = client_of(fabio).post(f"{HOME}sair/", {"next": url_of(sale)})
    assert left["Location"] == f"{ENTER}?{urlencode({'next': url_of(sale)})}"


@pytest.mark.parametrize(
    "elsewhere",
    [
        *("https://mal.example/", "//mal.example", "/boreal/painel/", "/aurora/gestao/", ENTER, f"{HOME}sair/"),
        *(f"{HOME}../../boreal/painel/", f"{HOME}%2e%2e/%2E./boreal/painel/", f"{HOME}%73air/"),
    ],
)
def test_only_a_page_of_this_panel_is_gone_on_to(carla: PanelUser, elsewhere: str) -> None:
    browser = Client()
    browser.post(ENTER, {"email": carla.email})
    code = digits_of(OneTimeCode.objects.latest("pk"))
    assert browser.post(CODE, {"code": code, "next": elsewhere})["Location"] == HOME


def test_the_wrong_reader_of_an_invitation_ends_it_and_her_mails(
    rita: PanelUser, sale: Proposal, bruno: Member
) -> None:
    address = f"{HOME}convite/{mailed_token(rita)}/"
    page = Client().get(f"{address}engano/").content.decode()
    assert "Rita" not in page and "rita" not in page and not disowned()
    assert Client().post(f"{address}engano/")["Location"] == ENTER
    rita.refresh_from_db()
    assert rita.disowned_at and disowned() == ["invitation"]
    assert Client().post(address, {}).status_code == 404
    told = audience_of(Event.objects.get(kind="panel_user.disowned"), at=timezone.now())
    assert [one.member for one in told] == [bruno]
    assert invite(rita, by=bruno, at=timezone.now()).disowned_at is None


def test_a_copied_link_takes_no_mail_from_the_right_person(rita: PanelUser, bruno: Member) -> None:
    copy_invitation(rita, by=bruno, at=timezone.now())
    Client().post(f"{HOME}convite/{copied_token(rita)}/engano/")
    rita.refresh_from_db()
    assert (rita.disowned_at, rita.invitation_nonce) == (None, "")


def test_inside_it_ends_the_session_of_this_device_alone(carla: PanelUser, sale: Proposal) -> None:
    here, elsewhere = client_of(carla), client_of(carla)
    assert here.get(f"{HOME}engano/").status_code == 200 and not disowned()
    assert here.post(f"{HOME}engano/")["Location"] == ENTER
    assert here.get(url_of(sale))["Location"].startswith(ENTER)
    assert elsewhere.get(url_of(sale)).status_code == 200
    assert disowned() == ["session"]


def test_who_leaves_or_is_not_she_leaves_no_file_on_the_device(carla: PanelUser) -> None:
    forgets = "panel/forgetting.js"
    for address in (f"{HOME}sair/", f"{HOME}engano/", f"{ENTER}engano/"):
        browser = client_of(carla)
        browser.post(ENTER, {"email": carla.email})
        page = browser.post(address, follow=True).content.decode()
        assert forgets in page and forgets not in browser.get(ENTER).content.decode()
    # Her session merely ended: she goes on with them.
    assert forgets not in Client().get(HOME, follow=True).content.decode()


def test_at_the_code_nobody_learns_whose_address_it_was(carla: PanelUser) -> None:
    answers = []
    for email in (carla.email, carla.email, "ninguem@padaria.example"):
        browser = Client()
        browser.post(ENTER, {"email": email})
        answer = browser.post(f"{ENTER}engano/")
        answers.append((answer.status_code, answer["Location"], "entrar/codigo" in browser.get(CODE)["Location"]))
    assert answers[0] == answers[1] == answers[2] == (302, ENTER, False)
    assert disowned() == ["entering"]
