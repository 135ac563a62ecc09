"""A picture that one takes away while another puts it somewhere stays whole, or is not taken at all."""

from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest

from aceite.core.blueprints import presenting
from aceite.core.blueprints.models import Block
from aceite.core.blueprints.presenting import BlockData, PictureGone, present
from aceite.core.blueprints.shelving import ShelfData, save_block
from aceite.core.catalog import picturing
from aceite.core.catalog.actions import ItemData, save_item
from aceite.core.catalog.models import Item
from aceite.core.catalog.picturing import add_picture, remove_picture
from aceite.core.companies.models import Company
from aceite.core.customers.models import Customer
from aceite.core.people.models import Member
from aceite.core.proposals.locking import current_of
from aceite.core.proposals.models import Proposal
from tests.core.blueprints.test_presenting import photo
from tests.overtaking import just_before, whole
from tests.threads import at_once
from tests.walk import draft_for, fresh


@pytest.fixture
def draft(padaria: Customer, bruno: Member, now: datetime) -> Proposal:
    return draft_for(padaria, bruno, now)


def shelved(by: Member, now: datetime, block: Block | None = None, **data: Any) -> Block:
    """A block of the library with what is given for its picture."""
    return save_block(ShelfData("about", "Nós", **data), block=block, company=by.company, by=by, at=now)


def test_the_same_photo_taken_from_the_library_while_it_is_sent_is_there_all_the_same(
    draft: Proposal, bruno: Member, ana: Member, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    block = shelved(ana, now, upload=photo())
    just_before(monkeypatch, presenting, "lock_sale", lambda: shelved(ana, now, block, without_picture=True))
    present(draft, [BlockData("cover", upload=photo())], revision=0, by=bruno, at=now)
    kept = current_of(fresh(draft)).blocks.get().picture
    assert kept == block.picture and whole(kept)


def test_what_left_the_library_in_the_instant_is_refused_and_not_left_out_in_silence(
    draft: Proposal, bruno: Member, ana: Member, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    block = shelved(ana, now, upload=photo())
    just_before(monkeypatch, presenting, "_held", lambda: shelved(ana, now, block, upload=photo("navy")))
    with pytest.raises(PictureGone) as refused:
        present(draft, [BlockData("about", "Nós", picture_id=block.picture_id)], revision=0, by=bruno, at=now)
    assert refused.value.field == "0.upload" and not current_of(fresh(draft)).blocks.exists()


def test_two_items_with_the_same_photo(bruno: Member, now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    one, other = (item(bruno, name, now) for name in ("Forno", "Coifa"))
    standing = add_picture(one, photo(), name="a.png", by=bruno, at=now)
    just_before(monkeypatch, picturing, "keep", lambda: remove_picture(standing, by=bruno, at=now))
    made = add_picture(other, photo(), name="a.png", by=bruno, at=now)
    assert made.document == standing.document and whole(made.document) and whole(made.small)


def item(by: Member, name: str, now: datetime) -> Item:
    return save_item(None, ItemData(name[:3], name, Decimal(10)), company=by.company, by=by, at=now)


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_taken_from_the_library_and_replaced_there_at_once(
    aurora: Company, padaria: Customer, bruno: Member, ana: Member, now: datetime
) -> None:
    for turn in range(6):
        block, draft = shelved(ana, now, upload=photo(f"#0000{turn:02}")), draft_for(padaria, bruno, now)
        taken = BlockData("about", "Nós", picture_id=block.picture_id)
        answer, replaced = at_once(
            aurora.pk,
            lambda: present(draft, [taken], revision=0, by=bruno, at=now),  # noqa: B023
            lambda: shelved(ana, now, block, upload=photo("navy")),  # noqa: B023
        )
        assert isinstance(replaced, Block) and isinstance(answer, Proposal | PictureGone)
        if isinstance(answer, Proposal):
            assert whole(current_of(answer).blocks.get().picture)


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_two_blocks_that_take_each_others_picture_at_once(aurora: Company, ana: Member, now: datetime) -> None:
    for turn in range(6):
        colours = (f"#00{turn:02}00", f"#{turn:02}0000")
        one, other = (shelved(ana, now, upload=photo(colour)) for colour in colours)
        for done in at_once(
            aurora.pk,
            lambda: shelved(ana, now, one, upload=photo(colours[1])),  # noqa: B023
            lambda: shelved(ana, now, other, upload=photo(colours[0])),  # noqa: B023
        ):
            assert isinstance(done, Block) and whole(done.picture)
