"""Invitations to the panel: the mailed link proves the mailbox, the copied one proves nothing."""

from datetime import datetime, timedelta

import pytest

from aceite.core.customers.disowning import disown_invitation
from aceite.core.customers.invitations import (
    Disowned,
    Invitation,
    accept_invitation,
    ask_for_invitation_code,
    copied_token,
    copy_invitation,
    invite,
    mailed_token,
    open_invitation,
)
from aceite.core.customers.models import Customer, PanelUser
from aceite.core.customers.people import PersonData, add_panel_user, deactivate_panel_user
from aceite.core.people.codes import CodeMissing, CodeNotYours, WrongCode, digits_of
from aceite.core.people.invitations import (
    InvitationEnded,
    InvitationExpired,
    InvitationState,
    InvitationUnknown,
    InvitationUsed,
)
from aceite.core.people.models import CodePurpose, Member, OneTimeCode, User
from aceite.core.people.passwords import WeakPassword
from aceite.core.trail.models import Event
from tests.core.people.asking import other, user_of
from tests.threads import together

PASSWORD = "girassol na janela"


@pytest.fixture
def nina(padaria: Customer, bruno: Member, now: datetime) -> PanelUser:
    """Invited, and not yet in."""
    person = PersonData("Nina Prado", "nina@padaria.example", can_sign=True)
    return invite(add_panel_user(padaria, person, by=bruno, at=now), by=bruno, at=now)


def opened(token: str, person: PanelUser, at: datetime) -> Invitation:
    return open_invitation(token, company_id=person.company_id, at=at)


def test_the_mailed_link_lets_her_in_with_the_password_she_chose(nina: PanelUser, now: datetime) -> None:
    joined = accept_invitation(opened(mailed_token(nina), nina, now), password=PASSWORD, code=None, at=now)
    assert joined.user.check_password(PASSWORD) and not joined.password_kept
    assert (joined.panel_user.user, joined.panel_user.joined_at) == (joined.user, now)
    event = Event.objects.get(kind="panel_user.joined")
    assert (event.actor_kind, event.actor_id) == ("panel_user", nina.pk)


def test_without_a_password_only_codes_let_her_in(nina: PanelUser, now: datetime) -> None:
    joined = accept_invitation(opened(mailed_token(nina), nina, now), password=None, code=None, at=now)
    assert not joined.user.has_usable_password()


def test_opening_a_link_changes_nothing(nina: PanelUser, now: datetime) -> None:
    before = (PanelUser.objects.values().get(pk=nina.pk), Event.objects.count())
    for token in (mailed_token(nina), copied_token(nina)):
        assert opened(token, nina, now).state is InvitationState.OPEN
    assert (PanelUser.objects.values().get(pk=nina.pk), Event.objects.count()) == before


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_a_link_is_good_once_also_in_four_tabs(nina: PanelUser, now: datetime) -> None:
    invitation = opened(mailed_token(nina), nina, now)
    results = together(*[lambda: accept_invitation(invitation, password=None, code=None, at=now)] * 4)
    assert sorted(type(result).__name__ for result in results) == ["InvitationUsed"] * 3 + ["Joined"]
    assert opened(mailed_token(nina), nina, now).state is InvitationState.USED


def test_it_expires_after_14_days_and_a_new_one_voids_it(nina: PanelUser, bruno: Member, now: datetime) -> None:
    old, late = mailed_token(nina), now + timedelta(days=14)
    with pytest.raises(InvitationExpired):
        accept_invitation(opened(old, nina, late), password=None, code=None, at=late)
    again = invite(nina, by=bruno, at=late)
    with pytest.raises(InvitationUnknown):
        opened(old, nina, late)
    accept_invitation(opened(mailed_token(again), nina, late), password=None, code=None, at=late)


def test_a_link_of_another_company_a_made_up_one_and_that_of_nobody_are_unknown(
    nina: PanelUser, eva: Member, carla: PanelUser, now: datetime
) -> None:
    with pytest.raises(InvitationUnknown):
        open_invitation(mailed_token(nina), company_id=eva.company_id, at=now)
    for token in (f"{nina.pk}.x", "x", mailed_token(carla), mailed_token(nina).replace(f"{nina.pk}.", f"{carla.pk}.")):
        with pytest.raises(InvitationUnknown):
            opened(token, nina, now)


def test_an_ended_access_says_so(nina: PanelUser, bruno: Member, now: datetime) -> None:
    invitation = opened(mailed_token(nina), nina, now)
    deactivate_panel_user(nina, by=bruno, at=now)
    with pytest.raises(InvitationEnded):
        accept_invitation(invitation, password=None, code=None, at=now)


def test_a_copied_link_sets_nothing_without_the_mailbox(nina: PanelUser, now: datetime) -> None:
    invitation = opened(copied_token(nina), nina, now)
    assert not invitation.proves_mailbox
    with pytest.raises(CodeMissing):
        accept_invitation(invitation, password=PASSWORD, code=None, at=now)
    code = ask_for_invitation_code(invitation, at=now)
    with pytest.raises(WrongCode):
        accept_invitation(invitation, password=PASSWORD, code=other(digits_of(code)), at=now)
    assert not User.objects.filter(email=nina.email).exists()
    joined = accept_invitation(invitation, password=PASSWORD, code=digits_of(code), at=now)
    assert joined.user.check_password(PASSWORD)


def test_a_code_asked_for_an_older_invitation_or_something_else_does_not_open_a_copied_link(
    nina: PanelUser, bruno: Member, now: datetime
) -> None:
    code = ask_for_invitation_code(opened(copied_token(nina), nina, now), at=now)
    again = opened(copied_token(invite(nina, by=bruno, at=now)), nina, now)
    with pytest.raises(CodeNotYours):
        accept_invitation(again, password=PASSWORD, code=digits_of(code), at=now)
    OneTimeCode.objects.update(purpose=CodePurpose.SIGNATURE)
    with pytest.raises(CodeMissing):
        accept_invitation(again, password=PASSWORD, code=digits_of(code), at=now)


def test_weak_password_uses_up_neither_code_nor_invitation(nina: PanelUser, now: datetime) -> None:
    invitation = opened(copied_token(nina), nina, now)
    code = ask_for_invitation_code(invitation, at=now)
    with pytest.raises(WeakPassword):
        accept_invitation(invitation, password="curta", code=digits_of(code), at=now)
    accept_invitation(invitation, password=PASSWORD, code=digits_of(code), at=now)


def test_copying_keeps_the_mailed_link_and_makes_one_where_there_is_none(
    nina: PanelUser, padaria: Customer, bruno: Member, now: datetime
) -> None:
    assert copy_invitation(nina, by=bruno, at=now) == copied_token(nina) != mailed_token(nina)
    rui = add_panel_user(padaria, PersonData("Rui", "rui@padaria.example"), by=bruno, at=now)
    assert not opened(copy_invitation(rui, by=bruno, at=now), rui, now).proves_mailbox
    assert [event.data["mailed"] for event in Event.objects.filter(kind="panel_user.invited")] == [True, False]


def test_only_a_mailed_invitation_takes_a_disowned_address_up_again(
    nina: PanelUser, bruno: Member, now: datetime
) -> None:
    disown_invitation(opened(mailed_token(nina), nina, now), at=now)
    # `nina` was fetched before: the row decides.
    with pytest.raises(Disowned):
        copy_invitation(nina, by=bruno, at=now)
    assert invite(nina, by=bruno, at=now, mailed=False).disowned_at == now
    assert invite(nina, by=bruno, at=now).disowned_at is None
    assert copy_invitation(nina, by=bruno, at=now)


def test_an_account_is_linked_and_keeps_its_password(
    padaria: Customer, fabio: PanelUser, bruno: Member, now: datetime
) -> None:
    assert fabio.user is not None
    fabio.user.set_password("a senha de sempre")
    fabio.user.save()
    also = add_panel_user(padaria, PersonData("Fábio", fabio.email), by=bruno, at=now)
    invitation = opened(mailed_token(invite(also, by=bruno, at=now)), also, now)
    joined = accept_invitation(invitation, password="curta", code=None, at=now)
    assert (joined.user, joined.password_kept, invitation.asks_password) == (fabio.user, True, False)
    assert user_of(fabio).check_password("a senha de sempre")


def test_a_copied_link_does_not_tell_whether_the_address_has_an_account(
    padaria: Customer, fabio: PanelUser, bruno: Member, now: datetime
) -> None:
    also = add_panel_user(padaria, PersonData("Fábio", fabio.email), by=bruno, at=now)
    assert opened(copy_invitation(also, by=bruno, at=now), also, now).asks_password


def test_no_row_and_no_event_holds_a_link_or_an_address(nina: PanelUser, now: datetime) -> None:
    rows = str([*PanelUser.objects.values(), *Event.objects.values()])
    assert all(token.split(".")[1] not in rows for token in (mailed_token(nina), copied_token(nina)))
    assert nina.email not in str(list(Event.objects.values())) and nina.invitation_nonce not in str(
        list(Event.objects.values())
    )


def test_who_is_in_already_is_not_invited_again(carla: PanelUser, bruno: Member, now: datetime) -> None:
    with pytest.raises(InvitationUsed):
        invite(carla, by=bruno, at=now)
