"""Wrong turns in the steps beside signing, and in the answers: each ends in a clear place, nothing lost or doubled."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from aceite.core.contracts.models import Contract, Signer
from aceite.core.contracts.signers import Order, SignerPlan, set_signers
from aceite.core.customers.models import Customer, PanelUser
from aceite.core.people.models import Member, OneTimeCode
from aceite.core.proposals.models import Proposal
from aceite.core.proposals.states import State
from aceite.core.sales.models import Approval, Decline
from aceite.core.signatures.models import Act, Statement
from tests import walk
from tests.clients import client_of
from tests.faces.panel.conftest import url_of
from tests.faces.panel.test_approving import bound
from tests.faces.panel.test_signing import digits, reads, signs, typed
from tests.faces.panel.test_wrong_turns import ends_session, enters_again, expired, revised, withdrawn

Happens = Callable[[Proposal, Member, datetime], None]
OVERTAKEN = pytest.mark.parametrize("happens", [withdrawn, revised, expired])
NO = {"reason": "price", "text": "Ficou caro."}


@pytest.fixture
def asked(padaria: Customer, bruno: Member, carla: PanelUser, gil: PanelUser, at: datetime) -> Proposal:
    """Carla or Gil signs; Carla brings a power of attorney, and may pass her place on to a colleague."""
    draft = walk.draft_for(padaria, bruno, at)
    made = walk.with_contract(draft, bruno, at, carla, gil)
    plans = [SignerPlan(carla, cpf=carla.cpf, asks_proxy=True), SignerPlan(gil, cpf=gil.cpf)]
    set_signers(made, plans, Order(quorums={1: 1}, hand_over=True), by=bruno, at=at)
    return walk.sent(draft, bruno, at)


def step_of(sale: Proposal, step: str) -> str:
    """A step of the contract's own."""
    return url_of(sale, f"contratos/{walk.contracts_of(sale).get().pk}/{step}")


def posted(step: str, helena: PanelUser) -> dict[str, object]:
    """What its form sends."""
    if step == "procuracao/":
        return {"file": SimpleUploadedFile("p.pdf", b"%PDF-1.7", "application/pdf")}
    return {"person": helena.pk} if step == "passar-a-vez/" else {}


def untouched() -> bool:
    """Whether nothing was read, brought, passed on or signed."""
    done = Signer.objects.exclude(opened_at=None, brought_proxy=None, replaced_at=None, statement=None)
    return not done.exists()


STEPS = ["leitura/", "procuracao/", "passar-a-vez/"]


@pytest.mark.parametrize("step", STEPS)
def test_a_step_without_a_session_does_nothing_and_comes_back(
    asked: Proposal, hers: Client, carla: PanelUser, helena: PanelUser, step: str
) -> None:
    stood = step_of(asked, "" if step == "leitura/" else step)
    ends_session(hers)
    answer = hers.post(step_of(asked, step), posted(step, helena), headers={"Referer": f"http://testserver{stood}"})
    assert enters_again(hers, carla, answer) == stood
    assert untouched() and hers.get(stood).status_code == 200


@OVERTAKEN
@pytest.mark.parametrize("step", STEPS)
def test_a_step_that_was_overtaken_does_nothing_and_leads_away(
    asked: Proposal, hers: Client, bruno: Member, helena: PanelUser, at: datetime, step: str, happens: Happens
) -> None:
    page, old = step_of(asked, step), Contract.objects.get().pk
    happens(asked, bruno, at)
    answer = hers.post(page, posted(step, helena), follow=True)
    assert answer.status_code == 200 and answer.redirect_chain
    assert not Signer.objects.filter(contract=old).exclude(brought_proxy=None, replaced_at=None).exists()
    assert not Statement.objects.exists()


def test_each_step_stands_as_it_was_when_it_is_loaded_again(asked: Proposal, hers: Client) -> None:
    reads(hers, asked)
    pages = [step_of(asked, step) for step in ("", "procuracao/", "passar-a-vez/")]
    for page in [*pages, url_of(asked, "recusa/")]:
        assert [hers.get(page).status_code for _twice in range(2)] == [200, 200]
    hers.post(step_of(asked, "procuracao/"), posted("procuracao/", Signer.objects.all()[0].panel_user))
    for _twice in range(2):
        assert "Ver ou trocar a procuração" in hers.get(url_of(asked, "assinatura/")).content.decode()


def test_the_colleague_who_signs_first_is_enough_and_the_code_leads_to_the_proposal(
    asked: Proposal, hers: Client, gil: PanelUser
) -> None:
    reads(hers, asked)
    hers.post(step_of(asked, "procuracao/"), posted("procuracao/", gil))
    begun = str(hers.post(url_of(asked, "assinatura/"), typed())["Location"])
    code = digits()
    signs(client_of(gil), asked)
    late = hers.post(begun, {"code": code})
    assert late.status_code == 409 and f'href="{url_of(asked)}"' in late.content.decode()
    assert hers.get(begun)["Location"] == url_of(asked)
    assert Statement.objects.confirmed().count() == 1


def test_who_passed_her_place_on_in_another_tab_signs_nothing_with_her_code(
    asked: Proposal, hers: Client, carla: PanelUser, helena: PanelUser
) -> None:
    reads(hers, asked)
    hers.post(step_of(asked, "procuracao/"), posted("procuracao/", helena))
    begun = str(hers.post(url_of(asked, "assinatura/"), typed())["Location"])
    code = digits()
    hers.post(step_of(asked, "passar-a-vez/"), {"person": helena.pk})
    late = hers.post(begun, {"code": code})
    assert late.status_code == 409 and f'href="{url_of(asked)}"' in late.content.decode()
    assert not Statement.objects.confirmed().exists()
    assert Signer.objects.standing().filter(panel_user=helena).exists()


def test_a_late_code_to_approve_costs_no_try_and_one_that_ran_out_keeps_the_place(
    sale: Proposal, carla: PanelUser, at: datetime
) -> None:
    browser, page = client_of(carla, proved_at=at - timedelta(hours=13)), url_of(sale, "aprovacao/")
    browser.post(page, bound(sale, note="De manhã."))
    former = digits()
    browser.post(page, bound(sale, send_code="1"))
    late = browser.post(page, bound(sale, code=former, note="De manhã."))
    assert "há um mais novo" in late.content.decode() and OneTimeCode.objects.latest("pk").tries_left == 5
    OneTimeCode.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    answer = browser.post(page, bound(sale, code=digits(), note="De manhã."))
    assert answer.status_code == 422 and "De manhã." in answer.content.decode()
    browser.post(page, bound(sale, send_code="1"))
    for _twice in range(2):
        assert browser.post(page, bound(sale, code=digits()))["Location"] == url_of(sale, "comprovante/")
    assert Approval.objects.count() == 1


@OVERTAKEN
def test_a_no_that_was_overtaken_is_none_and_keeps_its_words(
    sale: Proposal, hers: Client, bruno: Member, at: datetime, happens: Happens
) -> None:
    said = bound(sale, Act.DECLINE, **NO)
    happens(sale, bruno, at)
    answer = hers.post(url_of(sale, "recusa/"), said)
    assert answer.status_code == 409 and "Ficou caro." in answer.content.decode()
    assert not Decline.objects.exists() and not Statement.objects.exists()


def test_a_yes_in_one_tab_and_a_no_in_the_other_are_the_first_of_them(sale: Proposal, hers: Client) -> None:
    yes, no = bound(sale), bound(sale, Act.DECLINE, **NO)
    assert hers.post(url_of(sale, "aprovacao/"), yes)["Location"] == url_of(sale, "comprovante/")
    late = hers.post(url_of(sale, "recusa/"), no)
    assert late.status_code == 409 and f'href="{url_of(sale)}"' in late.content.decode()
    assert walk.fresh(sale).state == State.APPROVED and not Decline.objects.exists()
    assert hers.get(url_of(sale, "recusa/"))["Location"] == url_of(sale)
