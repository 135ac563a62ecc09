"""The team: who may invite, change and end whom, and that an owner always remains."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from aceite.core.companies.models import Company
from aceite.core.people.invitations import (
    InvitationEnded,
    InvitationExpired,
    InvitationState,
    InvitationUnknown,
    InvitationUsed,
)
from aceite.core.people.member_invitations import (
    accept_member_invitation,
    member_invitation_token,
    open_member_invitation,
)
from aceite.core.people.models import Member
from aceite.core.people.passwords import WeakPassword
from aceite.core.people.permissions import Role
from aceite.core.people.teams import (
    AlreadyInTeam,
    AlreadyJoined,
    LastOwner,
    NewCompany,
    NewMember,
    change_role,
    deactivate_member,
    found_company,
    invite_member,
    invite_member_again,
    reactivate_member,
)
from aceite.core.trail.models import Event
from aceite.core.trail.refusals import NotAllowed, Unfit
from tests.core.people.asking import user_of
from tests.threads import together

SELLER = NewMember("Bruno", "Bruno@Aurora.example", Role.SELLER)
AURORA = NewCompany("aurora", "Aurora Ltda.", "Aurora", "11.222.333/0001-81", "contato@aurora.example")


def test_a_company_is_founded_with_an_owner_who_must_prove_her_mailbox(db: None, now: datetime) -> None:
    owner = found_company(AURORA, owner_name="Ana", owner_email="Ana@Aurora.example", at=now)
    assert (owner.company.cnpj, owner.role, owner.email, owner.user) == (
        "11222333000181",
        "owner",
        "ana@aurora.example",
        None,
    )
    assert list(Event.objects.order_by("seq").values_list("kind", flat=True)) == ["company.created", "member.invited"]


def test_a_company_that_cannot_be_leaves_nothing_behind(aurora: Company, now: datetime) -> None:
    for new, email in (
        (AURORA, "ana@aurora.example"),
        (NewCompany("b", "B", "B", "45723174000110", "b@b.example"), "x"),
    ):
        with pytest.raises(Unfit):
            found_company(new, owner_name="Ana", owner_email=email, at=now)
    assert Company.objects.get() == aurora and not Event.objects.exists()


def test_invited_colleague_joins_by_the_mailed_link(aurora: Company, marcos: Member, now: datetime) -> None:
    token = member_invitation_token(invite_member(aurora, SELLER, by=marcos, at=now))
    invitation = open_member_invitation(token, at=now)
    assert (invitation.state, invitation.asks_password) == (InvitationState.OPEN, True)
    bruno = accept_member_invitation(invitation, password="girassol na janela", at=now)
    assert bruno.user is not None and bruno.user.check_password("girassol na janela")
    assert open_member_invitation(token, at=now).state is InvitationState.USED
    with pytest.raises(InvitationUsed):
        accept_member_invitation(invitation, password=None, at=now)


def test_no_event_holds_the_link_or_the_address(aurora: Company, marcos: Member, now: datetime) -> None:
    member = invite_member(aurora, SELLER, by=marcos, at=now)
    events = str(list(Event.objects.values()))
    assert member.invitation_nonce not in events and "bruno@" not in events.lower()


def test_invitation_expires_after_14_days_and_can_be_sent_again(aurora: Company, marcos: Member, now: datetime) -> None:
    old = open_member_invitation(member_invitation_token(invite_member(aurora, SELLER, by=marcos, at=now)), at=now)
    late = now + timedelta(days=14)
    with pytest.raises(InvitationExpired):
        accept_member_invitation(old, password=None, at=late)
    token = member_invitation_token(invite_member_again(old.member, by=marcos, at=late))
    with pytest.raises(InvitationUnknown):
        accept_member_invitation(old, password=None, at=now)
    assert accept_member_invitation(open_member_invitation(token, at=late), password=None, at=late).joined_at == late


@pytest.mark.parametrize("token", ["", "x", "1", "1.x", "²³.x", "9" * 30 + ".x", "-1.x"])
def test_a_made_up_link_is_unknown(token: str, marcos: Member, now: datetime) -> None:
    with pytest.raises(InvitationUnknown):
        open_member_invitation(token, at=now)


def test_a_member_who_was_never_invited_by_link_has_none(ana: Member, now: datetime) -> None:
    with pytest.raises(InvitationUnknown):
        open_member_invitation(member_invitation_token(ana), at=now)


def test_who_has_an_account_joins_with_it_and_keeps_its_password(
    aurora: Company, ana: Member, eva: Member, now: datetime
) -> None:
    before = user_of(eva).password
    member = invite_member(aurora, NewMember("Eva", eva.email, Role.SELLER), by=ana, at=now)
    invitation = open_member_invitation(member_invitation_token(member), at=now)
    joined = accept_member_invitation(invitation, password="girassol na janela", at=now)
    assert not invitation.asks_password
    assert joined.user is not None and (joined.user.pk, joined.user.password) == (eva.user_id, before)


def test_weak_password_keeps_the_invitation_open(aurora: Company, marcos: Member, now: datetime) -> None:
    token = member_invitation_token(invite_member(aurora, SELLER, by=marcos, at=now))
    with pytest.raises(WeakPassword):
        accept_member_invitation(open_member_invitation(token, at=now), password="curta", at=now)
    assert open_member_invitation(token, at=now).state is InvitationState.OPEN


def test_one_address_is_one_member(aurora: Company, ana: Member, bruno: Member, now: datetime) -> None:
    with pytest.raises(AlreadyInTeam) as refusal:
        invite_member(aurora, SELLER, by=ana, at=now)
    assert refusal.value.member == bruno
    with pytest.raises(AlreadyJoined):
        invite_member_again(bruno, by=ana, at=now)


@pytest.mark.parametrize("who", ["bruno", "iris", "eva", "carla"])
def test_sellers_readers_and_strangers_manage_nobody(
    who: str, aurora: Company, marcos: Member, now: datetime, request: Any
) -> None:
    actor = request.getfixturevalue(who)
    verbs: list[Callable[[], object]] = [
        lambda: invite_member(aurora, NewMember("Nina", "nina@aurora.example", Role.READER), by=actor, at=now),
        lambda: change_role(marcos, Role.READER, by=actor, at=now),
        lambda: deactivate_member(marcos, by=actor, at=now),
        lambda: reactivate_member(marcos, by=actor, at=now),
    ]
    for verb in verbs:
        with pytest.raises(NotAllowed):
            verb()


def test_a_manager_neither_makes_nor_touches_owners(
    aurora: Company, ana: Member, marcos: Member, now: datetime
) -> None:
    verbs: list[Callable[[], object]] = [
        lambda: invite_member(aurora, NewMember("Nina", "nina@aurora.example", Role.OWNER), by=marcos, at=now),
        lambda: change_role(marcos, Role.OWNER, by=marcos, at=now),
        lambda: change_role(ana, Role.READER, by=marcos, at=now),
        lambda: deactivate_member(ana, by=marcos, at=now),
    ]
    for verb in verbs:
        with pytest.raises(NotAllowed):
            verb()


def test_the_last_owner_stays(ana: Member, marcos: Member, now: datetime) -> None:
    verbs: list[Callable[[], object]] = [
        lambda: change_role(ana, Role.SELLER, by=ana, at=now),
        lambda: deactivate_member(ana, by=ana, at=now),
    ]
    for verb in verbs:
        with pytest.raises(LastOwner):
            verb()
    change_role(marcos, Role.OWNER, by=ana, at=now)
    assert change_role(ana, Role.SELLER, by=ana, at=now).role == Role.SELLER


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_two_owners_who_remove_each_other_at_once_leave_one(ana: Member, marcos: Member, now: datetime) -> None:
    change_role(marcos, Role.OWNER, by=ana, at=now)
    marcos.refresh_from_db()
    results = together(
        lambda: deactivate_member(ana, by=marcos, at=now), lambda: deactivate_member(marcos, by=ana, at=now)
    )
    assert sorted(type(result).__name__ for result in results) == ["LastOwner", "Member"]


def test_deactivation_ends_session_and_work_at_once_and_can_be_undone(
    ana: Member, bruno: Member, client: Client, now: datetime
) -> None:
    assert bruno.user is not None
    client.force_login(bruno.user)
    session = client.session["_auth_user_hash"]
    ended = deactivate_member(bruno, by=ana, at=now)
    assert not ended.may("sale.see")
    assert user_of(bruno).get_session_auth_hash() != session
    assert deactivate_member(bruno, by=ana, at=now).deactivated_at == now
    assert reactivate_member(bruno, by=ana, at=now).may("sale.see")
    kinds = ["member.deactivated", "member.reactivated"]
    assert list(Event.objects.order_by("seq").values_list("kind", flat=True)) == kinds


def test_a_deactivated_invitation_says_so_and_reactivating_sends_another(
    aurora: Company, marcos: Member, now: datetime
) -> None:
    member = invite_member(aurora, SELLER, by=marcos, at=now)
    token = member_invitation_token(member)
    deactivate_member(member, by=marcos, at=now)
    with pytest.raises(InvitationEnded):
        accept_member_invitation(open_member_invitation(token, at=now), password=None, at=now)
    assert member_invitation_token(reactivate_member(member, by=marcos, at=now)) != token
