"""File bombs in the place of a PDF signed outside: each ends in a word, and the worker takes the next file."""

import contextlib
import time
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from aceite.core.contracts.external import BadFile
from aceite.core.contracts.models import Contract
from aceite.core.contracts.states import ExternalState
from aceite.core.customers.models import PanelUser
from aceite.core.proposals.models import ProposalVersion
from tests import outside_signing as outside
from tests.bombs import PDFS, Make
from tests.core.contracts.outside import judged, send, signs_outside, to_sign
from tests.core.contracts.sent import add_contract, freeze, name, opened

pytestmark = [pytest.mark.django_db, pytest.mark.hostile]

POLICY = "approve_first"
# At the door; afterwards the worker has as long again for each of its looks.
PATIENCE = 20.0


@pytest.fixture
def deal(version: ProposalVersion, carla: PanelUser, now: datetime, settings: Any, tmp_path: Path) -> Contract:
    """A real contract, sent to Carla and read by her; the operator knows both authorities of the country."""
    settings.TRUST_FOLDER = str(outside.installed(tmp_path))
    name(add_contract(version), carla)
    freeze(version, now, real=True)
    contract = Contract.objects.select_related("document", "version__proposal").get()
    opened([contract], carla, at=now)
    return contract


def ends_in_a_word(deal: Contract, carla: PanelUser, data: bytes, at: datetime) -> None:
    """The bomb is refused at the door, or judged in the worker and never taken by rules."""
    began, sent = time.monotonic(), None
    with contextlib.suppress(BadFile):
        sent = send(deal, carla, data, at)
    assert time.monotonic() - began < PATIENCE
    if sent is None:
        return
    file = judged(sent, at)
    assert file.state in {ExternalState.REFUSED, ExternalState.MANUAL} and file.findings


@pytest.mark.parametrize("make", PDFS.values(), ids=list(PDFS))
def test_a_bomb_alone_and_behind_the_contract(make: Make, deal: Contract, carla: PanelUser, now: datetime) -> None:
    ends_in_a_word(deal, carla, to_sign(deal) + make()[9:], now)


def test_the_worker_takes_the_next_file(deal: Contract, carla: PanelUser, now: datetime) -> None:
    ends_in_a_word(deal, carla, to_sign(deal) + PDFS["endless_table"]()[9:], now)
    later = now + timedelta(minutes=5)
    assert signs_outside(deal, carla, later).state == ExternalState.ACCEPTED
