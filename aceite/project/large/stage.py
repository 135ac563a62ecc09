"""The company before its sales: team, catalogue and one first sale by the verbs, customers by the lot."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Final
from zlib import crc32

from django.db import transaction

from aceite.core.catalog.actions import ItemData, save_item
from aceite.core.catalog.models import Item
from aceite.core.companies.actions import CompanyData
from aceite.core.companies.models import Company
from aceite.core.customers.actions import CustomerData, save_customer
from aceite.core.customers.models import Customer, CustomerKind, PanelUser
from aceite.core.customers.people import PersonData, add_panel_user
from aceite.core.documents.models import Document
from aceite.core.people.models import Member
from aceite.core.people.permissions import Role
from aceite.core.people.teams import NewMember, invite_member
from aceite.core.proposals.drafting import create_proposal
from aceite.core.proposals.drafts import DraftLine, blank_draft
from aceite.core.proposals.locking import current_of
from aceite.core.rows.inserting import insert_all
from aceite.core.sales.sending import send
from aceite.core.trail.models import Event
from aceite.kit.taxid import format_taxid
from aceite.kit.text import searchable
from aceite.project.demo.founding import come_in, found
from aceite.project.demo.people import Colleague
from aceite.project.large.chains import Chain, write
from aceite.project.large.plans import YEARS, Buyer, buyers, cnpj_of, items

LOT: Final = 500
ITEMS: Final = 300
SELLERS: Final = 12
_WHILE: Final = timedelta(days=30)


@dataclass
class Stage:
    """Everybody and everything the sales speak of. `paper` stands for every proposal's P."""

    company: Company
    owner: Member
    sellers: list[Member]
    items: list[Item]
    paper: Document
    customers: list[Customer] = field(default_factory=list)
    people: list[PanelUser] = field(default_factory=list)


def set_stage(slug: str, draw: Random, until: datetime) -> Stage:
    """The company, a month before its three years of sales begin; its owner is Ana."""
    at = until - YEARS - _WHILE
    data = CompanyData(
        slug=slug, legal_name="Aurora em Grande Ltda.", trade_name="Aurora em Grande", email=f"contato@{slug}.example",
        # Its own, so that several stand beside each other.
        cnpj=cnpj_of(90_000_000 + crc32(slug.encode()) % 9_999_999),
    )  # fmt: skip
    owner = found(data, Colleague("ana", "Ana", f"ana@{slug}.example", Role.OWNER), at=at)
    sellers = [
        come_in(
            invite_member(owner.company, NewMember(f"Vendas {n:02d}", f"vendas{n:02d}@{slug}.example", Role.SELLER),
                          by=owner, at=at), at,
        )
        for n in range(1, SELLERS + 1)
    ]  # fmt: skip
    offered = [
        save_item(None, ItemData(code, name, price), company=owner.company, by=owner, at=at)
        for code, name, price in items(draw, ITEMS)
    ]
    return Stage(owner.company, owner, sellers, offered, _first_paper(owner, draw, at))


def receive(stage: Stage, draw: Random, count: int, until: datetime) -> Iterator[int]:
    """The customers with a person each, a lot after the other; says how many are there."""
    coming = list(buyers(draw, count))
    at = until - YEARS - _WHILE
    for first in range(0, count, LOT):
        with transaction.atomic():
            _receive(stage, coming[first : first + LOT], at)
        yield min(first + LOT, count)


def _receive(stage: Stage, coming: list[Buyer], at: datetime) -> None:
    company = stage.company
    shops = [
        Customer(
            company=company, kind=CustomerKind.COMPANY, name=buyer.name, taxid=buyer.taxid, email=buyer.email,
            city="Campinas", state="SP", created_at=at,
            search=searchable(buyer.name, buyer.taxid, "Campinas", format_taxid(buyer.taxid)),
        )
        for buyer in coming
    ]  # fmt: skip
    insert_all(shops)
    people = [
        PanelUser(
            company=company, customer=shop, name=buyer.person, email=buyer.email, job_title="Compras", can_sign=True,
            can_approve=True, created_at=at, joined_at=at,
        )
        for shop, buyer in zip(shops, coming, strict=True)
    ]  # fmt: skip
    insert_all(people)
    newest = _company_chain(company)
    for shop, person in zip(shops, people, strict=True):
        newest.add("customer.created", {"customer": shop.pk}, by=stage.owner, at=at,
                   personal={"name": shop.name, "taxid": shop.taxid})  # fmt: skip
        rights = {"panel_user": person.pk, "customer": shop.pk, "rights": sorted(person.rights)}
        newest.add("panel_user.created", rights, by=stage.owner, at=at,
                   personal={"name": person.name, "email": person.email, "cpf": ""})  # fmt: skip
    write([newest])
    stage.customers += shops
    stage.people += people


def _company_chain(company: Company) -> Chain:
    last = Event.objects.of_chain(company.pk, "company").order_by("-seq").first()
    assert last is not None
    return Chain(company.pk, "company", last.seq, last.hash)


def _first_paper(owner: Member, draw: Random, at: datetime) -> Document:
    """P of a first sale, which goes the whole way of the verbs."""
    data = CustomerData(CustomerKind.COMPANY, "Primeira Compra Ltda.", cnpj_of(draw.randrange(80_000_000, 89_999_999)))
    customer = save_customer(None, data, company=owner.company, by=owner, at=at)
    buys = PersonData("Primeira Compradora", "compras@primeira.example", can_approve=True)
    add_panel_user(customer, buys, by=owner, at=at)
    draft = replace(
        blank_draft(owner.company, at), title="Primeira venda", lines=(DraftLine("Forno", Decimal(1), Decimal(900)),)
    )
    sale = create_proposal(customer, draft, seller=owner, by=owner, at=at)
    sent = send(sale, revision=current_of(sale).revision, by=owner, at=at)
    assert sent.paper is not None
    return sent.paper
