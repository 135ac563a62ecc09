"""PDFs signed outside, decided at the same instant, with real threads and real commits."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from aceite.core.contracts.external_checking import AlreadyDecided, accept_external, refuse_external
from aceite.core.contracts.external_files import ExternalFile
from aceite.core.contracts.external_judging import question_about, settle
from aceite.core.contracts.models import Contract, Signer
from aceite.core.contracts.states import ExternalState
from aceite.core.customers.models import PanelUser
from aceite.core.people.models import Member
from aceite.core.proposals.models import ProposalVersion
from aceite.core.signatures.trusting import trusted_files
from aceite.core.trail.actors import System
from aceite.core.trail.models import Event
from aceite.core.trail.verifying import verify_chains
from aceite.kit.sealing.external import judge_file
from tests import outside_signing as outside
from tests.core.contracts.outside import pen_of, send, signed_by, signs_outside
from tests.core.contracts.sent import add_contract, freeze, name, opened
from tests.threads import at_once

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def deal(
    version: ProposalVersion, carla: PanelUser, gil: PanelUser, now: datetime, settings: Any, tmp_path: Path
) -> Contract:
    """A real contract that Carla and Gil have read."""
    settings.TRUST_FOLDER = str(outside.installed(tmp_path))
    name(add_contract(version), carla, gil)
    freeze(version, now, real=True)
    contract = Contract.objects.select_related("document", "version__proposal").get()
    opened([contract], carla, gil, at=now)
    return contract


def test_of_two_on_the_same_file_one_counts(deal: Contract, carla: PanelUser, gil: PanelUser, now: datetime) -> None:
    at = now + timedelta(minutes=1)
    ready = []
    for person in (carla, gil):
        file = send(deal, person, signed_by(deal, pen_of(person), now), now)
        asked = question_about(ExternalFile.objects.select_related("document", "signer__panel_user").get(pk=file.pk))
        found = judge_file(asked.data, asked.basis, asked.expected, trusted=trusted_files(at=at), at=at)
        ready.append((file, found, asked))
    by = System(deal.company_id)
    settled = at_once(deal.company_id, *[lambda one=one: settle(*one, by=by, at=at) for one in ready])
    assert sorted(file.state for file in settled) == [ExternalState.ACCEPTED, ExternalState.REFUSED]
    assert Signer.objects.filter(statement__isnull=False).count() == 1
    assert Event.objects.filter(kind="contract.signed").count() == 1 and list(verify_chains()) == []


def test_the_same_form_sent_twice_at_once_is_one_file(deal: Contract, carla: PanelUser, now: datetime) -> None:
    data = signed_by(deal, pen_of(carla), now)
    sent = at_once(deal.company_id, *[lambda: send(deal, carla, data, now, key="k")] * 3)
    assert {file.pk for file in sent} == {ExternalFile.objects.get().pk}


def test_accepted_and_refused_at_once_is_one_answer(
    deal: Contract, carla: PanelUser, bruno: Member, ana: Member, now: datetime
) -> None:
    file = signs_outside(deal, carla, now, outside.at_govbr(carla.name))
    at = now + timedelta(minutes=5)
    answers = at_once(
        deal.company_id,
        lambda: accept_external(file, confirmation="Falei com ela.", by=bruno, at=at),
        lambda: refuse_external(file, reason="Não é ela.", by=ana, at=at),
    )
    assert sum(isinstance(answer, AlreadyDecided) for answer in answers) == 1
    file.refresh_from_db()
    assert (file.state == ExternalState.ACCEPTED) == (Signer.objects.filter(statement__isnull=False).count() == 1)
