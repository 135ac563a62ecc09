"""The register of customers: saved, put away, taken back."""

from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from aceite.core.companies.identity import fit_email, fit_state
from aceite.core.companies.models import Company
from aceite.core.customers.models import Customer, CustomerKind
from aceite.core.customers.registered import led_away_from
from aceite.core.trail.actors import Actor
from aceite.core.trail.recording import record
from aceite.core.trail.refusals import NotAllowed, Refusal, Unfit, unfit
from aceite.core.trail.shelving import shelve
from aceite.kit.taxid import BadTaxId, format_taxid, kind_of, parse_taxid
from aceite.kit.text import searchable


class AlreadyRegistered(Refusal):
    """The company has a customer with this CPF or CNPJ: `existing`."""

    def __init__(self, existing: Customer) -> None:
        self.existing = existing
        sentence = _("Já existe um cliente com este CPF ou CNPJ: %(name)s. Abra o cadastro dele em vez de fazer outro.")
        super().__init__(sentence % {"name": existing.name})


@dataclass(frozen=True)
class CustomerData:
    """What the customer's form holds. `taxid` with or without punctuation, phone as E.164, CEP as 8 digits."""

    kind: str
    name: str
    taxid: str
    trade_name: str = ""
    state_registration: str = ""
    state_exempt: bool = False
    email: str = ""
    phone: str = ""
    notes: str = ""
    zip_code: str = ""
    street: str = ""
    street_number: str = ""
    complement: str = ""
    district: str = ""
    city: str = ""
    state: str = ""


def save_customer(
    customer: Customer | None, data: CustomerData, *, company: Company, by: Actor, at: datetime
) -> Customer:
    """Registers a customer, or changes one. Raises NotAllowed, Unfit, AlreadyRegistered."""
    _refuse(by, company.pk if customer is None else customer.company_id)
    values = asdict(_fit(data))
    values["search"] = _search_of(values)
    with transaction.atomic():
        if customer is None:
            return _create(Customer(company=company, created_at=at, **values), by=by, at=at)
        locked = Customer.objects.select_for_update().get(pk=customer.pk)
        _refuse_gone(locked)
        return _change(locked, values, by=by, at=at)


def archive_customer(customer: Customer, *, by: Actor, at: datetime) -> Customer:
    """Keeps a customer off the choices for new proposals; what exists stays. Raises NotAllowed."""
    return _set_active(customer, active=False, by=by, at=at)


def restore_customer(customer: Customer, *, by: Actor, at: datetime) -> Customer:
    """Lets a customer be chosen again. Raises NotAllowed."""
    return _set_active(customer, active=True, by=by, at=at)


def _set_active(customer: Customer, *, active: bool, by: Actor, at: datetime) -> Customer:
    _refuse(by, customer.company_id)
    with transaction.atomic():
        locked = Customer.objects.select_for_update().get(pk=customer.pk)
        _refuse_gone(locked)
        return shelve(locked, "customer", active=active, by=by, at=at)


def _refuse(by: Actor, company_id: int) -> None:
    if by.company_id != company_id or not by.may("customer.edit"):
        raise NotAllowed(_("Seu papel na equipe não permite alterar clientes."))


def _refuse_gone(customer: Customer) -> None:
    if customer.erased_at is not None:
        raise NotAllowed(_("Os dados desta pessoa foram apagados. Cadastre-a de novo, se for o caso."))
    if customer.merged_into_id is not None:
        raise NotAllowed(_("Este cadastro foi unido a outro. Altere o que ficou."))


def _create(customer: Customer, *, by: Actor, at: datetime) -> Customer:
    if led := led_away_from(customer.company_id, customer.taxid):
        raise AlreadyRegistered(led.leads_to)
    _save(customer)
    personal = {"name": customer.name, "taxid": customer.taxid}
    record("customer.created", by=by, at=at, data={"customer": customer.pk}, personal=personal)
    return customer


def _change(customer: Customer, values: dict[str, Any], *, by: Actor, at: datetime) -> Customer:
    changed = sorted(name for name, value in values.items() if getattr(customer, name) != value)
    if not changed:
        return customer
    for name in changed:
        setattr(customer, name, values[name])
    _save(customer)
    told = [name for name in changed if name != "search"]
    personal = {name: str(values[name]) for name in told}
    record("customer.changed", by=by, at=at, data={"customer": customer.pk, "fields": told}, personal=personal)
    return customer


def _save(customer: Customer) -> None:
    try:
        with transaction.atomic():
            customer.save()
    except IntegrityError:
        existing = Customer.objects.standing().get(company_id=customer.company_id, taxid=customer.taxid)
        raise AlreadyRegistered(existing) from None


def _fit(data: CustomerData) -> CustomerData:
    if not data.name.strip():
        raise Unfit("name", _("Escreva o nome ou a razão social."))
    if data.state_exempt and data.state_registration:
        raise Unfit("state_registration", _("Apague a inscrição estadual ou desmarque “isento”."))
    email = fit_email(data.email) if data.email.strip() else ""
    return replace(data, taxid=_fit_taxid(data), email=email, state=fit_state(data.state))


def _fit_taxid(data: CustomerData) -> str:
    try:
        taxid = parse_taxid(data.taxid)
    except BadTaxId as complaint:
        raise unfit("taxid", complaint) from None
    expected = {"cpf": CustomerKind.PERSON, "cnpj": CustomerKind.COMPANY}[str(kind_of(taxid))]
    if data.kind != expected:
        raise Unfit("taxid", _("Pessoa física tem CPF; pessoa jurídica tem CNPJ. Confira o tipo do cliente."))
    return taxid


def searched_words(customer: Customer) -> str:
    """What a search looks through: names, number and city, without case and accents."""
    return _search_of({name: getattr(customer, name) for name in ("name", "trade_name", "taxid", "city")})


def _search_of(values: dict[str, Any]) -> str:
    words = [values[name] for name in ("name", "trade_name", "taxid", "city")]
    return searchable(*words, format_taxid(values["taxid"]))
