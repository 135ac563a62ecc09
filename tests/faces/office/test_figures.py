"""Every figure of the first page is the number of rows of the list it leads to, and what a recount would find."""

from datetime import datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.http import QueryDict
from django.test import Client

from aceite.core.catalog.models import Item
from aceite.core.companies.models import Company
from aceite.core.customers.models import Customer, PanelUser
from aceite.core.people.models import Member
from aceite.core.proposals.drafts import DraftLine
from aceite.core.proposals.item_tallies import by_item
from aceite.core.proposals.models import Proposal
from aceite.core.proposals.reassigning import reassign
from aceite.core.proposals.tallies import Tallies
from aceite.core.proposals.tallying import fold, recount
from aceite.core.sales.cancelling import cancel
from aceite.core.sales.figures import figures
from aceite.core.sales.filtering import Filters
from aceite.core.sales.listing import every_row
from aceite.core.sales.undoing import undo_approval
from aceite.faces.office.home_figures import Chart
from aceite.faces.office.sale_filters import filters_of
from tests.clients import client_of
from tests.walk import OVEN, approved, declined, draft_for, fresh, order_for, sent_for

pytestmark = pytest.mark.usefixtures("clock")
HOME = "/aurora/gestao/"


def told(browser: Client, **query: str) -> list[Chart]:
    return list(browser.get(HOME, query).context["charts"])


def listed(url: str, now: datetime) -> int:
    """How many rows the list of this address has, walked through to its end."""
    filters = filters_of(QueryDict(urlsplit(url).query), zone="America/Sao_Paulo")
    return sum(1 for _row in every_row(Proposal.objects.all(), filters, at=now))


@pytest.fixture
def oven(aurora: Company, now: datetime) -> Item:
    """In the catalogue."""
    return Item.objects.create(company=aurora, name="Forno", code="FRN", price=900, search="forno")


@pytest.fixture
def a_year(
    oven: Item, padaria: Customer, joana: Customer, bruno: Member, marcos: Member, carla: PanelUser, now: datetime
) -> None:
    """Sales of two sellers over some months, in every state; one past its end of which the clock has not told."""
    line = DraftLine("Forno", OVEN.quantity, OVEN.unit_price, item_id=oven.pk)
    early = now - timedelta(days=70)
    order_for(padaria, bruno, carla, early, lines=(line,))
    sent_for(padaria, bruno, early, lines=(line, line))
    declined(sent_for(padaria, marcos, now - timedelta(days=33), lines=(line,)), carla, now - timedelta(days=30))
    sale = sent_for(padaria, marcos, now - timedelta(days=2), lines=(line,))
    approved(sale, carla, now - timedelta(days=1))
    sent_for(padaria, marcos, now, lines=(DraftLine("Peça", OVEN.quantity, OVEN.unit_price / 100),))
    draft_for(joana, bruno, now)
    cancel(draft_for(joana, bruno, now), reason="Engano", by=bruno, at=now)


@pytest.mark.parametrize("query", [{}, {"periodo": "tudo"}, {"periodo": "mes"}, {"periodo": "3m"}, {"vendedor": "1"}])
def test_every_bar_counts_the_list_it_leads_to(
    a_year: None, marcos: Member, bruno: Member, now: datetime, query: dict[str, str]
) -> None:
    if "vendedor" in query:
        query = {"vendedor": str(marcos.pk)}
    charts = told(client_of(bruno), **query)
    assert {chart.key for chart in charts} >= {"funil", "valores", "vendedores", "itens", "tamanhos"}
    for chart in charts:
        for bar in chart.bars:
            assert listed(bar.url, now) == bar.count, (chart.key, bar)


def test_the_same_figures_are_told_before_the_fold_after_it_and_by_a_recount(
    a_year: None, aurora: Company, marcos: Member, bruno: Member, now: datetime
) -> None:
    def all_of() -> object:
        return figures(Proposal.objects.all(), Tallies(aurora.pk), Filters(), at=now)

    first = all_of()
    fold(aurora.pk)
    assert all_of() == first
    recount()
    assert all_of() == first
    sale = fresh(Proposal.objects.get(state="approved"))
    undo_approval(sale, reason="Engano", by=marcos, at=now)
    reassign(fresh(Proposal.objects.get(state="declined")), bruno, by=marcos, at=now)
    changed = all_of()
    assert changed != first
    recount()
    assert all_of() == changed


def test_items_are_told_once_a_sale_and_by_how_it_ended(
    a_year: None, aurora: Company, oven: Item, marcos: Member, now: datetime
) -> None:
    for _time in range(2):
        # One was declined, one approved, one ordered.
        assert by_item(Tallies(aurora.pk)) == [(oven.pk, 3, 2)]
        assert [answered for _item, answered, _won in by_item(Tallies(aurora.pk), seller_id=marcos.pk)] == [2]
        fold(aurora.pk)


def test_the_usual_time_leads_to_the_sales_it_was_found_among(a_year: None, bruno: Member, now: datetime) -> None:
    context = client_of(bruno).get(HOME).context
    assert (context["pace"], context["pace_over"]) == ("12 horas", 2)
    assert parse_qs(urlsplit(context["pace_url"]).query)["situacao"] == ["ganhas"]
    assert listed(context["pace_url"], now) == 2


def test_charts_have_their_tables_and_say_nothing_of_others_to_who_sees_her_own(
    a_year: None, aurora: Company, bruno: Member, marcos: Member
) -> None:
    html = client_of(marcos).get(HOME).content.decode()
    assert html.count("<caption") == html.count("<figure") >= 5
    Company.objects.filter(pk=aurora.pk).update(sellers_see_all=False)
    charts = told(client_of(bruno), vendedor=str(marcos.pk))
    assert "vendedores" not in {chart.key for chart in charts}
    assert next(chart for chart in charts if chart.key == "funil").bars[0].count == 4


def test_a_period_without_proposals_says_so_where_the_charts_would_be(a_year: None, ana: Member) -> None:
    said = "Nenhuma proposta feita neste período"
    assert said not in client_of(ana).get(HOME).content.decode()
    html = client_of(ana).get(HOME, {"vendedor": str(ana.pk)}).content.decode()
    assert said in html and "<figure" not in html
    assert "ou outro vendedor" in html


def test_who_sees_only_her_own_sales_is_sent_to_no_other_seller(
    padaria: Customer, bruno: Member, carla: PanelUser, aurora: Company, now: datetime
) -> None:
    Company.objects.filter(pk=aurora.pk).update(sellers_see_all=False)
    sent_for(padaria, bruno, now - timedelta(days=70))
    html = client_of(bruno).get(HOME, {"periodo": "mes"}).content.decode()
    assert "Escolha outro período" in html and "outro vendedor" not in html
