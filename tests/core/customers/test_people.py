"""The people of a customer: who puts them there, what rights they may be given, and how access ends at once."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from aceite.core.customers.addresses import change_address
from aceite.core.customers.invitations import accept_invitation, invite, mailed_token, open_invitation
from aceite.core.customers.models import Customer, PanelUser
from aceite.core.customers.people import (
    AlreadyThere,
    PersonData,
    add_panel_user,
    change_panel_user,
    deactivate_panel_user,
    may_manage,
    reactivate_panel_user,
)
from aceite.core.customers.rights import RIGHTS
from aceite.core.people.codes import CodeReplaced, ask_for_code, check_code, digits_of
from aceite.core.people.invitations import InvitationEnded, InvitationUnknown, InvitationUsed
from aceite.core.people.models import CodePurpose, Member, OneTimeCode, User
from aceite.core.trail.models import Event, PersonalValue
from aceite.core.trail.refusals import NotAllowed, Unfit
from tests.core.people.asking import user_of

NINA = PersonData("Nina Prado", "Nina@Padaria.example", cpf="390.533.447-05", job_title="Compras", can_sign=True)


@pytest.fixture
def carla_manages(carla: PanelUser) -> PanelUser:
    """Carla, who signs and approves, and administers her colleagues."""
    carla.can_manage = True
    carla.save()
    return carla


def data_of(person: PanelUser, **changes: Any) -> PersonData:
    """The form as it would be filled in for somebody who is there."""
    names = ("name", "email", "cpf", "job_title", *RIGHTS)
    return replace(PersonData(**{name: getattr(person, name) for name in names}), **changes)


def signing_code(person: PanelUser, at: datetime) -> OneTimeCode:
    return ask_for_code(
        purpose=CodePurpose.SIGNATURE,
        subject=f"panel_user/{person.pk}",
        company_id=person.company_id,
        by=person,
        at=at,
    )


def test_a_person_is_put_on_the_list_and_cannot_enter_yet(padaria: Customer, bruno: Member, now: datetime) -> None:
    nina = add_panel_user(padaria, NINA, by=bruno, at=now)
    assert (nina.email, nina.cpf, nina.user, nina.joined_at) == ("nina@padaria.example", "39053344705", None, None)
    assert "39053344705" not in str(list(Event.objects.values()))


def test_one_address_is_one_person_of_a_customer(
    padaria: Customer, carla: PanelUser, bruno: Member, now: datetime
) -> None:
    with pytest.raises(AlreadyThere) as refusal:
        add_panel_user(padaria, replace(NINA, email="CARLA@padaria.example"), by=bruno, at=now)
    assert refusal.value.existing == carla


@pytest.mark.parametrize(("field", "value"), [("name", " "), ("email", "nina"), ("cpf", "12345678900")])
def test_what_cannot_be_is_refused_beside_its_field(
    field: str, value: Any, padaria: Customer, bruno: Member, now: datetime
) -> None:
    with pytest.raises(Unfit) as refusal:
        add_panel_user(padaria, replace(NINA, **{field: value}), by=bruno, at=now)
    assert refusal.value.field == field


def test_the_vendor_changes_name_cpf_and_rights_but_never_the_address(
    carla: PanelUser, bruno: Member, now: datetime
) -> None:
    data = data_of(carla, name="Carla N. Lima", email="outra@x.example", can_approve=False)
    changed = change_panel_user(carla, data, by=bruno, at=now)
    assert (changed.name, changed.email, changed.can_approve) == ("Carla N. Lima", "carla@padaria.example", False)
    expected = {
        "panel_user": carla.pk,
        "fields": ["can_approve", "name"],
        "rights": ["comment", "invoices", "prices", "see", "sign"],
    }
    assert Event.objects.get().data == expected


@pytest.mark.parametrize("who", ["iris", "eva", "gil", "joana_herself", "fabio"])
def test_nobody_else_manages_them(who: str, padaria: Customer, carla: PanelUser, now: datetime, request: Any) -> None:
    actor = request.getfixturevalue(who)
    assert not may_manage(actor, padaria)
    verbs: list[Callable[[], object]] = [
        lambda: add_panel_user(padaria, NINA, by=actor, at=now),
        lambda: change_panel_user(carla, data_of(carla), by=actor, at=now),
        lambda: deactivate_panel_user(carla, by=actor, at=now),
        lambda: reactivate_panel_user(carla, by=actor, at=now),
        lambda: invite(carla, by=actor, at=now),
        lambda: change_address(carla, "x@x.example", by=actor, at=now),
    ]
    for verb in verbs:
        with pytest.raises(NotAllowed):
            verb()


def test_a_colleague_with_the_right_manages_within_her_own_rights(
    padaria: Customer, carla_manages: PanelUser, gil: PanelUser, now: datetime
) -> None:
    nina = add_panel_user(padaria, replace(NINA, can_approve=True), by=carla_manages, at=now)
    invite(nina, by=carla_manages, at=now)
    assert change_panel_user(gil, data_of(gil, can_approve=True), by=carla_manages, at=now).can_approve
    assert deactivate_panel_user(gil, by=carla_manages, at=now).deactivated_at == now


def test_a_colleague_gives_no_right_she_lacks_and_becomes_nobody_else(
    padaria: Customer, carla: PanelUser, gil: PanelUser, davi: PanelUser, now: datetime
) -> None:
    gil.can_manage = True
    gil.save()
    verbs: list[Callable[[], object]] = [
        lambda: add_panel_user(padaria, replace(NINA, can_approve=True), by=gil, at=now),
        lambda: change_panel_user(davi, data_of(davi, can_approve=True), by=gil, at=now),
        lambda: change_panel_user(davi, data_of(davi, name="Gil Prado"), by=gil, at=now),
        lambda: change_panel_user(davi, data_of(davi, cpf=gil.cpf), by=gil, at=now),
        lambda: change_panel_user(gil, data_of(gil, job_title="Diretor"), by=gil, at=now),
        lambda: deactivate_panel_user(carla, by=gil, at=now),
        lambda: change_address(davi, gil.email, by=gil, at=now),
    ]
    for verb in verbs:
        with pytest.raises(NotAllowed):
            verb()


def test_ended_access_ends_sessions_codes_and_rights_at_once(carla: PanelUser, bruno: Member, now: datetime) -> None:
    session = user_of(carla).get_session_auth_hash()
    code = signing_code(carla, now)
    ended = deactivate_panel_user(carla, by=bruno, at=now)
    assert not ended.may("panel.see") and not ended.may("contract.sign")
    assert user_of(carla).get_session_auth_hash() != session
    with pytest.raises(CodeReplaced):
        check_code(code, digits_of(code), purpose=CodePurpose.SIGNATURE, subject=code.subject, at=now)
    with pytest.raises(InvitationEnded):
        invite(ended, by=bruno, at=now)


def test_access_given_back_is_as_it_was(carla: PanelUser, bruno: Member, now: datetime) -> None:
    for _ in range(2):
        deactivate_panel_user(carla, by=bruno, at=now)
    for _ in range(2):
        back = reactivate_panel_user(carla, by=bruno, at=now)
    assert back.may("proposal.approve") and back.user_id == carla.user_id
    kinds = ["panel_user.deactivated", "panel_user.reactivated"]
    assert list(Event.objects.order_by("seq").values_list("kind", flat=True)) == kinds


def test_a_changed_address_detaches_the_user_and_ends_sessions_and_codes(
    carla: PanelUser, bruno: Member, now: datetime
) -> None:
    user = user_of(carla)
    code = signing_code(carla, now)
    moved = change_address(carla, "Carla@Nova.example", by=bruno, at=now)
    after = User.objects.get(pk=user.pk)
    assert (moved.email, moved.user, moved.joined_at) == ("carla@nova.example", None, None)
    assert (after.email, after.password) == (user.email, user.password)
    assert after.get_session_auth_hash() != user.get_session_auth_hash()
    with pytest.raises(CodeReplaced):
        check_code(code, digits_of(code), purpose=CodePurpose.SIGNATURE, subject=code.subject, at=now)


def test_the_old_address_stands_beside_the_event_to_be_told(carla: PanelUser, bruno: Member, now: datetime) -> None:
    for _ in range(2):
        change_address(carla, "carla@nova.example", by=bruno, at=now)
    event = Event.objects.get(kind="panel_user.address_changed")
    assert event.data == {"panel_user": carla.pk}
    kept = dict(PersonalValue.objects.filter(event=event).values_list("field", "value"))
    assert kept == {"old": "carla@padaria.example", "new": "carla@nova.example"}


def test_a_new_address_needs_a_new_invitation_and_voids_the_old(
    padaria: Customer, bruno: Member, now: datetime
) -> None:
    nina = invite(add_panel_user(padaria, NINA, by=bruno, at=now), by=bruno, at=now)
    old = mailed_token(nina)
    opened = open_invitation(old, company_id=nina.company_id, at=now)
    moved = change_address(nina, "nina@nova.example", by=bruno, at=now)
    with pytest.raises(InvitationUnknown):
        open_invitation(old, company_id=nina.company_id, at=now)
    with pytest.raises(InvitationUnknown):
        accept_invitation(opened, password=None, code=None, at=now)
    fresh = open_invitation(mailed_token(invite(moved, by=bruno, at=now)), company_id=nina.company_id, at=now)
    assert accept_invitation(fresh, password=None, code=None, at=now).user.email == "nina@nova.example"


def test_a_colleagues_address_is_taken(carla: PanelUser, gil: PanelUser, bruno: Member, now: datetime) -> None:
    with pytest.raises(AlreadyThere):
        change_address(gil, carla.email, by=bruno, at=now)
    with pytest.raises(InvitationUsed):
        invite(gil, by=bruno, at=now)
