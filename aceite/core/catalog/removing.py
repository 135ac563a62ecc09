"""An item that nothing has used: the only one that can be removed. What stands on a line stays."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from aceite.core.catalog.models import Item, ItemPicture
from aceite.core.documents.forgetting import let_go
from aceite.core.rows.in_use import is_in_use
from aceite.core.trail.actors import Actor
from aceite.core.trail.recording import record
from aceite.core.trail.refusals import NotAllowed, Refusal


class InUse(Refusal):
    """Something points to the item."""


def remove_unused_item(item: Item, *, by: Actor, at: datetime) -> None:
    """Removes the item. Raises NotAllowed, InUse (nothing was removed)."""
    if by.company_id != item.company_id or not by.may("catalog.edit"):
        raise NotAllowed(_("Seu papel na equipe não permite alterar o catálogo."))
    with transaction.atomic():
        locked = Item.objects.select_for_update().filter(pk=item.pk).first()
        if locked is None:
            return
        if is_in_use(locked, but=[ItemPicture]):
            raise InUse(_("Este item já está em uma proposta ou em uma tabela de preços."))
        files = {pk for both in locked.pictures.values_list("document", "small") for pk in both}
        record("item.removed", by=by, at=at, data={"item": locked.pk})
        locked.delete()
        let_go(files, at=at)
