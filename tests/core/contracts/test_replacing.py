"""A signer is replaced before acting, never after, and not when the document names her."""

from datetime import datetime, timedelta

import pytest

from aceite.core.contracts.models import Contract, Requirement, Signer, SignerRole
from aceite.core.contracts.refusing import NotASigner
from aceite.core.contracts.replacing import HasActed, NamedInDocument, replace_signer
from aceite.core.contracts.signers import BadSigners, WitnessIsParty
from aceite.core.customers.models import PanelUser, SigningPower
from aceite.core.customers.powers import PowerData, ProxyFile, note_power
from aceite.core.people.models import Member
from aceite.core.proposals.models import Proposal, ProposalVersion
from aceite.core.trail.models import Event
from aceite.core.trail.refusals import NotAllowed
from tests.core.contracts.sent import add_contract, freeze, name, opened, planned, prepare, sign_all


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


@pytest.mark.parametrize(("until", "admitted"), [(None, True), (timedelta(0), False), (timedelta(days=1), True)])
def test_the_last_one_with_a_power_gives_way_only_to_a_power_that_is_not_over(
    made: Contract, gil: PanelUser, bruno: Member, now: datetime, until: timedelta | None, *, admitted: bool
) -> None:
    signer = Signer.objects.get()
    Signer.objects.update(power="alone")
    with pytest.raises(BadSigners, match="Só quem sai"):
        replace_signer(signer, gil, by=bruno, at=now)
    note_power(gil, PowerData("proxy", proxy=ProxyFile("p.pdf", b"%PDF-1.7")), by=bruno, at=now)
    last = None if until is None else (now + until - timedelta(days=1)).date()
    SigningPower.objects.update(ends_on=last)
    if admitted:
        assert replace_signer(signer, gil, by=bruno, at=now).power == "proxy"
    else:
        with pytest.raises(BadSigners, match="venceu"):
            replace_signer(signer, gil, by=bruno, at=now)


def test_nobody_comes_in_once_enough_have_signed(
    version: ProposalVersion, carla: PanelUser, gil: PanelUser, helena: PanelUser, bruno: Member, now: datetime
) -> None:
    made = add_contract(version)
    name(made, carla, gil)
    planned(made, {}, {1: 1})
    freeze(version, now, real=True)
    sign_all([Contract.objects.get()], carla, at=now)
    with pytest.raises(BadSigners, match="já assinou este contrato"):
        replace_signer(Signer.objects.get(panel_user=gil), helena, by=bruno, at=now)
