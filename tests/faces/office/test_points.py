"""The vendor's page of a counter-offer: answered point by point, and taken into the next version."""

from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone

from aceite.core.customers.models import Customer, PanelUser
from aceite.core.people.models import Member
from aceite.core.proposals.counter_offers import CounterOffer, Point
from aceite.core.proposals.drafts import draft_of, lines_of
from aceite.core.proposals.locking import current_of
from aceite.core.proposals.models import Proposal
from aceite.core.sales.countering import Asked, note_points, send_points
from tests.clients import client_of
from tests.walk import approved, fresh, sent_for


@pytest.fixture
def offer(padaria: Customer, bruno: Member, carla: PanelUser) -> CounterOffer:
    """Carla asks for two ovens, and for another total."""
    at = timezone.now()
    sale = sent_for(padaria, bruno, at)
    key = lines_of(current_of(sale))[0].key
    note_points(sale, f"line/{key}", [Asked("quantity", Decimal(2))], by=carla, at=at)
    note_points(sale, "total", [Asked("total", Decimal(70000))], by=carla, at=at)
    return send_points(sale, "<b>Podemos?</b>", version=1, by=carla, at=at)


@pytest.fixture
def his(bruno: Member) -> Client:
    """Bruno's browser."""
    return client_of(bruno)


def url_of(sale: Proposal, rest: str = "") -> str:
    return f"/aurora/gestao/vendas/{sale.number}/{rest}"


def ids(offer: CounterOffer) -> list[int]:
    return list(offer.points.order_by("position").values_list("pk", flat=True))


def test_asked_is_shown_beside_its_line_and_answered(offer: CounterOffer, his: Client) -> None:
    sale = offer.proposal
    page = his.get(url_of(sale)).content.decode()
    assert "o total passa de R$\xa038.900,00 para R$\xa070.000,00" in page
    assert "Cliente pede Quantidade" in page and "&lt;b&gt;Podemos?" in page and "Em negociação" in page
    first, second = ids(offer)
    typed = {f"outcome-{first}": "accepted", f"outcome-{second}": "refused", f"reply-{second}": ""}
    refused = his.post(url_of(sale, f"contrapropostas/{offer.pk}/resposta/"), typed)
    assert refused.status_code == 422 and "Diga por que não" in refused.content.decode()
    assert not Point.objects.exclude(outcome="").exists()
    # His browser asks for the address again, as a page: after it was closed, or from its history.
    again = his.get(url_of(sale, f"contrapropostas/{offer.pk}/resposta/"), headers={"accept": "text/html"})
    assert again.status_code == 405 and f'href="{url_of(sale)}"' in again.content.decode()
    typed |= {f"outcome-{second}": "other", f"other-{second}": "74.000,00"}
    assert his.post(url_of(sale, f"contrapropostas/{offer.pk}/resposta/"), typed).status_code == 302
    assert "Levar os pontos aceitos" in his.get(url_of(sale)).content.decode()
    for _ in range(2):
        assert his.post(url_of(sale, "contrapropostas/levar/")).status_code == 302
    assert fresh(sale).total == 74000 and draft_of(fresh(sale)).lines[0].quantity == 2


def test_who_only_looks_is_told_that_it_is_open_and_an_approval_that_it_is_over(
    offer: CounterOffer, iris: Member, carla: PanelUser, his: Client
) -> None:
    page = client_of(iris).get(url_of(offer.proposal)).content.decode()
    assert "Sem resposta." in page and "Enviar respostas" not in page and "encerrada sem ir" not in page
    approved(fresh(offer.proposal), carla, timezone.now())
    assert "encerrada sem ir" in his.get(url_of(offer.proposal)).content.decode()


def test_all_accepted_with_one_act(offer: CounterOffer, his: Client) -> None:
    his.post(url_of(offer.proposal, f"contrapropostas/{offer.pk}/resposta/"), {"do": "accept_all"})
    page = his.get(url_of(offer.proposal)).content.decode()
    assert "Leve os pontos aceitos à próxima versão" in page and "Responda à contraproposta" not in page
    assert set(Point.objects.values_list("outcome", flat=True)) == {"accepted"}


def test_the_list_and_home_tell_of_it(offer: CounterOffer, his: Client) -> None:
    listed = his.get("/aurora/gestao/vendas/?pendencia=negociacao").content.decode()
    assert offer.proposal.number in listed and "Responder à contraproposta" in listed
    assert "Em negociação" in his.get("/aurora/gestao/").content.decode()


def test_another_sales_counter_offer_is_not_there(
    offer: CounterOffer, padaria: Customer, bruno: Member, his: Client, iris: Member
) -> None:
    other = sent_for(padaria, bruno, timezone.now())
    answer = {f"outcome-{ids(offer)[0]}": "accepted"}
    assert his.post(url_of(other, f"contrapropostas/{offer.pk}/resposta/"), answer).status_code == 404
    url = url_of(offer.proposal, f"contrapropostas/{offer.pk}/resposta/")
    assert client_of(iris).post(url, answer).status_code == 404
