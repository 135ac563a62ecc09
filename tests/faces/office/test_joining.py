"""Founding a company, and accepting an invitation to a team."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from aceite.core.companies.models import Company
from aceite.core.people.member_invitations import member_invitation_token
from aceite.core.people.models import Member
from aceite.core.people.permissions import Role
from aceite.core.people.teams import NewMember, invite_member

FOUNDING = {
    "trade_name": "Aurora",
    "legal_name": "Aurora Ltda.",
    "cnpj": "11.222.333/0001-81",
    "slug": "aurora",
    "owner_name": "Ana",
    "owner_email": "ana@aurora.example",
}


@pytest.fixture
def invited(aurora: Company, marcos: Member) -> Member:
    """Bruno, invited a moment ago."""
    new = NewMember(name="Bruno", email="bruno@aurora.example", role=Role.SELLER)
    return invite_member(aurora, new, by=marcos, at=timezone.now())


def link(person: Member) -> str:
    """The address in the mail."""
    return f"/equipe/convite/{member_invitation_token(person)}/"


def test_a_company_is_founded_and_its_owner_invited(db: None) -> None:
    assert Client().post("/cadastro/", FOUNDING)["Location"] == "/cadastro/pronto/"
    owner = Member.objects.get(company__slug="aurora")
    assert (owner.role, owner.joined_at) == (Role.OWNER, None)


def test_a_taken_cnpj_is_told_and_what_was_typed_stays(aurora: Company) -> None:
    answer = Client().post("/cadastro/", FOUNDING | {"slug": "outra"})
    assert answer.status_code == 422
    assert answer.context["form"].errors["cnpj"]
    assert b"ana@aurora.example" in answer.content


def test_sign_up_can_be_closed(db: None, settings: Any) -> None:
    settings.SIGN_UP_OPEN = False
    assert Client().get("/cadastro/").status_code == 404
    assert b"/cadastro/" not in Client().get("/entrar/").content


def test_looking_at_an_invitation_consumes_nothing(invited: Member) -> None:
    assert Client().head(link(invited)).status_code == 200
    assert b"Aurora" in Client().get(link(invited)).content
    invited.refresh_from_db()
    assert invited.joined_at is None


def test_its_button_lets_in(invited: Member) -> None:
    browser = Client()
    assert browser.post(link(invited), {"password": "uma frase bem curta"})["Location"] == "/aurora/gestao/"
    assert browser.get("/aurora/gestao/clientes/").status_code == 200
    assert "já foi aceito" in Client().get(link(invited)).content.decode()


def test_a_weak_password_is_told_and_nothing_is_consumed(invited: Member) -> None:
    answer = Client().post(link(invited), {"password": "123"})
    assert answer.status_code == 422
    assert answer.context["form"].errors["password"]
    invited.refresh_from_db()
    assert invited.joined_at is None


def test_an_old_link_says_so(invited: Member) -> None:
    invited.invited_at -= timedelta(days=15)
    invited.save()
    assert "venceu" in Client().get(link(invited)).content.decode()


def test_a_link_nobody_sent_leads_nowhere(db: None) -> None:
    assert Client().get("/equipe/convite/7.falso/").status_code == 404
