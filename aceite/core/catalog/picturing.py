"""Pictures of an item are added, put first and taken away; what was sent with them keeps them."""

from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from aceite.core.catalog.models import Item, ItemPicture
from aceite.core.documents.forgetting import let_go
from aceite.core.documents.models import Document
from aceite.core.documents.patience import SECONDS
from aceite.core.documents.storing import keep, store
from aceite.core.trail.actors import Actor
from aceite.core.trail.recording import record
from aceite.core.trail.refusals import NotAllowed, Refusal, said
from aceite.kit.imaging import Photo, PictureRefused, photo_of

MOST: Final = 8
_JPEG: Final = "image/jpeg"


class PhotoRefused(Refusal):
    """The file cannot be a picture of the item; the sentence says why."""


def add_picture(item: Item, data: bytes, *, name: str, by: Actor, at: datetime, seconds: int = SECONDS) -> ItemPicture:
    """Puts one more picture behind those of the item; the same one twice is one. `name` is the file's, for the words.

    Raises NotAllowed, PhotoRefused (also when it takes longer than `seconds`), documents.storing.DiskFull.
    """
    _permit(item, by)
    photo = _photo(data, name, seconds)
    with transaction.atomic():
        locked = Item.objects.select_for_update().get(pk=item.pk)
        large, small = _stored(locked, photo, at)
        hers = list(locked.pictures.all())
        if same := next((one for one in hers if one.document_id == large.pk), None):
            return same
        if len(hers) >= MOST:
            raise PhotoRefused(
                _("Um item tem até %(limit)s fotos. Remova uma antes de enviar outra.") % {"limit": MOST}
            )
        position = hers[-1].position + 1 if hers else 0
        made = ItemPicture.objects.create(
            company_id=locked.company_id, item=locked, position=position, document=large, small=small, added_at=at
        )
        _told("item.picture_added", locked, large, by, at)
    return made


def put_picture_first(picture: ItemPicture, *, by: Actor, at: datetime) -> None:
    """Lets this picture stand for its item. Twice is harmless. Raises NotAllowed."""
    _permit(picture.item, by)
    with transaction.atomic():
        locked = Item.objects.select_for_update().get(pk=picture.item_id)
        hers = list(locked.pictures.select_related("document"))
        wanted = next((one for one in hers if one.pk == picture.pk), None)
        if wanted is None or hers[0].pk == wanted.pk:
            return
        for position, one in enumerate([wanted, *(other for other in hers if other.pk != wanted.pk)]):
            one.position = position
            one.save(update_fields=["position"])
        _told("item.picture_first", locked, wanted.document, by, at)


def remove_picture(picture: ItemPicture, *, by: Actor, at: datetime) -> None:
    """Takes the picture out of the catalogue; versions that were sent with it keep it. Raises NotAllowed."""
    _permit(picture.item, by)
    with transaction.atomic():
        locked = Item.objects.select_for_update().get(pk=picture.item_id)
        standing = ItemPicture.objects.select_for_update().filter(pk=picture.pk).first()
        if standing is None:
            return
        document = standing.document
        standing.delete()
        let_go({standing.document_id, standing.small_id}, at=at)
        _told("item.picture_removed", locked, document, by, at)


def _stored(item: Item, photo: Photo, at: datetime) -> tuple[Document, Document]:
    large, small = (
        store(kept, company_id=item.company_id, content_type=_JPEG, at=at) for kept in (photo.large, photo.small)
    )
    # Another item's picture may be the same, and be taken away just now.
    return keep(large, photo.large, at=at, beside=[small.pk]), keep(small, photo.small, at=at)


def _permit(item: Item, by: Actor) -> None:
    if by.company_id != item.company_id or not by.may("catalog.edit"):
        raise NotAllowed(_("Seu papel na equipe não permite alterar o catálogo."))


def _photo(data: bytes, name: str, seconds: int) -> Photo:
    if not seconds:
        raise PhotoRefused(
            _("Não deu tempo de abrir “%(name)s” junto com as outras. Envie-a de novo.") % {"name": name}
        )
    try:
        return photo_of(data, seconds=seconds)
    except PictureRefused as refused:
        words = {"name": name, "why": said(refused)}
        raise PhotoRefused(_("“%(name)s” não pôde ser incluída. %(why)s") % words) from refused


def _told(kind: str, item: Item, document: Document, by: Actor, at: datetime) -> None:
    record(kind, by=by, at=at, data={"item": item.pk, "sha256": document.sha256})
