"""Alternatives and choices as the office makes and sees them."""

from datetime import datetime

import pytest
from django.test import Client
from django.utils import timezone

from aceite.core.customers.models import Customer, PanelUser
from aceite.core.people.models import Member
from aceite.core.proposals.models import Proposal
from tests.clients import client_of
from tests.core.sales.choosing_walk import chosen, offered
from tests.walk import approved, draft_for, fresh, sent_for


@pytest.fixture
def at() -> datetime:
    return timezone.now()


@pytest.fixture
def sale(padaria: Customer, bruno: Member, carla: PanelUser, at: datetime) -> Proposal:
    return sent_for(padaria, bruno, at)


@pytest.fixture
def his(bruno: Member) -> Client:
    return client_of(bruno)


def url_of(sale: Proposal, rest: str = "") -> str:
    return f"/aurora/gestao/vendas/{sale.number}/{rest}"


def page_of(client: Client, sale: Proposal, rest: str = "") -> str:
    return client.get(url_of(sale, rest), follow=True).content.decode().replace("\xa0", " ")


def test_from_one_sale_to_three_alternatives_sent_together(sale: Proposal, his: Client, padaria: Customer) -> None:
    for key in ("one", "one", "two"):
        his.post(url_of(sale, "alternativa/"), {"key": key})
    second, third = Proposal.objects.exclude(pk=sale.pk).order_by("sequence")
    assert second.number in page_of(his, sale)
    page = page_of(his, second, "envio/")
    assert f'name="with-{third.number}"' in page
    his.post(url_of(second, "envio/"), {"revision": "0", f"with-{third.number}": "0"})
    assert [fresh(one).state for one in (second, third)] == ["sent", "sent"]


def test_a_draft_is_joined_and_taken_out_again(
    sale: Proposal, his: Client, padaria: Customer, bruno: Member, at: datetime
) -> None:
    draft = draft_for(padaria, bruno, at)
    assert sale.number in page_of(his, draft, "alternativas/")
    his.post(url_of(draft, "alternativas/"), {"beside": sale.pk})
    assert fresh(draft).group_id == fresh(sale).group_id
    assert fresh(sale).group_id is not None
    assert "Tirar das alternativas" in page_of(his, draft)
    his.post(url_of(draft, "alternativas/saida/"))
    assert fresh(draft).group_id is None


def test_what_was_superseded_says_so(sale: Proposal, his: Client, carla: PanelUser, at: datetime) -> None:
    his.post(url_of(sale, "alternativa/"), {"key": "one"})
    approved(sale, carla, at)
    other = Proposal.objects.exclude(pk=sale.pk).get()
    page = page_of(his, other)
    assert "Substituída por outra alternativa" in page
    assert "alternativa" in his.get("/aurora/gestao/vendas/?situacao=superseded").content.decode()
    assert "cancelamento/" not in page


def test_the_sale_tells_what_the_customer_chose(
    padaria: Customer, bruno: Member, carla: PanelUser, his: Client, at: datetime
) -> None:
    proposal = offered(padaria, bruno, at)
    chosen(proposal, carla, at)
    page = page_of(his, proposal)
    assert "a versão 1 deu lugar à 2" in page
    assert "Versão com a escolha do cliente" in page


def test_a_condition_with_a_part_as_down_payment_is_remembered(
    padaria: Customer, bruno: Member, his: Client, at: datetime
) -> None:
    draft = draft_for(padaria, bruno, at)
    page = page_of(his, draft, "editar/")
    assert 'name="down_percent"' in page
    assert 'name="lines-0-quantity_most"' in page
