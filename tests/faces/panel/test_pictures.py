"""Each browser gets the pictures it can show, and keeps them; what S names is what it got."""

from datetime import datetime
from decimal import Decimal
from typing import Final

import pytest
from django.test import Client

from aceite.core.catalog.actions import ItemData, save_item
from aceite.core.catalog.picturing import add_picture
from aceite.core.customers.models import Customer
from aceite.core.documents import making
from aceite.core.documents.models import Document, PagePicture, Serving
from aceite.core.documents.pictures import NotDrawn
from aceite.core.documents.placing import DiskFull
from aceite.core.people.models import Member
from aceite.core.proposals.drafts import DraftLine
from aceite.core.proposals.models import Proposal
from aceite.faces.ui import files
from aceite.kit.hashing import sha256_hex
from tests.clients import client_of
from tests.core.contracts.scans import photo
from tests.faces.panel.conftest import body_of, url_of
from tests.walk import contracts_of, draft_for, sent

# What they ask with for an <img>: Chromium, Firefox, Safari from 2020, Safari before.
TODAY: Final = (
    "image/avif,image/webp,image/apng,image/svg+xml,image/*,*/*;q=0.8",
    "image/avif,image/webp,image/png,image/svg+xml,image/*;q=0.8,*/*;q=0.5",
    "image/webp,image/avif,image/jxl,image/heic,image/heic-sequence,video/*;q=0.8,image/png,image/*;q=0.8,*/*;q=0.5",
)
BEFORE: Final = "image/png,image/svg+xml,image/*;q=0.8,video/*;q=0.8,*/*;q=0.5"


@pytest.mark.parametrize("accepted", [*TODAY, ""])
def test_a_browser_of_today_gets_pages_as_webp(digital: Proposal, hers: Client, accepted: str) -> None:
    address = url_of(digital, f"contratos/{contracts_of(digital)[0].pk}/paginas/1/800/")
    answer = hers.get(address, headers={"Accept": accepted} if accepted else {})
    assert body_of(answer)[8:12] == b"WEBP" and answer["Content-Type"] == "image/webp"
    assert "immutable" in answer["Cache-Control"] and "Accept" in answer["Vary"].split(", ")


def test_one_that_came_before_gets_png_and_that_is_what_was_shown(digital: Proposal, hers: Client) -> None:
    address = url_of(digital, f"contratos/{contracts_of(digital)[0].pk}/paginas/1/800/")
    answer = hers.get(address, headers={"Accept": BEFORE})
    picture = body_of(answer)
    assert picture.startswith(b"\x89PNG") and answer["Content-Type"] == "image/png"
    assert Serving.objects.get().sha256 == sha256_hex(picture)


def test_a_page_is_read_and_noted_also_where_there_is_no_room_to_keep_its_picture(
    digital: Proposal, hers: Client, bruno: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    contract = contracts_of(digital)[0]
    address = url_of(digital, f"contratos/{contract.pk}/paginas/1/800/")
    kept = body_of(hers.get(address, headers={"Accept": TODAY[0]}))
    PagePicture.objects.all().delete()
    Serving.objects.all().delete()

    def full(*_place: object, **_more: object) -> Document:
        raise DiskFull

    monkeypatch.setattr(making, "store", full)
    answer = hers.get(address, headers={"Accept": TODAY[0]})
    assert (answer["Content-Type"], body_of(answer)) == ("image/webp", kept)
    assert Serving.objects.get().sha256 == sha256_hex(kept)
    there = f"/aurora/gestao/vendas/{digital.number}/contratos/{contract.pk}/paginas/1/"
    assert body_of(client_of(bruno).get(f"{there}?w=800")) == kept


def test_photos_of_items_come_fitted_and_stand_whole_under_their_hash(
    padaria: Customer, bruno: Member, hers: Client, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    oven = save_item(None, ItemData("FORNO", "Forno elétrico", Decimal(8450)), company=bruno.company, by=bruno, at=at)
    picture = add_picture(oven, photo("red", (600, 600)), name="f.jpg", by=bruno, at=at)
    line = DraftLine(oven.name, unit_price=oven.price, item_id=oven.pk)
    sale = sent(draft_for(padaria, bruno, at, lines=[line]), bruno, at)
    address = url_of(sale, f"fotos/{picture.small.sha256}/")
    page = hers.get(url_of(sale)).content.decode()
    assert f'src="{address}?w=160" srcset="{address}?w=160 160w, {address}?w=320 320w"' in page
    assert body_of(hers.get(f"{address}?w=160", headers={"Accept": TODAY[0]}))[8:12] == b"WEBP"
    assert body_of(hers.get(f"{address}?w=160", headers={"Accept": BEFORE})).startswith(b"\xff\xd8")
    for why in (DiskFull, NotDrawn):

        def fails(*_args: object, why: type[Exception] = why, **_more: object) -> Document:
            raise why

        with monkeypatch.context() as broken:
            broken.setattr(files, "photo", fails)
            instead = hers.get(f"{address}?w=320", headers={"Accept": TODAY[0]})
        assert sha256_hex(body_of(instead)) == picture.small.sha256
        assert instead["Cache-Control"] == "private, max-age=60"
    for whole in (address, f"{address}?w=161", f"{address}?w=x"):
        assert sha256_hex(body_of(hers.get(whole, headers={"Accept": TODAY[0]}))) == picture.small.sha256
