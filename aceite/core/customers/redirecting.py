"""One register going into another: the fields chosen, the people moved, and the way back. Sales follow in `sales`."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from aceite.core.customers.folding import erased_of
from aceite.core.customers.models import Customer, CustomerMerge, PanelUser
from aceite.core.people.codes import void_codes
from aceite.core.trail.actors import Actor
from aceite.core.trail.refusals import NotAllowed, Refusal

# What is chosen together, since one part without the other says something else.
CHOICES: Final[Mapping[str, tuple[str, ...]]] = {
    "taxid": ("taxid", "kind"),
    "name": ("name",),
    "trade_name": ("trade_name",),
    "registration": ("state_registration", "state_exempt"),
    "email": ("email",),
    "phone": ("phone",),
    "address": ("zip_code", "street", "street_number", "complement", "district", "city", "state"),
    "group": ("group_id",),
    "notes": ("notes",),
}


class CannotMerge(Refusal):
    """The two cannot become one now; nothing was changed."""


@dataclass(frozen=True)
class MovedPeople:
    """Whose access moved, and who was there already: her row of the register that goes → the one that stays."""

    moved: Sequence[int]
    folded: Mapping[int, int]
    # Those of `folded` whose access stood before.
    ended: Sequence[int]


def refuse_merging(by: Actor, *customers: Customer) -> None:
    """Raises NotAllowed unless this actor may make one customer of these."""
    if not by.may("customer.merge") or any(one.company_id != by.company_id for one in customers):
        raise NotAllowed


def lock_both(kept: int, gone: int) -> tuple[Customer, Customer]:
    """Both registers by their keys, locked, the lower key first, and then the people of both.

    Whoever erases a person locks registers, then people, and sales after them: who merges or parts does no otherwise.
    """
    rows = {row.pk: row for row in Customer.objects.select_for_update().filter(pk__in=[kept, gone]).order_by("pk")}
    # Whoever acts in a sale holds it and points to people: they must not wait for each other.
    list(PanelUser.objects.select_for_update(no_key=True).filter(customer__in=[kept, gone]).order_by("pk"))
    return rows[kept], rows[gone]


def lock_standing(kept: Customer, gone: Customer) -> tuple[Customer, Customer]:
    """The same, to make them one. Raises CannotMerge when they are not two standing registers."""
    if kept.pk == gone.pk:
        raise CannotMerge(_("Escolha dois cadastros diferentes."))
    both = lock_both(kept.pk, gone.pk)
    if any(one.merged_into_id or one.erased_at for one in both):
        raise CannotMerge(_("Um destes cadastros já foi unido a outro ou apagado. Nada foi alterado."))
    return both


def take_fields(kept: Customer, gone: Customer, chosen: Collection[str]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Lets `kept` say what `gone` says in these CHOICES; returns what differed, as it was and as it is."""
    names = [name for choice in chosen for name in CHOICES[choice]]
    before = {name: getattr(kept, name) for name in names if getattr(kept, name) != getattr(gone, name)}
    after = {name: getattr(gone, name) for name in before}
    for name, value in after.items():
        setattr(kept, name, value)
    return before, after


def move_people(kept: Customer, gone: Customer, *, at: datetime) -> MovedPeople:
    """Brings the people of `gone` to `kept`; who is at both by address or account keeps the access she has there.

    Under `lock_standing`.
    """
    there = list(PanelUser.objects.of_customer(kept).order_by("pk"))
    by_email = {one.email.lower(): one.pk for one in there}
    by_user = {one.user_id: one.pk for one in there if one.user_id}
    moved: list[int] = []
    folded: dict[int, int] = {}
    ended: list[int] = []
    for person in PanelUser.objects.of_customer(gone).order_by("pk"):
        twin = by_email.get(person.email.lower()) or by_user.get(person.user_id or 0)
        if twin is None:
            moved.append(person.pk)
            continue
        folded[person.pk] = twin
        void_codes(f"panel_user/{person.pk}", at=at)
        if person.deactivated_at is None:
            ended.append(person.pk)
    PanelUser.objects.filter(pk__in=moved).update(customer=kept)
    PanelUser.objects.filter(pk__in=ended).update(deactivated_at=at)
    return MovedPeople(moved, folded, ended)


def move_people_back(merge: CustomerMerge) -> None:
    """Undoes `move_people`, as it was noted, for those who are still where it left them; who was erased since stays
    out."""
    people, erased = merge.moved["people"], erased_of(merge)
    PanelUser.objects.filter(pk__in=people["moved"], customer=merge.kept_id).update(customer=merge.gone_id)
    ended = PanelUser.objects.filter(pk__in=set(people["ended"]) - erased, customer=merge.gone_id)
    # Asked of the row again: she may be being erased at this moment.
    ended.filter(erased_at=None).update(deactivated_at=None)
