"""A mail leaves once: through a server that is away, refuses, or goes silent in the middle."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core import serializers
from django_tasks_db.models import DBTaskResult

from aceite.core.companies.models import Company
from aceite.core.customers.invitations import invite, mailed_token
from aceite.core.customers.models import PanelUser
from aceite.core.jobs.models import DeadLetter
from aceite.core.people.codes import ask_for_code, digits_of
from aceite.core.people.models import CodePurpose, Member
from aceite.core.trail.models import Event
from aceite.core.trail.refusals import NotAllowed
from aceite.outbound.mail.models import Delivery, State
from aceite.outbound.mail.retrying import send_again, try_again
from aceite.outbound.mail.sending import TRIES
from tests.jobs import run_jobs
from tests.outbound.mail import servers
from tests.outbound.mail.servers import Server
from tests.outbound.mail.story import happens, sale

pytestmark = [pytest.mark.django_db, pytest.mark.hostile]


@pytest.fixture(autouse=True)
def server(settings: Any) -> Iterator[None]:
    """A mail server that does what the test says."""
    settings.EMAIL_BACKEND = "tests.outbound.mail.servers.Server"
    servers.reset()
    yield
    servers.reset()


@pytest.fixture
def waiting(bruno: Member, carla: PanelUser, now: datetime) -> Event:
    """A proposal was sent to Carla; nothing has left yet."""
    return happens("proposal.sent", sale(bruno, carla.customer, now), bruno, now, version=1)


def work(at: datetime) -> None:
    """The worker's turn at that time, errors put off."""
    run_jobs(at, failing=True)


def to_carla() -> Delivery:
    return Delivery.objects.get(letter="proposal_sent")


@pytest.mark.usefixtures("waiting")
def test_a_mail_waits_for_a_server_that_is_away(now: datetime, caplog: pytest.LogCaptureFixture) -> None:
    Server.opening = ConnectionRefusedError("no answer from 10.0.0.7:25")
    work(now)
    # Whoever looks after the mail server reads why, and not to whom.
    assert "no answer from 10.0.0.7:25" in caplog.text and "carla@" not in caplog.text
    assert (to_carla().state, to_carla().tries) == (State.WAITING, 1)
    Server.opening = None
    work(now + timedelta(minutes=1))
    assert to_carla().state == State.SENT and len(Server.got) == 1 and to_carla().last_error == ""


@pytest.mark.usefixtures("waiting")
def test_a_busy_server_is_asked_again(now: datetime) -> None:
    Server.sending = servers.BUSY
    work(now)
    assert to_carla().state == State.WAITING and not to_carla().doubtful


@pytest.mark.usefixtures("waiting")
def test_a_server_gone_silent_may_have_the_mail(now: datetime) -> None:
    Server.sending, Server.answers_late = servers.LOST, True
    work(now)
    assert to_carla().state == State.SENDING
    servers.Server.sending = None
    work(now + timedelta(minutes=1))
    assert to_carla().state == State.MAYBE_TWICE
    first, second = (message.extra_headers["Message-ID"] for message in Server.got)
    assert first == second == to_carla().message_id


@pytest.mark.usefixtures("waiting")
def test_a_refused_address_is_not_tried_again_and_the_seller_hears_of_it(now: datetime) -> None:
    Server.sending = servers.NOBODY
    work(now)
    refused = to_carla()
    assert refused.state == State.FAILED and "no such user" in refused.last_error
    assert "carla@" not in refused.last_error
    Server.sending = None
    work(now + timedelta(hours=1))
    assert [message.to for message in Server.got] == [["Bruno <bruno@aurora.example>"]]
    assert "não chegou a Carla Nogueira" in Server.got[0].subject


@pytest.mark.usefixtures("waiting")
def test_after_a_day_without_server_the_mail_is_given_up(now: datetime) -> None:
    Server.opening = OSError("away")
    for hours in range(TRIES):
        work(now + timedelta(hours=2 * hours))
    assert Delivery.objects.failed().filter(letter="proposal_sent").exists()
    assert not DeadLetter.objects.exists()


@pytest.mark.usefixtures("waiting")
def test_the_manager_sends_it_again_to_the_corrected_address(carla: PanelUser, marcos: Member, now: datetime) -> None:
    Server.sending = servers.NOBODY
    work(now)
    Server.sending = None
    PanelUser.objects.filter(pk=carla.pk).update(email="carla.nogueira@padaria.example")
    for _twice in range(2):
        send_again(to_carla(), by=marcos, at=now)
    work(now + timedelta(minutes=1))
    assert to_carla().state == State.SENT and to_carla().address == "carla.nogueira@padaria.example"
    assert [message.to for message in Server.got].count(["Carla Nogueira <carla.nogueira@padaria.example>"]) == 1


@pytest.mark.usefixtures("waiting")
def test_a_stranger_sends_nothing_again(eva: Member, iris: Member, now: datetime) -> None:
    Server.sending = servers.NOBODY
    work(now)
    for by in (eva, iris):
        with pytest.raises(NotAllowed):
            send_again(to_carla(), by=by, at=now)


def test_a_dead_job_is_tried_again_by_the_manager_once(
    aurora: Company, marcos: Member, iris: Member, now: datetime
) -> None:
    letter = DeadLetter.objects.create(
        company_id=aurora.pk, task_id="8062bc8a-58fb-496c-9172-1d27fff92dbe", tries=8, died_at=now,
        kind="tests.core.jobs.samples.note", arguments={"company_id": aurora.pk, "name": "again"},
    )  # fmt: skip
    with pytest.raises(NotAllowed):
        try_again(letter, by=iris, at=now)
    for _twice in range(2):
        try_again(letter, by=marcos, at=now)
    assert run_jobs(now) == 1 and not DeadLetter.objects.waiting().exists()


def test_an_address_whose_access_ended_while_it_waited_gets_nothing(
    waiting: Event, carla: PanelUser, now: datetime
) -> None:
    Server.opening = OSError("away")
    work(now)
    Server.opening = None
    PanelUser.objects.update(deactivated_at=now)
    work(now + timedelta(minutes=1))
    assert to_carla().state == State.SKIPPED and Server.got == []


def test_no_table_and_no_log_holds_a_code_or_a_link(
    carla: PanelUser, bruno: Member, now: datetime, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    PanelUser.objects.update(user=None, joined_at=None)
    invited = invite(PanelUser.objects.get(), by=bruno, at=now)
    subject = f"panel_user/{carla.pk}"
    code = ask_for_code(purpose=CodePurpose.INVITATION, subject=subject, company_id=carla.company_id, by=carla, at=now)
    secrets = (digits_of(code), mailed_token(invited), mailed_token(invited).partition(".")[2])
    Server.sending = OSError(f"while sending {secrets[0]} and https://x.example/{secrets[1]}/")
    work(now)
    rows = [*DBTaskResult.objects.all(), *Delivery.objects.all(), *Event.objects.all(), *DeadLetter.objects.all()]
    kept = serializers.serialize("json", rows) + caplog.text
    assert Delivery.objects.count() == 2 and [secret for secret in secrets if secret in kept] == []
