"""The pictures of an item in the office, and in the panel of whoever is offered it."""

import json
from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from aceite.core.catalog.actions import ItemData, save_item
from aceite.core.catalog.models import Item
from aceite.core.catalog.picturing import add_picture
from aceite.core.customers.models import Customer, PanelUser
from aceite.core.people.models import Member
from aceite.core.proposals.drafts import DraftLine
from aceite.core.proposals.sharing import share_with
from tests.cast import LONG_AGO
from tests.clients import client_of, downloaded
from tests.core.contracts.scans import photo
from tests.walk import draft_for, sent, with_contract

LIST = "/aurora/gestao/catalogo/"


@pytest.fixture
def browser(bruno: Member) -> Client:
    return client_of(bruno)


@pytest.fixture
def oven(bruno: Member) -> Item:
    data = ItemData("FORNO", "Forno elétrico", Decimal(8450))
    return save_item(None, data, company=bruno.company, by=bruno, at=LONG_AGO)


def upload(browser: Client, item: Item, *files: bytes) -> Any:
    posted = [SimpleUploadedFile(f"foto{n}.jpg", data) for n, data in enumerate(files)]
    return browser.post(f"{LIST}{item.pk}/fotos/", {"photos": posted})


def test_only_where_paper_is_sent_are_photographs_of_paper_spoken_of(
    browser: Client, oven: Item, padaria: Customer, bruno: Member, carla: PanelUser, now: datetime
) -> None:
    sale = draft_for(padaria, bruno, now)
    contract = with_contract(sale, bruno, now, carla, requirement="manual")
    sent(sale, bruno, now)
    copy = f"/aurora/gestao/vendas/{sale.number}/contratos/{contract.pk}/vias/nova/"
    assert "Fotos do papel" in browser.get(copy).content.decode()
    for address in (f"{LIST}{oven.pk}/", "/aurora/gestao/blocos/novo/"):
        page = browser.get(address).content.decode()
        assert "data-files-words" in page and "Fotos do papel" not in page


def test_good_pictures_stay_when_another_is_refused(browser: Client, oven: Item) -> None:
    answer = upload(browser, oven, photo("red", (300, 300)), b"nada")
    assert answer.status_code == 422
    assert "foto1.jpg" in answer.content.decode()
    assert oven.pictures.count() == 1


def test_the_first_picture_stands_in_the_list_and_in_the_search(browser: Client, oven: Item) -> None:
    assert upload(browser, oven, photo("red", (300, 300)), photo("blue", (300, 300))).status_code == 302
    first, second = oven.pictures.select_related("small")
    small = f"{LIST}fotos/{first.small.sha256}/"
    found = json.loads(browser.get(f"{LIST}busca/?q=forno").content)["items"][0]
    assert found["picture"] == small
    assert small in browser.get(LIST).content.decode()
    browser.post(f"{LIST}{oven.pk}/fotos/{second.pk}/primeira/")
    assert f"{LIST}fotos/{second.small.sha256}/" in browser.get(LIST).content.decode()
    answer = browser.get(small)
    assert downloaded(answer).startswith(b"\xff\xd8")
    assert "immutable" in answer["Cache-Control"]


def test_the_list_asks_the_same_however_many_pictures(
    browser: Client, bruno: Member, oven: Item, django_assert_max_num_queries: Any
) -> None:
    for colour in ("red", "blue", "green"):
        add_picture(oven, photo(colour, (300, 300)), name="f.jpg", by=bruno, at=LONG_AGO)
    with django_assert_max_num_queries(12):
        browser.get(LIST)


def test_only_those_who_see_the_sale_see_its_pictures(
    oven: Item, padaria: Customer, carla: PanelUser, davi: PanelUser, fabio: PanelUser, bruno: Member, now: datetime
) -> None:
    picture = add_picture(oven, photo("red", (300, 300)), name="f.jpg", by=bruno, at=now)
    line = DraftLine(oven.name, unit_price=oven.price, item_id=oven.pk)
    draft = draft_for(padaria, bruno, now, lines=[line])
    address = f"/aurora/painel/propostas/{draft.number}/fotos/{picture.small.sha256}/"
    assert client_of(carla).get(address).status_code == 404
    share_with(draft, [carla], by=bruno, at=now)
    sent(draft, bruno, now)
    assert downloaded(client_of(carla).get(address)).startswith(b"\xff\xd8")
    assert client_of(davi).get(address).status_code == 404
    assert client_of(fabio).get(address).status_code == 404
    page = client_of(carla).get(f"/aurora/painel/propostas/{draft.number}/").content.decode()
    assert "Foto de Forno elétrico" in page
    assert picture.small.sha256 in page
