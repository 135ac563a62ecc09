"""One person whose data a company has, whatever she is to it, and the sales that speak of her."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from aceite.core.contracts.models import SignedCopy, Signer
from aceite.core.customers.folding import came_from, registers_in, standing_as
from aceite.core.customers.models import Customer, CustomerKind, PanelUser
from aceite.core.people.models import Member, User
from aceite.core.privacy.models import PersonKind
from aceite.core.proposals.models import Proposal
from aceite.core.sales.models import Delivery
from aceite.core.signatures.models import Statement
from aceite.core.trail.models import Event, PersonalValue

Row = PanelUser | Customer | Member


@dataclass(frozen=True)
class Subject:
    """A person by her row."""

    row: Row

    @property
    def kind(self) -> PersonKind:
        """What she is to the company."""
        if isinstance(self.row, Customer):
            return PersonKind.CUSTOMER
        return PersonKind(self.row.kind)

    @property
    def pk(self) -> int:
        """Her row's id."""
        return int(self.row.pk)

    @property
    def company_id(self) -> int:
        """The company that has her data."""
        return self.row.company_id

    @property
    def name(self) -> str:
        """As the row has it."""
        return self.row.name

    @property
    def erased_at(self) -> datetime | None:
        """Since when her data are gone."""
        return self.row.erased_at

    def registers(self) -> list[Customer]:
        """Of a customer who is a person her register, and those that went into it."""
        return registers_in(self.row) if isinstance(self.row, Customer) else []

    def panel_users(self) -> list[PanelUser]:
        """Her accesses to the panel of this company: the row itself and those that became one with it by merges of
        registers, whichever of them this is, or those of a customer who is a person."""
        people = PanelUser.objects.order_by("pk")
        if isinstance(self.row, PanelUser):
            standing = people.get(pk=standing_as([self.row.pk])[self.row.pk])
            return [self.row, *people.filter(pk__in=came_from(standing) - {self.row.pk})]
        return list(people.filter(customer__in=self.registers())) if isinstance(self.row, Customer) else []

    def rows(self) -> list[Row]:
        """All rows that are her: the one she is told by first."""
        known: list[Row] = [*self.registers(), *self.panel_users()]
        return [self.row, *(row for row in known if row != self.row)]

    def users(self) -> list[User]:
        """As whom she enters."""
        rows: list[PanelUser | Member] = [self.row] if isinstance(self.row, Member) else [*self.panel_users()]
        return list({row.user.pk: row.user for row in rows if row.user is not None}.values())

    def readers(self) -> list[tuple[str, int]]:
        """As whom mails reached her."""
        own = [("member", self.pk)] if isinstance(self.row, Member) else []
        people = [(kind, int(person.pk)) for person in self.panel_users() for kind in ("panel_user", "old_address")]
        return [*own, *people, *(("user", int(user.pk)) for user in self.users())]

    def sales(self) -> list[Proposal]:
        """The sales whose papers or evidence name her."""
        return list(_sales(self).select_related("company", "customer").order_by("year", "sequence"))

    def acts(self) -> "QuerySet[Statement]":
        """What she confirmed."""
        actor = {"actor_kind": "member" if isinstance(self.row, Member) else "panel_user"}
        keys = [self.pk] if isinstance(self.row, Member) else [person.pk for person in self.panel_users()]
        return Statement.objects.confirmed().filter(company_id=self.company_id, actor_id__in=keys, **actor)

    def values(self) -> "QuerySet[PersonalValue]":
        """The openings in the trail that are about her."""
        events = Event.objects.filter(company_id=self.company_id)
        own = PersonalValue.objects.filter(company_id=self.company_id)
        if isinstance(self.row, Member):
            # What a member told the trail is about customers; about herself are the ways she came.
            acted = events.filter(actor_kind="member", actor_id=self.pk)
            ways = own.filter(event__in=acted, field__in=("ip", "peer", "user_agent"))
            return ways | own.filter(event__in=events.filter(_about(self)))
        return own.filter(event__in=events.filter(_about(self)))


def _about(subject: Subject) -> Q:
    about = Q()
    for user in subject.users():
        about |= Q(data__user=user.pk)
    if isinstance(subject.row, Member):
        return about | Q(data__member=subject.pk)
    for person in subject.panel_users():
        about |= Q(actor_kind="panel_user", actor_id=person.pk) | Q(data__panel_user=person.pk)
        for key, pk in _answered(person):
            about |= Q(**{f"data__{key}": pk})
    if not isinstance(subject.row, Customer):
        return about
    # Who received what she bought: she herself, or somebody of her house.
    for pk in Delivery.objects.filter(proposal__customer=subject.row).values_list("pk", flat=True):
        about |= Q(data__delivery=pk)
    for register in subject.registers():
        about |= Q(data__customer=register.pk, chain="company")
    return about


def _answered(person: PanelUser) -> Iterator[tuple[str, int]]:
    """What the company said to her questions and copies names her too."""
    for pk in SignedCopy.objects.filter(uploaded_by=person).values_list("pk", flat=True):
        yield "copy", pk


def _sales(subject: Subject) -> "QuerySet[Proposal]":
    own = Proposal.objects.filter(company_id=subject.company_id)
    if isinstance(subject.row, Customer):
        return own.filter(customer=subject.row)
    acts = Q(pk__in=subject.acts().values("sale_id"))
    if isinstance(subject.row, Member):
        return own.filter(acts | Q(seller=subject.row))
    people = subject.panel_users()
    named = Signer.objects.filter(panel_user__in=people).values("contract__version__proposal")
    copies = SignedCopy.objects.filter(uploaded_by__in=people).values("contract__version__proposal")
    return own.filter(acts | Q(pk__in=named) | Q(pk__in=copies))


def subject_of(row: Row) -> Subject | None:
    """The person behind a row; None for a customer who is a company."""
    if isinstance(row, Customer) and row.kind != CustomerKind.PERSON:
        return None
    return Subject(row)
