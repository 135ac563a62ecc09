"""The people of a customer: put on the list, given rights, and their access ended at once.

The vendor's team manages them, and so does a colleague with that right, within her own rights. Of her own access she
changes nothing, so the last one who administers cannot lock herself out; two who end each other's access at the same
moment are taken one after the other.
"""

from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from aceite.core.companies.identity import fit_email
from aceite.core.customers.models import Customer, PanelUser
from aceite.core.customers.rights import RIGHTS, coherent, names_of
from aceite.core.people.codes import void_codes
from aceite.core.people.passwords import end_sessions
from aceite.core.trail.actors import Actor
from aceite.core.trail.recording import record
from aceite.core.trail.refusals import NotAllowed, Refusal, Unfit
from aceite.kit.taxid import is_cpf, normalize

# Who a person is, is for the vendor to write: a colleague who could would turn another's access into her own.
FOR_COLLEAGUES: Final = (*RIGHTS, "job_title")


class AlreadyThere(Refusal):
    """The customer has somebody with this address: `existing`."""

    def __init__(self, existing: PanelUser) -> None:
        self.existing = existing
        sentence = _("Este cliente já tem alguém com este e-mail: %(name)s. Convide ou reative essa pessoa na lista.")
        super().__init__(sentence % {"name": existing.name})


@dataclass(frozen=True)
class PersonData:
    """What the form of a panel user holds. `cpf` with or without punctuation, or empty. The rights that bind nobody are
    given unless they are withheld; which of them stand together is settled in `rights`."""

    name: str
    email: str
    cpf: str = ""
    job_title: str = ""
    can_sign: bool = False
    can_approve: bool = False
    can_manage: bool = False
    can_see_prices: bool = True
    can_comment: bool = True
    can_see_invoices: bool = True

    @property
    def rights(self) -> frozenset[str]:
        """The rights given, in the words of PanelUser.rights."""
        return names_of(self)


def may_manage(by: Actor, customer: Customer) -> bool:
    """Whether this actor may touch the people of that customer at all; pages ask before they show buttons."""
    if by.company_id != customer.company_id:
        return False
    if isinstance(by, PanelUser):
        return by.customer_id == customer.pk and by.may("colleague.manage")
    return by.may("panel_user.manage")


def add_panel_user(customer: Customer, data: PersonData, *, by: Actor, at: datetime) -> PanelUser:
    """Puts a person on the customer's list; `invite` lets her in. Raises NotAllowed, Unfit, AlreadyThere."""
    refuse_managing(by, customer, data.rights)
    fit = _fit(data)
    person = PanelUser(company_id=customer.company_id, customer=customer, created_at=at, **asdict(fit))
    with transaction.atomic():
        _one_at_a_time(customer)
        refuse_managing(_again(by), customer, data.rights)
        try:
            with transaction.atomic():
                person.save(force_insert=True)
        except IntegrityError:
            raise AlreadyThere(PanelUser.objects.get(customer=customer, email=fit.email)) from None
        personal = {"name": person.name, "email": person.email, "cpf": person.cpf}
        data_of = {"panel_user": person.pk, "customer": customer.pk, "rights": sorted(person.rights)}
        record("panel_user.created", by=by, at=at, data=data_of, personal=personal)
    return person


def change_panel_user(person: PanelUser, data: PersonData, *, by: Actor, at: datetime) -> PanelUser:
    """Changes name, CPF, job title and rights, never the address. Raises NotAllowed, Unfit."""
    refuse_managing(by, person.customer, data.rights | person.rights, of=person)
    values = asdict(_fit(replace(data, email=person.email)))
    del values["email"]
    with transaction.atomic():
        locked = _locked_for(person, by, data.rights)
        changed = sorted(name for name, value in values.items() if getattr(locked, name) != value)
        if isinstance(by, PanelUser) and not set(changed) <= set(FOR_COLLEAGUES):
            raise NotAllowed(_("Nome e CPF são alterados pela empresa que convidou. Fale com ela."))
        if changed:
            for name in changed:
                setattr(locked, name, values[name])
            locked.save(update_fields=changed)
            told = {name: str(values[name]) for name in changed if name not in RIGHTS}
            data_of = {"panel_user": locked.pk, "fields": changed, "rights": sorted(locked.rights)}
            record("panel_user.changed", by=by, at=at, data=data_of, personal=told)
    return locked


def deactivate_panel_user(person: PanelUser, *, by: Actor, at: datetime) -> PanelUser:
    """Ends the access, the sessions and the open codes of this person at once. Raises NotAllowed."""
    refuse_managing(by, person.customer, person.rights, of=person)
    with transaction.atomic():
        locked = _locked_for(person, by)
        if locked.deactivated_at is None:
            locked.deactivated_at = at
            locked.save(update_fields=["deactivated_at"])
            end_entrance(locked, at=at)
            record("panel_user.deactivated", by=by, at=at, data={"panel_user": locked.pk})
    return locked


def reactivate_panel_user(person: PanelUser, *, by: Actor, at: datetime) -> PanelUser:
    """Gives the access back with the same rights. Raises NotAllowed."""
    refuse_managing(by, person.customer, person.rights, of=person)
    with transaction.atomic():
        locked = _locked_for(person, by)
        if locked.deactivated_at is not None:
            locked.deactivated_at = None
            locked.save(update_fields=["deactivated_at"])
            record("panel_user.reactivated", by=by, at=at, data={"panel_user": locked.pk})
    return locked


def refuse_managing(by: Actor, customer: Customer, rights: frozenset[str], *, of: PanelUser | None = None) -> None:
    """Raises NotAllowed unless this actor may touch this customer's people, and somebody with these rights."""
    if not may_manage(by, customer):
        raise NotAllowed(_("Você não administra os usuários deste cliente."))
    if of is not None and of.erased_at is not None:
        raise NotAllowed(_("Os dados desta pessoa foram apagados. Cadastre-a de novo, se for o caso."))
    if isinstance(by, PanelUser):
        if of is not None and of.pk == by.pk:
            raise NotAllowed(_("Você não altera o seu próprio acesso. Fale com a empresa que convidou."))
        if not rights <= by.rights:
            raise NotAllowed(_("Você só dá, muda ou encerra acessos com direitos que também tem."))


def lock(person: PanelUser) -> PanelUser:
    """The row as it stands, locked until the transaction ends."""
    # Whoever acts in a sale points to her, and may hold a file this verb wants: they must not wait for each other.
    rows = PanelUser.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("customer", "user").get(pk=person.pk)


def _locked_for(person: PanelUser, by: Actor, given: frozenset[str] = frozenset()) -> PanelUser:
    """The row, locked, for an actor who may touch it as both stand now, and give these rights. Raises NotAllowed."""
    _one_at_a_time(person.customer)
    locked = lock(person)
    refuse_managing(_again(by), locked.customer, locked.rights | given, of=locked)
    return locked


def _one_at_a_time(customer: Customer) -> None:
    # The lock is on the customer's row: whoever ends an access may be the one whose own is being ended.
    Customer.objects.select_for_update().only("pk").get(pk=customer.pk)


def _again(by: Actor) -> Actor:
    return PanelUser.objects.get(pk=by.pk) if isinstance(by, PanelUser) else by


def end_entrance(person: PanelUser, *, at: datetime) -> None:
    """Ends what is open at this moment: sessions, and codes to enter, sign or approve."""
    void_codes(f"panel_user/{person.pk}", at=at)
    if person.user_id is not None:
        end_sessions(person.user_id)
        void_codes(f"user/{person.user_id}", at=at)


def _fit(data: PersonData) -> PersonData:
    if not data.name.strip():
        raise Unfit("name", _("Escreva o nome."))
    if data.cpf.strip() and not is_cpf(data.cpf):
        raise Unfit("cpf", _("Este CPF não existe: confira os números."))
    rights: dict[str, Any] = dict(coherent({right: getattr(data, right) for right in RIGHTS}))
    return replace(data, name=data.name.strip(), email=fit_email(data.email), cpf=normalize(data.cpf), **rights)
