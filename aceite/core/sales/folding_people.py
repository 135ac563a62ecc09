"""Who was at both of two customers that became one goes on as one: what she asked for and read in their sales.

Evidence keeps saying under which access she did it; the rows here only say what is hers to go on with.
"""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Model

from aceite.core.customers.models import CustomerMerge
from aceite.core.proposals.models import CounterOffer
from aceite.core.sales.models import ChangesRead, Viewing


@dataclass(frozen=True)
class _Hers:
    """Rows of a person: the column that names her, the way to their sale, and what of them she has once."""

    name: str
    model: type[Model]
    person: str
    sale: str
    once: Callable[[Any], Hashable | None]


_ALL: Final = (
    # She writes one counter-offer of a sale at a time.
    _Hers("counter_offers", CounterOffer, "author", "proposal", lambda one: None if one.sent_at else one.proposal_id),
    _Hers("viewings", Viewing, "panel_user", "version__proposal", lambda one: (one.version_id, one.day)),
    _Hers("changes_read", ChangesRead, "panel_user", "version__proposal", lambda one: one.version_id),
)


def fold_people(merge: CustomerMerge) -> None:
    """Brings what is hers under the access that stays, as far as it is not there already."""
    if merge.folded:
        for hers in _ALL:
            merge.note(hers.name, _brought(hers, merge.folded))


def unfold_people(merge: CustomerMerge) -> None:
    """Gives back what came along, where its sale went back too."""
    for hers in _ALL:
        for pk, person in merge.moved.get(hers.name, {}).items():
            back = hers.model._default_manager.filter(pk=int(pk), **{f"{hers.sale}__customer": merge.gone_id})
            back.update(**{hers.person: person})


def _brought(hers: _Hers, folded: Mapping[int, int]) -> dict[int, int]:
    """Moves the rows; whose each was, by its id."""
    rows = hers.model._default_manager.all()
    column = f"{hers.person}_id"
    staying = rows.filter(**{f"{hers.person}__in": list(folded.values())})
    there = {(getattr(one, column), hers.once(one)) for one in staying}
    moved: dict[int, int] = {}
    for one in rows.filter(**{f"{hers.person}__in": list(folded)}):
        person, once = getattr(one, column), hers.once(one)
        if once is None or (folded[person], once) not in there:
            moved[one.pk] = person
    for person in set(moved.values()):
        own = [pk for pk, whose in moved.items() if whose == person]
        rows.filter(pk__in=own).update(**{hers.person: folded[person]})
    return moved
