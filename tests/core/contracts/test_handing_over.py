"""A signer passes her place to a colleague: only her own, only where the sent plan lets her, never after acting."""

from datetime import datetime

import pytest

from aceite.core.contracts.handing_over import NotHandedOver, hand_over
from aceite.core.contracts.models import Contract, Signer
from aceite.core.contracts.refusing import NotASigner
from aceite.core.contracts.replacing import HasActed, NamedInDocument, replace_signer
from aceite.core.contracts.signers import BadSigners
from aceite.core.customers.models import PanelUser
from aceite.core.people.models import Member
from aceite.core.proposals.models import ProposalVersion
from aceite.core.proposals.permitting import NotNow
from aceite.core.sales.revising import withdraw
from aceite.core.trail.models import Event
from aceite.core.trail.refusals import NotAllowed
from tests.core.contracts.sent import add_contract, freeze, name, opened, prepare, sign_all

PROVED = ("session_code",)


def sent(version: ProposalVersion, carla: PanelUser, now: datetime, *, lets: bool = True, body: str = "") -> Signer:
    """Carla's place on a contract that was sent."""
    contract = add_contract(version, **({"body": body} if body else {}))
    name(contract, carla)
    Contract.objects.filter(pk=contract.pk).update(hand_over=lets)
    freeze(version, now, real=True)
    return Signer.objects.get()


def test_the_colleague_signs_and_she_no_more(
    version: ProposalVersion, carla: PanelUser, gil: PanelUser, now: datetime
) -> None:
    place = sent(version, carla, now)
    successor = hand_over(place, gil, factors=PROVED, by=carla, at=now)
    assert hand_over(place, gil, factors=PROVED, by=carla, at=now) == successor
    [told] = Event.objects.filter(kind="signer.replaced")
    assert (told.actor_kind, told.actor_id, told.data["new_panel_user"]) == ("panel_user", carla.pk, gil.pk)
    assert told.data["factors"] == [*PROVED]
    made = Contract.objects.get()
    opened([made], carla, at=now)
    with pytest.raises(NotASigner):
        prepare([made], carla, now)
    sign_all([made], gil, at=now)
    made.refresh_from_db()
    assert made.completed_at is not None


def test_not_where_the_plan_does_not_let_her(
    version: ProposalVersion, carla: PanelUser, gil: PanelUser, now: datetime
) -> None:
    with pytest.raises(NotHandedOver):
        hand_over(sent(version, carla, now, lets=False), gil, factors=PROVED, by=carla, at=now)
    assert Signer.objects.get().panel_user == carla


def test_nobody_passes_on_anothers_place(
    version: ProposalVersion, carla: PanelUser, gil: PanelUser, helena: PanelUser, now: datetime
) -> None:
    with pytest.raises(NotAllowed):
        hand_over(sent(version, carla, now), helena, factors=PROVED, by=gil, at=now)


def test_not_to_somebody_who_may_not_sign_nor_to_a_stranger(
    version: ProposalVersion, carla: PanelUser, davi: PanelUser, fabio: PanelUser, now: datetime
) -> None:
    place = sent(version, carla, now)
    for other in (davi, fabio):
        with pytest.raises(BadSigners):
            hand_over(place, other, factors=PROVED, by=carla, at=now)


def test_not_to_somebody_whose_address_a_stranger_reads(
    version: ProposalVersion, carla: PanelUser, gil: PanelUser, bruno: Member, now: datetime
) -> None:
    place = sent(version, carla, now)
    PanelUser.objects.filter(pk=gil.pk).update(joined_at=None, disowned_at=now)
    with pytest.raises(BadSigners, match="e-mail de Gil Prado"):
        hand_over(place, gil, factors=PROVED, by=carla, at=now)
    with pytest.raises(BadSigners, match="e-mail de Gil Prado"):
        replace_signer(place, gil, by=bruno, at=now)
    assert Signer.objects.get().panel_user == carla


def test_whoever_lacks_the_power_is_told_to_each_side_in_its_own_words(
    version: ProposalVersion, carla: PanelUser, gil: PanelUser, bruno: Member, now: datetime
) -> None:
    place = sent(version, carla, now)
    Signer.objects.update(power="alone")
    with pytest.raises(BadSigners, match="peça à empresa que atualize os poderes"):
        hand_over(place, gil, factors=PROVED, by=carla, at=now)
    with pytest.raises(BadSigners, match="Anote no cadastro os poderes"):
        replace_signer(place, gil, by=bruno, at=now)


def test_not_after_acting_nor_once_it_was_taken_back(
    version: ProposalVersion, carla: PanelUser, gil: PanelUser, bruno: Member, now: datetime
) -> None:
    place = sent(version, carla, now)
    withdraw(version.proposal, reason="Preço errado", by=bruno, at=now)
    with pytest.raises(NotNow):
        hand_over(place, gil, factors=PROVED, by=carla, at=now)


def test_a_signature_is_never_passed_on(
    version: ProposalVersion, carla: PanelUser, gil: PanelUser, now: datetime
) -> None:
    place = sent(version, carla, now)
    sign_all([place.contract], carla, at=now)
    with pytest.raises(HasActed):
        hand_over(place, gil, factors=PROVED, by=carla, at=now)


def test_a_contract_that_names_her_needs_a_new_version(
    version: ProposalVersion, carla: PanelUser, gil: PanelUser, now: datetime
) -> None:
    place = sent(version, carla, now, body="<p>Assina por ela Carla Nogueira.</p>")
    with pytest.raises(NamedInDocument):
        hand_over(place, gil, factors=PROVED, by=carla, at=now)
