"""Wrong turns while signing and approving: each ends in a clear place, and nothing is lost or doubled."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.utils import timezone

from aceite.core.customers.models import PanelUser
from aceite.core.people.models import Member, OneTimeCode
from aceite.core.proposals.models import Proposal
from aceite.core.proposals.states import State
from aceite.core.sales.revising import revise, withdraw
from aceite.core.signatures.models import Act, Statement
from tests import walk
from tests.clients import client_of
from tests.faces.panel.conftest import HOME, url_of
from tests.faces.panel.test_signing import digits, reads, signs, typed

Leave = Callable[[Client], None]


@pytest.fixture
def begun(digital: Proposal, hers: Client) -> str:
    """Carla has typed everything and waits for the code."""
    reads(hers, digital)
    return str(hers.post(url_of(digital, "assinatura/"), typed())["Location"])


def ends_session(client: Client) -> None:
    """Her session is over, as when the vendor or time ended it."""
    client.session.flush()


def enters_again(client: Client, person: PanelUser, answer: Any) -> str:
    """She enters by the page she was sent to; where she stands then."""
    address: str = answer["Location"]
    assert urlsplit(address).path == f"{HOME}entrar/"
    client.force_login(person.user)  # type: ignore[arg-type]
    return parse_qs(urlsplit(address).query)["next"][0]


STEPS = ["", "assinatura/", "aprovacao/"]


@pytest.mark.parametrize("step", STEPS)
def test_a_session_that_ended_comes_back_to_the_page_it_ended_on(
    digital: Proposal, hers: Client, carla: PanelUser, step: str
) -> None:
    ends_session(hers)
    page = url_of(digital, step)
    assert enters_again(hers, carla, hers.get(page)) == page


@pytest.mark.parametrize("step", ["assinatura/", "aprovacao/", "recusa/"])
def test_what_was_posted_without_a_session_is_told_and_comes_back_to_its_page(
    digital: Proposal, hers: Client, carla: PanelUser, step: str
) -> None:
    reads(hers, digital)
    ends_session(hers)
    page = url_of(digital, step)
    answer = hers.post(page, typed(), headers={"Referer": f"http://testserver{page}"})
    assert "nada foi registrado" in hers.get(answer["Location"]).content.decode()
    assert enters_again(hers, carla, answer) == page
    assert not Statement.objects.exists()


@pytest.mark.parametrize("rest", ["", "codigo/"])
def test_a_session_that_ended_at_the_code_goes_on_with_the_same_code(
    begun: str, hers: Client, carla: PanelUser, rest: str
) -> None:
    code = digits()
    ends_session(hers)
    answer = hers.post(f"{begun}{rest}", {"code": code}, headers={"Referer": f"http://testserver{begun}"})
    assert not Statement.objects.confirmed().exists()
    assert enters_again(hers, carla, answer) == begun
    hers.post(begun, {"code": code})
    assert Statement.objects.confirmed().count() == 2


def test_a_form_of_before_she_entered_anew_leads_back_to_its_page(digital: Proposal, carla: PanelUser) -> None:
    careful = Client(enforce_csrf_checks=True)
    careful.force_login(carla.user)  # type: ignore[arg-type]
    page = url_of(digital, "assinatura/")
    answer = careful.post(page, typed(), headers={"Referer": f"http://testserver{page}"})
    assert answer.status_code == 403
    assert f'href="{page}"' in answer.content.decode()


def test_back_after_signing_finds_it_signed_at_every_step(digital: Proposal, begun: str, hers: Client) -> None:
    code = digits()
    hers.post(begun, {"code": code})
    for address, posted in ((begun, {"code": code}), (begun, None), (url_of(digital, "assinatura/"), typed())):
        answer = hers.post(address, posted) if posted else hers.get(address)
        assert answer["Location"] == url_of(digital)
    assert hers.post(f"{begun}codigo/")["Location"] == begun
    assert Statement.objects.count() == 2


def test_a_second_tab_that_began_anew_leaves_one_signature(digital: Proposal, begun: str, hers: Client) -> None:
    first = digits()
    second = str(hers.post(url_of(digital, "assinatura/"), typed())["Location"])
    late = hers.post(begun, {"code": first})
    assert late.status_code == 422 and "há um mais novo" in late.content.decode()
    hers.post(second, {"code": digits()})
    assert "Você já assinou" in hers.get(begun, follow=True).content.decode()
    assert Statement.objects.confirmed().count() == 2


def test_a_late_mail_with_the_former_code_costs_no_try(begun: str, hers: Client) -> None:
    former = digits()
    hers.post(f"{begun}codigo/")
    answer = hers.post(begun, {"code": former})
    assert "há um mais novo" in str(answer.context["form"].errors["code"])
    assert OneTimeCode.objects.latest("pk").tries_left == 5
    hers.post(begun, {"code": digits()})
    assert Statement.objects.confirmed().count() == 2


def test_a_code_that_came_too_late_keeps_the_place_and_another_goes_on(begun: str, hers: Client) -> None:
    OneTimeCode.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    answer = hers.post(begun, {"code": digits()})
    assert answer.status_code == 422 and "O código venceu" in answer.content.decode()
    hers.post(f"{begun}codigo/")
    assert hers.post(begun, {"code": digits()}).status_code == 302
    assert Statement.objects.confirmed().count() == 2


def withdrawn(sale: Proposal, bruno: Member, at: datetime) -> None:
    """The vendor takes it back."""
    withdraw(sale, reason="Preço errado", by=bruno, at=at)


def revised(sale: Proposal, bruno: Member, at: datetime) -> None:
    """A new version is sent in its place."""
    revise(sale, by=bruno, at=at)
    walk.sent(sale, bruno, at)


def expired(sale: Proposal, bruno: Member, at: datetime) -> None:
    """Its last minute passes."""
    Proposal.objects.filter(pk=sale.pk).update(expires_at=at - timedelta(seconds=1))


@pytest.mark.parametrize("happens", [withdrawn, revised, expired])
def test_what_happens_under_her_hands_signs_nothing_and_leads_to_the_proposal(
    digital: Proposal, begun: str, hers: Client, bruno: Member, at: datetime, happens: Callable[..., None]
) -> None:
    contract, code = walk.contracts_of(digital).first(), digits()
    assert contract is not None
    happens(digital, bruno, at)
    late = hers.post(begun, {"code": code})
    assert late.status_code == 409 and f'href="{url_of(digital)}"' in late.content.decode()
    for answer in (
        hers.get(begun),
        hers.post(url_of(digital, "assinatura/"), typed(version="1")),
        hers.post(url_of(digital, f"contratos/{contract.pk}/leitura/")),
    ):
        assert answer["Location"] == url_of(digital)
    assert hers.get(url_of(digital)).status_code == 200
    assert not Statement.objects.confirmed().exists()


def test_another_signer_who_finishes_first_stops_nobody(
    digital: Proposal, begun: str, hers: Client, gil: PanelUser
) -> None:
    code = digits()
    signs(client_of(gil), digital)
    assert hers.post(begun, {"code": code})["Location"] == url_of(digital)
    assert Statement.objects.confirmed().count() == 3


@pytest.mark.parametrize("happens", [withdrawn, revised, expired])
def test_an_approval_that_was_overtaken_is_none(
    sale: Proposal, hers: Client, bruno: Member, at: datetime, happens: Callable[..., None]
) -> None:
    page = hers.get(url_of(sale, "aprovacao/"))
    shown = {name: page.context["form"][name].value() for name in ("version", "bundle_sha256", "consent_sha256")}
    happens(sale, bruno, at)
    answer = hers.post(url_of(sale, "aprovacao/"), {**shown, "note": "Entregar de manhã"})
    assert answer.status_code in {302, 409} and not Statement.objects.confirmed().exists()
    sale.refresh_from_db()
    assert sale.state != State.APPROVED


def test_a_second_tab_that_approves_too_finds_the_receipt(sale: Proposal, hers: Client) -> None:
    page = hers.get(url_of(sale, "aprovacao/"))
    shown = {name: page.context["form"][name].value() for name in ("version", "bundle_sha256", "consent_sha256")}
    for _tab in range(2):
        assert hers.post(url_of(sale, "aprovacao/"), shown)["Location"] == url_of(sale, "comprovante/")
    assert hers.get(url_of(sale, "aprovacao/"))["Location"] == url_of(sale, "comprovante/")
    assert Statement.objects.confirmed().filter(act=Act.APPROVE).count() == 1
