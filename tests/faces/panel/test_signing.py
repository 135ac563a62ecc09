"""Signing in the panel: read, terms, mark, code, and only then the signature."""

import re
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from aceite.core.contracts.models import Contract, Signer
from aceite.core.customers.invitations import invite, mailed_token
from aceite.core.customers.models import PanelUser
from aceite.core.people.codes import digits_of
from aceite.core.people.models import Member, OneTimeCode
from aceite.core.proposals.models import Proposal
from aceite.core.sales.revising import revise
from aceite.core.signatures.consent import consent_for
from aceite.core.signatures.models import Act, Statement
from tests.clients import client_of
from tests.faces.panel.conftest import HOME, url_of
from tests.walk import contracts_of, draft_for, sent, with_contract


def typed(**changes: str) -> dict[str, str]:
    """The page filled in as it should be, or with something else in it."""
    consent = consent_for(Act.SIGN, "pt-br").sha256
    mark = {"mark_kind": "typed", "mark_text": "Carla Nogueira"}
    return {"consent": "on", "consent_sha256": consent, **mark, **changes}


def reads(client: Client, proposal: Proposal) -> None:
    """She says of each contract that she read it."""
    for contract in contracts_of(proposal):
        client.post(url_of(proposal, f"contratos/{contract.pk}/leitura/"), {"seconds": "42"})


def digits() -> str:
    """What stands in the last mail."""
    return digits_of(OneTimeCode.objects.latest("pk"))


def signs(client: Client, proposal: Proposal) -> str:
    """Everything at once."""
    reads(client, proposal)
    ceremony = client.post(url_of(proposal, "assinatura/"), typed())["Location"]
    return str(client.post(ceremony, {"code": digits()})["Location"])


@pytest.fixture
def begun(digital: Proposal, hers: Client) -> str:
    """Carla has typed everything and waits for the code."""
    reads(hers, digital)
    return str(hers.post(url_of(digital, "assinatura/"), typed())["Location"])


def test_two_contracts_are_signed_with_one_code(digital: Proposal, carla: PanelUser, hers: Client) -> None:
    assert signs(hers, digital) == url_of(digital)
    assert carla.signings.filter(statement__confirmed_at__isnull=False).count() == 2
    assert OneTimeCode.objects.filter(purpose="signature").count() == 1


def test_the_statement_names_the_entrance_that_was_used(
    digital: Proposal, carla: PanelUser, bruno: Member, at: datetime, client: Client
) -> None:
    carla.user, carla.joined_at = None, None
    carla.save()
    token = mailed_token(invite(carla, by=bruno, at=at))
    client.post(f"{HOME}convite/{token}/")
    signs(client, digital)
    assert {tuple(one.content()["factors"]) for one in Statement.objects.confirmed()} == {
        ("session_invitation", "email_code")
    }


def test_reading_leads_to_the_next_unread_then_to_signing(digital: Proposal, hers: Client) -> None:
    first, second = contracts_of(digital)
    on = hers.post(url_of(digital, f"contratos/{first.pk}/leitura/"))["Location"]
    assert on == url_of(digital, f"contratos/{second.pk}/")
    assert hers.post(f"{on}leitura/")["Location"] == url_of(digital, "assinatura/")


def test_looking_at_a_contract_is_not_yet_reading_it(digital: Proposal, hers: Client) -> None:
    contract = contracts_of(digital).first()
    assert contract is not None
    hers.get(url_of(digital, f"contratos/{contract.pk}/"))
    assert not Signer.objects.filter(opened_at__isnull=False).exists()
    assert hers.get(url_of(digital, "assinatura/"))["Location"] == url_of(digital, f"contratos/{contract.pk}/")


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"consent": ""}, "consent"), ({"mark_text": ""}, "mark"), ({"mark_text": "C"}, "mark")],
)
def test_what_is_missing_is_said_beside_its_field(
    digital: Proposal, hers: Client, changes: dict[str, str], field: str
) -> None:
    reads(hers, digital)
    answer = hers.post(url_of(digital, "assinatura/"), typed(**changes))
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert not Statement.objects.exists()


def test_a_cpf_nobody_gave_is_asked_for_and_kept_when_wrong(
    padaria: object, carla: PanelUser, bruno: Member, hers: Client, at: datetime
) -> None:
    carla.cpf = ""
    carla.save()
    proposal = draft_for(carla.customer, bruno, at)
    with_contract(proposal, bruno, at, carla)
    sent(proposal, bruno, at)
    proposal.refresh_from_db()
    reads(hers, proposal)
    wrong = hers.post(url_of(proposal, "assinatura/"), typed(cpf="111.111.111-11"))
    assert "111.111.111-11" in wrong.content.decode()
    assert wrong.status_code == 422
    ceremony = hers.post(url_of(proposal, "assinatura/"), typed(cpf="529.982.247-25"))["Location"]
    hers.post(ceremony, {"code": digits()})
    assert Signer.objects.get(panel_user=carla).cpf == "52998224725"


def test_reloading_keeps_the_place(begun: str, hers: Client) -> None:
    for _again in range(2):
        page = hers.get(begun).content.decode()
        assert "Assinar 2 contratos" in page
        assert "c•••a@padaria.example" in page


def test_a_wrong_code_says_how_many_tries_are_left(begun: str, hers: Client) -> None:
    answer = hers.post(begun, {"code": "000000" if digits() != "000000" else "111111"})
    assert answer.status_code == 422
    assert re.search(r"4", str(answer.context["form"].errors["code"]))
    assert not Statement.objects.confirmed().exists()


def test_another_code_ends_the_former(begun: str, hers: Client) -> None:
    former = digits()
    hers.post(f"{begun}codigo/")
    assert hers.post(begun, {"code": former}).status_code == 422
    assert not Statement.objects.confirmed().exists()
    hers.post(begun, {"code": digits()})
    assert Statement.objects.confirmed().count() == 2


def test_a_double_click_is_one_signature_and_no_error(begun: str, digital: Proposal, hers: Client) -> None:
    code = digits()
    for _again in range(2):
        assert hers.post(begun, {"code": code})["Location"] == url_of(digital)
    assert Statement.objects.confirmed().count() == 2


def test_who_is_not_named_sees_no_field_and_cannot_post(digital: Proposal, davi: PanelUser, helena: PanelUser) -> None:
    for person in (davi, helena):
        browser = client_of(person)
        for answer in (browser.get(url_of(digital, "assinatura/")), browser.post(url_of(digital, "assinatura/"))):
            assert answer.status_code == 404


def test_anothers_ceremony_is_nobodys(begun: str, gil: PanelUser) -> None:
    answer = client_of(gil).post(begun, {"code": digits()})
    assert answer["Location"].endswith("/propostas/2026-0001/")
    assert not Statement.objects.confirmed().exists()


def test_a_version_that_was_revised_meanwhile_is_not_signed(
    begun: str, digital: Proposal, bruno: Member, hers: Client, at: datetime
) -> None:
    revise(digital, by=bruno, at=at)
    answer = hers.post(begun, {"code": digits()})
    said = answer.content.decode()
    assert answer.status_code == 409 and "Ver a proposta como está agora" in said
    assert "A assinatura não foi feita" in said and "Nada foi registrado" in said
    assert not Statement.objects.confirmed().exists()


def test_the_statement_keeps_what_the_browser_computed(digital: Proposal, hers: Client) -> None:
    reads(hers, digital)
    contract = Contract.objects.get(title="Sigilo", version=digital.current)
    assert contract.document
    field = f"client_sha256_{contract.pk}"
    hers.post(url_of(digital, "assinatura/"), typed(**{field: contract.document.sha256}))
    body = Statement.objects.get(subject=f"contract/{contract.pk}").body
    assert contract.document.sha256 in body
    assert '"seconds":42' in body


def test_a_page_of_the_former_version_leads_to_the_new_one(
    digital: Proposal, hers: Client, bruno: Member, at: datetime
) -> None:
    reads(hers, digital)
    assert 'name="version" value="1"' in hers.get(url_of(digital, "assinatura/")).content.decode()
    revise(digital, by=bruno, at=at)
    sent(digital, bruno, at)
    answer = hers.post(url_of(digital, "assinatura/"), typed(version="1"), follow=True)
    assert answer.redirect_chain[-1][0] == url_of(digital)
    assert "Chegou uma versão nova" in answer.content.decode()


def test_a_ceremony_that_took_too_long_is_begun_anew(begun: str, digital: Proposal, hers: Client) -> None:
    Statement.objects.update(expires_at=timezone.now() - timedelta(minutes=1))
    answer = hers.post(f"{begun}codigo/")
    assert answer["Location"] == url_of(digital, "assinatura/")
