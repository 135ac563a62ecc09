"""A customer that nothing has used: the only one that can be removed. Whoever bought, signed or asked stays."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from aceite.core.customers.models import Customer, PanelUser
from aceite.core.rows.in_use import is_in_use
from aceite.core.trail.actors import Actor
from aceite.core.trail.recording import record
from aceite.core.trail.refusals import NotAllowed, Refusal


class InUse(Refusal):
    """Something points to the customer or to one of its people."""


def remove_unused_customer(customer: Customer, *, people: Collection[int], by: Actor, at: datetime) -> None:
    """Removes the customer with those of its people whose ids are given and who were never invited.

    Raises NotAllowed, InUse (a sale, another person, an invitation: nothing was removed).
    """
    if by.company_id != customer.company_id or not by.may("customer.edit"):
        raise NotAllowed(_("Seu papel na equipe não permite alterar clientes."))
    with transaction.atomic():
        locked = Customer.objects.select_for_update().filter(pk=customer.pk).first()
        if locked is None:
            return
        if is_in_use(locked, but=[PanelUser]):
            raise InUse(_("Este cliente já tem venda ou outro registro ligado a ele."))
        hers = list(PanelUser.objects.of_customer(locked))
        if any(person.pk not in people or _entered(person) for person in hers):
            raise InUse(_("Este cliente ganhou usuários do painel depois da importação."))
        for person in hers:
            person.delete()
        record("customer.removed", by=by, at=at, data={"customer": locked.pk})
        # Nothing points to it, so nothing is to be looked for that would go with it.
        mine = Customer.objects.filter(pk=locked.pk)
        mine._raw_delete(mine.db)


def remove_unused_person(person: PanelUser, *, by: Actor, at: datetime) -> None:
    """Removes a person who was never invited. Raises NotAllowed, InUse."""
    if by.company_id != person.company_id or not by.may("panel_user.manage"):
        raise NotAllowed(_("Você não administra os usuários deste cliente."))
    with transaction.atomic():
        locked = PanelUser.objects.select_for_update().filter(pk=person.pk).first()
        if locked is None:
            return
        if _entered(locked):
            raise InUse(_("%(name)s já foi convidado(a) ou aparece em uma venda.") % {"name": locked.name})
        record("panel_user.removed", by=by, at=at, data={"panel_user": locked.pk, "customer": locked.customer_id})
        locked.delete()


def _entered(person: PanelUser) -> bool:
    return person.invited_at is not None or person.user_id is not None or is_in_use(person)
