"""The operator registers a company with one command; what cannot be is said in one sentence."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from aceite.core.companies.models import Company
from aceite.core.people.member_invitations import member_invitation_token
from aceite.core.people.models import Member

OPTIONS = {
    "slug": "aurora",
    "legal_name": "Aurora Ltda.",
    "cnpj": "12.ABC.345/01DE-35",
    "email": "contato@aurora.example",
    "owner_name": "Ana",
    "owner_email": "ana@aurora.example",
}


def test_company_and_owner_are_registered(db: None) -> None:
    said = StringIO()
    call_command("createcompany", stdout=said, **OPTIONS)
    owner = Member.objects.get()
    assert (owner.company.trade_name, owner.company.cnpj, owner.role) == ("Aurora Ltda.", "12ABC34501DE35", "owner")
    assert said.getvalue() == "Aurora Ltda. foi cadastrada. O convite para Ana segue para ana@aurora.example.\n"


@pytest.mark.parametrize(("option", "value"), [("cnpj", "11222333000182"), ("slug", "entrar"), ("owner_email", "ana")])
def test_what_cannot_be_names_its_option(option: str, value: str, db: None) -> None:
    with pytest.raises(CommandError, match=f"--{option.replace('_', '-')}: "):
        call_command("createcompany", **{**OPTIONS, option: value})
    assert not Company.objects.exists()


def test_the_link_is_shown_only_when_asked_for(db: None) -> None:
    said = StringIO()
    call_command("createcompany", "--show-link", stdout=said, **OPTIONS)
    token = member_invitation_token(Member.objects.get())
    assert said.getvalue().splitlines()[-1].endswith(f"/equipe/convite/{token}/")
