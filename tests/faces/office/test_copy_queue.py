"""The queue of signed copies: who sees which, what a claim shows, and an answer opens the next."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from aceite.core.companies.models import Company
from aceite.core.contracts.by_post import Received, register_copy
from aceite.core.contracts.copies import accept_copy
from aceite.core.contracts.models import Contract, CopyWitness, SignedCopy
from aceite.core.contracts.signed_copies import CLAIM_HOLDS
from aceite.core.customers.models import Customer, PanelUser
from aceite.core.people.models import Member
from aceite.core.proposals.models import Proposal
from tests import walk
from tests.clients import client_of
from tests.core.contracts.scans import scans

QUEUE = "/aurora/gestao/vias/"


def waiting(padaria: Customer, seller: Member, carla: PanelUser) -> SignedCopy:
    """A sale of this seller, whose contract Carla has signed on paper and photographed."""
    at = timezone.now()
    sale = walk.draft_for(padaria, seller, at)
    walk.with_contract(sale, seller, at, carla, requirement="manual")
    return walk.copied(walk.sent(sale, seller, at), carla, at)[0]


@pytest.fixture
def copies(padaria: Customer, bruno: Member, ana: Member, carla: PanelUser) -> list[SignedCopy]:
    """One of Bruno's sales waits, then one of Ana's."""
    return [waiting(padaria, seller, carla) for seller in (bruno, ana)]


@pytest.fixture
def his(bruno: Member) -> Client:
    """Bruno's browser."""
    return client_of(bruno)


def at_copy(copy: SignedCopy, rest: str = "") -> str:
    return f"{QUEUE}{copy.pk}/{rest}"


def sale_of(copy: SignedCopy) -> Proposal:
    version = copy.contract.version
    assert version is not None
    return version.proposal


def test_an_answer_opens_the_next_until_none_is_left(copies: list[SignedCopy], his: Client) -> None:
    first, second = copies
    assert his.post(f"{QUEUE}conferencia/")["Location"] == at_copy(first)
    assert "1 de 2" in his.get(at_copy(first)).content.decode()
    assert his.post(at_copy(first, "aceite/"))["Location"] == at_copy(second)
    answer = his.post(at_copy(second, "recusa/"), {"stock": "Faltam páginas do contrato.", "reason": "A segunda."})
    assert answer["Location"] == QUEUE
    assert "Nenhuma via espera conferência" in his.get(QUEUE).content.decode()
    states = list(SignedCopy.objects.order_by("pk").values_list("state", "refusal_reason"))
    assert states == [("accepted", ""), ("refused", "Faltam páginas do contrato. A segunda.")]


def test_what_a_colleague_has_open_is_left_to_her(copies: list[SignedCopy], his: Client, ana: Member) -> None:
    client_of(ana).post(f"{QUEUE}conferencia/")
    page = his.get(at_copy(copies[0])).content.decode()
    assert "Ana está com esta via aberta" in page and "Aceitar via" not in page
    assert his.post(f"{QUEUE}conferencia/")["Location"] == at_copy(copies[1])
    his.post(at_copy(copies[0], "posse/"), {"take": "yes"})
    assert "Aceitar via" in his.get(at_copy(copies[0])).content.decode()


def test_opening_a_page_shows_by_a_fragment_that_it_is_hers(copies: list[SignedCopy], his: Client) -> None:
    page = his.get(at_copy(copies[0])).content.decode()
    assert f'hx-post="{at_copy(copies[0], "posse/")}"' in page and not SignedCopy.objects.exclude(claimed_by=None)
    answer = his.post(at_copy(copies[0], "posse/"), headers={"HX-Request": "true"}).content.decode()
    assert "A via está com você" in answer and "<html" not in answer


def test_it_stays_hers_while_she_works_and_a_colleagues_turn_takes_the_buttons_away(
    copies: list[SignedCopy], his: Client, ana: Member
) -> None:
    hold = at_copy(copies[0], "posse/")
    his.post(hold)
    assert f'hx-post="{hold}" hx-trigger="load' in his.get(at_copy(copies[0])).content.decode()
    for act in (hold, at_copy(copies[0], "recusa/")):
        SignedCopy.objects.filter(claimed_by__isnull=False).update(claimed_at=timezone.now() - CLAIM_HOLDS / 2)
        his.post(act)
        held = SignedCopy.objects.get(pk=copies[0].pk)
        assert held.claimed_at and timezone.now() - held.claimed_at < CLAIM_HOLDS / 4
    client_of(ana).post(hold, {"take": "yes"})
    answer = his.post(hold, headers={"HX-Request": "true"}).content.decode()
    assert "data-taken" in answer and "Assumir a conferência" in answer


def test_asking_who_has_it_takes_it_from_nobody_and_tells_of_an_answer(
    copies: list[SignedCopy], his: Client, ana: Member
) -> None:
    hold = at_copy(copies[0], "posse/")
    assert f'hx-get="{hold}" hx-trigger="ask"' in his.get(at_copy(copies[0])).content.decode()
    assert "A via não está com ninguém." in his.get(hold).content.decode()
    client_of(ana).post(hold)
    assert "Assumir a conferência" in his.get(hold).content.decode()
    assert SignedCopy.objects.get(pk=copies[0].pk).claimed_by == ana
    accept_copy(copies[0], by=ana, at=timezone.now())
    told = his.get(hold).content.decode()
    assert "data-taken" in told and f"{ana.name} já aceitou esta via" in told and "Assumir" not in told


def test_a_colleagues_acceptance_is_not_taken_for_ones_own(copies: list[SignedCopy], his: Client, ana: Member) -> None:
    accept_copy(copies[0], by=ana, at=timezone.now())
    told = his.post(at_copy(copies[0], "aceite/"), follow=True).content.decode()
    assert f"{ana.name} já aceitou esta via" in told and "Via aceita." not in told
    page = f"/aurora/gestao/vendas/{sale_of(copies[0]).number}/contratos/{copies[0].contract_id}/vias/{copies[0].pk}/"
    told = his.post(f"{page}aceite/", follow=True).content.decode()
    assert f"{ana.name} já aceitou esta via" in told and "Via aceita." not in told


@pytest.mark.parametrize("by_post", [False, True])
def test_the_sale_and_the_first_page_say_when_the_copy_came_and_who_put_it_in(
    padaria: Customer, bruno: Member, carla: PanelUser, his: Client, *, by_post: bool
) -> None:
    came = timezone.now() - timedelta(days=1)
    sale = walk.draft_for(padaria, bruno, came - timedelta(days=4))
    walk.with_contract(sale, bruno, came - timedelta(days=4), carla, requirement="manual")
    walk.sent(sale, bruno, came - timedelta(days=4))
    # It stays the customer's turn: he may approve before the copy is checked.
    if by_post:
        contract = walk.contracts_of(sale).select_related("version__proposal", "document", "company").get()
        received = Received("post", came.date() - timedelta(days=1), "")
        register_copy(contract, scans(contract, 1), received, key="p", by=bruno, origin=walk.ORIGIN, at=came)
    else:
        walk.copied(sale, carla, came)
    page = his.get(f"/aurora/gestao/vendas/{sale.number}/")
    assert page.context["step"].since == came
    said = f"{bruno.name} registrou pela empresa" if by_post else f"{carla.name} enviou a via pelo painel"
    assert page.context["step"].text.startswith(said)
    home = re.sub("</?time[^>]*>", "", his.get("/aurora/gestao/").content.decode()).replace("\xa0", " ")
    assert ("a empresa registrou há 1 dia" if by_post else "o cliente enviou há 1 dia") in home


def test_a_refusal_without_a_word_stays_on_the_page(copies: list[SignedCopy], his: Client) -> None:
    answer = his.post(at_copy(copies[0], "recusa/"))
    assert answer.status_code == 422 and "Escolha um motivo ou escreva um" in answer.content.decode()
    assert not SignedCopy.objects.filter(state="refused").exists()


def test_the_company_writes_its_own_reasons(copies: list[SignedCopy], his: Client, aurora: Company) -> None:
    Company.objects.update(copy_refusals="Assinou no lugar errado.\nFalta o carimbo.")
    page = his.get(at_copy(copies[0])).content.decode()
    assert "Falta o carimbo." in page and "Faltam páginas do contrato." not in page
    assert his.post(at_copy(copies[0], "recusa/"), {"stock": "Faltam páginas do contrato."}).status_code == 422
    contract = copies[0].contract
    refuse = f"/aurora/gestao/vendas/{sale_of(copies[0]).number}/contratos/{contract.pk}/vias/{copies[0].pk}/recusa/"
    his.post(refuse, {"stock": "Falta o carimbo."})
    assert SignedCopy.objects.get(pk=copies[0].pk).refusal_reason == "Falta o carimbo."


def test_what_was_answered_elsewhere_is_told_and_the_next_opens(
    copies: list[SignedCopy], his: Client, ana: Member
) -> None:
    accept_copy(copies[0], by=ana, at=timezone.now())
    answer = his.post(at_copy(copies[0], "recusa/"), {"reason": "Ilegível"}, follow=True)
    assert answer.redirect_chain == [(at_copy(copies[1]), 302)]
    assert f"{ana.name} já aceitou esta via" in answer.content.decode()
    assert his.get(at_copy(copies[0]))["Location"].endswith(f"/vias/{copies[0].pk}/")


def test_a_seller_checks_his_own_where_the_company_says_so(
    copies: list[SignedCopy], his: Client, marcos: Member
) -> None:
    Company.objects.update(sellers_see_all=False)
    assert "1 via espera conferência" in his.get(QUEUE).content.decode()
    assert his.get(at_copy(copies[1])).status_code == 404
    assert his.post(at_copy(copies[1], "aceite/")).status_code == 404
    assert "2 vias esperam conferência" in client_of(marcos).get(QUEUE).content.decode()


def test_a_reader_only_looks(copies: list[SignedCopy], iris: Member) -> None:
    hers = client_of(iris)
    page = hers.get(at_copy(copies[0])).content.decode()
    assert "Aceitar via" not in page and "hx-post" not in page and "Começar" not in hers.get(QUEUE).content.decode()
    assert hers.post(f"{QUEUE}conferencia/").status_code == 404


def test_the_witnesses_of_an_executive_title_are_named_in_the_queue(copies: list[SignedCopy], his: Client) -> None:
    Contract.objects.update(executive=True)
    typed = {"name_1": "Lia Prates", "cpf_1": "168.995.350-09", "name_2": "Rui Salles", "cpf_2": "1"}
    assert his.post(at_copy(copies[0], "aceite/"), typed).status_code == 422
    his.post(at_copy(copies[0], "aceite/"), typed | {"cpf_2": "153.509.460-56"})
    assert CopyWitness.objects.count() == 2
