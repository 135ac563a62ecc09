"""Who was at both of two customers that became one goes on as one: her rows go along under the access that stays.

Each room names the rows of its own that are hers to go on with, and brings them along when it hears of the merge.
Evidence is not touched: it keeps saying under which access she acted, and whoever reads it asks here whose that is now.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from django.db.models import Model, QuerySet

from aceite.core.customers.models import Customer, CustomerMerge, PanelUser, SigningPower
from aceite.core.trail.models import Event
from aceite.core.trail.subscribers import on


def _often(_row: Any) -> Hashable | None:
    return None


@dataclass(frozen=True)
class Hers:
    """Rows of a person: the column that names her, the way to their customer (none where they are of her access and of
    no sale), what of them she has once, and which of them alone are meant (`only`, as a filter asks it)."""

    name: str
    model: type[Model]
    person: str
    customer: str = ""
    once: Callable[[Any], Hashable | None] = _often
    only: Mapping[str, Any] = field(default_factory=dict)

    def rows(self) -> "QuerySet[Any]":
        """All of them, of everybody."""
        return self.model._default_manager.filter(**self.only)


POWERS: Final = (
    Hers("powers", SigningPower, "panel_user", once=lambda one: one.state),
    Hers("powers_declared", SigningPower, "declared_by"),
)


# What every room said is hers, in the order in which it was said.
_ALONG: Final[list[Hers]] = [*POWERS]


def go_along(*rows: Hers) -> None:
    """Said in a `tasks.py`: these rows go along when two customers become one, and come back when that is undone."""
    known(*rows)
    on("customer.merged")(lambda event: bring_along(merge_of(event), rows))
    on("customer.parted")(lambda event: give_back(merge_of(event), rows))


def known(*rows: Hers) -> None:
    """Said where a room brings them along itself: they are hers."""
    _ALONG.extend(rows)


def bring_what_is_left(merge: CustomerMerge) -> None:
    """Brings along once more: what an earlier release left where it was. Twice is harmless."""
    bring_along(merge, _ALONG)
    bring_joint_powers(merge)


def merge_of(event: Event) -> CustomerMerge:
    """The merge of which the event tells."""
    return CustomerMerge.objects.get(company=event.company_id, pk=event.data["merge"])


def bring_along(merge: CustomerMerge, rows: Iterable[Hers]) -> None:
    """Brings what is hers under the access that stays, as far as it is not there already."""
    if merge.folded:
        for hers in rows:
            merge.note(hers.name, _brought(hers, merge.folded))


def give_back(merge: CustomerMerge, rows: Iterable[Hers]) -> None:
    """Gives back what came along: where its sale went back too, she has no other in its place by now, and her data were
    not erased meanwhile."""
    erased = erased_of(merge)
    for hers in rows:
        noted = merge.moved.get(hers.name, {})
        moved = {int(pk): person for pk, person in noted.items() if person not in erased}
        back = {hers.customer: merge.gone_id} if hers.customer else {}
        found = list(hers.rows().filter(pk__in=moved, **back))
        there = _there(hers, moved.values())
        for row in found:
            if (once := hers.once(row)) is None or (moved[row.pk], once) not in there:
                hers.model._default_manager.filter(pk=row.pk).update(**{hers.person: moved[row.pk]})


def bring_joint_powers(merge: CustomerMerge) -> None:
    """Whoever signs jointly with her does so with the access that stays."""
    folded, kept = merge.folded, SigningPower.objects.filter(panel_user__customer=merge.kept_id)
    if not folded:
        return
    before = {power.pk: power.jointly for power in kept if set(power.jointly) & set(folded)}
    for power in kept.filter(pk__in=before):
        power.jointly = sorted({folded.get(one, one) for one in power.jointly} - {power.panel_user_id})
        power.save(update_fields=["jointly"])
    merge.note("jointly", before)


def give_back_joint_powers(merge: CustomerMerge) -> None:
    """And with the one that went, where nothing else was written since and she was not erased."""
    twins, erased = merge.folded, erased_of(merge)
    for pk, before in merge.moved.get("jointly", {}).items():
        power = SigningPower.objects.filter(pk=int(pk)).first()
        if power is None:
            continue
        told = {twins.get(one, one) for one in before}
        if set(power.jointly) == told - {power.panel_user_id}:
            power.jointly = [one for one in before if one not in erased]
            power.save(update_fields=["jointly"])


def standing_as(people: Iterable[int]) -> dict[int, int]:
    """Under which access each of these people goes on: her own, unless its customer went into another at which she
    was too. One query as long as that is so of nobody."""
    now = {person: person for person in people}
    while now:
        gone = PanelUser.objects.filter(pk__in=set(now.values()), customer__merged_into__isnull=False)
        customers = dict(gone.values_list("pk", "customer_id"))
        merges = CustomerMerge.objects.standing().filter(gone__in=set(customers.values())) if customers else []
        folded = {person: twin for merge in merges for person, twin in merge.folded.items() if person in customers}
        if not folded:
            break
        now = {person: folded.get(access, access) for person, access in now.items()}
    return now


def came_from(person: PanelUser) -> set[int]:
    """Her access, and those of registers that went into her customer's under which she acted before."""
    hers, customers = {person.pk}, [person.customer_id]
    while merges := list(CustomerMerge.objects.standing().filter(kept__in=customers)):
        hers |= {access for merge in merges for access, twin in merge.folded.items() if twin in hers}
        customers = [merge.gone_id for merge in merges]
    return hers


def erased_of(merge: CustomerMerge) -> set[int]:
    """The accesses that went of people whose data were erased since, under whichever access: they never come back."""
    gone = PanelUser.objects.filter(pk__in={*merge.folded, *merge.folded.values()}, erased_at__isnull=False)
    erased = set(gone.values_list("pk", flat=True))
    return {access for access, twin in merge.folded.items() if {access, twin} & erased}


def registers_in(customer: Customer) -> list[Customer]:
    """The customer, and those that went into it, along the chain."""
    registers = found = [customer]
    while found := list(Customer.objects.filter(merged_into__in=found).order_by("pk")):
        registers = [*registers, *found]
    return registers


def _brought(hers: Hers, folded: Mapping[int, int]) -> dict[int, int]:
    """Moves the rows; whose each was, by its id."""
    there = _there(hers, folded.values())
    moved: dict[int, int] = {}
    for row in hers.rows().filter(**{f"{hers.person}__in": list(folded)}).order_by("pk"):
        person, once = getattr(row, f"{hers.person}_id"), hers.once(row)
        if once is not None and (folded[person], once) in there:
            continue
        there.add((folded[person], once))
        moved[row.pk] = person
    for person in set(moved.values()):
        own = [pk for pk, whose in moved.items() if whose == person]
        hers.model._default_manager.filter(pk__in=own).update(**{hers.person: folded[person]})
    return moved


def _there(hers: Hers, people: Iterable[int]) -> set[tuple[int, Hashable | None]]:
    rows = hers.rows().filter(**{f"{hers.person}__in": list(people)})
    return {(getattr(row, f"{hers.person}_id"), hers.once(row)) for row in rows}
