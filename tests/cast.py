"""The people of every test.

Vendor **Aurora** with Ana (owner), Marcos (manager), Bruno (seller), Íris (reader); customer **Padaria Central** with
Carla (may sign and approve), Gil (may sign), Helena (witness), Davi (may only look); customer **Joana**, a person; a
stranger vendor **Boreal** with Eva, and its customer's Fábio. All have entered before: their mailboxes are proved.
"""

from datetime import UTC, datetime

import pytest

from aceite.core.companies.models import Company
from aceite.core.customers.models import Customer, CustomerKind, PanelUser
from aceite.core.customers.rights import COLUMNS, coherent
from aceite.core.people.models import Member, User
from aceite.core.people.permissions import Role
from aceite.kit.taxid import format_taxid
from aceite.kit.text import searchable

LONG_AGO = datetime(2026, 1, 5, 12, 0, tzinfo=UTC)


def company(slug: str, name: str, cnpj: str) -> Company:
    """A company as its owner registered it."""
    return Company.objects.create(
        slug=slug, legal_name=f"{name} Ltda.", trade_name=name, cnpj=cnpj, email=f"contato@{slug}.example",
        phone="+551132110000", zip_code="01310100", street="Avenida Paulista", street_number="1000",
        district="Bela Vista", city="São Paulo", state="SP", created_at=LONG_AGO,
    )  # fmt: skip


def member(company: Company, name: str, role: Role) -> Member:
    """A member of the team who has joined."""
    email = f"{name.lower().replace('í', 'i')}@{company.slug}.example"
    user = User.objects.create(email=email, name=name)
    return Member.objects.create(
        company=company, user=user, name=name, email=email, role=role, invited_at=LONG_AGO, joined_at=LONG_AGO
    )


def customer(company: Company, kind: CustomerKind, name: str, taxid: str) -> Customer:
    """A customer in the company's register."""
    return Customer.objects.create(
        company=company, kind=kind, name=name, taxid=taxid, city="Campinas", state="SP", created_at=LONG_AGO,
        search=searchable(name, taxid, format_taxid(taxid)),
    )  # fmt: skip


def panel_user(
    customer: Customer, name: str, email: str, cpf: str, *, sign: bool = False, approve: bool = False
) -> PanelUser:
    """A person of the customer who has accepted the invitation."""
    user, _ = User.objects.get_or_create(email=email, defaults={"name": name})
    return PanelUser.objects.create(
        company=customer.company, customer=customer, user=user, name=name, email=email, cpf=cpf, can_sign=sign,
        can_approve=approve, created_at=LONG_AGO, joined_at=LONG_AGO,
    )  # fmt: skip


def only(person: PanelUser, *rights: str) -> PanelUser:
    """The same person with these rights alone, and what comes with them."""
    for column, given in coherent({column: name in rights for name, column in COLUMNS.items()}).items():
        setattr(person, column, given)
    person.save()
    return person


@pytest.fixture
def aurora(db: None) -> Company:
    """The vendor."""
    return company("aurora", "Aurora", "11222333000181")


@pytest.fixture
def ana(aurora: Company) -> Member:
    """Aurora's owner."""
    return member(aurora, "Ana", Role.OWNER)


@pytest.fixture
def marcos(aurora: Company) -> Member:
    """Aurora's manager."""
    return member(aurora, "Marcos", Role.MANAGER)


@pytest.fixture
def bruno(aurora: Company) -> Member:
    """Aurora's seller."""
    return member(aurora, "Bruno", Role.SELLER)


@pytest.fixture
def iris(aurora: Company) -> Member:
    """Aurora's reader."""
    return member(aurora, "Íris", Role.READER)


@pytest.fixture
def padaria(aurora: Company) -> Customer:
    """A company that buys; its CNPJ holds letters."""
    return customer(aurora, CustomerKind.COMPANY, "Padaria Central Ltda.", "12ABC34501DE35")


@pytest.fixture
def carla(padaria: Customer) -> PanelUser:
    """May sign and approve."""
    return panel_user(padaria, "Carla Nogueira", "carla@padaria.example", "52998224725", sign=True, approve=True)


@pytest.fixture
def gil(padaria: Customer) -> PanelUser:
    """May sign."""
    return panel_user(padaria, "Gil Prado", "gil@padaria.example", "11144477735", sign=True)


@pytest.fixture
def helena(padaria: Customer) -> PanelUser:
    """Signs as witness."""
    return panel_user(padaria, "Helena Duarte", "helena@padaria.example", "39053344705", sign=True)


@pytest.fixture
def davi(padaria: Customer) -> PanelUser:
    """May only look."""
    return panel_user(padaria, "Davi Rocha", "davi@padaria.example", "86288366757")


@pytest.fixture
def joana(aurora: Company) -> Customer:
    """A person who buys."""
    return customer(aurora, CustomerKind.PERSON, "Joana Siqueira", "16899535009")


@pytest.fixture
def joana_herself(joana: Customer) -> PanelUser:
    """Joana in her own panel."""
    return panel_user(joana, "Joana Siqueira", "joana@correio.example", "16899535009", sign=True, approve=True)


@pytest.fixture
def boreal(db: None) -> Company:
    """A stranger vendor."""
    return company("boreal", "Boreal", "45723174000110")


@pytest.fixture
def eva(boreal: Company) -> Member:
    """Boreal's owner."""
    return member(boreal, "Eva", Role.OWNER)


@pytest.fixture
def fabio(boreal: Company) -> PanelUser:
    """The stranger's customer's person; may sign and approve there."""
    shop = customer(boreal, CustomerKind.COMPANY, "Mercado Norte Ltda.", "19131243000197")
    return panel_user(shop, "Fábio Leal", "fabio@mercado.example", "15350946056", sign=True, approve=True)
