"""The switch *faz contratos* off: new work knows no contracts; what was sent stays to be read and comes to its end."""

from datetime import datetime

import pytest
from django.test import Client

from aceite.core.companies.models import Company
from aceite.core.contracts.models import SignedCopy
from aceite.core.customers.models import Customer, PanelUser
from aceite.core.people.models import Member
from aceite.core.proposals.models import Proposal
from tests.clients import client_of
from tests.walk import contracts_of, copied, draft_for, fresh, sent, with_contract

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def browser(bruno: Member, now: datetime) -> Client:
    """Bruno at his desk."""
    return client_of(bruno, proved_at=now)


@pytest.fixture
def sale(padaria: Customer, bruno: Member, carla: PanelUser, now: datetime) -> Proposal:
    """Sent with a contract whose copy waits to be checked; afterwards Aurora gave up making contracts."""
    proposal = draft_for(padaria, bruno, now)
    with_contract(proposal, bruno, now, carla, requirement="manual")
    proposal = sent(proposal, bruno, now)
    copied(proposal, carla, now)
    Company.objects.update(uses_contracts=False)
    return fresh(proposal)


def test_what_was_sent_and_uploaded_stays_to_be_read(browser: Client, sale: Proposal) -> None:
    here = f"/aurora/gestao/vendas/{sale.number}/"
    contract, copy = contracts_of(sale).get(), SignedCopy.objects.get()
    file = copy.files.get()
    page = browser.get(here).content.decode()
    inside = f"{here}contratos/{contract.pk}/"
    for rest in ("contrato.pdf", f"vias/{copy.pk}/"):
        assert f"{inside}{rest}" in page
    for rest in ("contrato.pdf", "paginas/1/", f"vias/{copy.pk}/", f"vias/{copy.pk}/arquivos/{file.pk}/"):
        assert browser.get(f"{inside}{rest}").status_code == 200


def test_a_copy_on_its_way_is_still_checked(browser: Client, sale: Proposal) -> None:
    here = f"/aurora/gestao/vendas/{sale.number}/"
    contract, copy = contracts_of(sale).get(), SignedCopy.objects.get()
    inside = f"{here}contratos/{contract.pk}/"
    page = browser.get(f"{inside}vias/{copy.pk}/").content.decode()
    assert "aceite/" in page and "recusa/" in page
    assert "signatarios/" not in page + browser.get(here).content.decode()
    assert browser.post(f"{inside}vias/{copy.pk}/aceite/").status_code == 302
    copy.refresh_from_db()
    assert copy.state == "accepted"


def test_a_draft_written_before_shows_none(
    browser: Client, padaria: Customer, bruno: Member, carla: PanelUser, now: datetime
) -> None:
    draft = draft_for(padaria, bruno, now)
    contract = with_contract(draft, bruno, now, carla)
    Company.objects.update(uses_contracts=False)
    here = f"/aurora/gestao/vendas/{draft.number}/"
    assert contract.title not in browser.get(here).content.decode()
    assert browser.get(f"{here}contratos/{contract.pk}/contrato.pdf").status_code == 404


def test_the_customer_reads_it_too(sale: Proposal, carla: PanelUser, now: datetime) -> None:
    contract = contracts_of(sale).get()
    browser = client_of(carla, proved_at=now)
    here = f"/aurora/painel/propostas/{sale.number}/"
    assert contract.title in browser.get(here).content.decode()
    for rest in ("", "arquivo/", "via-assinada/"):
        assert browser.get(f"{here}contratos/{contract.pk}/{rest}").status_code == 200
