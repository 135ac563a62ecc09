"""Forgetting a customer's person, or a customer who is one: the rows stay for what points to them, without a name."""

from datetime import datetime
from typing import Final

from django.db.models import Q

from aceite.core.customers.models import Customer, CustomerMerge, PanelUser
from aceite.core.customers.rights import RIGHTS
from aceite.core.people.forgetting import NAMELESS, nowhere_address
from aceite.kit.text import searchable

# The form of a CPF, for the papers that print one; no person has it.
NOBODYS_CPF: Final = "00000000000"
_OF_A_CUSTOMER: Final = {
    "name": NAMELESS,
    "taxid": NOBODYS_CPF,
    "search": searchable(NAMELESS),
    "active": False,
    **dict.fromkeys(
        (
            *("trade_name", "state_registration", "email", "phone", "notes"),
            *("zip_code", "street", "street_number", "complement", "district", "city", "state"),
        ),
        "",
    ),
}
_OF_A_PERSON: Final = {
    "name": NAMELESS,
    "user": None,
    "invited_at": None,
    "invitation_expires_at": None,
    **dict.fromkeys(("cpf", "job_title", "invitation_nonce"), ""),
    **dict.fromkeys(RIGHTS, False),
}


def forget_panel_user(person: PanelUser, *, at: datetime) -> None:
    """Takes everything from the row and ends the access."""
    for name, value in {**_OF_A_PERSON, "email": nowhere_address(person.pk)}.items():
        setattr(person, name, value)
    person.deactivated_at, person.erased_at = person.deactivated_at or at, person.erased_at or at
    person.save()


def forget_customer(customer: Customer, *, at: datetime) -> None:
    """Takes everything from the row of a customer who is a person, those that went into it, and notes of merges."""
    for led in customer.merged.all():
        forget_customer(led, at=at)
    # Those that were undone, too: the other's register noted what it took from hers.
    merges = CustomerMerge.objects.filter(Q(kept=customer) | Q(gone=customer))
    merges.update(moved={}, before={}, after={})
    for name, value in _OF_A_CUSTOMER.items():
        setattr(customer, name, value)
    customer.erased_at = at
    customer.save()
