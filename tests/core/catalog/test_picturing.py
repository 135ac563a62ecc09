"""Pictures of items: made small and bare, several with one first, and never taken from what was sent with them."""

import json
from datetime import datetime
from decimal import Decimal
from io import BytesIO

import pytest
from PIL import Image

from aceite.core.catalog.actions import ItemData, save_item
from aceite.core.catalog.models import Item
from aceite.core.catalog.picturing import MOST, PhotoRefused, add_picture, put_picture_first, remove_picture
from aceite.core.catalog.removing import remove_unused_item
from aceite.core.customers.models import Customer, PanelUser
from aceite.core.documents.models import Document
from aceite.core.documents.reading import read
from aceite.core.people.models import Member
from aceite.core.proposals.drafts import DraftLine
from aceite.core.proposals.locking import current_of
from aceite.core.proposals.models import Proposal
from aceite.core.proposals.picturing import pictures_of
from aceite.core.sales.revising import revise
from aceite.core.trail.models import Event
from aceite.core.trail.refusals import NotAllowed
from tests.core.contracts.scans import photo
from tests.jobs import run_jobs
from tests.walk import draft_for, fresh, sent


@pytest.fixture
def oven(bruno: Member, now: datetime) -> Item:
    data = ItemData("F-10", "Forno elétrico", Decimal(38900))
    return save_item(None, data, company=bruno.company, by=bruno, at=now)


def shown(item: Item) -> list[str]:
    return [picture.document.sha256 for picture in item.pictures.all()]


def offered(item: Item) -> DraftLine:
    return DraftLine(item.name, unit_price=item.price, item_id=item.pk)


def hashes(proposal: Proposal) -> list[str]:
    version = current_of(fresh(proposal))
    shots = pictures_of(version, list(version.lines.all()))
    return [shot.document.sha256 for of_line in shots.values() for shot in of_line]


def test_a_picture_is_kept_in_two_sizes_without_what_the_camera_tells(oven: Item, bruno: Member, now: datetime) -> None:
    picture = add_picture(oven, photo(size=(3000, 1500)), name="f.jpg", by=bruno, at=now)
    for document, size in ((picture.document, (1200, 600)), (picture.small, (320, 160))):
        kept = Image.open(BytesIO(read(document)))
        assert (kept.format, kept.size) == ("JPEG", size)
        assert not kept.getexif()


def test_the_same_picture_twice_is_one_and_another_can_be_put_first(oven: Item, bruno: Member, now: datetime) -> None:
    red, blue = (photo(colour, (300, 300)) for colour in ("red", "blue"))
    first = add_picture(oven, red, name="a.jpg", by=bruno, at=now)
    second = add_picture(oven, blue, name="b.jpg", by=bruno, at=now)
    assert add_picture(oven, red, name="c.jpg", by=bruno, at=now).pk == first.pk
    put_picture_first(second, by=bruno, at=now)
    assert shown(oven) == [second.document.sha256, first.document.sha256]
    assert Event.objects.filter(kind="item.picture_added").count() == 2


@pytest.mark.parametrize("data", [b"", b"<svg/>", b"%PDF-1.7", photo(size=(79, 300))])
def test_what_is_no_picture_is_refused_by_name(oven: Item, bruno: Member, now: datetime, data: bytes) -> None:
    with pytest.raises(PhotoRefused, match="forno.jpg"):
        add_picture(oven, data, name="forno.jpg", by=bruno, at=now)
    assert not oven.pictures.exists()


def test_an_item_has_so_many_pictures_at_most(oven: Item, bruno: Member, now: datetime) -> None:
    add_picture(oven, photo(size=(300, 300)), name="0.jpg", by=bruno, at=now)
    one = oven.pictures.get()
    for position in range(1, MOST):
        one.pk, one.position = None, position
        one.document = Document.objects.create(
            company=oven.company, sha256=f"{position:064}", size=1, content_type="image/jpeg", stored_at=now
        )
        one.save(force_insert=True)
    with pytest.raises(PhotoRefused, match=str(MOST)):
        add_picture(oven, photo("red", (300, 300)), name="9.jpg", by=bruno, at=now)


def test_readers_and_strangers_change_no_picture(
    oven: Item, bruno: Member, iris: Member, eva: Member, now: datetime
) -> None:
    picture = add_picture(oven, photo(size=(300, 300)), name="f.jpg", by=bruno, at=now)
    for person in (iris, eva):
        with pytest.raises(NotAllowed):
            add_picture(oven, photo("red", (300, 300)), name="f.jpg", by=person, at=now)
        with pytest.raises(NotAllowed):
            put_picture_first(picture, by=person, at=now)
        with pytest.raises(NotAllowed):
            remove_picture(picture, by=person, at=now)


def test_what_was_sent_keeps_its_picture_and_the_next_version_follows_the_catalogue(
    oven: Item, padaria: Customer, carla: PanelUser, bruno: Member, now: datetime
) -> None:
    old = add_picture(oven, photo("red", (300, 300)), name="a.jpg", by=bruno, at=now)
    proposal = sent(draft_for(padaria, bruno, now, lines=[offered(oven)]), bruno, now)
    remove_picture(old, by=bruno, at=now)
    new = add_picture(oven, photo("blue", (300, 300)), name="b.jpg", by=bruno, at=now)
    run_jobs(now)
    version = current_of(fresh(proposal))
    assert hashes(proposal) == [old.document.sha256]
    assert json.loads(version.manifest)["proposal"]["lines"][0]["pictures"] == [old.document.sha256]
    assert read(Document.objects.get(pk=old.document_id))
    revise(fresh(proposal), by=bruno, at=now)
    assert hashes(proposal) == [new.document.sha256]


def test_a_line_without_pictures_says_in_the_bundle_what_it_always_said(
    padaria: Customer, carla: PanelUser, bruno: Member, now: datetime
) -> None:
    version = current_of(sent(draft_for(padaria, bruno, now), bruno, now))
    assert "pictures" not in json.loads(version.manifest)["proposal"]["lines"][0]


def test_a_picture_nothing_names_any_more_goes_with_its_bytes(oven: Item, bruno: Member, now: datetime) -> None:
    picture = add_picture(oven, photo(size=(300, 300)), name="a.jpg", by=bruno, at=now)
    remove_unused_item(oven, by=bruno, at=now)
    assert set(Document.objects.values_list("removed_at", flat=True)) == {now}
    assert not Item.objects.exists()
    assert picture.document.sha256
