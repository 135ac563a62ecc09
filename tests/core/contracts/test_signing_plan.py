"""The signing plan holds every act: steps in their order, a quorum that is enough, proxies that end."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from aceite.core.companies.models import CopiesPolicy
from aceite.core.contracts.closing import blocking, requirement_met
from aceite.core.contracts.models import Contract, Signer, SignerRole
from aceite.core.contracts.refusing import EnoughSigned, NotHerTurn, ProxyEnded
from aceite.core.contracts.replacing import replace_signer
from aceite.core.contracts.signers import BadSigners, Order, SignerPlan, set_signers
from aceite.core.customers.models import PanelUser
from aceite.core.people.models import Member
from aceite.core.proposals.models import ProposalVersion
from aceite.core.trail.models import Event
from tests.core.contracts.sent import (
    add_contract,
    code_of,
    confirm,
    freeze,
    name,
    opened,
    planned,
    prepare,
    sign_all,
)

Steps = dict[int, list[PanelUser]]
Sent = Callable[..., Contract]
POLICY = str(CopiesPolicy.APPROVE_FIRST)


@pytest.fixture
def sent(version: ProposalVersion, carla: PanelUser, gil: PanelUser, helena: PanelUser, now: datetime) -> Sent:
    """Sends a contract to Carla, Gil and Helena under a plan, and all of them read it."""

    def send(steps: Steps | None = None, quorums: dict[int, int] | None = None) -> Contract:
        made = add_contract(version)
        name(made, carla, gil, helena)
        planned(made, steps or {}, quorums or {})
        freeze(version, now, real=True)
        frozen = Contract.objects.get(pk=made.pk)
        opened([frozen], carla, gil, helena, at=now)
        return frozen

    return send


def names_blocking(version: ProposalVersion) -> list[str]:
    """Whose act the version waits for."""
    return [blocker.name for blocker in blocking(version, POLICY)]


def test_two_of_three_complete_it_and_the_third_is_turned_away(
    sent: Sent, version: ProposalVersion, carla: PanelUser, gil: PanelUser, helena: PanelUser, now: datetime
) -> None:
    made = sent(quorums={1: 2})
    sign_all([made], gil, at=now)
    assert names_blocking(version) == [carla.name, helena.name] and not requirement_met(version, POLICY)
    hers = prepare([made], helena, now)
    sign_all([made], carla, at=now)
    assert requirement_met(version, POLICY)
    assert not Contract.objects.to_be_signed_by(helena).exists()
    with pytest.raises(EnoughSigned):
        confirm(hers, helena, now, code_of(hers))
    [told] = Event.objects.filter(kind="contract.completed")
    assert len(told.data["statements"]) == 2


def test_the_second_step_waits_and_is_called(
    sent: Sent, version: ProposalVersion, carla: PanelUser, gil: PanelUser, helena: PanelUser, now: datetime
) -> None:
    made = sent({1: [carla], 2: [gil, helena]})
    assert names_blocking(version) == [carla.name]
    assert not Contract.objects.awaiting(gil, now).exists()
    with pytest.raises(NotHerTurn):
        prepare([made], gil, now)
    assert Event.objects.get(kind="signature.refused").data["reason"] == "NotHerTurn"
    sign_all([made], carla, at=now)
    called = Event.objects.filter(kind="signer.called").order_by("seq")
    assert [event.data["panel_user"] for event in called] == [gil.pk, helena.pk]
    assert names_blocking(version) == [gil.name, helena.name]
    assert Contract.objects.awaiting(gil, now).exists()


def test_a_successor_takes_the_step_too(
    sent: Sent, carla: PanelUser, gil: PanelUser, davi: PanelUser, bruno: Member, now: datetime
) -> None:
    made = sent({1: [carla], 2: [gil]})
    davi.can_sign = True
    davi.save()
    successor = replace_signer(Signer.objects.get(panel_user=gil), davi, by=bruno, at=now)
    assert (successor.step, successor.idle) == (2, True)
    opened([made], davi, at=now)
    with pytest.raises(NotHerTurn):
        prepare([made], davi, now)


def test_a_proxy_that_ends_before_the_act_signs_no_more(
    sent: Sent, carla: PanelUser, gil: PanelUser, now: datetime
) -> None:
    made = sent()
    Signer.objects.filter(panel_user=gil).update(power="proxy", power_until=now + timedelta(minutes=5))
    begun = prepare([made], gil, now)
    with pytest.raises(ProxyEnded):
        confirm(begun, gil, now + timedelta(minutes=5), code_of(begun))
    confirm(begun, gil, now + timedelta(minutes=4), code_of(begun))


def test_steps_are_counted_without_gaps_and_a_quorum_of_all_says_nothing(
    version: ProposalVersion, carla: PanelUser, gil: PanelUser, helena: PanelUser, bruno: Member, now: datetime
) -> None:
    made = add_contract(version)
    plans = [SignerPlan(carla, step=3), SignerPlan(gil, step=7), SignerPlan(helena, SignerRole.WITNESS, step=7)]
    signers = set_signers(made, plans, Order(in_steps=True, quorums={3: 1, 7: 1}), by=bruno, at=now)
    assert [signer.step for signer in signers] == [1, 2, 2]
    assert Contract.objects.get().quorums == {}
    plans = [SignerPlan(carla, step=2), SignerPlan(gil, step=2)]
    set_signers(made, plans, Order(in_steps=True, quorums={2: 1, 9: 4}), by=bruno, at=now)
    assert Contract.objects.get().quorums == {"1": 1}
    set_signers(made, plans, by=bruno, at=now)
    assert Contract.objects.get().quorums == {}


@pytest.mark.parametrize("needed", [0, 3])
def test_a_quorum_of_none_or_of_more_than_all_is_refused(
    needed: int, version: ProposalVersion, carla: PanelUser, gil: PanelUser, bruno: Member, now: datetime
) -> None:
    made = add_contract(version)
    with pytest.raises(BadSigners):
        set_signers(made, [SignerPlan(carla), SignerPlan(gil)], Order(quorums={1: needed}), by=bruno, at=now)
