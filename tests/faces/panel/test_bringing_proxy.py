"""Signing by proxy in the panel: for whom, the file one step before, and a proxy that ended refuses in a sentence."""

from datetime import datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from aceite.core.contracts.at_request import Request
from aceite.core.contracts.models import Contract, Signer, SignerRole
from aceite.core.contracts.signers import SignerPlan, set_signers
from aceite.core.customers.models import Customer, PanelUser
from aceite.core.customers.powers import PowerData, ProxyFile, note_power
from aceite.core.people.models import Member
from aceite.core.proposals.models import Proposal
from aceite.core.signatures.models import Statement
from tests.clients import client_of
from tests.faces.panel.conftest import body_of, url_of
from tests.faces.panel.test_keeping import unzipped
from tests.faces.panel.test_signing import reads, signs, typed
from tests.walk import draft_for, sent, with_contract

PROXY = b"%PDF-1.7 procuracao"


def offered(padaria: Customer, bruno: Member, at: datetime, *plans: SignerPlan) -> Proposal:
    """One contract with these signers."""
    proposal = draft_for(padaria, bruno, at)
    set_signers(with_contract(proposal, bruno, at, plans[0].panel_user), plans, by=bruno, at=at)
    return sent(proposal, bruno, at)


def brings(browser: Client, page: str, data: bytes = PROXY) -> str:
    """Where sending the file leads; "" where it was refused."""
    answer = browser.post(page, {"file": SimpleUploadedFile("procuracao.pdf", data, "application/pdf")})
    return str(answer.get("Location", ""))


@pytest.fixture
def sale(padaria: Customer, bruno: Member, carla: PanelUser, at: datetime) -> Proposal:
    """Carla is asked for her power of attorney, which holds for a month."""
    month = at.date() + timedelta(days=30)
    power = PowerData("proxy", basis="Procuração", ends_on=month, proxy=ProxyFile("p.pdf", b"%PDF-1.7"))
    note_power(carla, power, by=bruno, at=at)
    return offered(padaria, bruno, at, SignerPlan(carla, asks_proxy=True))


def test_she_reads_for_whom_sends_the_file_and_signs(
    sale: Proposal, hers: Client, bruno: Member, davi: PanelUser
) -> None:
    page = url_of(sale, f"contratos/{Contract.objects.get().pk}/procuracao/")
    reads(hers, sale)
    assert hers.get(url_of(sale, "assinatura/"))["Location"] == page
    assert hers.post(url_of(sale, "assinatura/"), typed())["Location"] == page
    shown = hers.get(page).content.decode()
    assert "Você assina por Padaria Central Ltda., por procuração válida até" in shown
    assert not brings(hers, page, b"GIF89a") and "Escolha o PDF" in hers.post(page, {}).content.decode()
    assert brings(hers, page) == url_of(sale, "assinatura/")
    assert "por procuração válida até" in hers.get(url_of(sale, "assinatura/")).content.decode()
    assert body_of(hers.get(f"{page}arquivo/")) == PROXY and client_of(davi).get(page).status_code == 404
    place = Signer.objects.get()
    theirs = f"/aurora/gestao/vendas/{sale.number}/contratos/{place.contract_id}/signatarios/{place.pk}/procuracao.pdf"
    assert theirs in client_of(bruno).get(f"/aurora/gestao/vendas/{sale.number}/").content.decode()
    assert body_of(client_of(bruno).get(theirs)) == PROXY
    signs(hers, sale)
    assert hers.get(page)["Location"] == url_of(sale, f"contratos/{place.contract_id}/")
    # Hers to keep, and nobody else's.
    assert PROXY in unzipped(hers, sale).values() and PROXY not in unzipped(client_of(davi), sale).values()


def test_a_proxy_that_ended_signs_nothing_and_says_so(sale: Proposal, hers: Client, at: datetime) -> None:
    reads(hers, sale)
    brings(hers, url_of(sale, f"contratos/{Contract.objects.get().pk}/procuracao/"))
    Signer.objects.update(power_until=at - timedelta(seconds=1))
    answer = hers.post(url_of(sale, "assinatura/"), typed())
    assert answer.status_code == 422 and "venceu" in answer.content.decode()
    assert not Statement.objects.exists()


def test_whoever_signs_a_rogo_and_her_witnesses_read_it_where_they_sign(
    padaria: Customer, bruno: Member, carla: PanelUser, gil: PanelUser, helena: PanelUser, at: datetime
) -> None:
    asked = Request("Maria das Dores Siqueira", "168.995.350-09")
    witnesses = [SignerPlan(one, SignerRole.WITNESS, one.cpf) for one in (gil, helena)]
    sale = offered(padaria, bruno, at, SignerPlan(carla, cpf=carla.cpf, at_request=asked), *witnesses)
    for person, words in (
        (carla, "Você assina no lugar de Maria das Dores Siqueira (a rogo)"),
        (gil, "Carla Nogueira assina a rogo de Maria das Dores Siqueira"),
    ):
        browser = client_of(person)
        reads(browser, sale)
        page = browser.get(url_of(sale, "assinatura/")).content.decode()
        assert words in page and "16899535009" not in page
