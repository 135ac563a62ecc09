"""A signer is replaced before acting, never after, and not when the document names her."""

from datetime import datetime

import pytest

from aceite.core.contracts.models import Contract, Requirement, Signer, SignerRole
from aceite.core.contracts.refusing import NotASigner
from aceite.core.contracts.replacing import HasActed, NamedInDocument, replace_signer
from aceite.core.contracts.signers import BadSigners, WitnessIsParty
from aceite.core.customers.models import PanelUser
from aceite.core.people.models import Member
from aceite.core.proposals.models import Proposal, ProposalVersion
from aceite.core.trail.models import Event
from aceite.core.trail.refusals import NotAllowed
from tests.core.contracts.sent import add_contract, freeze, name, opened, prepare, sign_all


@pytest.fixture
def made(version: ProposalVersion, carla: PanelUser, now: datetime) -> Contract:
    """A digital contract with a real D; only Carla signs."""
    name(add_contract(version), carla)
    freeze(version, now, real=True)
    return Contract.objects.get()


def test_before_acting(made: Contract, carla: PanelUser, gil: PanelUser, bruno: Member, now: datetime) -> None:
    successor = replace_signer(Signer.objects.get(), gil, by=bruno, at=now)
    assert replace_signer(Signer.objects.get(panel_user=carla), gil, by=bruno, at=now) == successor
    assert Event.objects.filter(kind="signer.replaced").count() == 1
    opened([made], carla, at=now)
    with pytest.raises(NotASigner):
        prepare([made], carla, now)
    sign_all([made], gil, at=now)
    made.refresh_from_db()
    assert made.completed_at is not None


def test_after_acting(made: Contract, carla: PanelUser, gil: PanelUser, bruno: Member, now: datetime) -> None:
    sign_all([made], carla, at=now)
    with pytest.raises(HasActed):
        replace_signer(Signer.objects.get(), gil, by=bruno, at=now)


@pytest.mark.parametrize(
    ("requirement", "body"),
    [
        (Requirement.EITHER, "<p>A linha de assinatura leva o nome.</p>"),
        (Requirement.DIGITAL, "<p>Assina por ela a senhora CARLA <strong>Nogueira</strong>.</p>"),
        (Requirement.DIGITAL, "<p>Assina quem tem o CPF 529.982.247-25.</p>"),
    ],
)
def test_a_document_that_names_her_needs_a_new_version(
    version: ProposalVersion,
    carla: PanelUser,
    gil: PanelUser,
    bruno: Member,
    now: datetime,
    requirement: str,
    body: str,
) -> None:
    name(add_contract(version, requirement, body), carla)
    freeze(version, now, real=True)
    with pytest.raises(NamedInDocument):
        replace_signer(Signer.objects.get(), gil, by=bruno, at=now)


def test_only_people_who_may_sign(
    made: Contract, davi: PanelUser, fabio: PanelUser, gil: PanelUser, bruno: Member, iris: Member, now: datetime
) -> None:
    for person in (davi, fabio):
        with pytest.raises(BadSigners):
            replace_signer(Signer.objects.get(), person, by=bruno, at=now)
    with pytest.raises(NotAllowed):
        replace_signer(Signer.objects.get(), gil, by=iris, at=now)


def test_only_people_who_see_the_proposal(made: Contract, gil: PanelUser, bruno: Member, now: datetime) -> None:
    Proposal.objects.update(shared_with_all=False)
    with pytest.raises(BadSigners):
        replace_signer(Signer.objects.get(), gil, by=bruno, at=now)


def test_a_witness_is_not_replaced_by_somebody_with_a_partys_cpf(
    made: Contract, carla: PanelUser, gil: PanelUser, helena: PanelUser, bruno: Member, now: datetime
) -> None:
    witness = Signer.objects.create(company=made.company, contract=made, panel_user=helena, role=SignerRole.WITNESS)
    PanelUser.objects.filter(pk=gil.pk).update(cpf=carla.cpf)
    with pytest.raises(WitnessIsParty):
        replace_signer(witness, gil, by=bruno, at=now)
