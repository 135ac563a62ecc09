"""Who may see a sale and who opened what, for both sides alike."""

from datetime import datetime, timedelta

import pytest

from aceite.core.customers.models import PanelUser
from aceite.core.customers.people import deactivate_panel_user
from aceite.core.people.models import Member
from aceite.core.proposals.sharing import share_with
from aceite.core.sales.looking import lookers_of
from aceite.core.sales.viewing import record_view
from tests.clients import client_of
from tests.walk import draft_for, fresh, sent

pytestmark = pytest.mark.django_db


def test_everybody_stands_with_what_she_opened_and_who_may_no_more_comes_last(
    carla: PanelUser, gil: PanelUser, davi: PanelUser, bruno: Member, now: datetime
) -> None:
    offer = sent(draft_for(carla.customer, bruno, now), bruno, now)
    record_view(offer, by=davi, at=now)
    record_view(offer, by=davi, at=now + timedelta(days=1))
    assert [(one.person, one.sees, len(one.looks)) for one in lookers_of(offer)] == [
        (carla, True, 0), (davi, True, 2), (gil, True, 0),
    ]  # fmt: skip
    deactivate_panel_user(davi, by=bruno, at=now)
    *_rest, last = lookers_of(fresh(offer))
    assert (last.person, last.sees, last.why) == (davi, False, "Acesso ao painel encerrado")
    assert last.looks[0].words == "Proposta vista · versão 1"


def test_of_a_sale_for_named_people_the_others_do_not_stand_there(
    carla: PanelUser, gil: PanelUser, bruno: Member, now: datetime
) -> None:
    offer = sent(draft_for(carla.customer, bruno, now), bruno, now)
    share_with(offer, [carla], by=bruno, at=now)
    assert [(one.person, one.why) for one in lookers_of(fresh(offer))] == [(carla, "Pessoa escolhida pela empresa")]


def test_the_administrator_and_the_vendor_read_the_same_and_colleagues_nothing(
    carla: PanelUser, gil: PanelUser, bruno: Member, now: datetime
) -> None:
    offer = sent(draft_for(carla.customer, bruno, now), bruno, now)
    record_view(offer, by=gil, at=now)
    carla.can_manage = True
    carla.save()
    page = f"/aurora/painel/propostas/{offer.number}/quem-viu/"
    office = f"/aurora/gestao/vendas/{offer.number}/quem-viu/"
    for browser, address in ((client_of(carla), page), (client_of(bruno), office)):
        shown = browser.get(address).content.decode()
        assert gil.name in shown and "Proposta vista · versão 1" in shown and "Ainda não abriu" in shown
    assert client_of(gil).get(page).status_code == 404
    assert page in client_of(carla).get(f"/aurora/painel/propostas/{offer.number}/").content.decode()
    assert page not in client_of(gil).get(f"/aurora/painel/propostas/{offer.number}/").content.decode()
