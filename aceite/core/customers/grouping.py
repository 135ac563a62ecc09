"""Groups of customers: named, renamed, taken away, and who stands in which."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from aceite.core.companies.models import Company
from aceite.core.customers.models import Customer, CustomerGroup
from aceite.core.trail.actors import Actor
from aceite.core.trail.recording import record
from aceite.core.trail.refusals import NotAllowed, Unfit


def save_group(group: CustomerGroup | None, name: str, *, company: Company, by: Actor, at: datetime) -> CustomerGroup:
    """Makes a group, or gives one another name. Raises NotAllowed, Unfit."""
    _permit(by, company.pk if group is None else group.company_id)
    wanted = name.strip()
    if not wanted:
        raise Unfit("name", _("Dê um nome ao grupo."))
    with transaction.atomic():
        saved = CustomerGroup(company=company) if group is None else _locked(group)
        if saved.name != wanted:
            saved.name = wanted
            _save(saved)
            record("customer_group.saved", by=by, at=at, data={"group": saved.pk})
    return saved


def remove_group(group: CustomerGroup, *, by: Actor, at: datetime) -> None:
    """Takes a group away; its customers stand in none, its price lists reach them no longer. Raises NotAllowed."""
    _permit(by, group.company_id)
    with transaction.atomic():
        standing = CustomerGroup.objects.select_for_update().filter(pk=group.pk).first()
        if standing is not None:
            record("customer_group.removed", by=by, at=at, data={"group": standing.pk})
            standing.delete()


def put_in_group(customer: Customer, group: CustomerGroup | None, *, by: Actor, at: datetime) -> Customer:
    """Lets a customer stand in this group, or in none. Raises NotAllowed."""
    _permit(by, customer.company_id)
    if group is not None and group.company_id != customer.company_id:
        raise NotAllowed
    with transaction.atomic():
        locked = Customer.objects.select_for_update().get(pk=customer.pk)
        if locked.group_id != (group.pk if group else None):
            locked.group = group
            locked.save(update_fields=["group"])
            record("customer.changed", by=by, at=at, data={"customer": locked.pk, "fields": ["group"]})
    return locked


def _permit(by: Actor, company_id: int) -> None:
    # A group decides what a customer pays.
    if by.company_id != company_id or not by.may("price.set"):
        raise NotAllowed(_("Seu papel na equipe não permite alterar os grupos de clientes."))


def _locked(group: CustomerGroup) -> CustomerGroup:
    return CustomerGroup.objects.select_for_update().get(pk=group.pk)


def _save(group: CustomerGroup) -> None:
    try:
        with transaction.atomic():
            group.save()
    except IntegrityError:
        raise Unfit("name", _("Já existe um grupo com este nome.")) from None
