"""A password is its owner's to choose, and a new one ends every session opened before."""

from datetime import datetime

import pytest
from django.test import Client

from aceite.core.people.models import Member, User
from aceite.core.people.passwords import Proof, ProofNeeded, WeakPassword, choose_password, end_sessions
from aceite.core.people.profile import Profile, change_profile
from aceite.core.trail.models import Event
from aceite.core.trail.refusals import Unfit


def her_user(member: Member) -> User:
    assert member.user is not None
    return member.user


def is_in(client: Client) -> bool:
    """Whether Django still takes the session for its user's."""
    session = client.session
    user = User.objects.get(pk=session["_auth_user_id"])
    return bool(session["_auth_user_hash"] == user.get_session_auth_hash())


def test_a_new_password_ends_the_sessions_and_is_an_event(ana: Member, client: Client, now: datetime) -> None:
    user = her_user(ana)
    client.force_login(user)
    choose_password(user, "girassol na janela", proof=Proof(mailbox=True), by=ana, at=now)
    assert user.check_password("girassol na janela")
    assert not is_in(client)
    assert Event.objects.get().kind == "password.changed"


def test_without_mailbox_the_current_password_is_the_proof(ana: Member, now: datetime) -> None:
    user = her_user(ana)
    choose_password(user, "girassol na janela", proof=Proof(mailbox=True), by=ana, at=now)
    with pytest.raises(ProofNeeded):
        choose_password(user, "outra bem comprida", proof=Proof(current="errada"), by=ana, at=now)
    choose_password(user, "outra bem comprida", proof=Proof(current="girassol na janela"), by=ana, at=now)
    assert user.check_password("outra bem comprida")


@pytest.mark.parametrize("raw", ["curta", "1q2w3e4r5t", "ana@aurora.example"])
def test_weak_passwords_are_refused_with_reasons(raw: str, ana: Member, now: datetime) -> None:
    with pytest.raises(WeakPassword) as refusal:
        choose_password(her_user(ana), raw, proof=Proof(mailbox=True), by=ana, at=now)
    assert refusal.value.reasons and refusal.value.field == "password"


def test_sessions_end_at_once(ana: Member, client: Client) -> None:
    client.force_login(her_user(ana))
    assert is_in(client)
    end_sessions(her_user(ana).pk)
    assert not is_in(client)


def test_she_chooses_language_and_zone_among_those_that_exist(ana: Member) -> None:
    user = change_profile(her_user(ana), Profile("Ana Lima", "en", "America/Manaus"))
    assert (user.name, user.language, user.zone) == ("Ana Lima", "en", "America/Manaus")
    for wrong in (Profile("", "en"), Profile("Ana", "fr"), Profile("Ana", "en", "Mars/Olympus")):
        with pytest.raises(Unfit):
            change_profile(user, wrong)
