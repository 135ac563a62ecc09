"""Whether a version is signed as required, and who blocks it."""

from datetime import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from aceite.core.companies.models import CopiesPolicy
from aceite.core.contracts.closing import blocking, blocking_of, requirement_met, void_signatures
from aceite.core.contracts.copies import UploadedFile, upload_copy
from aceite.core.contracts.models import Contract, Requirement, Signer
from aceite.core.customers.models import Customer, PanelUser
from aceite.core.people.models import Member
from aceite.core.proposals.models import ProposalVersion
from aceite.core.signatures.models import Statement
from aceite.core.trail.models import Event
from tests.core.contracts.scans import photo
from tests.core.contracts.sent import ORIGIN, add_contract, draft, freeze, name, opened, sign_all

POLICY = CopiesPolicy.APPROVE_FIRST


def test_a_version_without_contracts_waits_for_nobody(version: ProposalVersion) -> None:
    assert requirement_met(version, POLICY)


def test_a_contract_that_is_only_read_waits_for_nobody(version: ProposalVersion, now: datetime) -> None:
    add_contract(version, Requirement.NONE)
    freeze(version, now)
    assert requirement_met(version, POLICY)


def test_every_signer_is_waited_for(
    contract: Contract, carla: PanelUser, gil: PanelUser, helena: PanelUser, now: datetime
) -> None:
    assert contract.version is not None
    sign_all([contract], carla, helena, at=now)
    assert [blocker.name for blocker in blocking(contract.version, POLICY)] == [gil.name]
    sign_all([contract], gil, at=now)
    assert requirement_met(contract.version, POLICY)


@pytest.mark.parametrize("path", ["digital", "paper"])
def test_either_way_will_do(
    version: ProposalVersion, carla: PanelUser, gil: PanelUser, now: datetime, path: str
) -> None:
    name(add_contract(version, Requirement.EITHER), carla, gil)
    freeze(version, now)
    [made] = Contract.objects.all()
    sign_all([made], carla, at=now)
    assert not requirement_met(version, POLICY)
    if path == "digital":
        sign_all([made], gil, at=now)
    else:
        upload_copy(made, [UploadedFile("via.jpg", photo())], key="k", note="", by=gil, origin=ORIGIN, at=now)
    assert requirement_met(version, POLICY)
    assert Signer.objects.get(panel_user=carla).statement is not None


def test_many_versions_are_asked_for_in_three_queries(
    padaria: Customer, carla: PanelUser, bruno: Member, now: datetime
) -> None:
    versions = [draft(padaria, bruno, now, sequence) for sequence in range(1, 7)]
    for version in versions:
        name(add_contract(version), carla)
        freeze(version, now)
    with CaptureQueriesContext(connection) as asked:
        found = blocking_of([version.pk for version in versions], POLICY)
    assert len(asked) == 3 and [len(blockers) for blockers in found.values()] == [1] * 6


def test_a_new_version_voids_the_signatures_and_keeps_them(
    contract: Contract, carla: PanelUser, gil: PanelUser, bruno: Member, now: datetime
) -> None:
    assert contract.version is not None
    sign_all([contract], carla, gil, at=now)
    assert void_signatures(contract.version, by=bruno, at=now) == 2
    assert void_signatures(contract.version, by=bruno, at=now) == 0
    assert Statement.objects.confirmed().count() == 2 and not Statement.objects.standing().exists()
    assert Event.objects.filter(kind="signature.voided").count() == 2
    assert Contract.objects.get().voided_at == now


def test_what_awaits_a_person(contract: Contract, carla: PanelUser, davi: PanelUser, now: datetime) -> None:
    assert list(Contract.objects.awaiting(carla, now)) == [contract]
    assert not Contract.objects.awaiting(davi, now)
    sign_all([contract], carla, at=now)
    assert not Contract.objects.awaiting(carla, now)


def test_paper_awaits_whoever_may_sign(
    paper_contract: Contract, carla: PanelUser, davi: PanelUser, fabio: PanelUser, now: datetime
) -> None:
    opened([paper_contract], carla, at=now)
    assert list(Contract.objects.awaiting(carla, now)) == [paper_contract]
    assert not Contract.objects.awaiting(davi, now) and not Contract.objects.awaiting(fabio, now)
