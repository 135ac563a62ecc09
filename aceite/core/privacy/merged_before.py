"""Merges of customers that an earlier release made: what it did not bring along, and whom it erased by halves."""

from collections.abc import Iterator

from django.db import transaction

from aceite.core.customers.folding import bring_what_is_left
from aceite.core.customers.models import CustomerMerge, PanelUser


def merges_of(company_id: int) -> list[int]:
    """The merges that stand, in the order in which they were made."""
    return list(CustomerMerge.objects.standing().filter(company=company_id).order_by("pk").values_list("pk", flat=True))


def bring_along_again(merge_id: int) -> None:
    """What is hers under the access that went goes on under the one that stays. Twice is harmless."""
    with transaction.atomic():
        merge = CustomerMerge.objects.select_for_update().get(pk=merge_id)
        if merge.undone_at is None:
            bring_what_is_left(merge)


def left_of_erased(company_id: int) -> Iterator[PanelUser]:
    """Accesses that ended with a merge, or with the register, of people who were erased under the one that stays.

    Never the other way round: whoever still enters is erased only when somebody decides so.
    """
    merges = CustomerMerge.objects.standing().filter(company=company_id)
    folded = {gone: kept for merge in merges for gone, kept in merge.folded.items()}
    people = PanelUser.objects.filter(company=company_id)
    erased = set(people.filter(pk__in=set(folded.values()), erased_at__isnull=False).values_list("pk", flat=True))
    hers = [gone for gone, kept in folded.items() if kept in erased]
    left = people.filter(pk__in=hers) | people.filter(customer__erased_at__isnull=False)
    yield from left.filter(erased_at=None).order_by("pk")
