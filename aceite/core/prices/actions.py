"""Price lists are written, put away and taken back; what a line copied from them never changes."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from aceite.core.companies.models import Company
from aceite.core.customers.models import Customer, CustomerGroup
from aceite.core.prices.models import PriceList, PriceReach
from aceite.core.rows.inserting import insert_all
from aceite.core.trail.actors import Actor
from aceite.core.trail.recording import record
from aceite.core.trail.refusals import NotAllowed, Unfit
from aceite.core.trail.shelving import shelve


@dataclass(frozen=True)
class ListData:
    """What the form of a list holds. `starts_on` and `ends_on` are its first and last day, in the company's zone."""

    name: str
    starts_on: date | None = None
    ends_on: date | None = None
    for_everybody: bool = False
    groups: Iterable[CustomerGroup] = field(default=())
    customers: Iterable[Customer] = field(default=())


def save_list(known: PriceList | None, data: ListData, *, company: Company, by: Actor, at: datetime) -> PriceList:
    """Makes a list, or changes one; proposals keep the prices they have. Raises NotAllowed, Unfit."""
    refuse_pricing(by, company.pk if known is None else known.company_id)
    values, reached = _fit(data), _reached(data, company)
    with transaction.atomic():
        if known is None:
            saved = PriceList(company=company, created_at=at, **values)
        else:
            saved = PriceList.objects.select_for_update().get(pk=known.pk)
        changed = [name for name, value in values.items() if getattr(saved, name) != value]
        for name in changed:
            setattr(saved, name, values[name])
        if changed or known is None:
            _save(saved)
        moved = _reach(saved, reached)
        if changed or moved or known is None:
            record("price_list.saved", by=by, at=at, data={"price_list": saved.pk})
    return saved


def archive_list(known: PriceList, *, by: Actor, at: datetime) -> PriceList:
    """Its prices count no longer. Raises NotAllowed."""
    return _set_active(known, active=False, by=by, at=at)


def restore_list(known: PriceList, *, by: Actor, at: datetime) -> PriceList:
    """Its prices count again, on its days. Raises NotAllowed."""
    return _set_active(known, active=True, by=by, at=at)


def refuse_pricing(by: Actor, company_id: int) -> None:
    """Raises NotAllowed unless this actor sets the prices of that company."""
    if by.company_id != company_id or not by.may("price.set"):
        raise NotAllowed(_("Seu papel na equipe não permite alterar preços."))


def _set_active(known: PriceList, *, active: bool, by: Actor, at: datetime) -> PriceList:
    refuse_pricing(by, known.company_id)
    with transaction.atomic():
        return shelve(PriceList.objects.select_for_update().get(pk=known.pk), "price_list", active=active, by=by, at=at)


def _fit(data: ListData) -> dict[str, Any]:
    if not data.name.strip():
        raise Unfit("name", _("Dê um nome à tabela."))
    if data.starts_on and data.ends_on and data.ends_on < data.starts_on:
        raise Unfit("ends_on", _("O último dia vem antes do primeiro."))
    days = {"starts_on": data.starts_on, "ends_on": data.ends_on}
    return {"name": data.name.strip(), "for_everybody": data.for_everybody, **days}


def _reached(data: ListData, company: Company) -> set[tuple[int | None, int | None]]:
    """Whom the list names, as pairs of a customer's and a group's id; nobody where it is for everybody."""
    named = [*data.customers, *data.groups]
    if any(one.company_id != company.pk for one in named):
        raise NotAllowed
    if data.for_everybody:
        return set()
    if not named:
        raise Unfit("groups", _("Diga para quem a tabela vale: todos, um grupo ou um cliente."))
    return {(one.pk, None) for one in data.customers} | {(None, one.pk) for one in data.groups}


def _reach(saved: PriceList, wanted: set[tuple[int | None, int | None]]) -> bool:
    standing = {(one.customer_id, one.group_id): one for one in saved.reaches.all()}
    gone = [one.pk for pair, one in standing.items() if pair not in wanted]
    saved.reaches.filter(pk__in=gone).delete()
    new = wanted - set(standing)
    insert_all([
        PriceReach(company_id=saved.company_id, of=saved, customer_id=customer, group_id=group)
        for customer, group in new
    ])  # fmt: skip
    return bool(gone or new)


def _save(row: PriceList) -> None:
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        raise Unfit("name", _("Já existe uma tabela com este nome.")) from None
