"""What somebody of a customer switched off stays away; what binds, proves or secures never does."""

from datetime import datetime

import pytest
from django.core import mail
from django.test import Client

from aceite.core.customers.models import Customer, PanelUser
from aceite.core.people.models import Member
from aceite.core.proposals.models import Proposal
from aceite.core.trail.actors import System
from aceite.core.trail.models import Event
from aceite.outbound.mail.models import MailStop, Topic
from aceite.outbound.mail.rules import BY_NAME
from aceite.outbound.mail.stopping import TOPICS, choose_topics, read_stop_token, stop_token
from tests.cast import panel_user
from tests.clients import client_of
from tests.outbound.mail.story import happens, sale
from tests.outbound.mail.test_letters import html, mails

pytestmark = pytest.mark.django_db


@pytest.fixture
def offer(bruno: Member, carla: PanelUser, now: datetime) -> Proposal:
    """A sent proposal that Padaria Central sees."""
    return sale(bruno, carla.customer, now)


def remind(offer: Proposal, now: datetime, *, by: Member | None = None) -> dict[str, mail.EmailMultiAlternatives]:
    happens("proposal.reminded", offer, by or System(offer.company_id), now, version=1)
    return mails(now)


def stop_address(message: mail.EmailMultiAlternatives) -> str:
    address: str = message.extra_headers["List-Unsubscribe"].strip("<>")
    return address.split("/", 3)[3]


def test_only_what_nobody_must_read_can_be_switched_off() -> None:
    assert set(TOPICS) <= set(BY_NAME)
    always = ("proposal_sent", "signer_called", "signed", "approved", "code", "new_device", "power_refused")
    assert not set(always) & set(TOPICS)


def test_a_program_switches_off_with_one_post_and_without_a_session(
    offer: Proposal, carla: PanelUser, davi: PanelUser, now: datetime
) -> None:
    letter = remind(offer, now)[carla.email]
    assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = f"/{stop_address(letter)}"
    assert address in letter.body and address in html(letter)
    browser = Client(enforce_csrf_checks=True)
    assert "Não receber mais estes" in browser.get(address).content.decode() and not MailStop.objects.exists()
    for _twice in range(2):
        assert browser.post(address, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert [stop.topic for stop in MailStop.objects.filter(panel_user=carla)] == ["reminders"]
    assert Event.objects.filter(kind="mail_choice.changed").count() == 1
    assert set(remind(offer, now)) == {davi.email}
    browser.post(address, {"again": "1"})
    assert set(remind(offer, now)) == {carla.email, davi.email}


def test_what_a_seller_reminds_of_by_hand_and_what_binds_goes_all_the_same(
    offer: Proposal, carla: PanelUser, bruno: Member, now: datetime
) -> None:
    choose_topics(carla, [], by=carla, at=now)
    assert remind(offer, now, by=bruno)[carla.email].extra_headers.get("List-Unsubscribe") is None
    happens("proposal.sent", offer, bruno, now, version=1)
    assert carla.email in mails(now)


def test_a_letter_that_waits_while_she_switches_it_off_is_not_sent(
    offer: Proposal, carla: PanelUser, now: datetime
) -> None:
    token = stop_token(carla.pk, Topic.REMINDERS)
    Client().post(f"/aurora/painel/emails/{token}/")
    assert carla.email not in remind(offer, now)


def test_a_link_is_of_one_person_one_topic_and_one_company(carla: PanelUser, fabio: PanelUser, now: datetime) -> None:
    token = stop_token(carla.pk, Topic.PAYMENTS)
    assert read_stop_token(token, company_id=carla.company_id) == (carla, Topic.PAYMENTS)
    assert read_stop_token(token, company_id=fabio.company_id) is None
    assert read_stop_token(token.replace("payments", "answers"), company_id=carla.company_id) is None
    assert Client().post(f"/boreal/painel/emails/{token}/").status_code == 404


def test_for_somebody_of_two_customers_it_says_of_which(carla: PanelUser, joana: Customer, now: datetime) -> None:
    address = f"/aurora/painel/emails/{stop_token(carla.pk, Topic.REMINDERS)}/"
    alone = Client().post(address).content.decode()
    assert "Padaria" not in alone and "outros acessos" not in alone
    twin = panel_user(joana, "Carla", carla.email.upper(), "52998224725")
    for shown in (Client().get(address), Client().post(address)):
        assert "de Aurora para Padaria Central" in shown.content.decode()
    assert "Os seus outros acessos continuam recebendo" in shown.content.decode()
    assert not MailStop.objects.filter(panel_user=twin).exists()


def test_the_page_keeps_what_is_ticked_and_says_what_always_goes(carla: PanelUser) -> None:
    browser, page = client_of(carla), "/aurora/painel/conta/emails/"
    shown = browser.get(page).content.decode()
    assert shown.count(" checked") == len(Topic) and "São os seus comprovantes" in shown
    browser.post(page, {"wanted": ["answers", "payments"]})
    assert {stop.topic for stop in MailStop.objects.all()} == {"reminders", "colleagues"}
    assert browser.get(page).content.decode().count(" checked") == 2
    assert browser.post(page, {"wanted": ["codes"]}).status_code == 422
