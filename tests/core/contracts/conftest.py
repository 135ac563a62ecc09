"""One sent sale with a contract for Carla, Gil and the witness Helena."""

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from aceite.core.contracts.models import Contract, Requirement
from aceite.core.customers.models import Customer, PanelUser
from aceite.core.people.models import Member
from aceite.core.proposals.models import ProposalVersion
from tests.core.contracts.sent import add_contract, draft, freeze, name
from tests.outside_signing import installed


@pytest.fixture
def trusting(settings: Any, tmp_path: Path) -> None:
    """The operator knows both authorities of the country."""
    settings.TRUST_FOLDER = str(installed(tmp_path / "trust"))


@pytest.fixture
def version(padaria: Customer, bruno: Member, now: datetime) -> ProposalVersion:
    """The draft of a proposal to Padaria Central."""
    return draft(padaria, bruno, now)


@pytest.fixture
def contract(version: ProposalVersion, carla: PanelUser, gil: PanelUser, helena: PanelUser, now: datetime) -> Contract:
    """A sent digital contract."""
    made = add_contract(version)
    name(made, carla, gil, witness=helena)
    freeze(version, now)
    return Contract.objects.get(pk=made.pk)


@pytest.fixture
def paper_contract(version: ProposalVersion, carla: PanelUser, gil: PanelUser, now: datetime) -> Contract:
    """A sent contract to be signed on paper."""
    made = add_contract(version, Requirement.MANUAL)
    name(made, carla, gil)
    freeze(version, now)
    return Contract.objects.get(pk=made.pk)


@pytest.fixture
def printed(version: ProposalVersion, carla: PanelUser, gil: PanelUser, now: datetime) -> Contract:
    """The same as it is really printed, on three pages."""
    made = add_contract(version, Requirement.MANUAL, body=f"<p>{'A contratada entrega o forno. ' * 400}</p>")
    name(made, carla, gil)
    freeze(version, now, real=True)
    return Contract.objects.select_related("version__proposal", "document", "company").get(pk=made.pk)
