"""No PDF signed outside waits for ever: what could not be judged is told to the vendor, and what cannot count goes."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from aceite.core.contracts import tasks
from aceite.core.contracts.external_checking import AlreadyDecided, NotJudged, accept_external, refuse_external
from aceite.core.contracts.external_files import ExternalFile
from aceite.core.contracts.external_stranded import ask_again
from aceite.core.contracts.external_telling import sentence_of
from aceite.core.contracts.models import Contract
from aceite.core.contracts.states import ExternalState
from aceite.core.customers.models import PanelUser
from aceite.core.documents.reading import Missing
from aceite.core.jobs.models import DeadLetter
from aceite.core.people.models import Member
from aceite.core.trail.models import Event
from aceite.core.trail.refusals import NotAllowed
from tests import outside_signing as outside
from tests.core.contracts.outside import judged, pen_of, send, signed_by, signs_outside
from tests.core.contracts.sent import add_contract, freeze, name, opened, planned, sign_all
from tests.jobs import run_jobs

pytestmark = pytest.mark.usefixtures("trusting")

LATER = timedelta(hours=3)


@pytest.fixture
def deal(version: Any, carla: PanelUser, gil: PanelUser, now: datetime) -> Contract:
    name(add_contract(version), carla, gil)
    freeze(version, now, real=True)
    contract = Contract.objects.select_related("document", "version__proposal").get()
    opened([contract], carla, gil, at=now)
    return contract


def given_up(contract: Contract, person: PanelUser, now: datetime, monkeypatch: pytest.MonkeyPatch) -> ExternalFile:
    """Her file, after its judging failed for the last time and the clock went round once."""

    def fails(*_args: object) -> None:
        raise Missing

    file = send(contract, person, signed_by(contract, pen_of(person), now), now)
    with monkeypatch.context() as broken:
        broken.setattr(tasks, "question_about", fails)
        for tries in range(1, 9):
            run_jobs(now + tries * LATER, failing=True)
    assert DeadLetter.objects.waiting().count() == 1
    tasks.look_after_external.call()
    run_jobs(now + 9 * LATER)
    return ExternalFile.objects.get(pk=file.pk)


def test_the_vendor_is_told_and_has_it_judged_again(
    deal: Contract, carla: PanelUser, bruno: Member, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = given_up(deal, carla, now, monkeypatch)
    assert file.state == ExternalState.MANUAL
    assert "não chegou ao fim" in sentence_of(file.left_to_people[0])
    assert Event.objects.filter(kind="external.to_check").count() == 1
    with pytest.raises(NotJudged):
        accept_external(file, confirmation="Falei com ela.", by=bruno, at=now)
    assert ask_again(file, by=bruno, at=now).state == ExternalState.WAITING
    assert ask_again(file, by=bruno, at=now).state == ExternalState.WAITING
    tasks.look_after_external.call()
    assert judged(file, now + timedelta(minutes=1)).state == ExternalState.ACCEPTED
    assert not DeadLetter.objects.waiting().exists()
    with pytest.raises(AlreadyDecided):
        ask_again(file, by=bruno, at=now)


def test_the_vendor_may_refuse_it_unjudged_and_a_reader_asks_nothing(
    deal: Contract, carla: PanelUser, bruno: Member, iris: Member, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = given_up(deal, carla, now, monkeypatch)
    with pytest.raises(NotAllowed):
        ask_again(file, by=iris, at=now)
    refused = refuse_external(file, reason="Envie outra vez.", by=bruno, at=now)
    assert (refused.state, refused.refusal_reason) == (ExternalState.REFUSED, "Envie outra vez.")


def test_what_waits_for_the_vendor_goes_when_she_signs_by_code(deal: Contract, carla: PanelUser, now: datetime) -> None:
    file = signs_outside(deal, carla, now, outside.at_govbr(carla.name))
    assert ExternalFile.objects.to_check(now).count() == 1
    sign_all([deal], carla, at=now + timedelta(minutes=2))
    assert not ExternalFile.objects.to_check(now).exists()
    tasks.look_after_external.call()
    file.refresh_from_db()
    assert (file.state, file.against[0].code) == (ExternalState.REFUSED, "external.place_gone")


def test_what_a_quorum_made_needless_waits_for_nobody_and_what_was_sent_in_turn_stays(
    version: Any, carla: PanelUser, gil: PanelUser, helena: PanelUser, now: datetime
) -> None:
    made = add_contract(version)
    name(made, carla, gil, helena)
    planned(made, {1: [carla, gil], 2: [helena]}, {1: 1})
    freeze(version, now, real=True)
    contract = Contract.objects.select_related("document", "version__proposal").get()
    opened([contract], carla, gil, helena, at=now)
    file = signs_outside(contract, carla, now, outside.at_govbr(carla.name))
    tasks.look_after_external.call()
    assert ExternalFile.objects.to_check(now).get() == file
    sign_all([contract], gil, at=now + timedelta(minutes=2))
    assert not ExternalFile.objects.to_check(now).exists()
    tasks.look_after_external.call()
    file.refresh_from_db()
    assert (file.state, file.against[0].code) == (ExternalState.REFUSED, "external.place_gone")
