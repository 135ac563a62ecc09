"""Both sides read who is waited for in vain, and whoever ends an access reads first what waits for it."""

from datetime import datetime

import pytest
from django.core import mail
from django.test import Client

from aceite.core.contracts.models import Contract
from aceite.core.customers.models import PanelUser
from aceite.core.customers.people import deactivate_panel_user, reactivate_panel_user
from aceite.core.people.models import Member
from aceite.core.proposals.models import Proposal
from aceite.core.proposals.questions import ask
from aceite.core.proposals.sharing import share_with
from aceite.core.sales.replying import reply
from tests.clients import client_of
from tests.faces.panel.conftest import HOME, url_of
from tests.jobs import run_jobs
from tests.walk import signed

GONE = "não tem mais acesso ao painel"


@pytest.fixture
def waiting(digital: Proposal, carla: PanelUser, at: datetime) -> Proposal:
    """Carla, who administers, has signed; Gil has not."""
    signed(digital, carla, at=at)
    carla.can_manage = True
    carla.save()
    return digital


def text_of(browser: Client, address: str) -> str:
    return browser.get(address).content.decode()


def test_it_is_told_in_the_bar_beside_the_name_and_to_the_seller(
    waiting: Proposal, carla: PanelUser, gil: PanelUser, bruno: Member, at: datetime
) -> None:
    hers, his = client_of(carla), client_of(bruno)
    assert GONE not in text_of(hers, url_of(waiting))
    deactivate_panel_user(gil, by=carla, at=at)
    page = text_of(hers, url_of(waiting))
    contract = Contract.objects.get(signers__panel_user=gil)
    assert f"Falta a assinatura de {gil.name}, que {GONE}." in page and "Peça a Aurora" in page
    assert url_of(waiting, f"perguntas/?contrato={contract.pk}") in page and page.count(GONE) == 2
    office = text_of(his, f"/aurora/gestao/vendas/{waiting.number}/")
    place = contract.signers.get(panel_user=gil)
    step = office.partition('class="card next-step')[2].partition("</section>")[0]
    assert f"Falta a assinatura de {gil.name}, que {GONE}." in step and office.count(GONE) == 2
    assert f"contratos/{contract.pk}/signatarios/{place.pk}/" in step
    run_jobs(at)
    [letter] = [one for one in mail.outbox if "não pode mais assinar" in one.subject]
    assert letter.to[0].endswith(f"<{bruno.email}>") and GONE in letter.body


def test_home_and_a_list_find_it_until_somebody_else_is_named(
    waiting: Proposal, carla: PanelUser, gil: PanelUser, bruno: Member, at: datetime
) -> None:
    his, listed = client_of(bruno), "/aurora/gestao/vendas/?pendencia=assinantes"

    def heaped() -> list[str]:
        heaps = his.get("/aurora/gestao/").context["waiting"]
        return [row.number for heap in heaps if heap.title.startswith("Escolher outra") for row, _url in heap.rows]

    assert heaped() == [] and waiting.number not in text_of(his, listed)
    deactivate_panel_user(gil, by=carla, at=at)
    run_jobs(at)
    assert heaped() == [waiting.number] and waiting.number in text_of(his, listed)
    # A question comes first: the sale is in the heap of the questions until it is answered.
    asked = ask(waiting, "Até quando?", by=carla, at=at)
    assert heaped() == [] and waiting.number not in text_of(his, listed)
    reply(asked, "Sexta.", by=bruno, at=at)
    assert heaped() == [waiting.number]
    reactivate_panel_user(gil, by=carla, at=at)
    run_jobs(at)
    assert heaped() == [] and waiting.number not in text_of(his, listed)


def test_who_ends_an_access_reads_first_what_waits_for_it(
    waiting: Proposal, carla: PanelUser, gil: PanelUser, davi: PanelUser, bruno: Member, at: datetime
) -> None:
    colleague = f"{HOME}colegas/{gil.pk}/"
    page = text_of(client_of(carla), colleague)
    assert f"{gil.name} ainda assina um contrato" in page and url_of(waiting) in page
    assert "ainda assina" not in text_of(client_of(carla), f"{HOME}colegas/{davi.pk}/")
    person = f"/aurora/gestao/clientes/{gil.customer_id}/usuarios/{gil.pk}/"
    for address in (person, f"{person}encerramento/"):
        page = text_of(client_of(bruno), address)
        assert f"{gil.name} ainda assina um contrato" in page and f"/vendas/{waiting.number}/" in page
    # Who is waited for is not left out of it.
    access = f"/aurora/gestao/vendas/{waiting.number}/acesso/"
    refused = client_of(bruno).post(access, {"everybody": "no", "people": [carla.pk]})
    assert refused.status_code == 422 and f"Ainda falta esta assinatura: {gil.name}" in refused.content.decode()
    # Of what is shared with others alone she is told nothing.
    share_with(waiting, [gil], by=bruno, at=at)
    assert "ainda assina" not in text_of(client_of(carla), colleague)
